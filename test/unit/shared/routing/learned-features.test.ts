import { describe, expect, it } from 'vitest';
import { featureWeights } from '../../../../shared/routing/learned-features';
import { Scaling } from '../../../../shared/routing/neighbours';

/** Feature 0 decides the score, feature 1 is unrelated to it, feature 2 is always the same. */
function weightsOf(n: number): Float64Array {
  const points = Array.from({ length: n }, (_, i) => ({
    features: Float32Array.of(i % 2, Math.floor(i / 2) % 2, 7),
  }));
  const scores = Float32Array.from(points, ({ features }) => features[0] ?? 0);
  return featureWeights(points, new Scaling(points, 3), scores, Float64Array.of(0.5));
}

describe('featureWeights', () => {
  it('counts what goes with the scores and hardly what does not', () => {
    const [deciding = 0, unrelated = 0, constant = 0] = weightsOf(400);
    expect(deciding).toBeGreaterThan(20 * unrelated);
    expect(constant).toBeCloseTo(unrelated, 1);
  });

  it('is 1 on average, so that features as a whole weigh the same beside the embedding', () => {
    const weights = weightsOf(40);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / weights.length).toBeCloseTo(1, 10);
  });

  it('draws no conclusion from a handful of ratings', () => {
    const [deciding = 0, unrelated = 1] = weightsOf(4);
    expect(deciding / unrelated).toBeLessThan(4);
  });

  it('is finite without examples and where a model was rated alike everywhere', () => {
    expect([
      ...featureWeights([], new Scaling([], 2), new Float32Array(), new Float64Array()),
    ]).toEqual([1, 1]);
    const points = [{ features: Float32Array.of(1) }, { features: Float32Array.of(2) }];
    const same = featureWeights(
      points,
      new Scaling(points, 1),
      Float32Array.of(1, 1),
      Float64Array.of(1),
    );
    expect([...same]).toEqual([1]);
  });
});
