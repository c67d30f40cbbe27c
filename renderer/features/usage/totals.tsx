import type { UsageRow } from '@shared/api/outcomes';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDuration, formatMoney } from '../../components/format';

/** The calls of the range in figures. Money that is not known is counted apart, never taken for nothing. */
export function Totals({ total }: { readonly total: UsageRow }) {
  const { t } = useTranslation();
  const { calls, routed, direct, failed, costUsd, unknownCostCount } = total;
  const tokens = total.promptTokens + total.completionTokens;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3" aria-label={t('usage.totals.label')}>
      <Figure
        label={t('usage.totals.cost')}
        value={formatMoney(costUsd)}
        note={
          unknownCostCount > 0
            ? t('usage.totals.unknown', {
                count: unknownCostCount,
                formatted: formatCount(unknownCostCount),
              })
            : t('usage.totals.allKnown')
        }
        warn={unknownCostCount > 0}
      />
      <Figure
        label={t('usage.totals.calls')}
        value={formatCount(calls)}
        note={t('usage.totals.kinds', { routed: formatCount(routed), direct: formatCount(direct) })}
      />
      <Figure
        label={t('usage.totals.failed')}
        value={formatCount(failed)}
        note={t('usage.totals.failedNote')}
      />
      <Figure
        label={t('usage.totals.time')}
        value={total.p50Ms === null ? t('common.unknown') : formatDuration(total.p50Ms)}
        note={
          total.p95Ms === null
            ? undefined
            : t('usage.totals.p95', { time: formatDuration(total.p95Ms) })
        }
      />
      <Figure
        label={t('usage.totals.firstToken')}
        value={
          total.firstTokenP50Ms === null
            ? t('common.unknown')
            : formatDuration(total.firstTokenP50Ms)
        }
        note={
          total.firstTokenP95Ms === null
            ? undefined
            : t('usage.totals.p95', { time: formatDuration(total.firstTokenP95Ms) })
        }
      />
      <Figure
        label={t('usage.totals.tokens')}
        value={formatCount(tokens)}
        note={
          total.cachedTokens > 0
            ? t('usage.totals.cached', { formatted: formatCount(total.cachedTokens) })
            : undefined
        }
      />
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly warn?: boolean;
}

function Figure({ label, value, note, warn }: FigureProps) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{label}</dt>
      <dd>
        <div className="text-xl font-semibold tabular-nums">{value}</div>
        {note !== undefined && (
          <div className={warn === true ? 'text-sm text-warn' : 'text-sm text-ink-3'}>{note}</div>
        )}
      </dd>
    </div>
  );
}
