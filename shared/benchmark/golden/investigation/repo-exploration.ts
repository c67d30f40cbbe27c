import { block, exact, goldenTasks, json, say } from '../define';

/** A small web shop, read by several tasks. */
const SHOP = {
  'package.json':
    '{\n  "name": "shop",\n  "main": "src/main.js",\n  "scripts": {"start": "node src/main.js", "test": "vitest run"},\n  "dependencies": {"hono": "4.6.0", "zod": "3.23.8"}\n}\n',
  'src/main.js':
    'import { serve } from "./http/server.js";\nimport { settings } from "./settings.js";\n\nserve(settings.port);\n',
  'src/settings.js':
    'export const settings = {\n  port: Number(process.env.SHOP_PORT ?? 4100),\n  currency: process.env.SHOP_CURRENCY ?? "EUR",\n  maxItems: 40,\n};\n',
  'src/http/server.js':
    'import { Hono } from "hono";\nimport { cartRoutes } from "./cart-routes.js";\nimport { adminRoutes } from "./admin-routes.js";\n\nexport function serve(port) {\n  const app = new Hono();\n  app.route("/cart", cartRoutes);\n  app.route("/admin", adminRoutes);\n  return app.listen(port);\n}\n',
  'src/http/cart-routes.js':
    'import { Hono } from "hono";\nimport { addItem, removeItem, totalOf } from "../cart/cart.js";\n\nexport const cartRoutes = new Hono()\n  .post("/items", (c) => c.json(addItem(c.req.query("sku"), Number(c.req.query("n") ?? 1))))\n  .delete("/items/:sku", (c) => c.json(removeItem(c.req.param("sku"))))\n  .get("/total", (c) => c.json(totalOf()));\n',
  'src/http/admin-routes.js':
    'import { Hono } from "hono";\nimport { requireAdmin } from "./guard.js";\nimport { reindex } from "../search/index.js";\n\nexport const adminRoutes = new Hono()\n  .use(requireAdmin)\n  .post("/reindex", (c) => c.json(reindex()))\n  .get("/health", (c) => c.text("ok"));\n',
  'src/http/guard.js':
    'export function requireAdmin(c, next) {\n  if (c.req.header("x-admin") !== process.env.SHOP_ADMIN_TOKEN) return c.text("no", 403);\n  return next();\n}\n',
  'src/cart/cart.js':
    'import { settings } from "../settings.js";\nimport { priceOf } from "./prices.js";\n\nconst items = new Map();\n\nexport function addItem(sku, n) {\n  if (items.size >= settings.maxItems && !items.has(sku)) throw new RangeError("cart is full");\n  items.set(sku, (items.get(sku) ?? 0) + n);\n  return Object.fromEntries(items);\n}\n\nexport function removeItem(sku) {\n  items.delete(sku);\n  return Object.fromEntries(items);\n}\n\nexport function totalOf() {\n  let cents = 0;\n  for (const [sku, n] of items) cents += priceOf(sku) * n;\n  return { cents, currency: settings.currency };\n}\n',
  'src/cart/prices.js':
    'import { rebate } from "./rebate.js";\n\nconst PRICES = { mug: 900, tee: 1900, cap: 1500, pin: 250 };\n\nexport function priceOf(sku) {\n  const price = PRICES[sku];\n  if (price === undefined) throw new RangeError("unknown sku");\n  return price - rebate(sku, price);\n}\n',
  'src/cart/rebate.js':
    'const WEEKLY = { tee: 0.1, pin: 0.2 };\n\n/** Rebate in cents, rounded down. */\nexport function rebate(sku, price) {\n  return Math.floor(price * (WEEKLY[sku] ?? 0));\n}\n',
  'src/search/index.js':
    'import { tokenize } from "./tokenize.js";\n\nexport function reindex() {\n  return { tokens: tokenize("mug tee cap pin").length };\n}\n',
  'src/search/tokenize.js': 'export const tokenize = (text) => text.toLowerCase().split(/\\s+/);\n',
  'src/search/old-tokenize.js': 'export const tokenize = (text) => text.split(" ");\n',
  'test/cart.test.js':
    'import { addItem, totalOf } from "../src/cart/cart.js";\n\ntest("sums up", () => {\n  addItem("mug", 2);\n  expect(totalOf().cents).toBe(1800);\n});\n',
} as const;

