/** How many series look different; after that they repeat, told apart by letter and name. */
export const SERIES_COUNT = 8;

/** Colour of a series; its pattern has the same number, so colour never speaks alone. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % SERIES_COUNT) + 1})`;
}

/** SVG `fill` of a series; `prefix` is that of its {@link SeriesPatterns}. */
export function seriesFill(prefix: string, index: number): string {
  return `url(#${prefix}-${index % SERIES_COUNT})`;
}

const TILE = 8;
/** One mark per series, drawn in a tile of 8 by 8: distinct without colour, calm at any size. */
const MARKS = [
  'M-2 10 L10 -2 M-2 2 L2 -2 M6 10 L10 6',
  'M4 3 A1 1 0 0 1 4 5 A1 1 0 0 1 4 3',
  'M0 4 H8',
  'M4 0 V8',
  'M-2 -2 L10 10 M6 -2 L10 2 M-2 6 L2 10',
  'M0 4 H8 M4 0 V8',
  'M0 0 L8 8 M8 0 L0 8',
  'M2 2 H4 V4 H2 Z',
] as const;

export interface SeriesPatternsProps {
  readonly prefix: string;
  /** Strength of the ground, 0..1: weak under text, strong in bars. */
  readonly ground: number;
}

/** The fills of all series, once per SVG. */
export function SeriesPatterns({ prefix, ground }: SeriesPatternsProps) {
  return (
    <defs>
      {MARKS.map((mark, index) => (
        <pattern
          key={mark}
          id={`${prefix}-${index}`}
          width={TILE}
          height={TILE}
          patternUnits="userSpaceOnUse"
        >
          <rect width={TILE} height={TILE} fill="var(--surface)" />
          <rect width={TILE} height={TILE} fill={seriesColor(index)} fillOpacity={ground} />
          <path d={mark} fill="none" stroke={seriesColor(index)} strokeOpacity={0.55} />
        </pattern>
      ))}
    </defs>
  );
}

/** A small square in the look of a series, for legends and table rows. */
export function SeriesSwatch({
  prefix,
  index,
}: {
  readonly prefix: string;
  readonly index: number;
}) {
  return (
    <svg width={14} height={14} aria-hidden className="shrink-0 rounded-sm">
      <rect
        x={0.5}
        y={0.5}
        width={13}
        height={13}
        rx={3}
        fill={seriesFill(prefix, index)}
        stroke={seriesColor(index)}
      />
    </svg>
  );
}
