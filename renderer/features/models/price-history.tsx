import type { ModelRow, PricePoint } from '@shared/api/models';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { formatDate, formatMoney } from '../../components/format';
import { seriesColor } from '../../components/series';
import { models } from '../../texts/models';
import { useSourceLabel } from './figure-source';
import { byUnit, hasMoved, layOutPrices, type PriceChart } from './price-geometry';
import { selectData, useModelsStore } from './store';

const BOX = { width: 470, height: 132, left: 56, right: 12, top: 10, bottom: 22 } as const;
/** Dashes of the series, so that colour never speaks alone. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 4', '10 4'] as const;

type RateName = keyof typeof models.figures;
function isRate(rate: string): rate is RateName {
  return Object.hasOwn(models.figures, rate);
}

function useRateName(): (rate: string) => string {
  const { t } = useTranslation();
  return (rate) => (isRate(rate) ? t(`models.figures.${rate}`) : rate);
}

/** Prices as this app saw them over time: steps, and the same as a table. */
export function PriceHistory({ row }: { readonly row: ModelRow }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const now = useModelsStore((state) => Date.parse(selectData(state)?.generatedAt ?? ''));
  const points = row.priceHistory;
  const first = points[0];
  return (
    <section>
      <header className="mb-1 flex items-center justify-between gap-2">
        <h3 className="font-semibold">{t('models.prices.title')}</h3>
        {first !== undefined && (
          <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'models.prices.asChart' : 'models.prices.asTable')}
          </Button>
        )}
      </header>
      {first === undefined && <p className="text-sm text-ink-3">{t('models.prices.none')}</p>}
      {first !== undefined && !hasMoved(points) && (
        <p className="text-sm text-ink-3">
          {t('models.prices.still', { date: formatDate(Date.parse(first.at)) })}
        </p>
      )}
      {first !== undefined &&
        (asTable ? (
          <PriceTable points={points} />
        ) : (
          byUnit(points).map((group) => {
            const chart = layOutPrices(group, now, BOX);
            return chart === null ? null : <Chart key={group[0]?.rate} chart={chart} />;
          })
        ))}
    </section>
  );
}

function Chart({ chart }: { readonly chart: PriceChart }) {
  const { t } = useTranslation();
  const titleId = useId();
  const nameOf = useRateName();
  const floor = BOX.height - BOX.bottom;
  const right = BOX.width - BOX.right;
  return (
    <figure className="m-0">
      <svg
        role="img"
        aria-labelledby={titleId}
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        className="block w-full"
      >
        <title id={titleId}>
          {t('models.prices.label', {
            from: formatDate(chart.from),
            to: formatDate(chart.to),
            max: formatMoney(chart.max),
          })}
        </title>
        <path
          d={`M${BOX.left} ${BOX.top}V${floor}H${right}`}
          fill="none"
          stroke="var(--line-strong)"
        />
        <text x={BOX.left - 6} y={BOX.top + 4} textAnchor="end" fontSize={11} fill="var(--ink-3)">
          {formatMoney(chart.max)}
        </text>
        <text x={BOX.left - 6} y={floor + 3} textAnchor="end" fontSize={11} fill="var(--ink-3)">
          {formatMoney(0)}
        </text>
        <text x={BOX.left} y={BOX.height - 6} fontSize={11} fill="var(--ink-3)">
          {formatDate(chart.from)}
        </text>
        <text x={right} y={BOX.height - 6} textAnchor="end" fontSize={11} fill="var(--ink-3)">
          {t('models.prices.now')}
        </text>
        {chart.series.map(({ rate, path, steps }, index) => (
          <g key={rate}>
            <path
              d={path}
              fill="none"
              stroke={seriesColor(index)}
              strokeWidth={2}
              strokeDasharray={DASHES[index % DASHES.length]}
            />
            {steps.map(({ x, y, point }) => (
              <circle key={point.at} cx={x} cy={y} r={3} fill={seriesColor(index)} />
            ))}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul className="flex flex-wrap gap-x-4 text-xs text-ink-2">
          {chart.series.map(({ rate, steps }, index) => (
            <li key={rate} className="flex items-center gap-1.5">
              <svg width={20} height={8} aria-hidden>
                <path
                  d="M0 4H20"
                  stroke={seriesColor(index)}
                  strokeWidth={2}
                  strokeDasharray={DASHES[index % DASHES.length]}
                />
              </svg>
              {nameOf(rate)}: {formatMoney(steps.at(-1)?.point.value ?? 0)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

function PriceTable({ points }: { readonly points: readonly PricePoint[] }) {
  const { t } = useTranslation();
  const nameOf = useRateName();
  const labelOf = useSourceLabel();
  const head = 'py-1 pr-3 text-left text-xs font-medium text-ink-3';
  return (
    <table className="w-full text-sm">
      <thead>
        <tr>
          <th className={head}>{t('models.prices.rate')}</th>
          <th className={head}>{t('models.prices.value')}</th>
          <th className={head}>{t('models.prices.at')}</th>
          <th className={head}>{t('models.panel.source')}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={`${point.rate} ${point.at}`} className="border-t border-line tabular-nums">
            <th scope="row" className="py-0.5 pr-3 text-left font-normal">
              {nameOf(point.rate)}
            </th>
            <td className="pr-3">
              {point.value === null ? t('models.prices.withdrawn') : formatMoney(point.value)}
            </td>
            <td className="pr-3">{formatDate(Date.parse(point.at))}</td>
            <td>{labelOf({ ...SOURCE_ONLY, source: point.source })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SOURCE_ONLY = { value: 0, unit: '', metric: '', date: null, estimate: false } as const;
