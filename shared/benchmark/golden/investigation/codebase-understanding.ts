import { block, exact, goldenTasks, json, say, word } from '../define';

export const CODEBASE_UNDERSTANDING = goldenTasks('investigation', 'codebase_understanding', [
  {
    topic: 'what-returns',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      block(
        'js',
        'function pick(list) {\n  const [first, , third = "none"] = list;\n  return third ?? first;\n}',
      ),
      'What do pick(["a", "b"]), pick(["a", "b", null]) and pick(["a", "b", ""]) return? Answer with a JSON array of three texts.',
    ),
    check: json(['none', 'a', '']),
    wrong: ['["none","none",""]', '["none","a","none"]', '["a","a",""]'],
  },
  {
    topic: 'python-slices',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      block('python', 's = "benchmark"\nprint(s[2:5] + s[-2:] + s[::4])'),
      'What does this Python program print? Answer with the text.',
    ),
    check: exact('nchrkbhk'),
    wrong: ['nchmrkbh', 'nchrkbhk1', 'enchrkbhk'],
  },
  {
    topic: 'regex-meaning',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'A validator uses this regular expression:',
      block('text', '^[A-Z]{2}\\d{2,4}-?[a-f]+$'),
      'Which of these texts does it accept?',
      block(
        'text',
        'a  AB12-abc\nb  AB1-abc\nc  AB12345abc\nd  ABC12-abc\ne  ZZ999fade\nf  AB12-\ng  XY2024-beef',
      ),
      'Answer with the letters in alphabetical order, without separators.',
    ),
    check: exact('aeg'),
    wrong: ['ag', 'acg', 'aefg'],
  },
  {
    topic: 'name-the-algorithm',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'What is the well-known name of the sorting algorithm in this code, and how many times does the marked line run for [4, 3, 2, 1]?',
      block(
        'js',
        'let runs = 0;\nfunction sort(a) {\n  for (let i = 1; i < a.length; i += 1) {\n    const x = a[i];\n    let j = i - 1;\n    while (j >= 0 && a[j] > x) {\n      a[j + 1] = a[j]; runs += 1; // marked\n      j -= 1;\n    }\n    a[j + 1] = x;\n  }\n}\nsort([4, 3, 2, 1]);',
      ),
      'Answer in the form name,number with the name in lower case and without the word sort.',
    ),
    check: word('insertion,6'),
    wrong: ['bubble,6', 'insertion,4', 'selection,6'],
  },
  {
    topic: 'class-order',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'What does this code log? One entry per line of output, joined by blanks into one line.',
      block(
        'js',
        'class Base {\n  static made = 0;\n  label = this.describe();\n  constructor() {\n    console.log("base " + this.label);\n    this.init();\n  }\n  describe() { return "b" + (new.target === undefined ? Base.made : "?"); }\n  init() { Base.made += 1; }\n}\nclass Child extends Base {\n  extra = "x";\n  constructor() {\n    super();\n    console.log("child " + this.label + this.extra);\n  }\n  describe() { return "c" + this.extra + super.describe(); }\n  init() { super.init(); this.extra = "init"; console.log("init " + this.extra); }\n}\nnew Child();\nconst c = new Child();\nconsole.log(c.describe());',
      ),
      'Answer with that one line.',
    ),
    check: exact(
      'base cundefinedb0 init init child cundefinedb0x base cundefinedb1 init init child cundefinedb1x cxb2',
    ),
    wrong: ['base cxb0 init init child cxb0x base cxb1 init init child cxb1x cxb2'],
  },
  {
    topic: 'generator-pipeline',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      block(
        'js',
        'const log = [];\nfunction* numbers() {\n  for (let n = 1; ; n += 1) { log.push("n" + n); yield n; }\n}\nfunction* odd(source) {\n  for (const n of source) if (n % 2) yield n;\n}\nfunction* pairs(source) {\n  let last;\n  for (const n of source) {\n    if (last !== undefined) { log.push("p"); yield [last, n]; last = undefined; }\n    else last = n;\n  }\n}\nconst it = pairs(odd(numbers()));\nconst [first] = it;\nlog.push(first.join("+"));\nlog.push(String(it.next().done));',
      ),
      'What does the array `log` hold in the end? Answer with the JSON array.',
    ),
    check: json(['n1', 'n2', 'n3', 'p', '1+3', 'true']),
    wrong: [
      '["n1","n2","n3","p","1+3","n4","n5","n6","n7","p","false"]',
      '["n1","n2","n3","p","1+3","false"]',
    ],
  },
  {
    topic: 'call-count',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      block(
        'js',
        'let calls = 0;\nconst memo = new Map();\nfunction ways(n, k) {\n  calls += 1;\n  if (n === 0) return 1;\n  if (n < 0 || k === 0) return 0;\n  const key = n * 10 + k;\n  if (memo.has(key)) return memo.get(key);\n  const result = ways(n - k, k) + ways(n, k - 1);\n  memo.set(key, result);\n  return result;\n}\nconst answer = ways(10, 4);',
      ),
      'What is `answer`, and how often was `ways` called? Answer with the two numbers, separated by one blank.',
    ),
    check: exact('23 59'),
    wrong: ['23 71', '30 61', '23 51'],
  },
  {
    topic: 'scheduler-trace',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'Read this scheduler and follow it exactly.',
      block(
        'js',
        'const tasks = [\n  { id: "a", every: 3, cost: 2, prio: 1 },\n  { id: "b", every: 5, cost: 1, prio: 3 },\n  { id: "c", every: 4, cost: 3, prio: 2 },\n];\nconst out = [];\nlet ready = [];\nlet running = null;\nfor (let t = 0; t < 20; t += 1) {\n  for (const task of tasks) {\n    if (t % task.every === 0) {\n      const waiting = ready.find((r) => r.task === task);\n      if (waiting) waiting.missed += 1;\n      else ready.push({ task, left: task.cost, since: t, missed: 0 });\n    }\n  }\n  ready.sort((x, y) => y.task.prio + y.missed - (x.task.prio + x.missed) || x.since - y.since);\n  if (running && ready[0] && ready[0].task.prio > running.task.prio + 1) {\n    ready.push(running);\n    running = null;\n  }\n  if (!running) running = ready.shift() ?? null;\n  if (!running) { out.push("-"); continue; }\n  out.push(running.task.id);\n  running.left -= 1;\n  if (running.left === 0) running = null;\n}',
      ),
      'What is out.join("") at the end? Answer with the 20 characters.',
    ),
    check: exact('bcccabacccbcccabccca'),
    wrong: ['bcccaabcccaabcccaabc'],
  },
  {
    topic: 'parser-result',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A configuration language has this parser. What does it make of the text below?',
      block(
        'js',
        'function parse(text) {\n  const root = {};\n  const stack = [[-1, root]];\n  for (const raw of text.split("\\n")) {\n    const line = raw.replace(/#.*/, "").trimEnd();\n    if (line.trim() === "") continue;\n    const depth = line.search(/\\S/);\n    while (stack.at(-1)[0] >= depth) stack.pop();\n    const parent = stack.at(-1)[1];\n    const match = /^\\s*([+]?)([\\w.]+)\\s*(?::\\s*(.*))?$/.exec(line);\n    if (!match) { root.errors = (root.errors ?? 0) + 1; continue; }\n    const [, plus, key, value] = match;\n    const path = key.split(".");\n    const name = path.pop();\n    let at = parent;\n    for (const part of path) at = at[part] ??= {};\n    if (value === undefined || value === "") {\n      at[name] = plus ? { ...at[name] } : {};\n      stack.push([depth, at[name]]);\n    } else {\n      const item = /^-?\\d+$/.test(value) ? Number(value) : value.replace(/\\$(\\w+)/g, (_, v) => root[v] ?? "?");\n      if (plus) at[name] = [].concat(at[name] ?? [], item);\n      else at[name] = item;\n    }\n  }\n  return root;\n}',
      ),
      block(
        'text',
        'name: shop\nport: 80\nhttp:\n  host: $name.local # not $port\n  +port: 81\n  tls.cert: $port/$user\n    deep: 1\nhttp.tls.key: k#1\n+port: 82\n+port: $name\nbad line\n+http:\n  host.alias: x\n  +port: -7\nempty.part:\nname: end',
      ),
      'Answer with the resulting object as JSON.',
    ),
    check: json({
      name: 'end',
      port: [80, 82, 'shop'],
      http: { host: 'shop.local', port: [81, -7], tls: { cert: '80/?', key: 'k' }, deep: 1 },
      errors: 1,
      empty: { part: {} },
    }),
    wrong: ['{"name":"end","port":[80,82,"shop"]}'],
  },
  {
    topic: 'bit-tricks',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'What do these functions return?',
      block(
        'js',
        'const f = (x) => { let n = 0; for (let v = x >>> 0; v; v &= v - 1) n += 1; return n; };\nconst g = (x) => { x |= x >>> 1; x |= x >>> 2; x |= x >>> 4; x |= x >>> 8; x |= x >>> 16; return (x + 1) >>> 1; };\nconst h = (x) => { let r = 0; for (let i = 0; i < 8; i += 1) r = (r << 1) | ((x >> i) & 1); return r; };\nconst k = (x, y) => { while (y) { const c = (x & y) << 1; x ^= y; y = c; } return x; };\nconst m = (x) => ((x << 5) - x) ^ (x >> 2);\nconst p = (x) => x & -x;',
      ),
      'Answer with the JSON array of f(-29), g(1000), h(0b11010010), k(-13, 30), m(-7), p(488), f(g(77) | h(77)), k(m(3), p(-96)).',
    ),
    check: json([29, 512, 75, 17, 217, 8, 5, 125]),
    wrong: ['[28, 512, 75, 17, 217, 8, 3, 125]'],
  },
]);
