import type { TableRow } from '@shared/routing/routing-table';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Duration, Money } from '../../components/figures';
import { formatCount, formatPercent } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { useModelNames } from '../why';

/** A, B, ... as in the chart; after Z numbers. */
export function letterOf(index: number): string {
  return index < 26 ? String.fromCodePoint(65 + index) : String(index + 1);
}

export interface RowsTableProps {
  /** In the order of their picks. */
  readonly rows: readonly TableRow[];
  readonly minAccuracy: number;
  readonly label: string;
}

/** The chart's figures, in the order in which the models are taken. */
export function RowsTable({ rows, minAccuracy, label }: RowsTableProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const head = 'py-1 pr-4 text-left font-medium whitespace-nowrap text-ink-2';
  const right = `${head} text-right`;
  const cell = 'py-1 pr-4 text-right tabular-nums whitespace-nowrap';
  return (
    // Focusable, so that the keyboard can scroll it in a narrow window.
    <div className="overflow-x-auto" role="region" tabIndex={0} aria-label={label}>
      <table className="w-full text-sm">
        <thead>
          <tr>
            <th className={head}>{t('benchmarks.table.order')}</th>
            <th className={head}>{t('benchmarks.table.model')}</th>
            <th className={right}>{t('benchmarks.table.accuracy')}</th>
            <th className={right}>{t('benchmarks.table.cost')}</th>
            <th className={right}>{t('benchmarks.table.p95')}</th>
            <th className={right}>{t('benchmarks.table.graded')}</th>
            <th className={head}>{t('benchmarks.table.good')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.model} className="border-t border-line">
              <td className="py-1 pr-4 font-semibold text-ink-2">{letterOf(index)}</td>
              <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal">
                <ModelName id={row.model} name={nameOf(row.model)} />
                {row.effort !== null && (
                  <span className="ml-5.5 block text-ink-3">
                    {t('benchmarks.effortShort', {
                      effort: t(`benchmarks.efforts.${row.effort}`).toLowerCase(),
                    })}
                  </span>
                )}
              </th>
              <td className={cell}>{formatPercent(row.accuracy)}</td>
              <td className={cell}>
                {row.avgCostUsd === 0 ? t('benchmarks.table.free') : <Money usd={row.avgCostUsd} />}
              </td>
              <td className={cell}>
                <Duration ms={row.p95Ms} />
              </td>
              <td className={cell}>{formatCount(row.graded)}</td>
              <td className="py-1">
                {row.accuracy >= minAccuracy ? (
                  <Badge tone="good">{t('benchmarks.table.yes')}</Badge>
                ) : (
                  <Badge>{t('benchmarks.table.no')}</Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
