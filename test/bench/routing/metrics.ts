/*
 * What a sweep of the router from cheapest to best is worth. Definitions:
 *
 * - weak = the cheapest model (of equally cheap ones the better), strong = the model of the highest
 *   mean quality on the prompts that are scored.
 * - PGR (performance gap recovered) = (quality - weak) / (strong - weak).
 * - x = share of the way from weak's cost to strong's. With two models of constant cost that is the
 *   share of calls to the strong one, as in RouteLLM (arXiv 2406.18665).
 * - APGR = area under PGR over x in 0..1. The random mix of weak and strong has exactly 0.5.
 * - CPT(p) = the least x at which PGR reaches p; 1 when only the strong model itself does.
 * - cost at 95 % = the least mean cost with 95 % of strong's quality, as a share of strong's cost.
 * - AIQ = area under the upper hull of (cost, quality) between the cheapest and the dearest model's
 *   cost, over that range (RouterBench).
 */

export interface SweepPoint {
  readonly cost: number;
  readonly quality: number;
}

export interface Ends {
  readonly weak: SweepPoint;
  readonly strong: SweepPoint;
}

export interface SweepMetrics {
  /** NaN when weak is strong: there is no gap to recover. */
  readonly apgr: number;
  readonly cpt50: number;
  readonly cpt80: number;
  readonly costAt95: number;
  readonly costAtBest: number;
  readonly bestAccuracy: number;
}

/** Weak and strong among single models. */
export function endsOf(singles: readonly SweepPoint[]): Ends {
  const better = (a: SweepPoint, b: SweepPoint) => a.quality - b.quality || b.cost - a.cost;
  const cheapest = Math.min(...singles.map(({ cost }) => cost));
  const top = (points: readonly SweepPoint[]) =>
    points.reduce((best, point) => (better(point, best) > 0 ? point : best));
  return { weak: top(singles.filter(({ cost }) => cost === cheapest)), strong: top(singles) };
}

/** @param sweep the router's points in any order; both ends are added, since each is one setting. */
export function sweepMetrics(sweep: readonly SweepPoint[], { weak, strong }: Ends): SweepMetrics {
  const bestAccuracy = Math.max(...sweep.map(({ quality }) => quality));
  const points = [weak, ...sweep, strong].toSorted((a, b) => a.cost - b.cost);
  const reach = (quality: number) =>
    Math.min(1, (leastCost(points, quality) ?? strong.cost) / strong.cost);
  const range = strong.cost - weak.cost;
  const gap = strong.quality - weak.quality;
  const shares = {
    costAt95: reach(0.95 * strong.quality),
    costAtBest: reach(strong.quality),
    bestAccuracy,
  };
  if (!(range > 0) || !(gap > 0)) return { apgr: NaN, cpt50: NaN, cpt80: NaN, ...shares };
  const cpt = (part: number) =>
    ((leastCost(points, weak.quality + part * gap) ?? strong.cost) - weak.cost) / range;
  return {
    apgr: area(points, weak, range, gap),
    cpt50: Math.max(0, Math.min(1, cpt(0.5))),
    cpt80: Math.max(0, Math.min(1, cpt(0.8))),
    ...shares,
  };
}

/** Area under PGR over x in 0..1; past the dearest point of the router its quality is kept. */
function area(points: readonly SweepPoint[], weak: SweepPoint, range: number, gap: number): number {
  let sum = 0;
  let x0 = 0;
  let y0 = 0;
  for (const { cost, quality } of points) {
    const x = (cost - weak.cost) / range;
    const y = (quality - weak.quality) / gap;
    if (x <= 0) {
      y0 = Math.max(y0, y);
      continue;
    }
    if (x >= 1) {
      const at1 = x > x0 ? y0 + ((y - y0) * (1 - x0)) / (x - x0) : y;
      return sum + ((1 - x0) * (y0 + at1)) / 2;
    }
    sum += ((x - x0) * (y0 + y)) / 2;
    x0 = x;
    y0 = y;
  }
  return sum + (1 - x0) * y0;
}

/** Least cost, between neighbouring points by a straight line, at which a quality is reached. */
function leastCost(points: readonly SweepPoint[], quality: number): number | null {
  let before: SweepPoint | null = null;
  for (const point of points) {
    if (point.quality >= quality) {
      if (before === null || point.quality === before.quality) return point.cost;
      const part = (quality - before.quality) / (point.quality - before.quality);
      return before.cost + part * (point.cost - before.cost);
    }
    before = point;
  }
  return null;
}

/** Area under the upper hull of the points between two costs, over that range. */
export function hullQuality(points: readonly SweepPoint[], from: number, to: number): number {
  const hull: SweepPoint[] = [];
  for (const point of points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality)) {
    const last = hull.at(-1);
    if (last !== undefined && point.quality <= last.quality) continue;
    while (hull.length >= 2 && !turnsDown(hull.at(-2), hull.at(-1), point)) hull.pop();
    hull.push(point);
  }
  if (!(to > from)) return hull.at(-1)?.quality ?? NaN;
  const end = hull.at(-1);
  if (end !== undefined && end.cost < to) hull.push({ cost: to, quality: end.quality });
  let sum = 0;
  for (let i = 1; i < hull.length; i++) {
    const [a, b] = [hull[i - 1], hull[i]];
    if (a !== undefined && b !== undefined) {
      sum += ((b.cost - a.cost) * (a.quality + b.quality)) / 2;
    }
  }
  return sum / (to - from);
}

function turnsDown(a: SweepPoint | undefined, b: SweepPoint | undefined, c: SweepPoint): boolean {
  if (a === undefined || b === undefined) return true;
  return (b.quality - a.quality) * (c.cost - a.cost) > (c.quality - a.quality) * (b.cost - a.cost);
}
