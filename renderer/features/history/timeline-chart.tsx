import { type PointerEvent, memo, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../components/format';
import { SeriesPatterns, SeriesSwatch, seriesColor, seriesFill } from '../../components/series';
import { useWidth } from '../../components/use-width';
import { useModelNames } from '../why';
import { BrushHandle } from './brush-handle';
import { showDay } from '../../components/day-text';
import { type BrushRange, type Timeline, clamp } from './timeline-geometry';

const HEIGHT = 112;
const TOP = 14;
const BOTTOM = 92;
const SIDE = 10;
/** A press that moves less than this many pixels is a click, not a drag. */
const DRAG_PX = 3;

export interface TimelineChartProps {
  readonly timeline: Timeline;
  readonly brush: BrushRange;
  readonly onBrush: (brush: BrushRange) => void;
}

export function TimelineChart({ timeline, brush, onBrush }: TimelineChartProps) {
  const { t } = useTranslation();
  const hintId = useId();
  const { ref, width } = useWidth<HTMLDivElement>(760);
  const pressed = useRef<{ readonly bar: number; readonly x: number } | null>(null);
  const [dragged, setDragged] = useState<BrushRange | null>(null);
  const count = timeline.bars.length;
  const step = Math.max((width - 2 * SIDE) / count, 0.5);
  const shown = dragged ?? brush;
  const xOf = (bar: number): number => SIDE + bar * step;
  const barAt = (event: PointerEvent<SVGSVGElement>): number => {
    const left = event.currentTarget.getBoundingClientRect().left;
    return clamp(Math.floor((event.clientX - left - SIDE) / step), 0, count - 1);
  };
  const finish = (): void => {
    pressed.current = null;
    if (dragged !== null) onBrush(dragged);
    setDragged(null);
  };
  return (
    <div ref={ref} className="relative min-w-0">
      <svg
        width={width}
        height={HEIGHT}
        className="block touch-none select-none"
        onPointerDown={(event) => {
          pressed.current = { bar: barAt(event), x: event.clientX };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const start = pressed.current;
          if (start === null || Math.abs(event.clientX - start.x) < DRAG_PX) return;
          const bar = barAt(event);
          setDragged({ from: Math.min(start.bar, bar), to: Math.max(start.bar, bar) });
        }}
        onPointerUp={finish}
        onPointerCancel={finish}
      >
        <Bars timeline={timeline} step={step} />
        <Shade x={SIDE} width={xOf(shown.from) - SIDE} />
        <Shade x={xOf(shown.to + 1)} width={width - SIDE - xOf(shown.to + 1)} />
        <BrushHandle
          label={t('history.timeline.brushFrom')}
          hintId={hintId}
          x={xOf(shown.from)}
          top={TOP}
          bottom={BOTTOM}
          value={shown.from}
          min={0}
          max={shown.to}
          text={showDay(timeline.bars[shown.from]?.day ?? '')}
          onChange={(from) => onBrush({ from, to: brush.to })}
        />
        <BrushHandle
          label={t('history.timeline.brushTo')}
          hintId={hintId}
          x={xOf(shown.to + 1)}
          top={TOP}
          bottom={BOTTOM}
          value={shown.to}
          min={shown.from}
          max={count - 1}
          text={showDay(timeline.bars[shown.to]?.day ?? '')}
          onChange={(to) => onBrush({ from: brush.from, to })}
        />
      </svg>
      <p id={hintId} className="sr-only">
        {t('history.timeline.brushHint')}
      </p>
      <Legend timeline={timeline} />
    </div>
  );
}

function Shade({ x, width }: { readonly x: number; readonly width: number }) {
  if (width <= 0) return null;
  return (
    <rect
      x={x}
      y={TOP}
      width={width}
      height={BOTTOM - TOP}
      fill="var(--canvas)"
      fillOpacity={0.75}
    />
  );
}

interface BarsProps {
  readonly timeline: Timeline;
  readonly step: number;
}

const Bars = memo(function Bars({ timeline, step }: BarsProps) {
  const { t } = useTranslation();
  const prefix = useId();
  const { bars, highest, marks } = timeline;
  const scale = (BOTTOM - TOP - 8) / highest;
  const gap = step > 4 ? 1 : 0;
  return (
    <g role="img" aria-label={t('history.timeline.chart')}>
      <SeriesPatterns prefix={prefix} ground={0.45} />
      <line
        x1={SIDE}
        x2={SIDE + step * bars.length}
        y1={BOTTOM}
        y2={BOTTOM}
        stroke="var(--line-strong)"
      />
      {bars.map((bar, index) => {
        let y = BOTTOM;
        return (
          <g key={bar.day}>
            <title>{t('history.timeline.bar', { date: showDay(bar.day), total: bar.total })}</title>
            {bar.counts.map((count, series) => {
              const height = count * scale;
              y -= height;
              return height <= 0 ? null : (
                <rect
                  key={timeline.series[series] ?? ''}
                  x={SIDE + index * step}
                  y={y}
                  width={Math.max(step - gap, 0.5)}
                  height={height}
                  fill={seriesFill(prefix, series)}
                  stroke={step > 4 ? seriesColor(series) : undefined}
                  strokeWidth={0.5}
                />
              );
            })}
          </g>
        );
      })}
      {marks.map((mark) => (
        <Mark key={`${mark.kind}${mark.at}`} mark={mark} x={SIDE + (mark.bar + 0.5) * step} />
      ))}
      <text x={SIDE} y={BOTTOM + 15} fontSize={11} fill="var(--ink-3)">
        {showDay(timeline.firstDay)}
      </text>
      <text
        x={SIDE + step * bars.length}
        y={BOTTOM + 15}
        fontSize={11}
        fill="var(--ink-3)"
        textAnchor="end"
      >
        {showDay(timeline.lastDay)}
      </text>
    </g>
  );
});

/** A triangle for changed weights, a diamond for changed prices or tables. */
function Mark({ mark, x }: { readonly mark: Timeline['marks'][number]; readonly x: number }) {
  const { t } = useTranslation();
  const shape = mark.kind === 'prefs' ? `M${x - 5} 2 h10 l-5 8 Z` : `M${x} 1 l5 5 l-5 5 l-5 -5 Z`;
  return (
    <g>
      <title>
        {t('history.timeline.mark', {
          kind: t(`history.timeline.${mark.kind}`),
          date: formatDateTime(mark.at),
          label: mark.label,
        })}
      </title>
      <line x1={x} x2={x} y1={10} y2={BOTTOM} stroke="var(--ink-3)" strokeDasharray="2 3" />
      <path d={shape} fill={mark.kind === 'prefs' ? 'var(--accent)' : 'var(--warn)'} />
    </g>
  );
}

const Legend = memo(function Legend({ timeline }: { readonly timeline: Timeline }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const prefix = useId();
  const kinds = (['prefs', 'catalog'] as const).filter((kind) =>
    timeline.marks.some((mark) => mark.kind === kind),
  );
  return (
    <div>
      <svg width={0} height={0} aria-hidden className="absolute">
        <SeriesPatterns prefix={prefix} ground={0.45} />
      </svg>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {timeline.series.map((model, index) => (
          <li key={model ?? ''} className="flex items-center gap-1.5" title={model ?? undefined}>
            <SeriesSwatch prefix={prefix} index={index} />
            {model === null ? t('history.timeline.other') : nameOf(model)}
          </li>
        ))}
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <span aria-hidden className={kind === 'prefs' ? 'text-accent' : 'text-warn'}>
              {kind === 'prefs' ? '▼' : '◆'}
            </span>
            {t(`history.timeline.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
});
