import { exact, goldenTasks, json } from '../define';

export const MULTI_STEP_PROJECTS = goldenTasks('agentic_execution', 'multi_step_execution', [
  {
    topic: 'stock-orders',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt:
      'Process the orders in the folder orders by the rules in RULES.md and leave the workspace as the rules say.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'RULES.md':
          '# Rules\n\n1. Take the orders by "priority" (1 before 2), then by "date", then by the name of the file.\n2. An order is accepted if every line can be served from stock.json at that moment (a product that is not listed has none). Two lines of the same product count together. Otherwise it is rejected as a whole and takes nothing.\n3. A "bundle" product is served from its parts in bundles.json; parts that are bundles themselves are taken apart too.\n4. When all orders are done: write the stock that is left to stock.json (products with 0 are kept), delete the files of accepted orders, and write report.json: {"accepted": [file names without folder, in the order of processing], "rejected": {file name: the alphabetically first product that was short}}. Products that are short are named by their plain parts, not by the bundle.\n',
        'stock.json':
          '{\n  "bolt": 40,\n  "nut": 30,\n  "plate": 9,\n  "gear": 5,\n  "belt": 2\n}\n',
        'bundles.json':
          '{\n  "joint": {"bolt": 2, "nut": 2},\n  "frame": {"joint": 4, "plate": 2},\n  "drive": {"gear": 2, "belt": 1, "joint": 1}\n}\n',
        'orders/a17.json':
          '{"date": "2024-05-02", "priority": 2, "lines": [["frame", 1], ["plate", 3]]}\n',
        'orders/b03.json':
          '{"date": "2024-05-01", "priority": 2, "lines": [["drive", 1], ["bolt", 6], ["gear", 1]]}\n',
        'orders/b11.json':
          '{"date": "2024-05-02", "priority": 1, "lines": [["frame", 2], ["nut", 4]]}\n',
        'orders/c01.json':
          '{"date": "2024-05-03", "priority": 1, "lines": [["drive", 1], ["joint", 1], ["wheel", 1]]}\n',
        'orders/c02.json':
          '{"date": "2024-05-02", "priority": 2, "lines": [["bolt", 9], ["joint", 2]]}\n',
        'orders/d09.json':
          '{"date": "2024-05-04", "priority": 2, "lines": [["nut", 2], ["bolt", 1], ["nut", 3]]}\n',
        'orders/e05.json':
          '{"date": "2024-05-02", "priority": 1, "lines": [["belt", 1], ["gear", 2], ["gear", 1]]}\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'stock.json',
          check: json({ bolt: 16, nut: 2, plate: 0, gear: 2, belt: 1 }),
        },
        {
          kind: 'matches',
          path: 'report.json',
          check: json({
            accepted: ['b11.json', 'e05.json', 'a17.json'],
            rejected: {
              'c01.json': 'wheel',
              'b03.json': 'gear',
              'c02.json': 'nut',
              'd09.json': 'nut',
            },
          }),
        },
        { kind: 'absent', path: 'orders/b11.json' },
        { kind: 'absent', path: 'orders/e05.json' },
        { kind: 'absent', path: 'orders/a17.json' },
        { kind: 'unchanged', path: 'orders/b03.json' },
        { kind: 'unchanged', path: 'orders/c01.json' },
        { kind: 'unchanged', path: 'bundles.json' },
      ],
    },
  },
  {
    topic: 'flag-removal',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt:
      'The feature flag NEW_CART is on for everyone and OLD_PDF is off for everyone. Remove both from the code: conditions on them are resolved, code that can no longer run goes, imports that are no longer used go, and both flags leave flags.json. Other flags stay as they are. Delete a file of src when nothing imports it any more (src/app.js is the entry point). Keep the order and the words of all lines that stay.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'flags.json':
          '{\n  "NEW_CART": true,\n  "DARK": false,\n  "OLD_PDF": false,\n  "BETA_API": true\n}\n',
        'src/flags.js':
          'import flags from "../flags.json";\n\nexport const on = (name) => flags[name] === true;\n',
        'src/app.js':
          'import { on } from "./flags.js";\nimport { cart } from "./cart.js";\nimport { oldCart } from "./old-cart.js";\nimport { print } from "./print.js";\n\nexport function main(items) {\n  const chosen = on("NEW_CART") ? cart(items) : oldCart(items);\n  if (!on("NEW_CART")) {\n    console.log("old");\n  }\n  if (on("DARK")) console.log("dark");\n  return print(chosen);\n}\n',
        'src/cart.js':
          'import { on } from "./flags.js";\nimport { round } from "./round.js";\n\nexport function cart(items) {\n  if (on("NEW_CART") && items.length > 99) return null;\n  return round(items.reduce((sum, item) => sum + item, 0));\n}\n',
        'src/old-cart.js':
          'import { floor } from "./floor.js";\n\nexport const oldCart = (items) => floor(items.length);\n',
        'src/floor.js': 'export const floor = (x) => Math.floor(x);\n',
        'src/round.js': 'export const round = (x) => Math.round(x);\n',
        'src/print.js':
          'import { on } from "./flags.js";\nimport { pdf } from "./pdf.js";\n\nexport function print(value) {\n  if (on("OLD_PDF")) {\n    return pdf(value);\n  } else if (on("BETA_API")) {\n    return { beta: value };\n  }\n  return String(value);\n}\n',
        'src/pdf.js':
          'import { round } from "./round.js";\n\nexport const pdf = (value) => "%PDF" + round(value);\n',
      },
      goals: [
        { kind: 'matches', path: 'flags.json', check: json({ DARK: false, BETA_API: true }) },
        {
          kind: 'matches',
          path: 'src/app.js',
          check: exact(
            'import { on } from "./flags.js";\nimport { cart } from "./cart.js";\nimport { print } from "./print.js";\nexport function main(items) {\n  const chosen = cart(items);\n  if (on("DARK")) console.log("dark");\n  return print(chosen);\n}',
          ),
        },
        {
          kind: 'matches',
          path: 'src/cart.js',
          check: exact(
            'import { round } from "./round.js";\nexport function cart(items) {\n  if (items.length > 99) return null;\n  return round(items.reduce((sum, item) => sum + item, 0));\n}',
          ),
        },
        {
          kind: 'matches',
          path: 'src/print.js',
          check: exact(
            'import { on } from "./flags.js";\nexport function print(value) {\n  if (on("BETA_API")) {\n    return { beta: value };\n  }\n  return String(value);\n}',
          ),
        },
        { kind: 'absent', path: 'src/old-cart.js' },
        { kind: 'absent', path: 'src/floor.js' },
        { kind: 'absent', path: 'src/pdf.js' },
        { kind: 'unchanged', path: 'src/round.js' },
        { kind: 'unchanged', path: 'src/flags.js' },
      ],
    },
  },
  {
    topic: 'machine-program',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt:
      'The file program.txt holds commands for a small machine; docs/machine.md says what they mean. The machine cannot be run here: carry out the program by hand, then write the final text of every register that is not empty to registers.json, as an object from register to text.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'docs/machine.md':
          '# The machine\n\nRegisters A to E hold texts and are empty at the start. Commands, one a line, from the top:\n\n- `put R text` sets R to the rest of the line.\n- `join R S` appends the text of S to R; S keeps its text.\n- `rev R` reverses R. `up R` makes R upper case.\n- `cut R n` keeps the first n characters of R, or the last n if n is negative.\n- `swap R S` exchanges two registers.\n- `skip n if R = S` leaves out the next n commands if both texts are equal; `skip n if R # S` if they differ.\n- `load R file` sets R to the first line of a file of the workspace.\n- `len R S` sets R to the number of characters of S, in decimal.\n- `back n` goes on n commands before this one, but only the first two times that this very command is reached; later it does nothing.\n- Lines that begin with `;` are comments and do not count as commands, also for skip and back.\n',
        'program.txt':
          'put A stone\nload B data/river.txt\n; first loop\njoin A B\ncut A 6\nrev A\nback 2\nlen C A\nput D 6\nskip 2 if C = D\nput E wrong\nup E\nswap B A\n; second part\njoin E B\ncut E -4\nskip 1 if E # B\nput D same\nup A\njoin D A\ncut D 5\nlen A B\nload C data/empty.txt\n',
        'data/river.txt': 'Danube\nRhine\n',
        'data/empty.txt': '\nnot this line\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'registers.json',
          check: json({ A: '6', B: 'Denots', D: '6DANU', E: 'nots' }),
        },
        { kind: 'unchanged', path: 'program.txt' },
      ],
    },
  },
  {
    topic: 'split-monolith',
    tier: 'high',
    difficulty: ['high', 'large', 'multi_step_project'],
    prompt:
      'Split src/all.js into modules as PLAN.md says and leave src/all.js deleted. Do not change the declarations themselves, except for `export`.',
    check: null,
    wrong: [],
    workspace: {
      files: {
        'PLAN.md':
          '# Plan\n\nEach declaration of src/all.js goes to the file named in the comment above it (the comments go), in the order in which they stand. A declaration is exported if and only if another file uses it. Each file begins with its imports, one line for each file it needs, sorted by path: `import { a, b } from "./file.js";`, the names sorted alphabetically; then one empty line (only if there are imports); then the declarations, one line each. `src/main.js` must go on working: mend its import in the same way.\n',
        'src/all.js':
          '// money.js\nconst CENTS = 100;\n// money.js\nconst euros = (cents) => (cents / CENTS).toFixed(2);\n// tax.js\nconst RATE = 0.19;\n// tax.js\nconst tax = (cents) => Math.round(cents * RATE);\n// bill.js\nconst gross = (cents) => cents + tax(cents);\n// bill.js\nconst line = (name, cents) => name + ": " + euros(gross(cents));\n// money.js\nconst sum = (list) => list.reduce((x, y) => x + y, 0);\n// bill.js\nconst bill = (items) => items.map(([n, c]) => line(n, c)).join("\\n") + "\\n" + euros(sum(items.map(([, c]) => gross(c))));\n// tax.js\nconst taxOf = (items) => sum(items.map(([, c]) => tax(c)));\nexport { bill, taxOf, RATE };\n',
        'src/main.js':
          'import { RATE, bill, taxOf } from "./all.js";\n\nconsole.log(bill([["mug", 900]]), taxOf([["mug", 900]]), RATE);\n',
      },
      goals: [
        { kind: 'absent', path: 'src/all.js' },
        {
          kind: 'matches',
          path: 'src/money.js',
          check: exact(
            'const CENTS = 100;\nexport const euros = (cents) => (cents / CENTS).toFixed(2);\nexport const sum = (list) => list.reduce((x, y) => x + y, 0);',
          ),
        },
        {
          kind: 'matches',
          path: 'src/tax.js',
          check: exact(
            'import { sum } from "./money.js";\nexport const RATE = 0.19;\nexport const tax = (cents) => Math.round(cents * RATE);\nexport const taxOf = (items) => sum(items.map(([, c]) => tax(c)));',
          ),
        },
        {
          kind: 'matches',
          path: 'src/bill.js',
          check: exact(
            'import { euros, sum } from "./money.js";\nimport { tax } from "./tax.js";\nconst gross = (cents) => cents + tax(cents);\nconst line = (name, cents) => name + ": " + euros(gross(cents));\nexport const bill = (items) => items.map(([n, c]) => line(n, c)).join("\\n") + "\\n" + euros(sum(items.map(([, c]) => gross(c))));',
          ),
        },
        {
          kind: 'matches',
          path: 'src/main.js',
          check: exact(
            'import { bill } from "./bill.js";\nimport { RATE, taxOf } from "./tax.js";\nconsole.log(bill([["mug", 900]]), taxOf([["mug", 900]]), RATE);',
          ),
        },
        { kind: 'unchanged', path: 'PLAN.md' },
      ],
    },
  },
]);
