import { useTranslation } from 'react-i18next';
import { showDay } from '../../components/day-text';
import { Duration } from '../../components/figures';
import { formatCount, formatMoney } from '../../components/format';
import type { Day } from './geometry';

const HEAD =
  'sticky top-0 bg-surface py-1 pr-4 text-right font-medium whitespace-nowrap text-ink-2';
const CELL = 'py-1 pr-4 text-right whitespace-nowrap';

/** The same days as the charts in figures, newest first; days without a call are left out. */
export function DayTable({ days }: { readonly days: readonly Day[] }) {
  const { t } = useTranslation();
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={t('usage.days.title')}
      className="max-h-96 overflow-auto"
    >
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr>
            <th className={`${HEAD} text-left`}>{t('usage.columns.day')}</th>
            <th className={HEAD}>{t('usage.columns.cost')}</th>
            <th className={HEAD}>{t('usage.columns.unknown')}</th>
            <th className={HEAD}>{t('usage.columns.calls')}</th>
            <th className={HEAD}>{t('usage.columns.failed')}</th>
            <th className={HEAD}>{t('usage.columns.p50')}</th>
            <th className={HEAD}>{t('usage.columns.p95')}</th>
            <th className={HEAD}>{t('usage.columns.firstP50')}</th>
            <th className={HEAD}>{t('usage.columns.firstP95')}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(
            ({ day, row }) =>
              row !== null && (
                <tr key={day} className="border-t border-line">
                  <th scope="row" className="py-1 pr-4 text-left font-normal whitespace-nowrap">
                    {showDay(day)}
                  </th>
                  <td className={CELL}>{formatMoney(row.costUsd)}</td>
                  <td className={CELL}>{formatCount(row.unknownCostCount)}</td>
                  <td className={CELL}>{formatCount(row.calls)}</td>
                  <td className={CELL}>{formatCount(row.failed)}</td>
                  <td className={CELL}>
                    <Duration ms={row.p50Ms} />
                  </td>
                  <td className={CELL}>
                    <Duration ms={row.p95Ms} />
                  </td>
                  <td className={CELL}>
                    <Duration ms={row.firstTokenP50Ms} />
                  </td>
                  <td className={CELL}>
                    <Duration ms={row.firstTokenP95Ms} />
                  </td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  );
}