export const REPO_EXPLORATION = goldenTasks('investigation', 'repo_exploration', [
  {
    topic: 'count-tree',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'The output of a listing of a repository:',
      block(
        'text',
        'src/app.ts\nsrc/app.test.ts\nsrc/lib/date.ts\nsrc/lib/date.test.ts\nsrc/lib/text.ts\nsrc/types.d.ts\nscripts/build.mjs\ntest/e2e/login.spec.ts\nREADME.md',
      ),
      'How many .ts files are neither tests (.test.ts or .spec.ts) nor declarations (.d.ts)? Answer with the number.',
    ),
    check: exact('3'),
    wrong: ['4', '5', '7'],
  },
  {
    topic: 'entry-point',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'From a package.json:',
      block(
        'json',
        '{"name": "tool", "main": "dist/index.cjs", "module": "dist/index.mjs", "bin": {"tool": "./bin/cli.js", "toold": "./bin/daemon.js"}, "types": "dist/index.d.ts"}',
      ),
      'Which file runs when a user types `toold` in a shell after installing the package globally? Answer with the path as it is written there.',
    ),
    check: exact('./bin/daemon.js'),
    wrong: ['./bin/cli.js', 'dist/index.cjs'],
  },
  {
    topic: 'gitignore',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'A repository has this .gitignore in its root and nothing else is ignored:',
      block('text', '*.log\n/build\n!keep.log\ntmp/'),
      'Which of these untracked files does `git status` show?',
      block(
        'text',
        'a  app.log\nb  build/out.js\nc  src/build/out.js\nd  logs/keep.log\ne  src/tmp/x.txt\nf  tmp.txt',
      ),
      'Answer with the letters in alphabetical order, without separators.',
    ),
    check: exact('cdf'),
    wrong: ['df', 'cd', 'cdef'],
  },
  {
    topic: 'owners',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'A CODEOWNERS file: the last matching line wins. A pattern that ends with / means everything under that folder; one that starts with / is meant from the root; without a leading / it matches at any depth; `*` matches within one name.',
      block(
        'text',
        '*            @core\n/docs/       @writers\n*.sql        @data\n/src/api/    @api\nsrc/api/*.md @writers\n/src/api/v2/ @api2',
      ),
      block(
        'text',
        'docs/schema.sql\nsrc/api/readme.md\nsrc/api/v2/readme.md\nsrc/api/q.sql\nlib/docs/a.txt',
      ),
      'Who owns the five files? Answer with a JSON array of the owners in the order of the files.',
    ),
    check: json(['@data', '@writers', '@api2', '@api', '@core']),
    wrong: [
      '["@writers","@writers","@api2","@api","@core"]',
      '["@data","@writers","@writers","@data","@writers"]',
    ],
  },
  {
    topic: 'find-settings',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt:
      'Explore the workspace (a small web shop). Which environment variables does the code under src read? Answer with a JSON array of their names in alphabetical order.',
    check: json(['SHOP_ADMIN_TOKEN', 'SHOP_CURRENCY', 'SHOP_PORT']),
    wrong: [
      '["SHOP_CURRENCY", "SHOP_PORT"]',
      '["SHOP_ADMIN_TOKEN", "SHOP_CURRENCY", "SHOP_MAX_ITEMS", "SHOP_PORT"]',
    ],
    workspace: { files: { ...SHOP }, goals: [] },
  },
  {
    topic: 'unreachable-file',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt:
      'Explore the workspace (a small web shop). Exactly one file under src is imported by nothing, directly or indirectly, that starts at the entry point of package.json. Which one? Answer with its path.',
    check: exact('src/search/old-tokenize.js'),
    wrong: ['src/search/tokenize.js', 'src/http/guard.js'],
    workspace: { files: { ...SHOP }, goals: [] },
  },
  {
    topic: 'price-of-basket',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt:
      'Explore the workspace (a small web shop). After the requests POST /cart/items?sku=tee&n=3, POST /cart/items?sku=pin, POST /cart/items?sku=mug&n=2, DELETE /cart/items/mug and POST /cart/items?sku=pin&n=4 to a fresh server without environment variables, what does GET /cart/total answer? Answer with the JSON.',
    check: json({ cents: 6130, currency: 'EUR' }),
    wrong: ['{"cents": 6950, "currency": "EUR"}', '{"cents": 7930, "currency": "EUR"}'],
    workspace: { files: { ...SHOP }, goals: [] },
  },
  {
    topic: 'route-table',
    tier: 'high',
    difficulty: ['high', 'large', 'command_execution'],
    prompt:
      'Explore the workspace (a small web shop) and write docs/routes.json: a JSON array with one object for every HTTP route, sorted by path and then by method: {"method": upper case, "path": full path with parameters as in the code, "handler": name of the function of src/cart or src/search that it calls or null, "files": sorted array of the paths of the file that defines this function and of all files which that file imports, directly or indirectly ([] when handler is null), "admin": whether the admin token is required}.',
    check: null,
    wrong: [],
    workspace: {
      files: { ...SHOP },
      goals: [
        {
          kind: 'matches',
          path: 'docs/routes.json',
          check: json([
            { method: 'GET', path: '/admin/health', handler: null, files: [], admin: true },
            {
              method: 'POST',
              path: '/admin/reindex',
              handler: 'reindex',
              files: ['src/search/index.js', 'src/search/tokenize.js'],
              admin: true,
            },
            {
              method: 'POST',
              path: '/cart/items',
              handler: 'addItem',
              files: [
                'src/cart/cart.js',
                'src/cart/prices.js',
                'src/cart/rebate.js',
                'src/settings.js',
              ],
              admin: false,
            },
            {
              method: 'DELETE',
              path: '/cart/items/:sku',
              handler: 'removeItem',
              files: [
                'src/cart/cart.js',
                'src/cart/prices.js',
                'src/cart/rebate.js',
                'src/settings.js',
              ],
              admin: false,
            },
            {
              method: 'GET',
              path: '/cart/total',
              handler: 'totalOf',
              files: [
                'src/cart/cart.js',
                'src/cart/prices.js',
                'src/cart/rebate.js',
                'src/settings.js',
              ],
              admin: false,
            },
          ]),
        },
        { kind: 'unchanged', path: 'src/http/cart-routes.js' },
      ],
    },
  },
  {
    topic: 'blame-ranges',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'A file is changed by commits, one after another. `insert k after n` adds k lines after line n (0 = at the top), `delete a-b` removes the lines a to b, `change a-b` rewrites the lines a to b in place. The numbers are those of the file right before each single command. A line belongs to the commit that inserted or last changed it.',
      block(
        'text',
        'c1  insert 10 after 0\nc2  change 3-4; insert 2 after 6\nc3  delete 2-3; insert 3 after 1\nc4  change 9-11\nc5  insert 4 after 12; delete 5-6\nc6  change 1-2; insert 1 after 0\nc7  delete 8-9; change 4-4; insert 2 after 11',
      ),
      'Which commit owns each line of the final file, from the first to the last? Answer with a JSON array of the commits as strings.',
    ),
    check: json([
      'c6',
      'c6',
      'c6',
      'c7',
      'c3',
      'c1',
      'c2',
      'c4',
      'c1',
      'c5',
      'c5',
      'c7',
      'c7',
      'c5',
      'c5',
      'c1',
    ]),
    wrong: ['["c6","c6","c6","c7","c3","c1","c1"]'],
  },
  {
    topic: 'merge-base',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'A commit graph, each commit with its parents:',
      block(
        'text',
        'A: -\nB: A\nC: A\nD: B\nE: B C\nF: C\nG: D E\nH: E F\nI: F\nJ: G\nK: G H\nL: H I\nM: J K\nN: L\nO: N\nP: M\nQ: L O',
      ),
      'Branch `main` is at P, branch `dev` is at Q. (1) Which are the best common ancestors (as `git merge-base --all` lists them: common ancestors that are not ancestors of another common ancestor)? (2) How many commits does `git log main..dev` list? (3) How many does `git log main...dev` list (three dots: reachable from exactly one of both)? Answer with a JSON object {"bases": [alphabetical], "two": number, "three": number}.',
    ),
    check: json({ bases: ['H'], two: 5, three: 11 }),
    wrong: [
      '{"bases": ["E", "F"], "two": 5, "three": 11}',
      '{"bases": ["H"], "two": 6, "three": 11}',
    ],
  },
]);
