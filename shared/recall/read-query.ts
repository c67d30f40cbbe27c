/** What a person typed, with the days that it names taken out. */
export interface ReadQuery {
  readonly q: string;
  /** Epoch milliseconds of local days, both included; null = open. */
  readonly from: number | null;
  readonly to: number | null;
}

const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** `from Tuesday`, `on last friday`, `yesterday`, `this week`, `2026-11-17`. */
const DAY =
  /\b(?:(?:from|on|of|since)\s+)?(?:(today|yesterday|this week|last week)|(?:last\s+)?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)|(\d{4})-(\d{2})-(\d{2}))\b/iu;
/** Words that only lead to the thing that is looked for. */
const LEADING = /^(?:that|the|this|my|a|an)\s+/iu;

/**
 * Reads "that error from Tuesday" as the text `error` within last Tuesday, local time. A weekday is
 * its last occurrence, today included; without a day word nothing is taken away.
 */
export function readQuery(text: string, now: Date): ReadQuery {
  const found = DAY.exec(text);
  if (found === null) return { q: text.trim(), from: null, to: null };
  const [whole, word, weekday, year, month, day] = found;
  const range =
    word !== undefined
      ? namedRange(word.toLowerCase(), now)
      : weekday !== undefined
        ? dayRange(daysBack(now, daysSince(weekday.toLowerCase(), now)))
        : dateRange(Number(year), Number(month), Number(day));
  if (range === null) return { q: text.trim(), from: null, to: null };
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + whole.length)}`;
  const q = rest.replaceAll(/\s+/gu, ' ').trim().replace(LEADING, '');
  // "that" alone looks for nothing but the day.
  return { q: /^(?:that|the|this)$/iu.test(q) ? '' : q, ...range };
}

type Range = { readonly from: number; readonly to: number };

function namedRange(word: string, now: Date): Range {
  if (word === 'today') return dayRange(now);
  if (word === 'yesterday') return dayRange(daysBack(now, 1));
  // Weeks begin on Monday.
  const monday = daysBack(now, (now.getDay() + 6) % 7);
  if (word === 'this week') return { from: startOf(monday), to: dayRange(now).to };
  return { from: startOf(daysBack(monday, 7)), to: startOf(monday) - 1 };
}

function dateRange(year: number, month: number, day: number): Range | null {
  const date = new Date(year, month - 1, day);
  // 2026-02-31 is no day.
  return date.getMonth() === month - 1 && date.getDate() === day ? dayRange(date) : null;
}

function dayRange(day: Date): Range {
  return { from: startOf(day), to: startOf(daysBack(day, -1)) - 1 };
}

function startOf(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

function daysBack(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - days);
}

function daysSince(weekday: string, now: Date): number {
  const at = WEEKDAYS.findIndex((name) => name === weekday);
  return (now.getDay() - at + 7) % 7;
}
