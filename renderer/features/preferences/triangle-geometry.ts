import type { Axis, Weights } from '@shared/routing/candidate';
import type { DecisionRegion } from '@shared/routing/decision-map';
import { type Point, pointToWeights, weightsToPoint } from '@shared/routing/triangle';
import { fromPercents, rebalance, toPercents } from '@shared/routing/weights';

/** The drawing, in SVG units: the triangle with room for its corner labels. */
export const FRAME = { width: 420, height: 382, left: 24, top: 30, side: 372 } as const;

const LABEL_HEIGHT = 14;
const LABEL_PADDING = 8;
/** Width of a character at the label's size, on average; a label is placed only where it fits. */
const CHARACTER_WIDTH = 6.4;

export function toDrawing(weights: Weights): Point {
  const point = weightsToPoint(weights);
  return { x: FRAME.left + point.x * FRAME.side, y: FRAME.top + point.y * FRAME.side };
}

/** Whole percents at a point of the drawing, so that what is shown is what is saved. */
export function fromDrawing(point: Point, lock: Axis | null, current: Weights): Weights {
  const free = pointToWeights({
    x: (point.x - FRAME.left) / FRAME.side,
    y: (point.y - FRAME.top) / FRAME.side,
  });
  const held = lock === null ? free : rebalance(free, lock, current[lock]);
  return wholePercents(held);
}

/** One step of an arrow key: up and down trade quality, left and right trade latency for cost. */
export function stepWeights(
  weights: Weights,
  direction: { readonly x: number; readonly y: number },
  points: number,
  lock: Axis | null,
): Weights {
  const whole = wholePercents(weights);
  if (direction.y !== 0) return setPercent(whole, 'quality', -direction.y * points, lock);
  const axis = lock === 'cost' ? 'latency' : 'cost';
  const sign = axis === 'cost' ? direction.x : -direction.x;
  return setPercent(whole, axis, sign * points, lock ?? 'quality');
}

/** Sets one axis to a whole percentage; the other two share the rest and the three total 100. */
export function setWholePercent(
  weights: Weights,
  axis: Axis,
  percent: number,
  lock: Axis | null,
): Weights {
  const whole = wholePercents(weights);
  return wholePercents(rebalance(whole, axis, Math.round(percent) / 100, lock ?? undefined));
}

function setPercent(weights: Weights, axis: Axis, change: number, lock: Axis | null): Weights {
  return setWholePercent(weights, axis, weights[axis] * 100 + change, lock);
}

function wholePercents(weights: Weights): Weights {
  return fromPercents(toPercents(weights));
}

export interface RegionShape {
  readonly id: string;
  readonly points: readonly Point[];
  /** SVG `points`. */
  readonly path: string;
  readonly label: { readonly at: Point; readonly text: string } | null;
}

/** A region as drawn: with its name where that fits, else its letter, else no label. */
export function regionShape(region: DecisionRegion, name: string, letter: string): RegionShape {
  const points = region.polygon.map(toDrawing);
  const spot = widestSpot(points);
  const text = [name, letter].find((label) => textWidth(label) + LABEL_PADDING <= spot.width);
  return {
    id: region.id,
    points,
    path: points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' '),
    label: text === undefined ? null : { at: spot.at, text },
  };
}

export function regionAt(shapes: readonly RegionShape[], point: Point): string | null {
  return shapes.find(({ points }) => contains(points, point))?.id ?? null;
}

export function textWidth(text: string): number {
  return text.length * CHARACTER_WIDTH;
}

/** A, B, ... Z, AA, AB, ... */
export function seriesLetter(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : seriesLetter(Math.floor(index / 26) - 1) + letter;
}

/** Where a line of text has most room: the polygon is convex, so two chords bound a box in it. */
function widestSpot(points: readonly Point[]): { at: Point; width: number } {
  const ys = points.map(({ y }) => y);
  const top = Math.min(...ys) + LABEL_HEIGHT / 2;
  const bottom = Math.max(...ys) - LABEL_HEIGHT / 2;
  let best = { at: { x: 0, y: 0 }, width: 0 };
  if (bottom < top) return best;
  const steps = 24;
  for (let step = 0; step <= steps; step += 1) {
    const y = top + ((bottom - top) * step) / steps;
    const upper = chordAt(points, y - LABEL_HEIGHT / 2);
    const lower = chordAt(points, y + LABEL_HEIGHT / 2);
    const left = Math.max(upper.left, lower.left);
    const width = Math.min(upper.right, lower.right) - left;
    if (width > best.width) best = { at: { x: left + width / 2, y }, width };
  }
  return best;
}

function chordAt(points: readonly Point[], y: number): { left: number; right: number } {
  let left = Infinity;
  let right = -Infinity;
  eachEdge(points, (from, to) => {
    if (Math.min(from.y, to.y) > y || Math.max(from.y, to.y) < y) return;
    const t = from.y === to.y ? 0 : (y - from.y) / (to.y - from.y);
    const x = from.x + t * (to.x - from.x);
    left = Math.min(left, x, from.y === to.y ? to.x : x);
    right = Math.max(right, x, from.y === to.y ? to.x : x);
  });
  return { left, right };
}

function contains(points: readonly Point[], { x, y }: Point): boolean {
  let left = false;
  let right = false;
  eachEdge(points, (from, to) => {
    const side = (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    left ||= side < 0;
    right ||= side > 0;
  });
  return left !== right;
}

function eachEdge(points: readonly Point[], visit: (from: Point, to: Point) => void): void {
  let from = points.at(-1);
  for (const to of points) {
    if (from !== undefined) visit(from, to);
    from = to;
  }
}
