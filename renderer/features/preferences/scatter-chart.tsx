import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatMoney, formatScore } from '../../components/format';
import { seriesColor } from '../../components/series';
import { useWidth } from '../../components/use-width';
import type { Landscape } from './landscape';
import type { ScatterCardProps } from './scatter-card';
import { type Scatter, type ScatterFrame, layOutScatter } from './scatter-geometry';
import { seriesLetter, textWidth } from './triangle-geometry';

const HEIGHT = 300;

export function ScatterChart({ landscape, winner, unit }: ScatterCardProps) {
  const { t } = useTranslation();
  const { ref, width } = useWidth<HTMLDivElement>(760);
  const [hovered, setHovered] = useState<string | null>(null);
  const frame = useMemo<ScatterFrame>(
    () => ({
      width,
      height: HEIGHT,
      left: 48,
      right: width - 12,
      top: 26,
      bottom: HEIGHT - 44,
      lane: 56,
    }),
    [width],
  );
  const scatter = useMemo(() => layOutScatter(landscape.eligible, frame), [landscape, frame]);
  const shown = hovered ?? winner;
  const dot = scatter.dots.find(({ id }) => id === shown);
  const dominatedBy = dot?.dominatedBy ?? null;
  const candidate = landscape.eligible.find(({ id }) => id === shown);
  return (
    <div ref={ref} className="min-w-0">
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('preferences.scatter.chart', { unit, count: landscape.eligible.length })}
        className="block"
        onPointerLeave={() => setHovered(null)}
      >
        <Axes scatter={scatter} frame={frame} unit={unit} />
        <Dots scatter={scatter} landscape={landscape} onHover={setHovered} />
        {dot !== undefined && candidate !== undefined && (
          <g pointerEvents="none">
            <circle
              cx={dot.x}
              cy={dot.y}
              r={dot.r + 4}
              fill="none"
              stroke="var(--ink)"
              strokeWidth={2}
            />
            {hovered !== null && (
              <Label text={candidate.name} x={dot.x} y={dot.y - dot.r - 9} frame={frame} />
            )}
          </g>
        )}
      </svg>
      <p className="min-h-4 text-sm text-ink-2" data-testid="scatter-caption">
        {candidate !== undefined && (
          <>
            <b className="font-semibold">{candidate.name}</b>
            {' · '}
            {[
              candidate.scores.quality === null
                ? null
                : `${t('preferences.scatter.quality')} ${formatScore(candidate.scores.quality)}`,
              candidate.typicalCostUsd === null
                ? t('common.priceUnknown')
                : formatMoney(candidate.typicalCostUsd),
              candidate.typicalLatencyMs === null
                ? t('common.timeUnknown')
                : formatDuration(candidate.typicalLatencyMs),
              dominatedBy === null
                ? null
                : t('preferences.scatter.dominated', { model: landscape.nameOf(dominatedBy) }),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </>
        )}
      </p>
    </div>
  );
}

interface AxesProps {
  readonly scatter: Scatter;
  readonly frame: ScatterFrame;
  readonly unit: string;
}

const Axes = memo(function Axes({ scatter, frame, unit }: AxesProps) {
  const { t } = useTranslation();
  const { left, right, top, bottom, lane } = frame;
  const tick = { fontSize: 11, fill: 'var(--ink-3)' };
  return (
    <g>
      {scatter.hasFree && <Lane x={left} frame={frame} label={t('preferences.scatter.free')} />}
      {scatter.hasUnknown && (
        <Lane x={right - lane} frame={frame} label={t('preferences.scatter.unknown')} />
      )}
      {scatter.yTicks.map(({ y, quality }) => (
        <g key={quality}>
          <line x1={left} x2={right} y1={y} y2={y} stroke="var(--line)" />
          <text x={left - 6} y={y + 4} textAnchor="end" {...tick}>
            {quality.toFixed(2)}
          </text>
        </g>
      ))}
      {scatter.xTicks.map(({ x, usd }) => (
        <g key={usd}>
          <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--line)" strokeDasharray="2 3" />
          <text x={x} y={bottom + 15} textAnchor="middle" {...tick}>
            {formatMoney(usd)}
          </text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke="var(--line-strong)" />
      <text
        x={(left + right) / 2}
        y={bottom + 36}
        textAnchor="middle"
        {...tick}
        fill="var(--ink-2)"
      >
        {t('preferences.scatter.cost', { unit })}
      </text>
      <text x={left - 44} y={10} {...tick} fill="var(--ink-2)">
        {t('preferences.scatter.quality')}
      </text>
    </g>
  );
});

function Lane({
  x,
  frame,
  label,
}: {
  readonly x: number;
  readonly frame: ScatterFrame;
  readonly label: string;
}) {
  const { top, bottom, lane } = frame;
  return (
    <g>
      <rect x={x} y={top} width={lane} height={bottom - top} fill="var(--sunken)" />
      <text x={x + lane / 2} y={top + 14} textAnchor="middle" fontSize={11} fill="var(--ink-3)">
        {label}
      </text>
    </g>
  );
}

interface DotsProps {
  readonly scatter: Scatter;
  readonly landscape: Landscape;
  readonly onHover: (id: string) => void;
}

const Dots = memo(function Dots({ scatter, landscape, onHover }: DotsProps) {
  return (
    <g>
      <polyline points={scatter.front} fill="none" stroke="var(--accent)" strokeWidth={1.5} />
      {[...scatter.dots]
        .sort((a, b) => b.r - a.r)
        .map(({ id, x, y, r, dominatedBy, latencyKnown }) => {
          const series = landscape.seriesOf.get(id);
          const dimmed = dominatedBy !== null;
          const color = series === undefined ? 'var(--ink-3)' : seriesColor(series);
          return (
            <g key={id} onPointerEnter={() => onHover(id)} opacity={dimmed ? 0.55 : 1}>
              <circle
                cx={x}
                cy={y}
                r={r}
                fill={dimmed || !latencyKnown ? 'var(--surface)' : color}
                fillOpacity={dimmed ? 0.6 : 0.35}
                stroke={color}
                strokeWidth={1.5}
                strokeDasharray={dimmed ? '3 2' : undefined}
              />
              {series !== undefined && (
                <text
                  x={x}
                  y={y + 4}
                  textAnchor="middle"
                  fontSize={11}
                  fontWeight={700}
                  fill="var(--ink)"
                >
                  {seriesLetter(series)}
                </text>
              )}
            </g>
          );
        })}
    </g>
  );
});

interface LabelProps {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly frame: ScatterFrame;
}

/** A name above its dot, kept inside the chart. */
function Label({ text, x, y, frame }: LabelProps) {
  const half = textWidth(text) / 2 + 4;
  const inside = Math.min(Math.max(x, half), frame.width - half);
  return (
    <text
      x={inside}
      y={Math.max(y, 12)}
      textAnchor="middle"
      fontSize={12}
      fontWeight={600}
      fill="var(--ink)"
      stroke="var(--surface)"
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {text}
    </text>
  );
}
