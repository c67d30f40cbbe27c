import type { Figure } from '@shared/routing/candidate';
import { formatCompact, formatDuration, formatFigure, formatMoney, formatPercent } from './format';

/** A figure's value as a person reads it: money and time as everywhere else, the rest with its unit. */
export function figureText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (unit === 'ms') return formatDuration(value);
  if (unit.startsWith('usd')) return formatMoney(value);
  if (unit === '%') return `${formatFigure(value)} %`;
  if (unit === 'fraction') return formatPercent(value);
  if (unit === 'tokens') return formatCompact(value);
  if (unit === 'tokens_per_second') return `${formatFigure(value)} tok/s`;
  return `${formatFigure(value)} ${unit.replaceAll('_', ' ')}`;
}
