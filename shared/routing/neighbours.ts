import { type DotTable, dotTable } from './neighbours-kernel';

/** Standardised features are cut here, so that one odd prompt can't be far from everything. */
const FEATURE_LIMIT = 4;
/** Smallest spread that a feature is divided by: where all prompts are alike, a small step is small. */
const SMALLEST_SPREAD = 0.1;

/** One prompt as the search sees it. */
export interface Point {
  /** Embedding of unit length; every point of a space has the same number of dimensions. */
  readonly vector: Float32Array;
  /** As {@link promptFeatures} gives them. */
  readonly features: Float32Array;
}

/** One row near a query. */
export interface Neighbour {
  readonly index: number;
  /** `1 - d²/2` of {@link Space}: 1 = the same prompt, lower = farther. */
  readonly closeness: number;
}

/** The same direction with length 1; null when it has none (all zero) or holds no numbers. */
export function unitVector(values: ArrayLike<number>): Float32Array | null {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  if (!(sum > 0) || !Number.isFinite(sum)) return null;
  const scale = 1 / Math.sqrt(sum);
  return Float32Array.from(values, (value) => value * scale);
}

/** Cosine of two vectors of unit length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Brings features to one scale: standard deviations from a memory's mean, within ±4. */
export class Scaling {
  readonly #mean: Float64Array;
  readonly #scale: Float64Array;

  constructor(
    points: readonly Pick<Point, 'features'>[],
    readonly count: number,
  ) {
    const { mean, scale } = spread(points, count);
    this.#mean = mean;
    this.#scale = scale;
  }

  /** One feature of a prompt. */
  of(features: Float32Array, f: number): number {
    const value = ((features[f] ?? 0) - (this.#mean[f] ?? 0)) * (this.#scale[f] ?? 1);
    return Math.max(-FEATURE_LIMIT, Math.min(FEATURE_LIMIT, value));
  }
}

/**
 * The points of a memory, for an exact search. The squared distance of two points is that of their
 * embeddings plus the weighted mean squared difference of their scaled features: `closeness = cosine
 * - that mean / 2`.
 */
export class Space {
  readonly #table: DotTable;
  readonly #query: Float32Array;
  /** Half the squared length of each row's features. */
  readonly #half: Float64Array;
  /** Per feature, the root of its part in the mean. */
  readonly #parts: Float64Array;

  /** @param weights how much each feature counts, 1 on average */
  constructor(
    points: readonly Point[],
    readonly dimensions: number,
    readonly scaling: Scaling,
    weights: Float64Array,
  ) {
    this.#parts = weights.map((weight) => Math.sqrt(weight / scaling.count));
    this.#table = dotTable(points.length, dimensions + scaling.count);
    this.#query = new Float32Array(dimensions + scaling.count);
    this.#half = Float64Array.from(points, (point, index) => {
      this.#table.row(index).set(this.#joined(point));
      return this.#halfSquare();
    });
  }

  get size(): number {
    return this.#table.count;
  }

  /** How close every row is to the query, in the order of the rows. */
  closeness(query: Point): Float64Array {
    const joined = this.#joined(query);
    const half = this.#halfSquare();
    const dots = this.#table.dots(joined);
    const all = new Float64Array(dots.length);
    for (let i = 0; i < dots.length; i++) all[i] = (dots[i] ?? 0) - half - (this.#half[i] ?? 0);
    return all;
  }

  /** Embedding and scaled features in one row; the same buffer each time. */
  #joined({ vector, features }: Point): Float32Array {
    this.#query.set(vector);
    for (let f = 0; f < this.scaling.count; f++) {
      this.#query[this.dimensions + f] = this.scaling.of(features, f) * (this.#parts[f] ?? 0);
    }
    return this.#query;
  }

  #halfSquare(): number {
    let sum = 0;
    for (let i = this.dimensions; i < this.#query.length; i++) sum += (this.#query[i] ?? 0) ** 2;
    return sum / 2;
  }
}

/** The `k` closest rows, closest first; of equally close ones the lower index. */
export function closest(closeness: Float64Array, k: number): Neighbour[] {
  const best: Neighbour[] = [];
  for (let index = 0; index < closeness.length; index++) {
    const value = closeness[index] ?? -Infinity;
    const last = best.at(-1);
    if (best.length >= k && last !== undefined && value <= last.closeness) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((best[middle]?.closeness ?? -Infinity) >= value) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, { index, closeness: value });
    if (best.length > k) best.pop();
  }
  return best;
}

/** Mean, and one over the standard deviation, of every feature. */
function spread(
  points: readonly Pick<Point, 'features'>[],
  count: number,
): { mean: Float64Array; scale: Float64Array } {
  const mean = new Float64Array(count);
  const scale = new Float64Array(count);
  const n = Math.max(1, points.length);
  for (const { features } of points) {
    for (let f = 0; f < count; f++) mean[f] = (mean[f] ?? 0) + (features[f] ?? 0) / n;
  }
  for (const { features } of points) {
    for (let f = 0; f < count; f++) {
      scale[f] = (scale[f] ?? 0) + ((features[f] ?? 0) - (mean[f] ?? 0)) ** 2 / n;
    }
  }
  return {
    mean,
    scale: scale.map((variance) => 1 / Math.max(SMALLEST_SPREAD, Math.sqrt(variance))),
  };
}
