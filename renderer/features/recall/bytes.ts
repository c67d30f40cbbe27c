const LOCALE = 'en-US';
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `0 kB`, `240 kB`, `1.2 MB`, `3.4 GB`; thousands, as disks are sold. */
export function formatBytes(bytes: number): string {
  const power = Math.max(1, Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: 'short',
    maximumFractionDigits: power === 1 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}
