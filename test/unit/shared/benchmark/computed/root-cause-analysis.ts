import { constants } from 'node:os';
import { computed, fence, rows, sum, table, valueOf } from './support';

export const ROOT_CAUSE_ANALYSIS = computed('debugging', 'root_cause_analysis', {
  'exit-code': () => Object.entries(constants.signals).find(([, code]) => code === 137 - 128)?.[0],
  'first-error': (prompt) =>
    rows(prompt)
      .filter((line) => /status=5/u.test(line))
      .sort()
      .map((line) => /req=(\d+)/u.exec(line)?.[1])[0],
  'stack-frame': (prompt) => /^ +at .*?(src\/[^:]+:\d+)/mu.exec(fence(prompt))?.[1],
  'time-zone': () => {
    const utc = (local: string) => new Date(`${local}-05:00`).toISOString().slice(0, 10);
    const started = Date.parse(utc('2024-01-10T23:30:00'));
    return `${new Date(started - 86_400_000).toISOString().slice(0, 10)} ${utc('2024-01-10T20:15:00')}`;
  },
  'int-overflow': () =>
    new Date(Date.UTC(2024, 1, 1) + 2 ** 31).toISOString().slice(0, 19).replace('T', ' '),
  'cause-by-difference': (prompt) => {
    const names = rows(prompt)[0]?.split(/\s+/u) ?? [];
    const hosts = table(prompt);
    const found: string[] = [];
    for (let one = 1; one < 5; one += 1) {
      for (let two = one + 1; two < 5; two += 1) {
        for (const sample of hosts) {
          const has = (host: string[]) => host[one] === sample[one] && host[two] === sample[two];
          if (hosts.every((host) => has(host) === (host[5] === 'fail'))) {
            found.push(`${names[one]}=${sample[one]} ${names[two]}=${sample[two]}`);
          }
        }
      }
    }
    return [...new Set(found)].join(' or ');
  },
  'leak-rate': (prompt) => leaks(table(prompt).map((row) => row.map(Number))),
  'incident-summary': (prompt) => {
    const minutes = table(prompt).map(([at = '', requests, failed]) => ({
      at,
      failed: Number(failed),
      share: Number(failed) / Number(requests),
    }));
    const from = minutes.findIndex(({ share }) => share > 0.05);
    const until = minutes.findIndex(({ share }, index) => index > from && share <= 0.05);
    const inside = minutes.slice(from, until);
    const worst = inside.toSorted((x, y) => y.share - x.share)[0];
    const failed = sum(inside.map((minute) => minute.failed));
    return `${inside.length} minutes, ${failed} failed requests, worst at ${worst?.at}`;
  },
  'deadlock-cycle': (prompt) => deadlock(rows(prompt)),
  cascade: () => cascade(),
  'checksum-drift': (prompt) => drift(fence(prompt)),
});

/** Tries every set of one or two endpoints: least squares is not needed, the sums must be exact. */
function leaks(samples: readonly number[][]) {
  const names = ['search', 'upload', 'export'];
  const hours = samples.slice(1).map((row, index) => ({
    grown: (row[1] ?? 0) - (samples[index]?.[1] ?? 0),
    counts: row.slice(2),
  }));
  const found: Record<string, number>[] = [];
  for (let tenths = 0; tenths < 8_000; tenths += 1) {
    const [x, y] = [(tenths % 80) / 20, Math.floor(tenths / 80) / 20];
    for (const [one, two] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const fits = hours.every(
        ({ grown, counts }) =>
          Math.abs(x * (counts[one] ?? 0) + y * (counts[two] ?? 0) - grown) < 1e-9,
      );
      const set: Record<string, number> = {};
      if (x > 0) set[names[one] ?? ''] = x;
      if (y > 0) set[names[two] ?? ''] = y;
      if (fits) found.push(set);
    }
  }
  return found.length === 1 ? found[0] : found;
}

