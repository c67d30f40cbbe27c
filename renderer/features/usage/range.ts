const DAY_MS = 86_400_000;

/** Days up to today, in UTC as the router counts them. */
export const RANGES = { today: 1, week: 7, month: 30, quarter: 90, year: 365 } as const;
export type RangeId = keyof typeof RANGES;
export const RANGE_IDS = ['today', 'week', 'month', 'quarter', 'year'] as const;

export interface Range {
  /** Epoch milliseconds: midnight UTC of the first day. */
  readonly from: number;
  /** First day and last day, `YYYY-MM-DD`, both inclusive. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The last days of a preset as they are at `now` (epoch milliseconds). */
export function rangeOf(id: RangeId, now: number): Range {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const from = today - (RANGES[id] - 1) * DAY_MS;
  return { from, firstDay: dayOf(from), lastDay: dayOf(today) };
}

/** Every day of the range, ascending: a day without calls is a day too. */
export function daysOf({ from, lastDay }: Range): readonly string[] {
  const days: string[] = [];
  for (let at = from; dayOf(at) <= lastDay; at += DAY_MS) days.push(dayOf(at));
  return days;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
