import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const TEST_REPAIR = goldenTasks('debugging', 'test_repair', [
  {
    topic: 'wrong-expectation',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'This test fails although the function is right: `total` adds 20 % tax to the sum of the prices and rounds to two decimals.',
      block('js', 'expect(total([10, 20, 5.5])).toBe(35.5);'),
      'Answer with the repaired line: only the expected number changes, written without trailing zeros.',
    ),
    check: pattern('^expect\\(total\\(\\[10, 20, 5\\.5\\]\\)\\)\\.toBe\\(42\\.6\\);?$'),
    reference: 'expect(total([10, 20, 5.5])).toBe(42.6);',
    wrong: [
      'expect(total([10, 20, 5.5])).toBe(42.60001);',
      'expect(total([10, 20, 5.5])).toBe(42.5);',
    ],
  },
  {
    topic: 'to-equal',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'In Jest this assertion fails with "serializes to the same string", although both objects hold the same data:',
      block('js', 'expect(loadSettings()).toBe({ theme: "dark", zoom: 2 });'),
      'Which matcher compares by value, recursively, and ignores properties that are undefined? Answer with the name of the matcher only (one identifier, no dot, no brackets).',
    ),
    check: exact('toEqual'),
    wrong: ['toStrictEqual', 'toBe', 'toMatchObject'],
  },
  {
    topic: 'float-compare',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'A test compares floating-point sums with `===`. Which of these comparisons are true in JavaScript?',
      block(
        'js',
        '[0.1 + 0.2 === 0.3, 0.5 + 0.25 === 0.75, 0.1 + 0.7 === 0.8, 0.2 + 0.3 === 0.5, 1.1 + 2.2 === 3.3]',
      ),
      'Answer with the JSON array of the five booleans.',
    ),
    check: json([false, true, false, true, false]),
    wrong: ['[true, true, true, true, true]', '[false, true, true, true, false]'],
  },
  {
    topic: 'snapshot-key-order',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'A snapshot test writes an object with JSON.stringify and became red after a refactoring, because the order of keys changed. This is the code:',
      block(
        'js',
        'const row = { b: 1, 10: "x", a: undefined, 2: null };\nrow.c = [undefined, () => 1];\ndelete row.b;\nrow.b = NaN;\nconsole.log(JSON.stringify(row));',
      ),
      'What does it log? Answer with that line.',
    ),
    check: exact('{"2":null,"10":"x","c":[null,null],"b":null}'),
    wrong: ['{"10":"x","2":null,"c":[null,null],"b":null}', '{"2":null,"10":"x","c":[null,null]}'],
  },
  {
    topic: 'fake-timers',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'A debounce test with fake timers fails; we need the right expectations. The debounce calls the function with the arguments of the latest call, once 100 ms have passed without another call; in addition, when 250 ms have passed since the first call that has not been served yet, it fires at once at that moment (and everything starts anew). Timers fire exactly at their time; a call at the same millisecond as a timer comes after it.',
      block(
        'text',
        'call(A) at 0\ncall(B) at 80\ncall(C) at 170\ncall(D) at 240\ncall(E) at 300\ncall(F) at 400\ncall(G) at 450\ncall(H) at 620',
      ),
      'Which calls does the inner function get? Answer with a JSON array of [letter, time in ms], in order.',
    ),
    check: json([
      ['D', 250],
      ['E', 400],
      ['G', 550],
      ['H', 720],
    ]),
    wrong: ['[["E",400],["G",550],["H",720]]', '[["H",720]]'],
  },
  {
    topic: 'order-dependent',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'Tests share a module-level array `users` and pass or fail depending on their order. Each test and what it needs and does:',
      block(
        'text',
        'T1  needs at least 1 user; adds one user\nT2  needs exactly 1 user; adds two users\nT3  needs at least 3 users; empties users\nT4  needs users empty; adds one user\nT5  needs exactly 2 users; removes one user',
      ),
      'Every test runs exactly once and `users` is empty at the start. A test whose need is not met fails and changes nothing. How many of the 120 orders let all five tests pass, and which of these orders comes first in alphabetical order? Answer with a JSON array [number, [names in order]].',
    ),
    check: json([1, ['T4', 'T1', 'T5', 'T2', 'T3']]),
    wrong: ['[1, ["T1","T2","T3","T4","T5"]]', '[2, ["T4","T1","T5","T2","T3"]]'],
  },
  {
    topic: 'repair-fixture',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'A test in the workspace is red since the fixture and the code drifted apart. Read README.md for who is right, then repair only the file that is wrong so that test/invoice.test.js would pass. Do not touch anything else.',
    ),
    check: null,
    wrong: [],
    workspace: {
      files: {
        'README.md':
          '# Invoices\n\nThe code in src is right: it was checked by accounting. Tests are right about what they compare. When a test is red, the fixture is old: amounts in fixtures are whole cents, dates are ISO 8601 (YYYY-MM-DD), and keys are those that src reads.\n',
        'src/invoice.js':
          'export function summary(invoice) {\n  const net = invoice.lines.reduce((sum, line) => sum + line.unitCents * line.quantity, 0);\n  const due = new Date(Date.parse(invoice.issuedOn) + invoice.termDays * 86_400_000);\n  return { net, gross: Math.round(net * 1.19), due: due.toISOString().slice(0, 10) };\n}\n',
        'test/invoice.test.js':
          'import fixture from "./fixtures/invoice-7.json";\nimport { summary } from "../src/invoice.js";\n\ntest("sums up invoice 7", () => {\n  expect(summary(fixture)).toEqual({ net: 8997, gross: 10706, due: "2024-03-14" });\n});\n',
        'test/fixtures/invoice-7.json':
          '{\n  "number": 7,\n  "issuedOn": "2024-02-13",\n  "term": 30,\n  "lines": [\n    {"name": "cable", "unit": 19.99, "quantity": 3},\n    {"name": "hub", "unit": 30.00, "quantity": 1}\n  ]\n}\n',
        'test/fixtures/invoice-8.json':
          '{\n  "number": 8,\n  "issuedOn": "2024-03-01",\n  "termDays": 14,\n  "lines": [{"name": "desk", "unitCents": 24900, "quantity": 1}]\n}\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'test/fixtures/invoice-7.json',
          check: json({
            number: 7,
            issuedOn: '2024-02-13',
            termDays: 30,
            lines: [
              { name: 'cable', unitCents: 1999, quantity: 3 },
              { name: 'hub', unitCents: 3000, quantity: 1 },
            ],
          }),
        },
        { kind: 'unchanged', path: 'src/invoice.js' },
        { kind: 'unchanged', path: 'test/invoice.test.js' },
        { kind: 'unchanged', path: 'test/fixtures/invoice-8.json' },
      ],
    },
  },
  {
    topic: 'flaky-odds',
    tier: 'high',
    difficulty: ['high', 'small', 'multi_step_project'],
    prompt: say(
      'A pipeline has three stages that run one after another. Stage A has 2 flaky tests, each red by chance in 1 of 5 runs; stage B has 1 flaky test, red in 1 of 4 runs; stage C has 1, red in 1 of 10. All chances are independent. A stage is green when all its tests are green in the same run. A red stage is run once more as a whole; if it is red again, the pipeline fails and stops. A run of stage A takes 6 minutes, of B 10 minutes, of C 4 minutes, green or red.',
      'Give (1) the probability that the pipeline passes and (2) the expected number of minutes of one pipeline. Answer with a JSON array of the two numbers, the first rounded to 4 decimals, the second rounded to 2 decimals.',
    ),
    check: json([0.8078, 22.63]),
    wrong: ['[0.4320, 20]', '[0.8078, 24.56]', '[0.8078, 25.06]'],
  },
  {
    topic: 'mock-calls',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A test of this retry helper needs the right expected calls. `api` fails with the given codes one after another and then succeeds; `sleep` is a mock that records its argument and returns at once.',
      block(
        'js',
        'function run(codes, limit) {\n  const sleeps = [];\n  let calls = 0;\n  let budget = 2000;\n  let delay = 100;\n  for (let attempt = 1; attempt <= limit; attempt += 1) {\n    const code = codes[calls];\n    calls += 1;\n    if (code === undefined) return { result: "ok", calls, sleeps };\n    if (code >= 400 && code < 500 && code !== 429) return { result: "gave up " + code, calls, sleeps };\n    if (code === 429) delay = Math.max(delay, 500);\n    if (attempt === limit || delay > budget) break;\n    budget -= delay;\n    sleeps.push(delay);\n    delay = code === 503 ? delay * 3 : delay * 2;\n  }\n  return { result: "failed", calls, sleeps };\n}\nconst cases = [[[500, 429, 503], 5], [[503, 503, 503, 500], 6], [[429, 404], 4], [[500, 500, 500], 3], [[503, 500, 429, 502], 9]];',
      ),
      'Answer with the JSON array of what run(codes, limit) returns for the five cases, in order.',
    ),
    check: json([
      { result: 'ok', calls: 4, sleeps: [100, 500, 1000] },
      { result: 'failed', calls: 4, sleeps: [100, 300, 900] },
      { result: 'gave up 404', calls: 2, sleeps: [500] },
      { result: 'failed', calls: 3, sleeps: [100, 200] },
      { result: 'failed', calls: 4, sleeps: [100, 300, 600] },
    ]),
    wrong: ['[{"result":"ok","calls":4,"sleeps":[100,500,1500]}]'],
  },
  {
    topic: 'bisect-steps',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'A test went red somewhere in commits 1 to 40 (commit 0 is known good, commit 40 known bad; once bad, all later commits are bad). We bisect: with good commit g and bad commit b, test m = floor((g + b) / 2). Commits 13, 20, 21, 22 and 31 do not build; when m does not build, test the nearest commit strictly between g and b that builds, preferring the older one when two are equally near. If no commit strictly between g and b builds, stop. Also stop when b = g + 1.',
      'The first bad commit is 22 (it does not build, as said). Which commits are tested (a commit that does not build is not tested), in order, and which commits can be the culprit in the end (the commits after the last known good one up to and including the first known bad one)? Answer with a JSON object {"tested": [...], "suspects": [...]}.',
    ),
    check: json({ tested: [19, 29, 24, 23], suspects: [20, 21, 22, 23] }),
    wrong: [
      '{"tested": [20, 30, 25, 22], "suspects": [22]}',
      '{"tested": [19, 29, 24, 23], "suspects": [22, 23]}',
    ],
  },
]);
