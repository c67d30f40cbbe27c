import { exact, goldenTasks, json, pattern } from '../define';

export const TOOL_USAGE = goldenTasks('agentic_execution', 'tool_usage', [
  {
    topic: 'write-note',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'Create the file notes/today.md with exactly these two lines: the first is "# Today", the second is "- call the bank".',
    check: null,
    wrong: [],
    workspace: {
      files: { 'notes/yesterday.md': '# Yesterday\n- water the plants\n' },
      goals: [
        { kind: 'matches', path: 'notes/today.md', check: exact('# Today\n- call the bank') },
        { kind: 'unchanged', path: 'notes/yesterday.md' },
      ],
    },
  },
  {
    topic: 'change-setting',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'In settings.toml, set the port of the section [metrics] to 9200. Nothing else changes.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'settings.toml':
          '[server]\nport = 9100\nhost = "::"\n\n[metrics]\nenabled = true\nport = 9100\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'settings.toml',
          check: exact(
            '[server]\nport = 9100\nhost = "::"\n[metrics]\nenabled = true\nport = 9200',
          ),
        },
      ],
    },
  },
  {
    topic: 'find-owner',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'Exactly one of the files in the workspace holds the text "owner: data-team". Which one? Answer with its path.',
    check: exact('services/ledger/service.yaml'),
    wrong: ['services/billing/service.yaml', 'services/ledger'],
    workspace: {
      files: {
        'services/billing/service.yaml': 'name: billing\nowner: money-team\nformer-owner: data\n',
        'services/ledger/service.yaml': 'name: ledger\nowner: data-team\n',
        'services/search/service.yaml': 'name: search\nowner: web-team\n',
        'services/README.md': 'Each service names its owner. The data-team has its own rules.\n',
      },
      goals: [],
    },
  },
  {
    topic: 'count-todos',
    tier: 'low',
    difficulty: ['low', 'small', 'command_execution'],
    prompt:
      'How many lines under src hold the four letters TODO in upper case, be it as a part of a longer name? Answer with the number.',
    check: exact('5'),
    wrong: ['4', '6', '7'],
    workspace: {
      files: {
        'src/a.js': '// TODO: rename\nlet x = 1; // TODO TODO twice\n// todo later\n',
        'src/b.js': 'const TODO_LIST = [];\nfunction f() {}\n// TODO\n',
        'src/lib/c.js': '/* TODO: types */\n',
        'docs/d.md': 'TODO: write this page\n',
      },
      goals: [],
    },
  },
  {
    topic: 'tidy-word-list',
    tier: 'medium',
    difficulty: ['medium', 'small', 'command_execution'],
    prompt:
      'Tidy words.txt: one word a line, blanks around words removed, everything in lower case, empty lines and lines that start with # removed, no word twice, sorted alphabetically. Put the number of words into count.txt (the number only).',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'words.txt':
          'Pear\n  apple\n# fruit from the south\nfig\n\nAPPLE\nbanana  \ncherry\nfig\n#date\nelderberry\nblackberry\npear \n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'words.txt',
          check: exact('apple\nbanana\nblackberry\ncherry\nelderberry\nfig\npear'),
        },
        { kind: 'matches', path: 'count.txt', check: exact('7') },
      ],
    },
  },
  {
    topic: 'csv-to-json',
    tier: 'medium',
    difficulty: ['medium', 'small', 'command_execution'],
    prompt:
      'Convert data/people.csv to data/people.json: an array of objects with the keys of the head line, in the order of the rows. The fields follow RFC 4180 (quoted fields may hold commas, and doubled quotes stand for one). "age" becomes a number, or null when empty; "active" becomes a boolean; all else stays text. Leave the CSV as it is.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'data/people.csv':
          'name,age,city,active\n"Smith, Ann",41,Oslo,yes\nBo,,"Bern",no\n"Cem ""the cat"" K.",7,"",yes\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'data/people.json',
          check: json([
            { name: 'Smith, Ann', age: 41, city: 'Oslo', active: true },
            { name: 'Bo', age: null, city: 'Bern', active: false },
            { name: 'Cem "the cat" K.', age: 7, city: '', active: true },
          ]),
        },
        { kind: 'unchanged', path: 'data/people.csv' },
      ],
    },
  },
  {
    topic: 'rename-function',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt:
      'Rename the function `sum` of src/math.js to `total` everywhere under src where it is meant. Other things that are called sum, and texts, stay as they are.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'src/math.js':
          'export function sum(values) {\n  let sum = 0;\n  for (const value of values) sum += value;\n  return sum;\n}\n\nexport const mean = (values) => sum(values) / values.length;\n',
        'src/report.js':
          'import { sum, mean } from "./math.js";\n\nexport function line(values) {\n  return "sum: " + sum(values) + ", mean: " + mean(values);\n}\n',
        'src/cart.js':
          'import * as math from "./math.js";\n\nexport const cartTotal = (items) => ({ sum: math.sum(items.map((item) => item.cents)) });\n',
        'src/hash.js':
          'export function checksum(text) {\n  let sum = 7;\n  for (const c of text) sum = (sum * 31 + c.charCodeAt(0)) % 997;\n  return sum;\n}\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'src/math.js',
          check: exact(
            'export function total(values) {\n  let sum = 0;\n  for (const value of values) sum += value;\n  return sum;\n}\nexport const mean = (values) => total(values) / values.length;',
          ),
        },
        {
          kind: 'matches',
          path: 'src/report.js',
          check: pattern(
            'import \\{ (?:total, mean|mean, total) \\} from "\\./math\\.js";\\n\\nexport function line\\(values\\) \\{\\n  return "sum: " \\+ total\\(values\\) \\+ ", mean: " \\+ mean\\(values\\);',
          ),
        },
        {
          kind: 'matches',
          path: 'src/cart.js',
          check: exact(
            'import * as math from "./math.js";\nexport const cartTotal = (items) => ({ sum: math.total(items.map((item) => item.cents)) });',
          ),
        },
        { kind: 'unchanged', path: 'src/hash.js' },
      ],
    },
  },
  {
    topic: 'load-order',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt:
      'Each folder under plugins has a manifest.json with "name", "version" (major.minor.patch), "needs" (name to smallest version, met by the same major version and the same or a higher minor.patch) and "before" (names that must be loaded later than this plugin, if they are loaded). A plugin with a need that is missing or whose version does not fit is not loaded; nor is one that needs a plugin which is not loaded. Write load.json: {"order": [...], "skipped": {name: name of the first of its needs, in alphabetical order, that is not met}}. `order` puts every loaded plugin after all its needs and honours "before"; of several that may come next, the alphabetically first one is next.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'plugins/audio/manifest.json':
          '{"name": "audio", "version": "2.1.0", "needs": {"core": "1.4.0"}, "before": []}\n',
        'plugins/core/manifest.json':
          '{"name": "core", "version": "1.10.2", "needs": {}, "before": ["log"]}\n',
        'plugins/draw/manifest.json':
          '{"name": "draw", "version": "0.9.1", "needs": {"fonts": "3.0.0", "core": "1.0.0"}, "before": []}\n',
        'plugins/export/manifest.json':
          '{"name": "export", "version": "1.0.0", "needs": {"draw": "0.9.0", "audio": "2.0.5"}, "before": []}\n',
        'plugins/fonts/manifest.json':
          '{"name": "fonts", "version": "2.8.0", "needs": {}, "before": ["audio"]}\n',
        'plugins/log/manifest.json':
          '{"name": "log", "version": "1.0.0", "needs": {}, "before": ["audio", "share"]}\n',
        'plugins/metrics/manifest.json':
          '{"name": "metrics", "version": "4.0.0", "needs": {"log": "1.0.0", "net": "1.0.0"}, "before": []}\n',
        'plugins/share/manifest.json':
          '{"name": "share", "version": "1.2.0", "needs": {"audio": "2.1.0"}, "before": []}\n',
        'plugins/theme/manifest.json':
          '{"name": "theme", "version": "5.0.0", "needs": {"core": "1.9.9"}, "before": ["fonts"]}\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'load.json',
          check: json({
            order: ['core', 'log', 'theme', 'fonts', 'audio', 'share'],
            skipped: { draw: 'fonts', export: 'draw', metrics: 'net' },
          }),
        },
        { kind: 'unchanged', path: 'plugins/core/manifest.json' },
      ],
    },
  },
  {
    topic: 'resolve-conflicts',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt:
      'Three files hold merge conflicts (<<<<<<< ours, =======, >>>>>>> theirs). Resolve them by docs/merging.md, so that no markers are left, and write the number of resolved conflicts to resolved.txt.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'docs/merging.md':
          '# Merging\n\n1. In *.json files: keep both sides when they add different keys (ours first); for the same key the higher number wins, and text is taken from theirs.\n2. In CHANGES.txt: keep both sides, theirs first.\n3. Everywhere else: ours wins, unless ours is empty; then theirs.\n',
        'limits.json':
          '{\n  "name": "edge",\n<<<<<<< ours\n  "maxUsers": 120,\n  "region": "eu-1",\n=======\n  "maxUsers": 90,\n  "region": "eu-2",\n>>>>>>> theirs\n<<<<<<< ours\n  "burst": 5\n=======\n  "queue": 12\n>>>>>>> theirs\n}\n',
        'CHANGES.txt':
          'Changes\n<<<<<<< ours\n- faster start\n=======\n- new icons\n- smaller images\n>>>>>>> theirs\n- first release\n',
        'src/app.js':
          'const a = 1;\n<<<<<<< ours\n=======\nconst b = 2;\n>>>>>>> theirs\nconst c = 3;\n<<<<<<< ours\nconst d = a + c;\n=======\nconst d = a + b + c;\n>>>>>>> theirs\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'limits.json',
          check: json({ name: 'edge', maxUsers: 120, region: 'eu-2', burst: 5, queue: 12 }),
        },
        { kind: 'lacks', path: 'limits.json', texts: ['<<<<<<<', '=======', '>>>>>>>'] },
        {
          kind: 'matches',
          path: 'CHANGES.txt',
          check: exact('Changes\n- new icons\n- smaller images\n- faster start\n- first release'),
        },
        {
          kind: 'matches',
          path: 'src/app.js',
          check: exact('const a = 1;\nconst b = 2;\nconst c = 3;\nconst d = a + c;'),
        },
        { kind: 'matches', path: 'resolved.txt', check: exact('5') },
        { kind: 'unchanged', path: 'docs/merging.md' },
      ],
    },
  },
  {
    topic: 'reconcile-ledger',
    tier: 'high',
    difficulty: ['high', 'large', 'multi_step_project', 'high'],
    prompt:
      'Reconcile the payments in bank.csv with the invoices in invoices.csv by the rules in RULES.md, and write result.json as it says. Leave the inputs as they are.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'RULES.md':
          '# Rules\n\n- Amounts are in cents. Go through the payments in the order of the file.\n- A payment pays the invoice whose number stands in its text (INV- and four digits; the last such number counts). If that invoice does not exist or is already paid in full, the payment is "unmatched".\n- Without a number: it pays the oldest open invoice (by date, then number) of the customer with exactly the payer\'s name, but only if the amount is exactly what is still open on that invoice; else it is "unmatched".\n- A payment may pay less than is open (the rest stays open). If it pays more than is open, the invoice is paid and the excess is credited to the customer of the invoice.\n- A negative payment with a number is a return: it lowers what was paid on that invoice, even below zero, whatever its state; it is never unmatched if the invoice exists.\n- result.json: {"open": {invoice number: cents still open, for every invoice with more than 0 open}, "credit": {customer: cents, if more than 0}, "unmatched": [ids of payments in order]}\n',
        'invoices.csv':
          'number,date,customer,cents\nINV-1001,2024-01-05,Ann Ltd,12000\nINV-1002,2024-01-03,Bolt AG,4550\nINV-1003,2024-01-09,Ann Ltd,8000\nINV-1004,2024-01-09,Cid SA,9900\nINV-1005,2024-02-01,Bolt AG,4550\nINV-1006,2024-02-02,Dot Oy,100000\n',
        'bank.csv':
          'id,payer,cents,text\np1,Ann Ltd,8000,thank you\np2,Bolt AG,4550,January\np3,Cid SA,10000,INV-1004\np4,Ann Ltd,5000,INV-1001 part\np5,Eve,7000,for INV-1001 and not INV-1003\np6,Bolt AG,4550,INV-1002\np7,Dot Oy,60000,INV-1006\np8,Dot Oy,-10000,return INV-1006\np9,Ann Ltd,12000,\np10,Cid SA,-900,INV-1004\np11,Bolt AG,4550,again\np12,Dot Oy,55000,INV-1006\np13,Ann Ltd,100,INV-1009\np14,Cid SA,800,INV-1004\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'result.json',
          check: json({
            open: { 'INV-1001': 7000, 'INV-1003': 1000, 'INV-1004': 100 },
            credit: { 'Cid SA': 100, 'Dot Oy': 5000 },
            unmatched: ['p1', 'p6', 'p9', 'p13'],
          }),
        },
        { kind: 'unchanged', path: 'bank.csv' },
        { kind: 'unchanged', path: 'invoices.csv' },
      ],
    },
  },
]);
