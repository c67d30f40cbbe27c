import type { DecisionTrace } from '@shared/routing/decide';
import type { EfficientRow } from '@shared/routing/efficient-types';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Money, Unknown } from '../../components/figures';
import { formatCount, formatPercent } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { useModelNames } from './catalog-store';
import { classifierText, efficientDetailOf, stickyText, tierText } from './efficient-text';
import { nameIn } from './sentence';

/** What `auto/efficient` saw: difficulty, who told it, the table's rows, and what held the model. */
export function EfficientPanel({ trace }: { readonly trace: DecisionTrace }) {
  const { t } = useTranslation();
  const known = useModelNames();
  const detail = efficientDetailOf(trace);
  if (detail === null) return null;
  const { trace: efficient, effort } = detail;
  const nameOf = (id: string): string =>
    trace.candidates.some((candidate) => candidate.id === id) ? nameIn(trace, id) : known(id);
  const sticky = stickyText(efficient, nameOf);
  return (
    <section aria-label={t('why.efficient.title')} className="mt-3">
      <h3 className="font-semibold">{t('why.efficient.title')}</h3>
      <p data-testid="efficient-tier">{tierText(efficient)}</p>
      <p className="text-ink-2">{classifierText(efficient.classification, nameOf)}</p>
      <p className="text-ink-2" data-testid="efficient-sticky">
        {sticky}
      </p>
      {efficient.reason === 'none_above_floor' && (
        <p className="text-ink-2">{t('why.efficient.noneAbove')}</p>
      )}
      {effort !== null && (
        <p className="text-ink-2">
          {t('why.efficient.effort', { effort: t(`why.efficient.efforts.${effort}`) })}
        </p>
      )}
      <Rows rows={efficient.rows} chosen={trace.model} nameOf={nameOf} />
    </section>
  );
}

interface RowsProps {
  readonly rows: readonly EfficientRow[];
  readonly chosen: string | null;
  readonly nameOf: (id: string) => string;
}

function Rows({ rows, chosen, nameOf }: RowsProps) {
  const { t } = useTranslation();
  const head = 'py-1 pr-4 text-left font-medium whitespace-nowrap text-ink-2';
  const right = `${head} text-right`;
  const cell = 'py-1 pr-4 text-right tabular-nums whitespace-nowrap';
  return (
    <div
      className="mt-2 overflow-x-auto"
      role="region"
      tabIndex={0}
      aria-label={t('why.efficient.table')}
    >
      <table className="w-full text-sm">
        <thead>
          <tr>
            <th className={head}>{t('why.model')}</th>
            <th className={right}>{t('why.efficient.accuracy')}</th>
            <th className={right}>{t('why.efficient.routeAccuracy')}</th>
            <th className={right}>{t('why.efficient.cost')}</th>
            <th className={right}>{t('why.efficient.graded')}</th>
            <th className={head}>{t('why.efficient.good')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.model} className="border-t border-line">
              <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal">
                <span className="flex min-w-0 items-center gap-2">
                  <ModelName id={row.model} name={nameOf(row.model)} practice={false} />
                  {row.model === chosen && <Badge tone="accent">{t('why.efficient.chosen')}</Badge>}
                </span>
              </th>
              <td className={cell}>{formatPercent(row.accuracy)}</td>
              <td className={cell}>
                {row.routeAccuracy === null ? (
                  <Unknown label={t('why.efficient.tooFew')} />
                ) : (
                  formatPercent(row.routeAccuracy)
                )}
              </td>
              <td className={cell}>
                {row.avgCostUsd === 0 ? t('why.efficient.free') : <Money usd={row.avgCostUsd} />}
              </td>
              <td className={cell}>{formatCount(row.graded)}</td>
              <td className="py-1">
                {row.drop !== null ? (
                  <Badge tone="warn">{t(`why.efficient.drops.${row.drop}`)}</Badge>
                ) : row.meetsFloor ? (
                  <Badge tone="good">{t('why.efficient.yes')}</Badge>
                ) : (
                  <Badge>{t('why.efficient.no')}</Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
