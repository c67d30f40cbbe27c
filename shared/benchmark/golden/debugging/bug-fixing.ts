import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const BUG_FIXING = goldenTasks('debugging', 'bug_fixing', [
  {
    topic: 'off-by-one',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'This function should return the last n items of an array, but it returns one too many:',
      block('js', 'function lastItems(items, n) {\n  return items.slice(items.length - n - 1);\n}'),
      'Answer with the corrected line that starts with return, and nothing else. Change as little as possible. (n is from 1 to the length.)',
    ),
    check: pattern('^return items\\.slice\\(items\\.length ?- ?n\\);$'),
    reference: 'return items.slice(items.length - n);',
    wrong: ['return items.slice(items.length - n + 1);', 'return items.slice(n);'],
  },
  {
    topic: 'wrong-line',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'This function should count the words of a text, but it gives 1 for the empty text. One line has to be inserted.',
      block(
        'python',
        '1 def count_words(text):\n2     text = text.strip()\n3     return len(text.split(" "))',
      ),
      'The line to insert is `if text == "": return 0`. After which line number must it stand so that count_words("   ") gives 0 and nothing else changes? Answer with the number.',
    ),
    check: exact('2'),
    wrong: ['1', '3'],
  },
  {
    topic: 'missing-await',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'The function logs "[object Promise]" instead of the name. `loadUser` is async. One word is missing.',
      block(
        'js',
        'async function greet(id) {\n  const user = loadUser(id);\n  console.log(`Hello ${user}`);\n}',
      ),
      'Answer with the whole corrected line, without indentation.',
    ),
    check: pattern('^const user = await loadUser\\(id\\);?$'),
    reference: 'const user = await loadUser(id);',
    wrong: ['const user = loadUser(await id);', 'console.log(`Hello ${await user}`);'],
  },
  {
    topic: 'shared-default',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'A bug report says that tags leak from one call to the next:',
      block(
        'python',
        'def tag(item, tags=[]):\n    tags.append(item)\n    return tags\n\nfirst = tag("a")\nsecond = tag("b")\nthird = tag("c", ["x"])\nprint(len(first), len(second), len(third))',
      ),
      'What does the program print as it stands, and what does it print once the default is fixed to be a new list for every call? Answer with the six numbers on one line, separated by single blanks: first the three before the fix, then the three after.',
    ),
    check: exact('2 2 2 1 1 2'),
    wrong: ['1 2 2 1 1 2', '2 2 2 1 1 1', '2 2 3 1 1 2'],
  },
  {
    topic: 'closure-loop',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'A handler list misbehaves:',
      block(
        'js',
        'const handlers = [];\nfor (var i = 0; i < 4; i += 1) {\n  let half = i / 2;\n  if (i % 2) continue;\n  handlers.push(() => i + "/" + half);\n}\nconsole.log(handlers.map((run) => run()).join(" "));',
      ),
      'What does it log as it stands, and what does it log when `var` is replaced by `let`? Answer with two lines: the output before, then the output after.',
    ),
    check: exact('4/0 4/1\n0/0 2/1'),
    wrong: ['4/0 4/1\n0/0 1/0.5', '0/0 2/1\n0/0 2/1', '4/2 4/2\n0/0 2/1'],
  },
  {
    topic: 'binary-search',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'This binary search should give the index of the first item that is not smaller than x (the length when there is none), but for some x it gives a wrong index:',
      block(
        'js',
        'function lowerBound(items, x) {\n  let low = 0;\n  let high = items.length - 1;\n  while (low < high) {\n    const middle = (low + high) >> 1;\n    if (items[middle] <= x) low = middle + 1;\n    else high = middle;\n  }\n  return low;\n}\nconst items = [2, 4, 4, 7, 9, 12];',
      ),
      'For which whole numbers x from 1 to 13 does lowerBound(items, x) give a wrong result? Answer with a JSON array in ascending order.',
    ),
    check: json([2, 4, 7, 9, 13]),
    wrong: ['[13]', '[2, 4, 7, 9, 12]'],
  },
  {
    topic: 'fix-config-loader',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'In the workspace, the environment settings of config/production.json should win over config/default.json, but src/config.js merges them the wrong way round, so that production runs with the default time-out. Fix src/config.js by changing the one line that merges (keep `mergeDeep`). Then write the time-out in milliseconds that production uses after the fix into the file ANSWER.txt (the number only).',
    ),
    check: null,
    wrong: [],
    workspace: {
      files: {
        'src/config.js':
          'import { mergeDeep } from "./merge-deep.js";\nimport { readJson } from "./read-json.js";\n\nexport function loadConfig(env) {\n  const base = readJson("config/default.json");\n  const special = readJson(`config/${env}.json`);\n  return mergeDeep(special, base);\n}\n',
        'src/merge-deep.js':
          '/** A new object with the keys of both; where both have a key, the second one wins. */\nexport function mergeDeep(first, second) {\n  const out = { ...first };\n  for (const [key, value] of Object.entries(second)) {\n    const both = isObject(out[key]) && isObject(value);\n    out[key] = both ? mergeDeep(out[key], value) : value;\n  }\n  return out;\n}\n\nfunction isObject(value) {\n  return typeof value === "object" && value !== null && !Array.isArray(value);\n}\n',
        'config/default.json':
          '{\n  "http": {"port": 8080, "timeoutSeconds": 30},\n  "retries": 2\n}\n',
        'config/production.json': '{\n  "http": {"timeoutSeconds": 7.5}\n}\n',
        'config/staging.json': '{\n  "http": {"timeoutSeconds": 12}\n}\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'src/config.js',
          check: pattern('return mergeDeep\\(base, special\\);'),
        },
        { kind: 'lacks', path: 'src/config.js', texts: ['mergeDeep(special, base)'] },
        { kind: 'matches', path: 'ANSWER.txt', check: exact('7500') },
        { kind: 'unchanged', path: 'src/merge-deep.js' },
        { kind: 'unchanged', path: 'config/production.json' },
        { kind: 'unchanged', path: 'config/default.json' },
      ],
    },
  },
  {
    topic: 'interval-merge',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'This code should merge overlapping or touching intervals. It has two bugs: the sort compares texts, and an interval inside the one before cuts it short.',
      block(
        'js',
        'function merge(intervals) {\n  const sorted = [...intervals].sort();\n  const out = [];\n  for (const [from, to] of sorted) {\n    const last = out[out.length - 1];\n    if (last && from <= last[1]) last[1] = to;\n    else out.push([from, to]);\n  }\n  return out;\n}\nconst data = [[9, 12], [30, 41], [2, 8], [100, 104], [12, 15], [33, 35], [5, 6], [36, 50], [8, 8], [11, 20]];',
      ),
      'What does merge(data) return as it stands, and what does it return with both bugs fixed? Answer with a JSON object {"before": [...], "after": [...]}.',
    ),
    check: json({
      before: [
        [100, 8],
        [30, 35],
        [36, 6],
        [8, 8],
        [9, 12],
      ],
      after: [
        [2, 8],
        [9, 20],
        [30, 50],
        [100, 104],
      ],
    }),
    wrong: ['{"before": [[2,20],[30,50],[100,104]], "after": [[2,8],[9,20],[30,50],[100,104]]}'],
  },
  {
    topic: 'event-order',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A race makes this JavaScript code log in a surprising order:',
      block(
        'js',
        'const order = [];\nconst log = (x) => order.push(x);\nasync function save(name) {\n  log("start " + name);\n  await null;\n  log("middle " + name);\n  await Promise.resolve();\n  log("end " + name);\n}\nasync function main() {\n  setTimeout(() => log("timer"), 0);\n  const a = save("a");\n  queueMicrotask(() => log("micro"));\n  Promise.resolve().then(() => log("then 1")).then(() => log("then 2"));\n  await save("b");\n  log("after b");\n  await a;\n  log("after a");\n}\nmain();',
      ),
      'In which order are the entries logged (in a current browser or Node)? Answer with a JSON array of the 12 texts.',
    ),
    check: json([
      'start a',
      'start b',
      'middle a',
      'micro',
      'then 1',
      'middle b',
      'end a',
      'then 2',
      'end b',
      'after b',
      'after a',
      'timer',
    ]),
    wrong: [
      '["start a","middle a","end a","micro","then 1","then 2","start b","middle b","end b","after b","after a","timer"]',
    ],
  },
  {
    topic: 'float-money',
    tier: 'high',
    difficulty: ['high', 'small', 'code_change', 'high'],
    prompt: say(
      'A billing function splits an amount among people by weight. It must work in whole cents, never lose or invent one, and give the left-over cents one by one to the largest fractional remainders (ties: the earlier person). The buggy version rounds each share by itself:',
      block(
        'js',
        'const shares = (cents, weights) => {\n  const all = weights.reduce((a, b) => a + b, 0);\n  return weights.map((w) => Math.round((cents * w) / all));\n};\nconst weights = [3, 5, 7, 7, 2, 9];',
      ),
      'For 10011 cents and these weights: by how many cents does the sum of the buggy shares differ from 10011 (buggy sum minus 10011), and what are the correct shares? Answer with a JSON object {"difference": number, "shares": [six numbers]}.',
    ),
    check: json({ difference: 1, shares: [910, 1517, 2124, 2123, 607, 2730] }),
    wrong: [
      '{"difference": 1, "shares": [910, 1517, 2124, 2124, 607, 2730]}',
      '{"difference": 0, "shares": [910, 1517, 2124, 2123, 607, 2730]}',
    ],
  },
]);
