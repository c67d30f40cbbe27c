import type { FigureName, ModelRow } from '@shared/api/models';
import type { Figure } from '@shared/routing/candidate';

/** Figures that the table shows, in order; one that no model has is left out. */
export const TABLE_FIGURES = [
  'quality',
  'latency',
  'firstToken',
  'total',
  'throughput',
  'cost',
  'inputPerMTok',
  'outputPerMTok',
  'perMinute',
  'perImage',
  'imageInputPerMTok',
  'context',
  'failureRate',
] as const satisfies readonly FigureName[];
export type TableFigure = (typeof TABLE_FIGURES)[number];

/** Figures of which more is better; of the others less is. */
const MORE_IS_BETTER: ReadonlySet<FigureName> = new Set(['quality', 'throughput', 'context']);

export function columnsFor(rows: readonly ModelRow[]): readonly TableFigure[] {
  return TABLE_FIGURES.filter((name) => rows.some(({ figures }) => figures[name] !== null));
}

/** The order in which a first press on a column sorts: best first. */
export function bestFirst(name: FigureName | 'name'): 'up' | 'down' {
  return name !== 'name' && MORE_IS_BETTER.has(name) ? 'down' : 'up';
}

/** Whose a figure is: measured here, set by hand, assumed, or published. */
export function ownerOf({ source, n }: Figure): 'yours' | 'user' | 'prior' | 'practice' | 'public' {
  if (n !== undefined || source === 'yours') return 'yours';
  if (source === 'user' || source === 'prior' || source === 'practice') return source;
  return 'public';
}

const DAY_MS = 86_400_000;

/** Age in whole days; null for a date that names no day, as `2026-11`. */
export function ageInDays(date: string | null, now: number): number | null {
  if (date === null || !/^\d{4}-\d{2}-\d{2}/u.test(date)) return null;
  const at = Date.parse(date);
  const days = Math.floor((now - at) / DAY_MS);
  return Number.isNaN(days) ? null : Math.max(0, days);
}
