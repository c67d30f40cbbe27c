import { formatDate } from '../../components/format';
import { dayStart } from './query';

/** A UTC day as a date, without a shift by the local time zone. */
export function showDay(day: string): string {
  const start = dayStart(day);
  return start === null ? day : formatDate(start + new Date(start).getTimezoneOffset() * 60_000);
}
