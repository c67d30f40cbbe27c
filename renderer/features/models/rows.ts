import type { ModelRow } from '@shared/api/models';
import type { TableFigure } from './figures';

export type Show = 'all' | 'available' | 'local' | 'edited';

export interface RowFilters {
  readonly text: string;
  /** '' = any. */
  readonly provider: string;
  readonly show: Show;
}

export const NO_FILTERS: RowFilters = { text: '', provider: '', show: 'all' };

export interface Sort {
  readonly by: 'name' | TableFigure;
  readonly direction: 'up' | 'down';
}

/** Whether it can be called now. */
export function isAvailable({ availability }: ModelRow): boolean {
  return availability === 'callable' || availability === 'assumed';
}

export function providersOf(rows: readonly ModelRow[]): readonly string[] {
  return [...new Set(rows.map(({ provider }) => provider))].sort();
}

/** Every word must be in the name, the id or another spelling of it. */
export function filterRows(rows: readonly ModelRow[], filters: RowFilters): ModelRow[] {
  const words = filters.text.toLowerCase().split(/\s+/u).filter(Boolean);
  return rows.filter((row) => {
    if (filters.provider !== '' && row.provider !== filters.provider) return false;
    if (filters.show === 'available' && !isAvailable(row)) return false;
    if (filters.show === 'local' && !row.local) return false;
    if (filters.show === 'edited' && row.edit === null) return false;
    const text = [row.name, row.id, ...row.aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * By a figure or the name. What is unknown comes last in both directions: it is neither the best nor
 * the worst. The scored figures sort by score, since their raw values are of different metrics.
 */
export function sortRows(rows: readonly ModelRow[], { by, direction }: Sort): ModelRow[] {
  const sign = direction === 'up' ? 1 : -1;
  return [...rows].sort((a, b) => {
    if (by !== 'name') {
      const [x, y] = [sortValue(a, by), sortValue(b, by)];
      if (x === null && y !== null) return 1;
      if (y === null && x !== null) return -1;
      if (x !== null && y !== null && x !== y) return sign * (x - y);
    }
    return (by === 'name' ? sign : 1) * a.name.localeCompare(b.name, 'en');
  });
}

function sortValue(row: ModelRow, by: TableFigure): number | null {
  if (by === 'quality') return row.scores.quality;
  // Less is better for both, more is better for their scores.
  if (by === 'latency' || by === 'cost') {
    const score = row.scores[by];
    return score === null ? null : -score;
  }
  return row.figures[by]?.value ?? null;
}

export interface UnlockHint {
  readonly kind: 'key' | 'connect' | 'install' | 'not_listed';
  readonly provider: string;
  readonly count: number;
}

/** What it takes to get at the models that cannot be called, most models first. */
export function unlockHints(rows: readonly ModelRow[]): readonly UnlockHint[] {
  const hints = new Map<string, UnlockHint>();
  for (const { unlock } of rows) {
    if (unlock.kind === 'nothing') continue;
    const key = `${unlock.kind} ${unlock.provider}`;
    hints.set(key, { ...unlock, count: (hints.get(key)?.count ?? 0) + 1 });
  }
  return [...hints.values()].sort(
    (a, b) => b.count - a.count || a.provider.localeCompare(b.provider, 'en'),
  );
}
