import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { formatCount, formatMoney } from '../../components/format';
import { Popover } from '../../components/popover';
import { useHistory } from './store';

/** Totals of the filtered rows. What is not known is counted, never taken for nothing. */
export function Totals() {
  const { t } = useTranslation();
  const summary = useHistory((state) => state.summary);
  if (summary === null) return null;
  const { total, spentUsd, unknownCostCount, savedUsd, savedCount } = summary;
  const dearer = savedUsd < 0;
  return (
    <dl className="flex shrink-0 flex-wrap gap-x-8 gap-y-2">
      <Figure label={t('history.totals.requests')} value={formatCount(total)} />
      <Figure
        label={t('history.totals.spent')}
        value={formatMoney(spentUsd)}
        note={
          unknownCostCount > 0
            ? t('history.totals.unknown', {
                count: unknownCostCount,
                formatted: formatCount(unknownCostCount),
              })
            : t('history.totals.allKnown')
        }
      />
      <Figure
        label={t(dearer ? 'history.totals.extra' : 'history.totals.saved')}
        value={savedCount === 0 ? t('common.unknown') : formatMoney(Math.abs(savedUsd))}
        note={
          savedCount === 0
            ? undefined
            : t('history.totals.savedOver', {
                count: savedCount,
                formatted: formatCount(savedCount),
              })
        }
      >
        <Popover
          title={t('history.totals.formulaTitle')}
          showTitle
          className="w-96"
          trigger={
            <Button size="sm" variant="ghost">
              {t('history.totals.formula')}
            </Button>
          }
        >
          <p>
            {t('history.totals.formulaText', {
              formatted: formatCount(savedCount),
              saved: formatMoney(savedUsd),
            })}
          </p>
          {unknownCostCount > 0 && (
            <p className="mt-2 text-ink-2">
              {t('history.totals.formulaUnknown', {
                count: unknownCostCount,
                formatted: formatCount(unknownCostCount),
              })}
            </p>
          )}
        </Popover>
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly children?: ReactNode;
}

function Figure({ label, value, note, children }: FigureProps) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{label}</dt>
      <dd className="flex items-baseline gap-2">
        <span className="text-xl font-semibold tabular-nums">{value}</span>
        {note !== undefined && <span className="text-sm text-ink-3">{note}</span>}
        {children}
      </dd>
    </div>
  );
}