function deadlock(lines: readonly string[]) {
  const threads = lines.map((line) => {
    const [, name = '', holds = '', waits = ''] =
      /^(\w+)\s+holds (\S+)\s+waits (\S+)$/u.exec(line) ?? [];
    return { name, holds: holds.split(','), waits };
  });
  const nextOf = (name: string) => {
    const waits = threads.find((thread) => thread.name === name)?.waits ?? '-';
    return threads.find((thread) => thread.holds.includes(waits) && waits !== '-')?.name;
  };
  const inCycle = (name: string) => {
    let at = nextOf(name);
    for (let step = 0; step < threads.length && at !== undefined && at !== name; step += 1)
      at = nextOf(at);
    return at === name;
  };
  const cycle = threads.map(({ name }) => name).filter(inCycle);
  const stuck = (name: string): boolean => {
    let at: string | undefined = name;
    for (let step = 0; step < threads.length && at !== undefined; step += 1) {
      if (cycle.includes(at)) return true;
      at = nextOf(at);
    }
    return false;
  };
  const names = threads.map(({ name }) => name);
  return {
    cycle,
    blocked: names.filter((name) => stuck(name) && !cycle.includes(name)).length,
    free: names.filter((name) => !stuck(name)),
  };
}

/** Minute by minute over every instance. */
function cascade() {
  const services: Record<string, { count: number; hard: string[]; soft: string[] }> = {
    web: { count: 3, hard: ['api'], soft: ['search'] },
    api: { count: 2, hard: ['auth', 'db'], soft: [] },
    auth: { count: 2, hard: ['cache'], soft: [] },
    search: { count: 3, hard: ['index'], soft: ['cache'] },
    index: { count: 1, hard: ['disk'], soft: [] },
    db: { count: 2, hard: ['disk'], soft: [] },
    cache: { count: 2, hard: ['net'], soft: ['disk'] },
    worker: { count: 1, hard: ['queue'], soft: [] },
    queue: { count: 1, hard: [], soft: ['db'] },
    disk: { count: 3, hard: [], soft: [] },
    net: { count: 1, hard: [], soft: [] },
  };
  const brokenAt: Record<string, number> = { 'disk#2': 0, 'disk#3': 4 };
  const since: Record<string, number> = {};
  for (let minute = 0; minute <= 10; minute += 1) {
    const share = (name: string) => {
      const count = services[name]?.count ?? 0;
      const down = Array.from({ length: count }, (_, index) => since[`${name}#${index + 1}`]);
      return down.filter((at) => at !== undefined && at < minute).length / count;
    };
    for (const [name, { count, hard, soft }] of Object.entries(services)) {
      const pulled = hard.some((one) => share(one) === 1) || soft.some((one) => share(one) >= 0.5);
      for (let index = 1; index <= count; index += 1) {
        const id = `${name}#${index}`;
        if (pulled || (brokenAt[id] ?? 99) <= minute) since[id] ??= minute;
      }
    }
  }
  const out: Record<string, string> = {};
  for (const [name, { count }] of Object.entries(services)) {
    const all = Array.from({ length: count }, (_, index) => since[`${name}#${index + 1}`] ?? 99);
    if (Math.max(...all) <= 10) out[name] = `09:${String(Math.max(...all)).padStart(2, '0')}`;
  }
  return out;
}

function drift(code: string) {
  const message = valueOf(code, 'message') as number[];
  const a = valueOf(code, 'checksum(message)');
  let exact = 7n;
  let first = -1;
  for (const [index, byte] of message.entries()) {
    exact = exact * 131n + BigInt(byte);
    const running = code
      .replace('return (hash >>> 0) % 65536', 'return hash')
      .concat(`\nconst head = message.slice(0, ${index + 1});`);
    if (first === -1 && BigInt(Number(valueOf(running, 'checksum(head)'))) !== exact) first = index;
  }
  return [a, Number(exact % 65_536n), first];
}
