import type { HistorySummary } from '@shared/api/history';
import { addDays, dayOf, daysBetween } from './query';

/** Models with a colour of their own; the rest is one "other". */
export const SERIES_SHOWN = 7;
/** More days than this are drawn as weeks. */
const MAX_DAY_BARS = 200;

export interface Bar {
  /** First day of the bar, UTC. */
  readonly day: string;
  /** Days in it: 1 or 7. */
  readonly days: number;
  readonly total: number;
  /** Counts in the order of {@link Timeline.series}. */
  readonly counts: readonly number[];
}

export interface Timeline {
  /** Models by number of requests, most first; null = all the others. */
  readonly series: readonly (string | null)[];
  readonly bars: readonly Bar[];
  readonly highest: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly marks: readonly (HistorySummary['marks'][number] & { readonly bar: number })[];
}

/** Bars without gaps: a day without requests is a bar of height 0. Null when there are no days. */
export function layOutTimeline({ days, marks }: HistorySummary): Timeline | null {
  const firstDay = days[0]?.day;
  const lastDay = days.at(-1)?.day;
  if (firstDay === undefined || lastDay === undefined) return null;
  const series = shownSeries(days);
  const span = daysBetween(firstDay, lastDay) + 1;
  const width = span > MAX_DAY_BARS ? 7 : 1;
  const bars = Array.from({ length: Math.ceil(span / width) }, (_, index) => ({
    day: addDays(firstDay, index * width),
    days: width,
    total: 0,
    counts: series.map(() => 0),
  }));
  for (const { day, models } of days) {
    const bar = bars[Math.floor(daysBetween(firstDay, day) / width)];
    if (bar === undefined) continue;
    for (const [model, count] of Object.entries(models)) {
      const at = series.includes(model) ? series.indexOf(model) : series.indexOf(null);
      bar.counts[at] = (bar.counts[at] ?? 0) + count;
      bar.total += count;
    }
  }
  return {
    series,
    bars,
    highest: Math.max(1, ...bars.map(({ total }) => total)),
    firstDay,
    lastDay,
    marks: marks
      .map((mark) => ({ ...mark, bar: Math.floor(daysBetween(firstDay, dayOf(mark.at)) / width) }))
      .filter(({ bar }) => bar >= 0 && bar < bars.length),
  };
}

function shownSeries(days: HistorySummary['days']): (string | null)[] {
  const totals = new Map<string, number>();
  for (const { models } of days) {
    for (const [model, count] of Object.entries(models)) {
      totals.set(model, (totals.get(model) ?? 0) + count);
    }
  }
  const byCount = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown: (string | null)[] = byCount.slice(0, SERIES_SHOWN).map(([model]) => model);
  if (byCount.length > SERIES_SHOWN) shown.push(null);
  return shown;
}

/** Brush as indices of bars, both inclusive. */
export interface BrushRange {
  readonly from: number;
  readonly to: number;
}

/** The bars that the date fields cover; the whole width where a date is not set. */
export function brushOf(timeline: Timeline, fromDay: string, toDay: string): BrushRange {
  const width = timeline.bars[0]?.days ?? 1;
  const last = timeline.bars.length - 1;
  const index = (day: string, unset: number): number =>
    day === '' ? unset : clamp(Math.floor(daysBetween(timeline.firstDay, day) / width), 0, last);
  return { from: index(fromDay, 0), to: index(toDay, last) };
}

/** The date fields of a brush; both empty when it covers everything. */
export function datesOf(
  timeline: Timeline,
  brush: BrushRange,
): { readonly fromDay: string; readonly toDay: string } {
  const from = timeline.bars[brush.from];
  const to = timeline.bars[brush.to];
  const all = brush.from === 0 && brush.to === timeline.bars.length - 1;
  if (all || from === undefined || to === undefined) return { fromDay: '', toDay: '' };
  return { fromDay: from.day, toDay: addDays(to.day, to.days - 1) };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
