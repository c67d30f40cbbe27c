import type { ClassifierWinnerResponse } from '@shared/api/benchmark';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card';
import { formatDuration, formatMoney, formatPercent } from '../../components/format';
import { useModelNames } from '../why';

/** Which model labels requests, and whether an override, a winner or the heuristic says so (S4-30). */
export function WinnerCard({ winner: state }: { readonly winner: ClassifierWinnerResponse }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { model, source, winner } = state;
  return (
    <Card title={t('benchmarks.winner.title')}>
      <p className="font-medium">
        {model === null || source === 'heuristic'
          ? t('benchmarks.winner.heuristic')
          : t(`benchmarks.winner.${source}`, { model: nameOf(model) })}
      </p>
      {winner !== null && (
        <p className="mt-1 text-sm text-ink-2">
          {source === 'override' &&
            `${t('benchmarks.winner.overBeaten', { model: nameOf(winner.model) })} `}
          {t(`benchmarks.winner.reasons.${winner.reason}`)}{' '}
          {t('benchmarks.winner.details', {
            accuracy: formatPercent(winner.accuracy),
            cost: formatMoney(winner.avgCostUsd),
            p95:
              winner.p95LatencyMs === null
                ? t('common.unknown')
                : formatDuration(winner.p95LatencyMs),
          })}
        </p>
      )}
    </Card>
  );
}
