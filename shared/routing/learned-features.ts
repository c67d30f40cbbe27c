import type { Point, Scaling } from './neighbours';

/** Weight that every feature has beside what the ratings show, so that none is ever unseen. */
const BASE = 0.005;
/** The same, falling with the number of examples: a few ratings can't tell which features matter. */
const BASE_OF_ONE = 1.5;

/**
 * How much each feature counts when prompts are compared, 1 on average: the share of the scores'
 * variance that it explains alone (r², averaged over the models, less what chance gives), plus a base.
 *
 * @param scores `points x models`, NaN where not rated
 * @param means mean score per model
 */
export function featureWeights(
  points: readonly Pick<Point, 'features'>[],
  scaling: Scaling,
  scores: Float32Array,
  means: Float64Array,
): Float64Array {
  const n = Math.max(1, points.length);
  const models = means.length;
  const residual = (row: number, model: number) => {
    const score = scores[row * models + model] ?? NaN;
    return Number.isNaN(score) ? 0 : score - (means[model] ?? 0);
  };
  const power = Float64Array.from(means, (_, model) =>
    points.reduce((sum, __, row) => sum + residual(row, model) ** 2, 0),
  );
  const weights = Float64Array.from({ length: scaling.count }, (_, f) => {
    const values = Float64Array.from(points, ({ features }) => scaling.of(features, f));
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    let explained = 0;
    for (let model = 0; model < models; model++) {
      let product = 0;
      for (let row = 0; row < values.length; row++) {
        product += ((values[row] ?? 0) - mean) * residual(row, model);
      }
      explained += product ** 2 / (spread * (power[model] ?? 0) + 1e-9);
    }
    return Math.max(0, explained / Math.max(1, models) - 1 / n) + BASE + BASE_OF_ONE / n;
  });
  const average = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length);
  return weights.map((weight) => weight / average);
}
