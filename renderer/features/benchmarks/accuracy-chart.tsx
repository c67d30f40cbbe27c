import type { TableRow } from '@shared/routing/routing-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatPercent } from '../../components/format';
import { seriesColor } from '../../components/series';
import { useWidth } from '../../components/use-width';
import { useModelNames } from '../why';
import { type Chart, type ChartFrame, layOutChart } from './chart-geometry';
import { letterOf } from './rows-table';

const HEIGHT = 270;
const RADIUS = 10;
const TICK = { fontSize: 11, fill: 'var(--ink-3)' };

export interface AccuracyChartProps {
  /** In the order of their picks. */
  readonly rows: readonly TableRow[];
  readonly minAccuracy: number;
}

/** Accuracy against cost per case; letters name the rows of the table below. */
export function AccuracyChart({ rows, minAccuracy }: AccuracyChartProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { ref, width } = useWidth<HTMLDivElement>(760);
  const frame = useMemo<ChartFrame>(
    () => ({ left: 48, right: width - 16, top: 24, bottom: HEIGHT - 52, lane: 56 }),
    [width],
  );
  const chart = useMemo(() => layOutChart(rows, minAccuracy, frame), [rows, minAccuracy, frame]);
  return (
    <div ref={ref} className="mb-2 min-w-0">
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('benchmarks.table.chart', { count: rows.length })}
        className="block"
      >
        <Axes chart={chart} frame={frame} minAccuracy={minAccuracy} />
        {/* The pick is drawn last: where two are at one place it is seen. */}
        {[...chart.dots.entries()].toReversed().map(([index, { model, x, y }]) => (
          <g key={model}>
            <title>{nameOf(model)}</title>
            <circle
              cx={x}
              cy={y}
              r={RADIUS}
              fill="var(--surface)"
              stroke={seriesColor(index)}
              strokeWidth={1.5}
            />
            <circle cx={x} cy={y} r={RADIUS} fill={seriesColor(index)} fillOpacity={0.3} />
            {index === 0 && (
              <circle
                cx={x}
                cy={y}
                r={RADIUS + 4}
                fill="none"
                stroke="var(--ink)"
                strokeWidth={2}
              />
            )}
            <text
              x={x}
              y={y + 4}
              textAnchor="middle"
              fontSize={11}
              fontWeight={700}
              fill="var(--ink)"
            >
              {letterOf(index)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

interface AxesProps {
  readonly chart: Chart;
  readonly frame: ChartFrame;
  readonly minAccuracy: number;
}

function Axes({ chart, frame, minAccuracy }: AxesProps) {
  const { t } = useTranslation();
  const { left, right, top, bottom } = frame;
  const lane = chart.laneWidth;
  return (
    <g>
      {lane > 0 && (
        <>
          <rect x={left} y={top} width={lane} height={bottom - top} fill="var(--sunken)" />
          <text x={left + lane / 2} y={bottom + 26} textAnchor="middle" {...TICK}>
            {t('benchmarks.table.free')}
          </text>
        </>
      )}
      {chart.yTicks.map(({ y, accuracy }) => (
        <g key={accuracy}>
          <line x1={left} x2={right} y1={y} y2={y} stroke="var(--line)" />
          <text x={left - 6} y={y + 4} textAnchor="end" {...TICK}>
            {formatPercent(accuracy)}
          </text>
        </g>
      ))}
      {chart.xTicks.map(({ x, usd }) => (
        <g key={usd}>
          <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--line)" strokeDasharray="2 3" />
          <text x={x} y={bottom + 26} textAnchor="middle" {...TICK}>
            {formatMoney(usd)}
          </text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
      <line
        x1={left}
        x2={right}
        y1={chart.thresholdY}
        y2={chart.thresholdY}
        stroke="var(--accent)"
        strokeWidth={1.5}
        strokeDasharray="6 4"
      />
      <text
        x={right}
        y={chart.thresholdY - 5}
        textAnchor="end"
        fontSize={11}
        fill="var(--accent-ink)"
      >
        {t('benchmarks.table.threshold', { accuracy: formatPercent(minAccuracy) })}
      </text>
      <text
        x={(left + right) / 2}
        y={bottom + 46}
        textAnchor="middle"
        fontSize={11}
        fill="var(--ink-2)"
      >
        {t('benchmarks.table.costAxis')}
      </text>
      <text x={4} y={12} fontSize={11} fill="var(--ink-2)">
        {t('benchmarks.table.accuracyAxis')}
      </text>
    </g>
  );
}
