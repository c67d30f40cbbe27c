import { computed, rows, sum, table } from './support';

export const SYSTEM_DESIGN = computed('planning_design', 'system_design', {
  'requests-per-second': () => String((6e6 * 18 * 3) / 86_400),
  'id-space': () => String([1, 2, 3, 4, 5, 6, 7, 8].find((length) => 62 ** length >= 1e10)),
  'cache-hit-latency': () => (4 + 0.15 * 96).toFixed(1),
  'idempotency-key': (prompt) => String(booked(rows(prompt).slice(1))),
  'feed-fanout': (prompt) => {
    const classes = table(prompt).map((row) => row.slice(1).map(Number));
    const cost = (limit: number) => {
      const written = classes.filter(([, followers = 0]) => followers <= limit);
      const read = classes.filter(([, followers = 0]) => followers > limit);
      const copies = sum(
        written.map(([authors = 0, followers = 0, posts = 0]) => authors * followers * posts),
      );
      const followings = sum(read.map(([authors = 0, followers = 0]) => authors * followers));
      return Math.round((copies + 40e6 * (1 + followings / 1e6)) / 1e6);
    };
    return { '100': cost(100), '10000': cost(10_000), '100000': cost(100_000) };
  },
  'retry-storm': () => {
    const calls = (budget: number) => {
      let made = 0;
      for (let fromA = 0; fromA < 3; fromA += 1) {
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          if (attempt > 1 && made > budget) break;
          made += 1;
        }
      }
      return made * 3;
    };
    return `${calls(Infinity)} ${calls(4)}`;
  },
  'bloom-filter': () => {
    const bitsOf = (x: number) => [(5 * x + 3) % 32, (x * x + 7) % 32, (11 * x + 1) % 32];
    const put = [4, 9, 17, 26, 30];
    const set = new Set(put.flatMap(bitsOf));
    const all = Array.from({ length: 41 }, (_, x) => x);
    return {
      bits: set.size,
      false: all.filter((x) => !put.includes(x) && bitsOf(x).every((bit) => set.has(bit))),
    };
  },
  'leader-election': (prompt) => elections(rows(prompt, 0).slice(1), rows(prompt, 1)),
  'queue-simulation': (prompt) => workers(table(prompt)),
  'snowflake-ids': () => {
    const epoch = Date.UTC(2020, 0, 1);
    const since = BigInt(Date.parse('2024-05-17T08:09:10.123Z') - epoch);
    return {
      id: String((since << 22n) | (37n << 12n) | 5n),
      until: new Date(epoch + 2 ** 41 - 1).toISOString().slice(0, 10),
      milliseconds: Math.ceil(9_000 / 4_096),
      machine: Number((571_953_153_087_148_039n >> 12n) & 1_023n),
    };
  },
});

function booked(lines: readonly string[]): number {
  const stored = new Map<string, { amount: number; at: number }>();
  let total = 0;
  for (const line of lines) {
    const [, day, hour, minute, key = '', amount, note = ''] =
      /^(\w+) (\d+):(\d+)\s+(\w+)\s+(\d+)\s*(.*)$/u.exec(line) ?? [];
    const at = (day === 'Tue' ? 1_440 : 0) + Number(hour) * 60 + Number(minute);
    const known = stored.get(key);
    if ((known !== undefined && at - known.at < 1_440) || note !== '') continue;
    stored.set(key, { amount: Number(amount), at });
    total += Number(amount);
  }
  return total;
}

function elections(nodeLines: readonly string[], steps: readonly string[]) {
  const nodes = nodeLines.map((line) => {
    const [name = '', term, log = ''] = line.split(/\s{2,}/u);
    const entries = log.split(' ').map(Number);
    return {
      name,
      term: Number(term),
      last: entries.at(-1) ?? 0,
      length: entries.length,
      voted: false,
    };
  });
  const leaders = steps.map((step) => {
    const [first, ...reached] = step.match(/N\d/gu) ?? [];
    const candidate = nodes.find(({ name }) => name === first);
    if (candidate === undefined) throw new Error(step);
    candidate.term += 1;
    candidate.voted = true;
    let votes = 1;
    for (const node of nodes) {
      if (!reached.includes(node.name)) continue;
      if (candidate.term > node.term) Object.assign(node, { term: candidate.term, voted: false });
      const current =
        candidate.last > node.last ||
        (candidate.last === node.last && candidate.length >= node.length);
      if (node.term !== candidate.term || node.voted || !current) continue;
      node.voted = true;
      votes += 1;
    }
    return votes >= 3 ? candidate.term : null;
  });
  return { leaders, terms: nodes.map(({ term }) => term) };
}

function workers(lines: readonly string[][]) {
  const waiting = lines.map(([name = '', queue, arrives, minutes]) => ({
    name,
    gold: queue === 'gold',
    arrives: Number(arrives),
    minutes: Number(minutes),
  }));
  const starts: Record<string, number> = {};
  const free = [0, 0];
  let row = 0;
  for (let now = 0; waiting.length > 0; now += 1) {
    for (const worker of [0, 1]) {
      if ((free[worker] ?? 0) > now) continue;
      const here = waiting.filter(({ arrives }) => arrives <= now);
      const isGold = (job: (typeof here)[number]) => job.gold || now - job.arrives >= 20;
      const gold = here.filter(isGold);
      const plain = here.filter((job) => !isGold(job));
      const job = row >= 2 && plain.length > 0 ? plain[0] : (gold[0] ?? plain[0]);
      if (job === undefined) continue;
      row = isGold(job) && plain.length > 0 ? row + 1 : 0;
      starts[job.name] = now;
      free[worker] = now + job.minutes;
      waiting.splice(waiting.indexOf(job), 1);
    }
  }
  return starts;
}
