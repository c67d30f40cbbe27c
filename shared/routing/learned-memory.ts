import { compareCodePoints } from './code-points';
import { featureWeights } from './learned-features';
import { type Point, Scaling, Space } from './neighbours';
import { LENGTH_FEATURE } from './prompt-features';

/** One rated prompt: what it looks like, and how well each model that was tried did, 0..1. */
export interface LearnedExample extends Point {
  readonly id: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** Ratings a model's own mean is drawn toward the mean of all by: one lucky rating proves little. */
const MEAN_PSEUDO_RATINGS = 2;

/** A memory made ready to decide with: built once per change, then only read. */
export interface PreparedMemory {
  readonly examples: readonly LearnedExample[];
  readonly space: Space;
  /** Every model that has a rating, by code points; the columns of {@link scores}. */
  readonly models: readonly string[];
  /** `examples x models`, row by row; NaN where the model wasn't rated. */
  readonly scores: Float32Array;
  /** Ratings per model. */
  readonly rated: Int32Array;
  /** Mean score per model over the whole memory, drawn a little toward the mean of all. */
  readonly means: Float64Array;
  /** Length of each prompt, in standard deviations from the memory's mean. */
  readonly lengths: Float32Array;
}

/**
 * @param examples all with vectors of `dimensions`; the caller has checked that
 */
export function prepareMemory(
  examples: readonly LearnedExample[],
  dimensions: number,
  featureCount: number,
): PreparedMemory {
  const models = [...new Set(examples.flatMap(({ scores }) => Object.keys(scores)))].sort(
    compareCodePoints,
  );
  const scores = new Float32Array(examples.length * models.length).fill(NaN);
  const rated = new Int32Array(models.length);
  const sums = new Float64Array(models.length);
  const column = new Map(models.map((model, index) => [model, index]));
  examples.forEach((example, row) => {
    for (const [model, score] of Object.entries(example.scores)) {
      const at = column.get(model) ?? 0;
      scores[row * models.length + at] = score;
      rated[at] = (rated[at] ?? 0) + 1;
      sums[at] = (sums[at] ?? 0) + score;
    }
  });
  const ratings = rated.reduce((sum, n) => sum + n, 0);
  const overall = sums.reduce((sum, value) => sum + value, 0) / Math.max(1, ratings);
  const means = sums.map(
    (sum, at) => (sum + MEAN_PSEUDO_RATINGS * overall) / ((rated[at] ?? 0) + MEAN_PSEUDO_RATINGS),
  );
  const scaling = new Scaling(examples, featureCount);
  const lengths = Float32Array.from(examples, ({ features }) =>
    scaling.of(features, LENGTH_FEATURE),
  );
  const weights = featureWeights(examples, scaling, scores, means);
  const space = new Space(examples, dimensions, scaling, weights);
  return { examples, space, models, scores, rated, means, lengths };
}
