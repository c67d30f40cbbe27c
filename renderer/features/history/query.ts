import type { HistoryFilter, OutcomeStatus } from '@shared/api/history';
import { type TaskName, isTaskName } from '@shared/routing/tasks';

const DAY_MS = 86_400_000;

/** The filter bar's fields; '' = any. Days are UTC, `YYYY-MM-DD`, both inclusive. */
export interface FilterFields {
  readonly task: TaskName | '';
  readonly model: string;
  readonly strategy: string;
  readonly status: OutcomeStatus | '';
  readonly text: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export const NO_FILTER: FilterFields = {
  task: '',
  model: '',
  strategy: '',
  status: '',
  text: '',
  fromDay: '',
  toDay: '',
};

/** The query of these fields: only what is set, the last day whole (`to` is exclusive). */
export function toFilter(fields: FilterFields): HistoryFilter {
  const q = fields.text.trim();
  const from = dayStart(fields.fromDay);
  const to = dayStart(fields.toDay);
  return {
    ...(isTaskName(fields.task) && { task: fields.task }),
    ...(fields.model !== '' && { model: fields.model }),
    ...(fields.strategy !== '' && { strategy: fields.strategy }),
    ...(fields.status !== '' && { status: fields.status }),
    ...(q !== '' && { q }),
    ...(from !== null && { from }),
    ...(to !== null && { to: to + DAY_MS }),
  };
}

export function withoutDates(fields: FilterFields): FilterFields {
  return { ...fields, fromDay: '', toDay: '' };
}

export function isFiltered(fields: FilterFields): boolean {
  return Object.keys(toFilter(fields)).length > 0;
}

export function dayStart(day: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(at) ? null : at;
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  const at = dayStart(day);
  return at === null ? day : dayOf(at + days * DAY_MS);
}

/** Days from `from` to `to`; 0 when they are the same. */
export function daysBetween(from: string, to: string): number {
  const start = dayStart(from);
  const end = dayStart(to);
  return start === null || end === null ? 0 : Math.round((end - start) / DAY_MS);
}
