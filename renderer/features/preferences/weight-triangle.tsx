import { useMove } from '@react-aria/interactions';
import { AXES, type Axis, type Weights } from '@shared/routing/candidate';
import { type Point, TRIANGLE_CORNERS } from '@shared/routing/triangle';
import { toPercents } from '@shared/routing/weights';
import { type PointerEvent, memo, useEffect, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SeriesPatterns, seriesColor, seriesFill } from '../../components/series';
import type { Landscape } from './landscape';
import {
  FRAME,
  type RegionShape,
  fromDrawing,
  regionAt,
  regionShape,
  seriesLetter,
  stepWeights,
  toDrawing,
} from './triangle-geometry';

export interface WeightTriangleProps {
  readonly landscape: Landscape;
  readonly weights: Weights;
  readonly lock: Axis | null;
  /** What a screen reader says: the three weights and who wins. */
  readonly valueText: string;
  readonly highlighted: string | null;
  readonly onHover: (model: string | null) => void;
  readonly onChange: (weights: Weights) => void;
}

/** The weights as one thumb on a map of who wins where. Up is quality, left latency, right cost. */
export function WeightTriangle(props: WeightTriangleProps) {
  const { landscape, weights, lock, valueText, highlighted, onHover, onChange } = props;
  const { t } = useTranslation();
  const hintId = useId();
  const svg = useRef<SVGSVGElement>(null);
  const thumb = useRef<SVGGElement>(null);
  const shapes = useMemo(
    () =>
      landscape.regions.map((region, index) =>
        regionShape(region, landscape.nameOf(region.id), seriesLetter(index)),
      ),
    [landscape],
  );
  const drag = useDrag(svg, weights, lock, onChange);
  const { moveProps } = useMove({
    onMoveStart: () => drag.begin(),
    onMove: ({ deltaX, deltaY, pointerType, shiftKey }) => {
      if (pointerType !== 'keyboard') drag.by(deltaX, deltaY);
      else onChange(stepWeights(weights, { x: deltaX, y: deltaY }, shiftKey ? 10 : 1, lock));
    },
  });
  const at = toDrawing(weights);
  return (
    <div className="mx-auto w-full max-w-[460px]">
      <svg
        ref={svg}
        {...moveProps}
        viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
        className="block w-full touch-none select-none"
        onPointerDown={(event: PointerEvent<SVGSVGElement>) => {
          thumb.current?.focus({ preventScroll: true });
          drag.jump(event.clientX, event.clientY);
          moveProps.onPointerDown?.(event);
        }}
        onPointerMove={(event) => {
          const point = drag.locate(event.clientX, event.clientY);
          onHover(point === null ? null : regionAt(shapes, point));
        }}
        onPointerLeave={() => onHover(null)}
      >
        <WinnerMap shapes={shapes} highlighted={highlighted} />
        <g
          ref={thumb}
          role="slider"
          tabIndex={0}
          aria-label={t('preferences.triangle.name')}
          aria-roledescription={t('preferences.triangle.roleDescription')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={toPercents(weights).quality}
          aria-valuetext={valueText}
          aria-describedby={hintId}
          className="group cursor-grab outline-none active:cursor-grabbing"
        >
          <circle
            cx={at.x}
            cy={at.y}
            r={16}
            fill="none"
            strokeWidth={2.5}
            className="stroke-transparent group-focus-visible:stroke-[var(--focus)]"
          />
          <circle
            cx={at.x}
            cy={at.y}
            r={10}
            fill="var(--surface)"
            stroke="var(--ink)"
            strokeWidth={2.5}
          />
          <circle cx={at.x} cy={at.y} r={4} fill="var(--ink)" />
        </g>
      </svg>
      <p id={hintId} className="sr-only">
        {t('preferences.triangle.hint')}
      </p>
    </div>
  );
}

interface WinnerMapProps {
  readonly shapes: readonly RegionShape[];
  readonly highlighted: string | null;
}

/** The painted map; it does not change while the thumb is dragged. */
const WinnerMap = memo(function WinnerMap({ shapes, highlighted }: WinnerMapProps) {
  const { t } = useTranslation();
  const prefix = useId();
  const outline = AXES.map((axis) => toDrawing(CORNER_WEIGHTS[axis]));
  return (
    <g aria-hidden>
      <SeriesPatterns prefix={prefix} ground={0.16} />
      <polygon
        points={outline.map(({ x, y }) => `${x},${y}`).join(' ')}
        fill="var(--sunken)"
        stroke="var(--line-strong)"
      />
      {shapes.map(({ id, path }, index) => (
        <polygon
          key={id}
          points={path}
          fill={seriesFill(prefix, index)}
          stroke={seriesColor(index)}
          strokeWidth={id === highlighted ? 3 : 1}
          strokeLinejoin="round"
        />
      ))}
      {shapes.map(({ id, label }) =>
        label === null ? null : (
          <text
            key={id}
            x={label.at.x}
            y={label.at.y + 4}
            textAnchor="middle"
            fontSize={12}
            fontWeight={600}
            fill="var(--ink)"
            stroke="var(--surface)"
            strokeWidth={3.5}
            strokeLinejoin="round"
            paintOrder="stroke"
          >
            {label.text}
          </text>
        ),
      )}
      {AXES.map((axis) => (
        <text key={axis} {...cornerLabel(axis)} fontSize={13} fontWeight={600} fill="var(--ink-2)">
          {t(`common.axes.${axis}`)}
        </text>
      ))}
    </g>
  );
});

const CORNER_WEIGHTS: Readonly<Record<Axis, Weights>> = {
  quality: { quality: 1, latency: 0, cost: 0 },
  latency: { quality: 0, latency: 1, cost: 0 },
  cost: { quality: 0, latency: 0, cost: 1 },
};

function cornerLabel(axis: Axis) {
  const { x, y } = toDrawing(CORNER_WEIGHTS[axis]);
  if (TRIANGLE_CORNERS[axis].y === 0) return { x, y: y - 10, textAnchor: 'middle' as const };
  const isLeft = TRIANGLE_CORNERS[axis].x === 0;
  return {
    x: isLeft ? x - 12 : x + 12,
    y: y + 19,
    textAnchor: isLeft ? ('start' as const) : ('end' as const),
  };
}

/** Follows the pointer in drawing units and gives at most one value a frame. */
function useDrag(
  svg: { readonly current: SVGSVGElement | null },
  weights: Weights,
  lock: Axis | null,
  onChange: (weights: Weights) => void,
) {
  const latest = useRef({ weights, lock, onChange });
  const point = useRef<Point | null>(null);
  const frame = useRef<number | null>(null);
  useEffect(() => {
    latest.current = { weights, lock, onChange };
  });
  useEffect(
    () => () => {
      if (frame.current !== null) cancelAnimationFrame(frame.current);
    },
    [],
  );

  return useMemo(() => {
    const emit = (): void => {
      frame.current ??= requestAnimationFrame(() => {
        frame.current = null;
        const now = latest.current;
        if (point.current !== null) now.onChange(fromDrawing(point.current, now.lock, now.weights));
      });
    };
    const scale = (): number => {
      const width = svg.current?.getBoundingClientRect().width ?? 0;
      return width > 0 ? FRAME.width / width : 1;
    };
    const locate = (clientX: number, clientY: number): Point | null => {
      const box = svg.current?.getBoundingClientRect();
      if (box === undefined) return null;
      return { x: (clientX - box.left) * scale(), y: (clientY - box.top) * scale() };
    };
    return {
      locate,
      /** The thumb comes to where the pointer went down. */
      jump: (clientX: number, clientY: number): void => {
        point.current = locate(clientX, clientY);
        emit();
      },
      begin: (): void => {
        point.current ??= toDrawing(latest.current.weights);
      },
      by: (deltaX: number, deltaY: number): void => {
        const from = point.current ?? toDrawing(latest.current.weights);
        point.current = { x: from.x + deltaX * scale(), y: from.y + deltaY * scale() };
        emit();
      },
    };
  }, [svg]);
}
