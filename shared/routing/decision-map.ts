import { AXES, type Weights } from './candidate';
import { compareCodePoints } from './code-points';
import type { Scorable } from './rank';
import { clampScore } from './score';

/** The weights under which one candidate wins. */
export interface DecisionRegion {
  readonly id: string;
  /** Corners of a convex polygon, in order around it; each sums to 1. */
  readonly polygon: readonly Weights[];
  /** Share of the whole weight triangle, 0..1; all regions together make 1. */
  readonly area: number;
}

/** A region smaller than this share of the triangle is rounding, not a region. */
const MIN_AREA = 1e-10;

const CORNERS: readonly Weights[] = AXES.map((axis) => ({
  quality: 0,
  latency: 0,
  cost: 0,
  [axis]: 1,
}));

/**
 * Who wins where on the triangle of all weights, largest area first, then by id. A total is linear
 * in the weights, so a region is the triangle cut by one straight line per rival: exact, whatever
 * the zoom. Candidates that win nowhere have no region; of identical ones only the first id has.
 */
export function decisionMap(candidates: readonly Scorable[]): DecisionRegion[] {
  const contenders = undominated(candidates);
  const regions: DecisionRegion[] = [];
  for (const contender of contenders) {
    let polygon = CORNERS;
    for (const rival of contenders) {
      if (rival !== contender && polygon.length > 0) polygon = clip(polygon, contender, rival);
    }
    const area = areaShare(polygon);
    if (area > MIN_AREA) regions.push({ id: contender.id, polygon, area });
  }
  return regions.sort((a, b) => b.area - a.area || compareCodePoints(a.id, b.id));
}

interface Contender extends Weights {
  readonly id: string;
}

/** Drops whoever is nowhere better than another: it could win on an edge at most. */
function undominated(candidates: readonly Scorable[]): Contender[] {
  const all = candidates.map(({ id, scores }) => ({
    id,
    quality: clampScore(scores.quality),
    latency: clampScore(scores.latency),
    cost: clampScore(scores.cost),
  }));
  return all.filter((one, index) => !all.some((other, at) => at !== index && beats(other, one)));
}

function beats(a: Contender, b: Contender): boolean {
  if (a.quality < b.quality || a.latency < b.latency || a.cost < b.cost) return false;
  const same = a.quality === b.quality && a.latency === b.latency && a.cost === b.cost;
  return !same || compareCodePoints(a.id, b.id) < 0;
}

/** The part of a convex polygon where `contender` scores at least as much as `rival`. */
function clip(
  polygon: readonly Weights[],
  contender: Contender,
  rival: Contender,
): readonly Weights[] {
  const quality = contender.quality - rival.quality;
  const latency = contender.latency - rival.latency;
  const cost = contender.cost - rival.cost;
  const lead = (at: Weights): number =>
    quality * at.quality + latency * at.latency + cost * at.cost;
  const kept: Weights[] = [];
  let previous = polygon.at(-1);
  if (previous === undefined) return kept;
  let previousLead = lead(previous);
  for (const corner of polygon) {
    const cornerLead = lead(corner);
    // By sign, not by product: that of two tiny leads is 0.
    if (Math.sign(previousLead) * Math.sign(cornerLead) < 0) {
      kept.push(between(previous, corner, previousLead / (previousLead - cornerLead)));
    }
    if (cornerLead >= 0) kept.push(corner);
    previous = corner;
    previousLead = cornerLead;
  }
  return kept;
}

function between(from: Weights, to: Weights, t: number): Weights {
  const quality = from.quality + t * (to.quality - from.quality);
  const latency = from.latency + t * (to.latency - from.latency);
  return { quality, latency, cost: Math.max(1 - quality - latency, 0) };
}

/** Area of a polygon relative to the triangle's: the same in any drawing of it. */
function areaShare(polygon: readonly Weights[]): number {
  let doubled = 0;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (previous !== undefined) {
      doubled += previous.quality * corner.latency - corner.quality * previous.latency;
    }
    previous = corner;
  }
  return Math.abs(doubled);
}
