import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const TEST_CREATION = goldenTasks('implementation', 'test_creation', [
  {
    topic: 'expected-value',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'We write a unit test for this function:',
      block(
        'js',
        'function clamp(value, low, high) {\n  return Math.min(Math.max(value, low), high);\n}',
      ),
      'Which expected values belong to the calls clamp(15, 0, 10), clamp(-3, 0, 10), clamp(7, 7, 7) and clamp(5, 10, 0)? Answer with a JSON array of four numbers.',
    ),
    check: json([10, 0, 7, 0]),
    wrong: ['[10, 0, 7, 5]', '[10, 0, 7, 10]'],
  },
  {
    topic: 'leap-year-cases',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'For a table test of a leap-year function (Gregorian calendar), give the expected booleans for the years 1900, 2000, 2023, 2024, 2100 and 2400, in this order. Answer with a JSON array of booleans.',
    check: json([false, true, false, true, false, true]),
    wrong: ['[true, true, false, true, true, true]', '[false, false, false, true, false, false]'],
  },
  {
    topic: 'assertion-line',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Write one line of a Vitest test that asserts that the call parse("") throws a RangeError. Use expect, an arrow function without braces and toThrow with the class. Answer with the line only.',
    check: pattern('^expect\\(\\(\\) => parse\\((?:""|\'\')\\)\\)\\.toThrow\\(RangeError\\);?$'),
    reference: 'expect(() => parse("")).toThrow(RangeError);',
    wrong: ['expect(parse("")).toThrow(RangeError);', 'expect(() => parse("")).toThrow(Error);'],
  },
  {
    topic: 'boundary-values',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt:
      'A function accepts whole numbers from 18 to 65 inclusive, except 40. For boundary-value tests take every accepted number next to a refused one and every refused number next to an accepted one. Answer with the JSON array of these numbers in ascending order.',
    check: json([17, 18, 39, 40, 41, 65, 66]),
    wrong: ['[17, 18, 65, 66]', '[17, 18, 19, 39, 40, 41, 64, 65, 66]'],
  },
  {
    topic: 'branch-coverage',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'A test suite must take every branch of this function (each `if`, once true and once false) with as few calls as possible.',
      block(
        'js',
        'function price(age, member, day) {\n  let cents = 1200;\n  if (age < 6) return 0;\n  if (age < 18) cents -= 500;\n  else if (age >= 65) cents -= 300;\n  if (day === "tue" && cents > 1000) cents -= 200;\n  if (member) cents = Math.round(cents * 0.9);\n  return cents;\n}',
      ),
      'What is the smallest number of calls that reach it, and what do price(64, true, "tue"), price(65, true, "tue") and price(17, false, "tue") return? Answer with a JSON array of four numbers.',
    ),
    check: json([4, 900, 810, 700]),
    wrong: ['[5, 900, 810, 700]', '[4, 900, 630, 500]', '[3, 900, 810, 700]'],
  },
  {
    topic: 'killed-mutants',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'Mutation testing: this function has the tests isTriangle(3,4,5) is true, isTriangle(1,2,3) is false, isTriangle(5,1,1) is false and isTriangle(2,2,2) is true.',
      block(
        'js',
        'function isTriangle(a, b, c) {\n  return a + b > c && a + c > b && b + c > a;\n}',
      ),
      'The mutants, each a change at one place: M1 `a + b >= c`; M2 `a + c >= b`; M3 `b + c >= a`; M4 `a - b > c`; M5 the second `&&` becomes `||`; M6 the first `&&` becomes `||`; M7 `b + c > a` becomes `true`; M8 `a + c > b` becomes `true`. (`&&` binds more strongly than `||`.)',
      'Which mutants survive, that is, all tests still pass? Answer with a JSON array of their names in order.',
    ),
    check: json(['M2', 'M3', 'M8']),
    wrong: ['["M2", "M3"]', '["M2", "M8"]', '["M2", "M3", "M5", "M8"]'],
  },
  {
    topic: 'pairwise-set',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'Pairwise testing of three parameters: browser (chrome, firefox, safari), login (guest, user), theme (light, dark). These cases exist already:',
      block(
        'text',
        'browser  login  theme\nchrome   guest  light\nchrome   user   dark\nfirefox  guest  dark\nfirefox  user   light\nsafari   guest  light',
      ),
      'Exactly one more case makes the set pairwise complete (each pair of values of two different parameters stands in some case). Which one? Answer with the three values on one line, separated by single blanks, in the order browser login theme.',
    ),
    check: exact('safari user dark'),
    wrong: ['safari guest dark', 'safari user light'],
  },
  {
    topic: 'add-workspace-test',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'The workspace has a function in src/duration.js, a table of test cases in test/duration.cases.json and a note on the wanted cases in test/TODO.txt. Add the wanted cases at the end of the JSON array, in the order of the note, each as {"input": ..., "expected": ...} with the value that the function really returns (null where it returns null). Leave the cases that are there as they are, and delete test/TODO.txt.',
    ),
    check: null,
    wrong: [],
    workspace: {
      files: {
        'src/duration.js':
          '/** Seconds of a text such as "1h30m" or "45s"; null when it is none. */\nexport function seconds(text) {\n  const match = /^(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?$/.exec(text);\n  if (match === null || text === "") return null;\n  const [hours, minutes, rest] = match.slice(1).map((part) => Number(part ?? 0));\n  if (minutes > 59 && hours > 0) return null;\n  return hours * 3600 + minutes * 60 + rest;\n}\n',
        'test/duration.cases.json':
          '[\n  {"input": "45s", "expected": 45},\n  {"input": "1h30m", "expected": 5400}\n]\n',
        'test/TODO.txt':
          'Cases we still need, in this order:\n90m\n1h75m\n2h5s\n(the empty text)\n30m1h\n0h61m1s\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'test/duration.cases.json',
          check: json([
            { input: '45s', expected: 45 },
            { input: '1h30m', expected: 5400 },
            { input: '90m', expected: 5400 },
            { input: '1h75m', expected: null },
            { input: '2h5s', expected: 7205 },
            { input: '', expected: null },
            { input: '30m1h', expected: null },
            { input: '0h61m1s', expected: 3661 },
          ]),
        },
        { kind: 'absent', path: 'test/TODO.txt' },
        { kind: 'unchanged', path: 'src/duration.js' },
      ],
    },
  },
  {
    topic: 'state-coverage',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'We test a state machine of an order. Transitions, as state -event-> state:',
      block(
        'text',
        'new -pay-> paid\nnew -cancel-> closed\npaid -pack-> packed\npaid -refund-> closed\npacked -ship-> sent\npacked -unpack-> paid\nsent -lose-> paid\nsent -deliver-> done\ndone -return-> packed\ndone -archive-> closed',
      ),
      'A test is a walk of events that starts in `new` and follows the transitions; it may end anywhere, `closed` has no way out. What is the length (number of events) of the shortest walk that takes as many different transitions as one single walk can, and how many different transitions does it take? Then: what is the smallest number of walks that together take all ten transitions? Answer with a JSON array [length, different, walks].',
    ),
    check: json([10, 8, 3]),
    wrong: ['[10, 10, 1]', '[8, 8, 3]', '[9, 8, 3]'],
  },
  {
    topic: 'property-counterexample',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A property test says: for every array of whole numbers, `decode(encode(xs))` equals `xs`.',
      block(
        'js',
        'function encode(xs) {\n  const out = [];\n  for (let i = 0; i < xs.length; ) {\n    let n = 1;\n    while (i + n < xs.length && xs[i + n] === xs[i] && n < 4) n += 1;\n    if (n > 2 || xs[i] < 0) out.push(-n, xs[i]);\n    else for (let k = 0; k < n; k += 1) out.push(xs[i]);\n    i += n;\n  }\n  return out;\n}\nfunction decode(ys) {\n  const out = [];\n  for (let i = 0; i < ys.length; i += 1) {\n    if (ys[i] >= -1) { out.push(ys[i]); continue; }\n    for (let k = 0; k < -ys[i]; k += 1) out.push(ys[i + 1]);\n    i += 1;\n  }\n  return out;\n}',
      ),
      'For each of these inputs, does the property hold?',
      block(
        'json',
        '[[5,5,5,5,5,5], [-1], [-2,-2], [0,0,0], [3,-2,3], [-1,-1,-1,-1,-1], [7,7,-7,-7,-7]]',
      ),
      'Answer with a JSON array: for every input for which the property fails, in order, the array that decode(encode(xs)) gives instead.',
    ),
    check: json([
      [-1, -1],
      [3, -1, 3, 3],
      [-1, -1, -1, -1, -1, -1],
    ]),
    wrong: ['[]', '[[-1]]'],
  },
]);
