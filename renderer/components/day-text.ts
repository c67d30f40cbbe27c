import { formatDate } from './format';

/** A UTC day, `YYYY-MM-DD`, as a date, without a shift by the local time zone. */
export function showDay(day: string): string {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(start)) return day;
  return formatDate(start + new Date(start).getTimezoneOffset() * 60_000);
}
