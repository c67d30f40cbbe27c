/** Every number the user reads is made here, by Intl, in one locale. */
const LOCALE = 'en-US';

const moneySmall = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
});
const moneyLarge = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' });
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const compact = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 4 });
const scoreFormat = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 3,
  maximumFractionDigits: 3,
});
const floorFormat = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const ratingFormat = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const percentFormat = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const time = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'medium' });
const date = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });
const compactCount = new Intl.NumberFormat(LOCALE, {
  notation: 'compact',
  maximumSignificantDigits: 3,
});
const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** Above this two decimals are enough; what rounds to ten cents counts as above. */
const SMALL_USD = 0.0995;

/** As "a, b, and c". */
export function formatList(items: readonly string[]): string {
  return list.format(items);
}

/** US dollars; small ones with two significant digits, so that $0.00042 is not $0.00. */
export function formatMoney(usd: number): string {
  const size = Math.abs(usd);
  return size === 0 || size >= SMALL_USD ? moneyLarge.format(usd) : moneySmall.format(usd);
}

/** Milliseconds as `84 ms`, `0.8 s`, `12 s` or `2 min 5 s`. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size < 100) return `${whole.format(ms)} ms`;
  if (size < 9950) return `${tenths.format(ms / 1000)} s`;
  if (size < 59_500) return `${whole.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${whole.format(Math.trunc(seconds / 60))} min ${whole.format(Math.abs(seconds % 60))} s`;
}

export function formatCount(value: number): string {
  return whole.format(value);
}

/** A raw figure with up to four significant digits. */
export function formatFigure(value: number): string {
  return compact.format(value);
}

/** A score 0..1 with three decimals. */
export function formatScore(score: number): string {
  return scoreFormat.format(score);
}

/** A quality floor 0..1 with two decimals. */
export function formatFloor(floor: number): string {
  return floorFormat.format(floor);
}

/** A rating 0..1 with two decimals. */
export function formatPlainScore(score: number): string {
  return ratingFormat.format(score);
}

/** A fraction as a percentage. */
export function formatPercent(fraction: number): string {
  return percentFormat.format(fraction);
}

export function formatDateTime(epochMs: number): string {
  return dateTime.format(epochMs);
}

/** The time of day with its seconds. */
export function formatTime(epochMs: number): string {
  return time.format(epochMs);
}

export function formatDate(epochMs: number): string {
  return date.format(epochMs);
}

/** `5 minutes ago`. */
export function formatAgo(epochMs: number, nowMs: number): string {
  const seconds = Math.round((epochMs - nowMs) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

/** A whole number of days as `today`, `yesterday`, `93 days ago`. */
export function formatDaysAgo(days: number): string {
  return relative.format(-days, 'day');
}

/** A large count in few characters: `1.2M`, `128K`. */
export function formatCompact(value: number): string {
  return compactCount.format(value);
}

/** A signed difference: `+0.3 s`, `-$0.0012`, with a real minus sign. */
export function formatSigned(value: number, format: (size: number) => string): string {
  const text = format(Math.abs(value));
  if (text === format(0)) return `±${text}`;
  return `${value < 0 ? '\u2212' : '+'}${text}`;
}
