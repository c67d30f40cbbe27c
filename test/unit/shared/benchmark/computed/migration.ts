import { queryRows } from './code-generation';
import { computed, fence, rows } from './support';

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>;

export const MIGRATION = computed('refactoring', 'migration', {
  'unix-to-iso': () => new Date(1_709_251_199_000).toISOString().replace('.000', ''),
  'schema-order': (prompt) => {
    const statements = fence(prompt).split('\n');
    return queryRows(statements.slice(0, -1).join('\n'), statements.at(-1) ?? '');
  },
  charset: () => {
    const twice = (text: string) => Buffer.from(Buffer.from(text).toString('latin1'));
    return `${Buffer.byteLength('Fée 5€')} ${twice('Fée 5€').length} ${twice('é').toString('hex')}`;
  },
  'rolling-upgrade': () => String(rollingUpgrade()),
  'callback-to-async': async (prompt) => virtualRun(fence(prompt)),
  'id-remap': (prompt) => merge(people(rows(prompt, 0)), people(rows(prompt, 1))),
});

/** Waves over the multiset of versions; all five nodes at 5 start the conversion. */
function rollingUpgrade(): number {
  const minutes = (from: string, goal: string): number => {
    let level = new Set([from]);
    for (let now = 0; ; now += 10) {
      if (level.has(goal)) return now;
      level = new Set([...level].flatMap((state) => waves([...state].map(Number))));
    }
  };
  const converted = Math.ceil((minutes('33333', '55555') + 25) / 10) * 10;
  return converted + minutes('55555', '66666');
}

/** States after 10 minutes in which 0, 1 or 2 nodes were upgraded, as sorted digits. */
function waves(nodes: readonly number[]): string[] {
  const near = (versions: readonly number[]) => Math.max(...versions) - Math.min(...versions) <= 1;
  const found: string[] = [];
  for (let set = 0; set < 32; set += 1) {
    const away = nodes.map((_, index) => (set & (1 << index)) > 0);
    const serving = nodes.filter((_, index) => away[index] !== true);
    const after = nodes.map((version, index) => version + (away[index] === true ? 1 : 0));
    if (serving.length >= 3 && near(serving) && near(after))
      found.push(after.sort((x, y) => x - y).join(''));
  }
  return found;
}

interface Person {
  readonly id: number;
  readonly email: string;
  boss: number | null;
}

function people(lines: readonly string[]): Person[] {
  return lines.slice(1).map((line) => {
    const [, id, email = '', boss] = /^(\d+)\s+("[^"]*"|\S+)\s+(\S+)$/u.exec(line) ?? [];
    return {
      id: Number(id),
      email: email.replaceAll('"', '').trim().toLowerCase(),
      boss: boss === '-' ? null : Number(boss),
    };
  });
}

function merge(first: readonly Person[], second: readonly Person[]) {
  const merged = [...first];
  const ids = new Map<number, number>();
  const added: { person: Person; boss: number | null }[] = [];
  for (const row of second) {
    const there = merged.find(({ email }) => email === row.email);
    const person = there ?? { ...row, id: Math.max(...merged.map(({ id }) => id)) + 1 };
    ids.set(row.id, person.id);
    if (there !== undefined) continue;
    merged.push(person);
    added.push({ person, boss: row.boss });
  }
  for (const { person, boss } of added)
    person.boss = boss === null ? null : (ids.get(boss) ?? null);
  const bossOf = (id: number) => merged.find((person) => person.id === id)?.boss ?? null;
  for (const person of merged) {
    let at = person.boss;
    for (let step = 0; step < merged.length && at !== null && at !== person.id; step += 1)
      at = bossOf(at);
    if (at === person.id) person.boss = null;
  }
  return merged.map(({ id, boss }) => [id, boss]);
}

/** Runs the async code of the prompt on a virtual clock: the next timer fires when nothing else can go on. */
async function virtualRun(code: string): Promise<string[]> {
  let now = 0;
  const marks: string[] = [];
  const timers: { at: number; go: () => void }[] = [];
  const wait = async (ms: number) =>
    new Promise<void>((resolve) => {
      timers.push({ at: now + ms, go: resolve });
    });
  const mark = (text: string) => marks.push(`${text}@${now}`);
  const state = { done: false };
  const run = async () => {
    await new AsyncFunction('wait', 'mark', `${code}\nawait main();`)(wait, mark);
    state.done = true;
  };
  const main = run();
  for (let idle = 0; !state.done && idle < 1_000; idle += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    timers.sort((x, y) => x.at - y.at);
    const next = timers.shift();
    if (next === undefined) continue;
    now = next.at;
    next.go();
  }
  await main;
  return marks;
}
