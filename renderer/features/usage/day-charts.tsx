import { memo, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { showDay } from '../../components/day-text';
import { formatCount, formatDuration, formatMoney } from '../../components/format';
import { columnOf, type Day, niceCeiling, niceCount, yOf } from './geometry';

const HEIGHT = 118;
const TOP = 10;
const BOTTOM = 96;
/** Room for the figures of the scale. */
const LEFT = 56;
const RIGHT = 6;

export interface DayChartProps {
  readonly days: readonly Day[];
  readonly width: number;
}

/** Known money a day; a day with calls of unknown cost has a mark above its bar. */
export const CostChart = memo(function CostChart({ days, width }: DayChartProps) {
  const { t } = useTranslation();
  const max = niceCeiling(Math.max(0, ...days.map(({ row }) => row?.costUsd ?? 0)));
  const anyUnknown = days.some(({ row }) => (row?.unknownCostCount ?? 0) > 0);
  return (
    <Frame
      title={t('usage.days.cost')}
      legend={anyUnknown && <span>{t('usage.days.unknownMark')}</span>}
      days={days}
      width={width}
      max={max}
      format={formatMoney}
    >
      {days.map(({ day, row }, index) => {
        if (row === null) return null;
        const { x, width: bar } = columnOf(index, days.length, LEFT, width - LEFT - RIGHT);
        const y = yOf(row.costUsd, max, TOP, BOTTOM);
        const unknown = row.unknownCostCount;
        return (
          <g key={day}>
            <title>
              {t(unknown > 0 ? 'usage.days.costUnknownOf' : 'usage.days.costOf', {
                date: showDay(day),
                cost: formatMoney(row.costUsd),
                count: unknown,
              })}
            </title>
            <HitArea index={index} count={days.length} width={width} />
            <rect x={x} y={y} width={bar} height={BOTTOM - y} fill="var(--cost)" />
            {unknown > 0 && (
              <circle
                cx={x + bar / 2}
                cy={Math.max(y - 6, TOP)}
                r={3}
                fill="var(--surface)"
                stroke="var(--warn)"
                strokeWidth={1.5}
              />
            )}
          </g>
        );
      })}
    </Frame>
  );
});

/** Calls a day, those that failed at the foot of the bar. */
export const CallsChart = memo(function CallsChart({ days, width }: DayChartProps) {
  const { t } = useTranslation();
  const failed = useId();
  const max = niceCount(Math.max(0, ...days.map(({ row }) => row?.calls ?? 0)));
  return (
    <Frame
      title={t('usage.days.calls')}
      legend={
        <span className="inline-flex items-center gap-1.5">
          <svg width={12} height={12} aria-hidden>
            <rect
              x={0.5}
              y={0.5}
              width={11}
              height={11}
              fill={`url(#${failed})`}
              stroke="var(--bad)"
            />
          </svg>
          {t('usage.days.failed')}
        </span>
      }
      days={days}
      width={width}
      max={max}
      format={formatCount}
    >
      <FailedPattern id={failed} />
      {days.map(({ day, row }, index) => {
        if (row === null) return null;
        const { x, width: bar } = columnOf(index, days.length, LEFT, width - LEFT - RIGHT);
        const top = yOf(row.calls, max, TOP, BOTTOM);
        const split = yOf(row.failed, max, TOP, BOTTOM);
        return (
          <g key={day}>
            <title>
              {t('usage.days.callsOf', {
                date: showDay(day),
                calls: formatCount(row.calls),
                failed: formatCount(row.failed),
              })}
            </title>
            <HitArea index={index} count={days.length} width={width} />
            <rect x={x} y={top} width={bar} height={split - top} fill="var(--accent)" />
            <rect
              x={x}
              y={split}
              width={bar}
              height={BOTTOM - split}
              fill={`url(#${failed})`}
              stroke={row.failed > 0 ? 'var(--bad)' : undefined}
            />
          </g>
        );
      })}
    </Frame>
  );
});

/** The middle and the slow end of a day's answers: a dot at p50, a ring at p95. */
export const TimeChart = memo(function TimeChart({ days, width }: DayChartProps) {
  const { t } = useTranslation();
  const max = niceCeiling(Math.max(0, ...days.map(({ row }) => row?.p95Ms ?? 0)));
  return (
    <Frame
      title={t('usage.days.time')}
      legend={<span>{t('usage.days.timeLegend')}</span>}
      days={days}
      width={width}
      max={max}
      format={formatDuration}
    >
      {days.map(({ day, row }, index) => {
        if (row === null || row.p50Ms === null || row.p95Ms === null) return null;
        const { x, width: bar } = columnOf(index, days.length, LEFT, width - LEFT - RIGHT);
        const middle = x + bar / 2;
        const low = yOf(row.p50Ms, max, TOP, BOTTOM);
        const high = yOf(row.p95Ms, max, TOP, BOTTOM);
        const radius = Math.min(3.5, Math.max(1.5, bar / 2));
        return (
          <g key={day}>
            <title>
              {t('usage.days.timeOf', {
                date: showDay(day),
                p50: formatDuration(row.p50Ms),
                p95: formatDuration(row.p95Ms),
              })}
            </title>
            <HitArea index={index} count={days.length} width={width} />
            <line
              x1={middle}
              x2={middle}
              y1={low}
              y2={high}
              stroke="var(--latency)"
              strokeWidth={Math.min(2, bar)}
            />
            <circle
              cx={middle}
              cy={high}
              r={radius}
              fill="var(--surface)"
              stroke="var(--latency)"
              strokeWidth={1.5}
            />
            <circle cx={middle} cy={low} r={radius} fill="var(--latency)" />
          </g>
        );
      })}
    </Frame>
  );
});

/** Look of what failed: stripes, so that it is seen without colour. */
function FailedPattern({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse">
        <rect width={6} height={6} fill="var(--surface)" />
        <path d="M-1 7 L7 -1 M-1 1 L1 -1 M5 7 L7 5" stroke="var(--bad)" strokeWidth={1.5} />
      </pattern>
    </defs>
  );
}

interface FrameProps extends DayChartProps {
  readonly title: string;
  readonly legend?: ReactNode;
  /** Top of the scale. */
  readonly max: number;
  readonly format: (value: number) => string;
  readonly children: ReactNode;
}

/** Title, scale and days around the marks of one chart. */
function Frame({ title, legend, days, width, max, format, children }: FrameProps) {
  const { t } = useTranslation();
  const first = days[0]?.day ?? '';
  const last = days.at(-1)?.day ?? '';
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-sm font-medium text-ink-2">{title}</span>
        <span className="text-xs text-ink-3">{legend}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={t('usage.days.chart', { title, first: showDay(first), last: showDay(last) })}
        width={width}
        height={HEIGHT}
        className="block"
      >
        {[0, max / 2, max].map((value) => (
          <g key={value}>
            <line
              x1={LEFT}
              x2={width - RIGHT}
              y1={yOf(value, max, TOP, BOTTOM)}
              y2={yOf(value, max, TOP, BOTTOM)}
              stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
            />
            <text
              x={LEFT - 6}
              y={yOf(value, max, TOP, BOTTOM) + 4}
              textAnchor="end"
              fontSize={11}
              fill="var(--ink-3)"
            >
              {format(value)}
            </text>
          </g>
        ))}
        {children}
        <text x={LEFT} y={BOTTOM + 16} fontSize={11} fill="var(--ink-3)">
          {showDay(first)}
        </text>
        {first !== last && (
          <text
            x={width - RIGHT}
            y={BOTTOM + 16}
            fontSize={11}
            fill="var(--ink-3)"
            textAnchor="end"
          >
            {showDay(last)}
          </text>
        )}
      </svg>
    </figure>
  );
}

/** The whole height of a day, so that its figures come up over a thin bar too. */
function HitArea(props: {
  readonly index: number;
  readonly count: number;
  readonly width: number;
}) {
  const step = (props.width - LEFT - RIGHT) / props.count;
  return (
    <rect
      x={LEFT + props.index * step}
      y={TOP}
      width={step}
      height={BOTTOM - TOP}
      fill="transparent"
    />
  );
}
