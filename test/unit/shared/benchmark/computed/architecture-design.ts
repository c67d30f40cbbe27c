import { computed, rows, table } from './support';

export const ARCHITECTURE_DESIGN = computed('planning_design', 'architecture_design', {
  quorum: () => {
    const write = 5 - 2;
    return `${write},${5 - write + 1}`;
  },
  availability: () => (0.9995 * (1 - 0.01 ** 2) * 0.999 * 100).toFixed(2),
  'partition-choice': (prompt) => ring(rows(prompt)),
  'queue-or-sync': (prompt) => {
    const calls = table(prompt).map(([call = '', down, needed, p99 = '', decides]) => ({
      callee: call.split(' -> ')[1] ?? '',
      down: down === 'yes',
      needed: needed === 'yes',
      slow: Number.parseFloat(p99) > 2,
      decides: decides === 'yes',
    }));
    const names = (list: typeof calls) => list.map(({ callee }) => callee);
    return {
      async: names(
        calls.filter((call) => !call.decides && (call.down || !call.needed || call.slow)),
      ),
      fallback: names(calls.filter((call) => call.decides && call.down)),
    };
  },
  'latency-budget': (prompt) => {
    const calls = table(prompt).map(([name = '', ms, needs = '']) => ({
      name,
      ms: Number(ms),
      needs: needs.split(','),
    }));
    const end = (name: string, faster: string): number => {
      const call = calls.find((one) => one.name === name);
      if (call === undefined) return 0;
      const own = call.name === faster ? Math.max(0, call.ms - 100) : call.ms;
      return own + Math.max(...call.needs.map((need) => end(need, faster)));
    };
    const best = calls
      .map(({ name }) => ({ name, ms: end('render', name) }))
      .sort((x, y) => x.ms - y.ms);
    if (best[0]?.ms === best[1]?.ms) return 'not unique';
    return [end('render', ''), best[0]?.name, best[0]?.ms];
  },
  'capacity-shards': () => {
    const perSecond = 48_000 / 20;
    const perDay = perSecond * 3_600 * (23 + 2);
    const hotGb = (perDay * 14 * 340 * 1.5) / 1e9;
    const shards = Math.max(Math.ceil(hotGb / 400), Math.ceil((perSecond * 2) / 1_100));
    return [shards, shards * 3, Math.ceil((perDay * 76 * 340 * 0.22 * 2) / 1e9)];
  },
  placement: (prompt) => placements(table(prompt)),
  'vector-clocks': (prompt) => clocks(rows(prompt)),
});

function ring(lines: readonly string[]) {
  const points = lines
    .flatMap((line) =>
      line
        .split(' ')
        .slice(1)
        .map((at) => ({ node: line.charAt(0), at: Number(at) })),
    )
    .sort((x, y) => x.at - y.at);
  const owner = (point: number, without: string) => {
    const left = points.filter(({ node }) => node !== without);
    return (left.find(({ at }) => at >= point) ?? left[0])?.node ?? '';
  };
  const all = Array.from({ length: 100 }, (_, point) => point);
  const owned = (node: string) => all.filter((point) => owner(point, '') === node);
  return {
    A: owned('A').length,
    B: owned('B').length,
    C: owned('C').length,
    D: owned('D').length,
    moved: owned('D').length,
    toA: owned('D').filter((point) => owner(point, 'D') === 'A').length,
  };
}

function placements(services: readonly string[][]) {
  const found = new Map<string, boolean>();
  for (let code = 0; code < 3 ** services.length; code += 1) {
    const at: Record<string, number> = {};
    const memory = [0, 0, 0];
    const cores = [0, 0, 0];
    for (const [index, [name = '', gb, cpu]] of services.entries()) {
      const host = Math.floor(code / 3 ** index) % 3;
      at[name] = host;
      memory[host] = (memory[host] ?? 0) + Number(gb);
      cores[host] = (cores[host] ?? 0) + Number(cpu);
    }
    const fits =
      memory.every((gb) => gb <= 16) &&
      cores.every((cpu) => cpu <= 8) &&
      at['db'] !== at['replica'] &&
      at['api'] === at['cache'] &&
      at['proxy'] !== at['db'] &&
      at['search'] !== at['jobs'] &&
      at['auth'] !== at['proxy'];
    if (!fits) continue;
    const groups = [0, 1, 2].map((host) =>
      Object.keys(at)
        .filter((name) => at[name] === host)
        .join('+'),
    );
    found.set(groups.sort().join(' | '), at['auth'] === at['db']);
  }
  return { count: found.size, with: [...found.values()].filter(Boolean).length };
}

function clocks(lines: readonly string[]) {
  const now: Record<string, number[]> = { A: [0, 0, 0], B: [0, 0, 0], C: [0, 0, 0] };
  const sent = new Map<string, number[]>();
  const after: number[][] = [];
  for (const line of lines) {
    const [, node = 'A', verb, message = ''] = /^e\d+\s+(\w) (\w+) ?(\w*)$/u.exec(line) ?? [];
    const own = 'ABC'.indexOf(node);
    const before = now[node] ?? [];
    const got = verb === 'receives' ? (sent.get(message) ?? []) : before;
    const clock = before.map(
      (tick, index) => Math.max(tick, got[index] ?? 0) + (index === own ? 1 : 0),
    );
    now[node] = clock;
    after.push(clock);
    if (verb === 'sends') sent.set(message, clock);
  }
  const before = (x: number[], y: number[]) => x.every((tick, index) => tick <= (y[index] ?? 0));
  let concurrent = 0;
  for (const [index, one] of after.entries()) {
    for (const other of after.slice(index + 1)) {
      if (!before(one, other) && !before(other, one)) concurrent += 1;
    }
  }
  return { e13: after[12], e15: after[14], concurrent };
}
