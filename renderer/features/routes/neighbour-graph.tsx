import type { ExplainResponse } from '@shared/api/memory';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { forceLayout, type Link, type Placed } from './force-layout';

const WIDTH = 360;
const HEIGHT = 280;
const MARGIN = 22;
const DOT = 10;
/** The prompt that is decided, among the ids of examples. */
const ASKED = '';
/** It is joined to its nearest few, as every neighbour is. */
const ASKED_LINKS = 4;

export interface NeighbourGraphProps {
  readonly explained: ExplainResponse;
  /** The neighbour that is pointed at, here or in the list. */
  readonly pointed: string | null;
  readonly onPoint: (id: string | null) => void;
}

/** The neighbours by who is near whom. The list beside it is its table (S1-32). */
export function NeighbourGraph({ explained, pointed, onPoint }: NeighbourGraphProps) {
  const { t } = useTranslation();
  const graph = useMemo(() => graphOf(explained), [explained]);
  const at = new Map(graph.dots.map((dot) => [dot.id, dot]));
  return (
    <figure className="mx-auto w-full max-w-[460px] min-w-0">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('routes.neighbours.graph', { count: graph.dots.length - 1 })}
        className="w-full rounded-lg border border-line bg-sunken"
      >
        {graph.links.map(({ a, b }) => {
          const [from, to] = [at.get(a), at.get(b)];
          if (from === undefined || to === undefined) return null;
          const near = a === pointed || b === pointed;
          return (
            <line
              key={`${a} ${b}`}
              x1={screenX(from)}
              y1={screenY(from)}
              x2={screenX(to)}
              y2={screenY(to)}
              stroke={near ? 'var(--accent)' : 'var(--line-strong)'}
              strokeOpacity={near ? 1 : 0.5}
              strokeDasharray={a === ASKED || b === ASKED ? undefined : '3 3'}
            />
          );
        })}
        {graph.dots.map((dot, index) => (
          <Dot
            key={dot.id}
            dot={dot}
            place={index}
            pointed={dot.id === pointed}
            onPoint={onPoint}
          />
        ))}
      </svg>
      <figcaption className="mt-2 text-sm text-ink-3">{t('routes.neighbours.caption')}</figcaption>
    </figure>
  );
}

function Dot(props: {
  readonly dot: Placed;
  /** 0 = the prompt that is decided. */
  readonly place: number;
  readonly pointed: boolean;
  readonly onPoint: (id: string | null) => void;
}) {
  const { dot, place, pointed, onPoint } = props;
  const asked = dot.id === ASKED;
  return (
    <g
      onPointerEnter={() => onPoint(asked ? null : dot.id)}
      onPointerLeave={() => onPoint(null)}
      aria-hidden
    >
      <circle
        cx={screenX(dot)}
        cy={screenY(dot)}
        r={asked ? DOT + 3 : DOT}
        fill={asked ? 'var(--accent)' : pointed ? 'var(--accent-soft)' : 'var(--surface)'}
        stroke={asked || pointed ? 'var(--accent)' : 'var(--line-strong)'}
        strokeWidth={pointed ? 2 : 1}
      />
      <text
        x={screenX(dot)}
        y={screenY(dot)}
        textAnchor="middle"
        dominantBaseline="central"
        fontSize={10}
        fontWeight={asked ? 700 : 500}
        fill={asked ? 'var(--on-accent)' : 'var(--ink)'}
      >
        {asked ? '?' : place}
      </text>
    </g>
  );
}

/** Dots in the order of the list, the asked prompt first, and the lines between them. */
function graphOf({ trace, links }: ExplainResponse): {
  readonly dots: readonly Placed[];
  readonly links: readonly Link[];
} {
  const neighbours = trace?.neighbours ?? [];
  const own = neighbours
    .slice(0, ASKED_LINKS)
    .map(({ id, similarity }) => ({ a: ASKED, b: id, similarity }));
  const all = [...own, ...links];
  return { dots: forceLayout([ASKED, ...neighbours.map(({ id }) => id)], all), links: all };
}

function screenX({ x }: Placed): number {
  return MARGIN + x * (WIDTH - 2 * MARGIN);
}

function screenY({ y }: Placed): number {
  return MARGIN + y * (HEIGHT - 2 * MARGIN);
}
