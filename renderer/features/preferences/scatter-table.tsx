import { paretoFront } from '@shared/routing/pareto';
import { useTranslation } from 'react-i18next';
import { ExpectedCost, Wait } from '../../components/estimate';
import { Unknown } from '../../components/figures';
import { formatScore } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { seriesLetter } from './triangle-geometry';
import type { ScatterCardProps } from './scatter-card';

/** The chart's figures in words, best quality first. */
export function ScatterTable({ landscape }: ScatterCardProps) {
  const { t } = useTranslation();
  const marks = new Map(
    paretoFront(
      landscape.eligible.map(({ id, scores, typicalCostUsd, typicalLatencyMs }) => ({
        id,
        quality: scores.quality,
        costUsd: typicalCostUsd,
        latencyMs: typicalLatencyMs,
      })),
    ).map((mark) => [mark.id, mark]),
  );
  const rows = [...landscape.eligible].sort(
    (a, b) => (b.scores.quality ?? -1) - (a.scores.quality ?? -1),
  );
  const stateOf = (id: string): string => {
    const mark = marks.get(id);
    if (mark === undefined || mark.status === 'unknown')
      return t('preferences.scatter.notComparable');
    if (mark.dominatedBy === null) return t('preferences.scatter.onFront');
    return t('preferences.scatter.beaten', { model: landscape.nameOf(mark.dominatedBy) });
  };
  const head = 'sticky top-0 bg-surface py-1 pr-4 text-left font-medium text-ink-2';
  return (
    // Focusable, so that the keyboard can scroll it.
    <div
      className="max-h-96 overflow-auto"
      role="region"
      tabIndex={0}
      aria-label={t('preferences.scatter.title')}
    >
      <table className="w-full text-sm">
        <thead>
          <tr>
            <th className={head}>{t('preferences.scatter.model')}</th>
            <th className={head}>{t('preferences.scatter.quality')}</th>
            <th className={head}>{t('preferences.scatter.costColumn')}</th>
            <th className={head}>{t('preferences.scatter.latency')}</th>
            <th className={head}>{t('preferences.scatter.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((candidate) => {
            const series = landscape.seriesOf.get(candidate.id);
            return (
              <tr key={candidate.id} className="border-t border-line">
                <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal">
                  <span className="inline-flex max-w-full items-center gap-1.5">
                    <span className="w-4 text-ink-3">
                      {series === undefined ? '' : seriesLetter(series)}
                    </span>
                    <ModelName
                      id={candidate.id}
                      name={candidate.name}
                      practice={candidate.practice}
                      local={candidate.local}
                    />
                  </span>
                </th>
                <td className="pr-4 tabular-nums">
                  {candidate.scores.quality === null ? (
                    <Unknown label={t('common.unknown')} />
                  ) : (
                    formatScore(candidate.scores.quality)
                  )}
                </td>
                <td className="pr-4">
                  <ExpectedCost practice={candidate.practice} costUsd={candidate.typicalCostUsd} />
                </td>
                <td className="pr-4">
                  <Wait
                    latencyMs={candidate.typicalLatencyMs}
                    latency={candidate.figures.latency}
                  />
                </td>
                <td className="text-ink-2">{stateOf(candidate.id)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
