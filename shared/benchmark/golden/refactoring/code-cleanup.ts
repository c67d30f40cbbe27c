import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const CODE_CLEANUP = goldenTasks('refactoring', 'code_cleanup', [
  {
    topic: 'boolean-return',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'Simplify this function body to one return statement without if:',
      block(
        'js',
        'function isAdult(age) {\n  if (age >= 18) {\n    return true;\n  } else {\n    return false;\n  }\n}',
      ),
      'Answer with the return statement only, on one line.',
    ),
    check: pattern('^return \\(?age >= 18\\)?;?$'),
    reference: 'return age >= 18;',
    wrong: ['return age > 18;', 'return !(age >= 18);', 'return age >= 18 ? true : false;'],
  },
  {
    topic: 'unused-names',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'Which names that this module imports or declares are never used and can go?',
      block(
        'js',
        'import { join, dirname } from "node:path";\nimport { readFile } from "node:fs/promises";\n\nconst LIMIT = 10;\nconst PREFIX = "cfg-";\n\nexport async function load(root, name) {\n  const file = join(root, PREFIX + name);\n  const text = await readFile(file, "utf8");\n  const lines = text.split("\\n");\n  return text.trim();\n}',
      ),
      'Answer with a JSON array of the names in alphabetical order (upper case before lower case).',
    ),
    check: json(['LIMIT', 'dirname', 'lines']),
    wrong: ['["LIMIT", "dirname"]', '["LIMIT", "PREFIX", "dirname", "lines"]'],
  },
  {
    topic: 'de-morgan',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt:
      'Rewrite the condition !(a === b || c < d) without the leading negation and without ||, with the same meaning for all whole numbers. Keep the order of the variables. Answer with the condition on one line.',
    check: pattern('^\\(?a !== b\\)? && \\(?c >= d\\)?$'),
    reference: 'a !== b && c >= d',
    wrong: ['a !== b && c > d', 'a !== b || c >= d', '!(a === b) && !(c < d)'],
  },
  {
    topic: 'simplified-conditions',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'Which of these rewrites keep the result for every possible value of the variables (JavaScript)? The variables may hold any number, including NaN.',
      block(
        'text',
        'A  !(x < y)            ->  x >= y\nB  x > 3 && x > 5      ->  x > 5\nC  x === y ? 0 : 0     ->  0\nD  !(x === y)          ->  x !== y\nE  x * 0               ->  0\nF  !!(x && y)          ->  !!x && !!y',
      ),
      'Answer with the letters in alphabetical order, without separators.',
    ),
    check: exact('BCDF'),
    wrong: ['ABCDF', 'ABCDEF', 'BCD'],
  },
  {
    topic: 'dead-code',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'Calls between the functions of a program (caller: callees). Entry points are `main` and `onSignal`; the tests are entry points only for deciding about test helpers, so ignore them here.',
      block(
        'text',
        'main: readArgs, run\nrun: load, plan, report\nload: parse, migrateV1\nplan: score, plan\nreport: format\nonSignal: flush\nflush: format\nparse: tokenize\nlegacyRun: load, oldPlan\noldPlan: oldScore, score\noldScore: legacyRun\nexportCsv: format, quote\nquote: -\nscore: clamp\nclamp: -\nformat: pad\npad: -\ntokenize: -\nmigrateV1: migrateV0\nmigrateV0: -\nreadArgs: -',
      ),
      'Which functions can never be reached? Answer with a JSON array in alphabetical order.',
    ),
    check: json(['exportCsv', 'legacyRun', 'oldPlan', 'oldScore', 'quote']),
    wrong: ['["exportCsv", "legacyRun"]', '["exportCsv","legacyRun","oldPlan","oldScore"]'],
  },
  {
    topic: 'magic-numbers',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'In the workspace the number of seconds of a day, 86400, is written as a number in several files under src. Put `export const SECONDS_PER_DAY = 86400;` on a line of its own into src/time.js (which is empty now) and use SECONDS_PER_DAY in its place in all other files under src. Each file that uses it gets, as its first line, `import { SECONDS_PER_DAY } from "./time.js";`. Numbers that merely look like it or mean something else (see the comments) stay.',
    ),
    check: null,
    wrong: [],
    workspace: {
      files: {
        'src/time.js': '',
        'src/session.js': 'export function expires(loginAt) {\n  return loginAt + 14 * 86400;\n}\n',
        'src/report.js':
          'export function days(from, to) {\n  return Math.ceil((to - from) / 86400);\n}\n\nexport function weeks(from, to) {\n  return Math.ceil((to - from) / (7 * 86400));\n}\n',
        'src/device.js':
          '// Baud rates that the device offers; 86400 is one of them.\nexport const BAUD = [9600, 38400, 86400];\n',
        'src/price.js': 'export const MAX_CENTS = 864000;\n',
        'docs/notes.md': 'A day has 86400 seconds.\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'src/time.js',
          check: exact('export const SECONDS_PER_DAY = 86400;'),
        },
        {
          kind: 'matches',
          path: 'src/session.js',
          check: exact(
            'import { SECONDS_PER_DAY } from "./time.js";\nexport function expires(loginAt) {\n  return loginAt + 14 * SECONDS_PER_DAY;\n}',
          ),
        },
        {
          kind: 'matches',
          path: 'src/report.js',
          check: exact(
            'import { SECONDS_PER_DAY } from "./time.js";\nexport function days(from, to) {\n  return Math.ceil((to - from) / SECONDS_PER_DAY);\n}\nexport function weeks(from, to) {\n  return Math.ceil((to - from) / (7 * SECONDS_PER_DAY));\n}',
          ),
        },
        { kind: 'unchanged', path: 'src/device.js' },
        { kind: 'unchanged', path: 'src/price.js' },
        { kind: 'unchanged', path: 'docs/notes.md' },
      ],
    },
  },
  {
    topic: 'truth-table',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'This condition grew over the years. Which of the candidates means the same for all values of the four booleans?',
      block(
        'js',
        '(a && !b) || (a && c) || (!a && c && d) || (a && b && !c && d) || (c && d && b)',
      ),
      block(
        'text',
        'P  (a && (!b || c || d)) || (c && d)\nQ  (a && (!b || c)) || (c && d)\nR  a || (c && d)\nS  (a || d) && (a || c) && !(a && b && !c && !d)\nT  (a && !(b && !c && !d)) || (!a && c && d)\nU  (a && (!b || d)) || c',
      ),
      'Answer with the letters of all that do, in alphabetical order, without separators.',
    ),
    check: exact('PST'),
    wrong: ['P', 'Q', 'PR'],
  },
  {
    topic: 'minimal-terms',
    tier: 'high',
    difficulty: ['high', 'small', 'multi_step_project'],
    prompt: say(
      'We clean up a rule table. A boolean function of a, b, c, d is true exactly for these rows, where a row is the number 8a + 4b + 2c + d (a is the highest bit):',
      block('text', '1 3 4 5 6 10 11 13 14 15'),
      'Write it as the smallest disjunction of conjunctions (fewest terms, then fewest literals; the smallest one is unique). How many terms does it have and how many literals in all terms together? Then: how many of the 16 rows change their value if the literal b is replaced by its negation everywhere in that formula? Answer with a JSON array [terms, literals, rows].',
    ),
    check: json([4, 11, 8]),
    wrong: ['[5, 14, 8]', '[4, 12, 8]', '[4, 11, 10]'],
  },
  {
    topic: 'extract-and-count',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'Someone cleaned up the first function to the second one and claims that nothing changed.',
      block(
        'js',
        'function before(n) {\n  let r = 0;\n  let i = n;\n  while (i > 0) {\n    if (i % 3 === 0) { r += 2; i -= 2; continue; }\n    if (i % 2 === 0) r -= 1;\n    else if (i > 7) { r += i; i = i >> 1; }\n    else r += 1;\n    i -= 1;\n  }\n  return r;\n}\nfunction after(n) {\n  if (n <= 0) return 0;\n  if (n % 3 === 0) return 2 + after(n - 2);\n  if (n % 2 === 0) return after(n - 1) - 1;\n  return n > 7 ? n + after(n >> 1) : 1 + after(n - 1);\n}',
      ),
      'For which whole numbers n from 0 to 20 do the two differ? Answer with a JSON array of [n, before(n), after(n)] in ascending order of n.',
    ),
    check: json([
      [11, 13, 14],
      [13, 16, 17],
      [14, 15, 16],
      [15, 18, 19],
      [16, 17, 18],
      [17, 22, 21],
      [18, 19, 20],
      [19, 23, 26],
      [20, 22, 25],
    ]),
    wrong: ['[]'],
  },
  {
    topic: 'rename-shadowing',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A clean-up renamed variables and hoisted declarations without a look at scopes. This is the result; it runs in strict mode without an error.',
      block(
        'js',
        '"use strict";\nlet x = 1;\nconst seen = [];\nfunction a(x = b(), y = x) {\n  seen.push(x, y);\n  { let x = 5; y += x; }\n  x += y;\n  return () => (x += 1);\n}\nfunction b() {\n  x *= 10;\n  return x;\n}\nconst f = a();\nconst g = a(2);\nseen.push(f(), g(), f());\nfor (let x = 0, h = () => x; x < 2; x += 1) seen.push(h());\nx = ((x) => { var x; return x; })(x) + 3;\nswitch (x) {\n  case 13: { let x = 7; seen.push(x); }\n  case 14: seen.push(x); break;\n  default: seen.push(-1);\n}\ntry { throw x; } catch (x) { x += 1; seen.push(x); }\nseen.push(x);',
      ),
      'What does the array `seen` hold at the end? Answer with the JSON array.',
    ),
    check: json([10, 10, 2, 2, 26, 10, 27, 0, 0, 7, 13, 14, 13]),
    wrong: ['[10,10,2,2,26,10,27,0,1,7,13,14,13]'],
  },
]);
