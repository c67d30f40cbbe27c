import { subsets } from './architecture-improvement';
import { computed, sum, table } from './support';
import { permutations } from './test-repair';

const DAY = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const weekday = (time: number) => new Date(time).getUTCDay();

interface Task {
  readonly name: string;
  readonly days: number;
  readonly after: readonly string[];
}

export const TECHNICAL_PLANNING = computed('planning_design', 'technical_planning', {
  'sprint-capacity': () => String(Math.floor((5 * 10 - 2 * 3 - 5) * 0.8 * 2)),
  'release-date': () => {
    let at = Date.UTC(2024, 1, 22);
    for (let worked = 1; worked < 8;) {
      at += DAY;
      if (weekday(at) % 6 !== 0) worked += 1;
    }
    do at += DAY;
    while (weekday(at) !== 2);
    return iso(at);
  },
  'weighted-estimate': () =>
    String(
      sum(
        [
          [2, 4, 12],
          [1, 3, 5],
          [6, 7, 14],
        ].map(([low = 0, likely = 0, high = 0]) => (low + 4 * likely + high) / 6),
      ),
    ),
  'priority-order': (prompt) =>
    table(prompt)
      .map(([name, delay, size]) => ({
        name,
        ratio: Number(delay) / Number(size),
        size: Number(size),
      }))
      .sort((x, y) => y.ratio - x.ratio || x.size - y.size)
      .map(({ name }) => name),
  'status-note': () => {
    const days = Math.ceil((80 - 34) / (34 / 8));
    let at = Date.UTC(2024, 4, 7);
    for (let worked = 0; worked < days;) {
      at += DAY;
      if (weekday(at) % 6 !== 0 && iso(at) !== '2024-05-09') worked += 1;
    }
    return `${80 - 34} points left, ${days} more working days, ${iso(at)}`;
  },
  'critical-path': (prompt) => {
    const tasks = plan(table(prompt));
    const end = (name: string): number => {
      const task = tasks.find((one) => one.name === name);
      return task === undefined ? 0 : task.days + Math.max(0, ...task.after.map(end));
    };
    const tail = (name: string): number =>
      Math.max(
        0,
        ...tasks
          .filter(({ after }) => after.includes(name))
          .map((next) => next.days + tail(next.name)),
      );
    const days = Math.max(...tasks.map(({ name }) => end(name)));
    const slack = (name: string) => days - end(name) - tail(name);
    const critical = tasks.map(({ name }) => name).filter((name) => slack(name) === 0);
    return { days, critical, slackG: slack('G') };
  },
  'two-workers': (prompt) => {
    const tasks = plan(table(prompt));
    // Every schedule without needless waiting comes from some order served greedily by both people.
    return String(Math.min(...permutations(tasks).map((order) => makespan(order))));
  },
  'budget-selection': (prompt) => {
    const all = table(prompt).map(([name = '', days, value]) => ({
      name,
      days: Number(days),
      value: Number(value),
    }));
    const choices = all
      .flatMap((_, size) => subsets(all.length, size + 1))
      .map((indexes) => all.filter((_, index) => indexes.includes(index)))
      .map((chosen) => {
        const has = (name: string) => chosen.some((one) => one.name === name);
        const legal = (!has('search2') || has('search1')) && !(has('sso') && has('passkeys'));
        const bonus = has('export') && has('reports') ? 3 : 0;
        return {
          legal,
          features: chosen.map(({ name }) => name).sort(),
          days: sum(chosen.map(({ days }) => days)),
          value: sum(chosen.map(({ value }) => value)) + bonus,
        };
      })
      .filter(({ legal, days }) => legal && days <= 26)
      .sort((x, y) => y.value - x.value);
    const [best, next] = choices;
    if (best === undefined || best.value === next?.value) return choices.slice(0, 3);
    return { features: best.features, days: best.days, value: best.value };
  },
  'rollout-plan': () => rollout(),
  'on-call-roster': () => roster(),
  'migration-cost': () => servers(),
});

function plan(lines: readonly string[][]): Task[] {
  return lines.map(([name = '', days, after = '-']) => ({
    name,
    days: Number(days),
    after: after === '-' ? [] : after.split(','),
  }));
}

/** Serves tasks in the given order; each goes to the person who is free first. An order that breaks a rule is endless. */
function makespan(order: readonly Task[]): number {
  const free = [0, 0];
  const ends = new Map<string, number>();
  for (const task of order) {
    const ready = Math.max(0, ...task.after.map((name) => ends.get(name) ?? Infinity));
    const person = (free[0] ?? 0) <= (free[1] ?? 0) ? 0 : 1;
    const end = Math.max(ready, free[person] ?? 0) + task.days;
    free[person] = end;
    ends.set(task.name, end);
  }
  return Math.max(...free);
}

function rollout() {
  const shares = [1, 5, 20, 50, 100];
  const bakes = [2, 2, 3, 4];
  const starts: string[] = [];
  let at = Date.UTC(2024, 5, 3);
  for (const [ring, share] of shares.entries()) {
    const allowed = (time: number) => {
      const date = iso(time);
      const otherTeam = ((time - Date.UTC(2024, 5, 4)) / DAY) % 14 === 0;
      return (
        weekday(time) >= 1 &&
        weekday(time) <= 4 &&
        !(date >= '2024-06-12' && date <= '2024-06-14') &&
        date !== '2024-06-19' &&
        !(share > 10 && otherTeam) &&
        !(ring === 4 && new Date(time + 3 * DAY).getUTCMonth() !== new Date(time).getUTCMonth())
      );
    };
    while (!allowed(at)) at += DAY;
    starts.push(iso(at));
    at += ((bakes[ring] ?? 0) + (ring === 2 ? 2 : 0)) * DAY;
  }
  return starts;
}

function roster() {
  const found: string[] = [];
  const fill = (text: string) => {
    if (text.length < 8) {
      for (const name of 'ABCD') if (text.split(name).length < 3) fill(text + name);
      return;
    }
    const nights = (name: string) => [text.indexOf(name) + 1, text.lastIndexOf(name) + 1];
    const [a = 0, lastA = 0] = nights('A');
    const fits =
      [...'ABCD'].every((name) => (nights(name)[1] ?? 0) - (nights(name)[0] ?? 0) >= 3) &&
      a > 2 &&
      lastA < 8 &&
      text[4] === 'B' &&
      !text.includes('DC') &&
      (text[2] === 'D') !== (text[5] === 'D') &&
      a < (nights('B')[0] ?? 0);
    if (fits) found.push(text);
  };
  fill('');
  return [found.length, found.sort()[0]];
}

function servers() {
  const price = [900, 940, 860, 990, 900, 930];
  const running = [200, 310, 480, 720];
  const resale = [520, 350, 180, 60];
  const plans: { cost: number; buy: number[] }[] = [];
  for (let set = 0; set < 32; set += 1) {
    const buy = [1, 2, 3, 4, 5, 6].filter((year) => year === 1 || (set & (1 << (year - 2))) > 0);
    let cost = 0;
    for (const [index, year] of buy.entries()) {
      const used = (buy[index + 1] ?? 7) - year;
      if (used > 4) cost = Infinity;
      cost += price[year - 1] ?? 0;
      for (let age = 0; age < used; age += 1)
        cost += (running[age] ?? 0) + (year + age === 4 ? 150 : 0);
      cost -= Math.max(0, (resale[used - 1] ?? 0) - (year === 3 ? 100 : 0));
    }
    plans.push({ cost, buy });
  }
  const [best, next] = plans.sort((x, y) => x.cost - y.cost);
  return best?.cost === next?.cost ? plans.slice(0, 3) : best;
}
