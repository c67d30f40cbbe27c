import type { UsageRow } from '@shared/api/outcomes';

/** One day of the charts; null = nothing was called. */
export interface Day {
  readonly day: string;
  readonly row: UsageRow | null;
}

export function layOutDays(days: readonly string[], rows: readonly UsageRow[]): readonly Day[] {
  const byDay = new Map(rows.map((row) => [row.group, row]));
  return days.map((day) => ({ day, row: byDay.get(day) ?? null }));
}

/** The next round number at or above: 1, 2, 2.5 or 5 times a power of ten; 1 for nothing. */
export function niceCeiling(value: number): number {
  return roundUp(value, [1, 2, 2.5, 5]);
}

/** The same for whole things: the middle of the scale is whole too. */
export function niceCount(value: number): number {
  return value <= 10 ? Math.max(2, Math.ceil(value / 2) * 2) : roundUp(value, [1, 2, 3, 4, 6, 8]);
}

function roundUp(value: number, steps: readonly number[]): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((one) => value / power <= one + 1e-9) ?? 10;
  return step * power;
}

export interface Column {
  readonly x: number;
  readonly width: number;
}

/** Place of a day's bar: days share the width, a bar alone does not fill it. */
export function columnOf(index: number, count: number, left: number, width: number): Column {
  const step = width / count;
  const gap = step > 6 ? Math.min(step * 0.25, 6) : step > 3 ? 1 : 0;
  const bar = Math.min(Math.max(step - gap, 0.5), 40);
  return { x: left + index * step + (step - bar) / 2, width: bar };
}

/** Pixels from the top for a value on a scale from 0 (at `bottom`) to `max` (at `top`). */
export function yOf(value: number, max: number, top: number, bottom: number): number {
  return bottom - (Math.min(value, max) / max) * (bottom - top);
}
