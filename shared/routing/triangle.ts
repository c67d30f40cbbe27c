import { AXES, type Axis, type Weights } from './candidate';
import { normalizeWeights } from './weights';

/** A point of the plane in which the weight triangle is drawn: x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Height of the triangle; its sides are 1. */
export const TRIANGLE_HEIGHT = Math.sqrt(3) / 2;

/** Where each axis has weight 1: quality on top, latency bottom left, cost bottom right. */
export const TRIANGLE_CORNERS: Readonly<Record<Axis, Point>> = {
  quality: { x: 0.5, y: 0 },
  latency: { x: 0, y: TRIANGLE_HEIGHT },
  cost: { x: 1, y: TRIANGLE_HEIGHT },
};

/** The point of the triangle that stands for these weights. */
export function weightsToPoint(weights: Weights): Point {
  let x = 0;
  let y = 0;
  for (const axis of AXES) {
    x += weights[axis] * TRIANGLE_CORNERS[axis].x;
    y += weights[axis] * TRIANGLE_CORNERS[axis].y;
  }
  return { x, y };
}

/** The weights at a point; a point outside the triangle counts as the nearest one on its edge. */
export function pointToWeights(point: Point): Weights {
  return normalizeWeights(barycentric(clampToTriangle(point)));
}

/** The point itself when it is inside, else the nearest one of the edge (Euclidean). */
export function clampToTriangle(point: Point): Point {
  const inside = barycentric(point);
  if (AXES.every((axis) => inside[axis] >= 0)) return point;
  const { quality, latency, cost } = TRIANGLE_CORNERS;
  const onEdges = [
    nearestOnSegment(point, quality, latency),
    nearestOnSegment(point, latency, cost),
    nearestOnSegment(point, cost, quality),
  ];
  return onEdges.reduce((nearest, candidate) =>
    distanceSquared(point, candidate) < distanceSquared(point, nearest) ? candidate : nearest,
  );
}

/** Barycentric coordinates; negative outside the triangle, their sum is 1 everywhere. */
function barycentric(point: Point): Record<Axis, number> {
  const quality = 1 - point.y / TRIANGLE_HEIGHT;
  const cost = point.x - quality / 2;
  return { quality, cost, latency: 1 - quality - cost };
}

function nearestOnSegment(point: Point, from: Point, to: Point): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy);
  const t = Math.min(Math.max(along, 0), 1);
  return { x: from.x + t * dx, y: from.y + t * dy };
}

function distanceSquared(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}
