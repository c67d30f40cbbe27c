import type { Figure } from '@shared/routing/candidate';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatMoney } from './format';
import { Duration, Money } from './figures';

/** What is known of a model before it is asked: a candidate's or a trace's figures. */
export interface Estimate {
  readonly practice: boolean;
  readonly costUsd: number | null;
  /** The whole request; null = only the first word's time may be known. */
  readonly latencyMs: number | null;
  /** The latency axis' own measurement. */
  readonly latency: Figure | null;
}

const FIRST_WORD_METRICS: readonly string[] = ['ttft_ms', 'ttfat_ms'];

/** Milliseconds to the first word, when that is what was measured. */
export function firstWordMs(latency: Figure | null): number | null {
  if (latency === null || !FIRST_WORD_METRICS.includes(latency.metric)) return null;
  if (latency.unit === 'ms') return latency.value;
  return latency.unit === 's' ? latency.value * 1000 : null;
}

/** `~2.1 s`, or `first word ~0.7 s` when no more is known; null = nothing is. */
export function waitText(
  { latencyMs, latency }: Pick<Estimate, 'latencyMs' | 'latency'>,
  t: TFunction,
): string | null {
  if (latencyMs !== null) return t('common.wait', { time: formatDuration(latencyMs) });
  const first = firstWordMs(latency);
  return first === null ? null : t('common.waitFirstWord', { time: formatDuration(first) });
}

/** Expected time; unknown is a dash with a spoken name. */
export function Wait(props: Pick<Estimate, 'latencyMs' | 'latency'>) {
  const { t } = useTranslation();
  const text = waitText(props, t);
  if (text === null) return <Duration ms={null} />;
  return <span className="whitespace-nowrap tabular-nums">{text}</span>;
}

/** Expected money. A practice model takes none: its figure is only there to be weighed. */
export function ExpectedCost({ practice, costUsd }: Pick<Estimate, 'practice' | 'costUsd'>) {
  const { t } = useTranslation();
  if (!practice || costUsd === null) return <Money usd={costUsd} />;
  return <span>{t('common.simulatedCost', { cost: formatMoney(costUsd) })}</span>;
}
