import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { winner } from '@shared/routing/rank';
import { replay, type ReplayCandidate, type ReplayRow } from '@shared/routing/replay';
import { anyCandidates, anyWeights, scores, weights } from './support';

const QUALITY = weights(1, 0, 0);
const CHEAP = weights(0, 0, 1);

const big: ReplayCandidate = {
  id: 'big',
  scores: scores(0.9, 0.3, 0.1),
  costUsd: 0.01,
  latencyMs: 900,
};
const small: ReplayCandidate = {
  id: 'small',
  scores: scores(0.6, 0.9, 0.9),
  costUsd: 0.002,
  latencyMs: 400,
};

function row(
  chosen: string | null,
  candidates: readonly ReplayCandidate[] = [big, small],
): ReplayRow {
  return { id: 'd', at: 0, task: 'general_assistant', chosen, candidates };
}

describe('replay', () => {
  it('compares what was with what would have been', () => {
    const result = replay([row('big'), row('big'), row('small')], CHEAP);
    expect(result.counts).toEqual([{ id: 'small', count: 3 }]);
    expect(result).toMatchObject({ decided: 3, undecided: 0, changed: 2 });
    expect(result.cost.beforeUsd).toBeCloseTo(0.022, 12);
    expect(result.cost.afterUsd).toBeCloseTo(0.006, 12);
    expect(result.cost).toMatchObject({ knownRows: 3, unknownRows: 0 });
    expect(result.meanQualityDelta).toBeCloseTo(-0.2, 12);
    expect(result.meanLatencyDeltaMs).toBeCloseTo(-1000 / 3, 9);
  });

  it('orders the counts by count, then by id, integer-like ids included (S0-21)', () => {
    const rows = ['b', '10', 'a', 'b'].map((id) => row(id, [{ ...big, id }]));
    const { counts } = replay(rows, QUALITY);
    expect(counts.map(({ id }) => id)).toEqual(['b', '10', 'a']);
  });

  it('ruling 1: leaves a row with an unknown price out of both sums and says so', () => {
    const unpriced = { ...small, costUsd: null };
    const result = replay([row('big', [big, unpriced]), row('big', [big, small])], CHEAP);
    expect(result.cost).toEqual({ beforeUsd: 0.01, afterUsd: 0.002, knownRows: 1, unknownRows: 1 });
  });

  it('does the same with quality and latency', () => {
    const blank = { ...small, scores: scores(null, 0.9, 0.9), latencyMs: null };
    const result = replay([row('big', [big, blank])], CHEAP);
    expect(result.meanQualityDelta).toBeNull();
    expect(result.meanLatencyDeltaMs).toBeNull();
  });

  it('knows no before for a row whose model is not among its candidates', () => {
    const result = replay([row('gone'), row(null)], QUALITY);
    expect(result).toMatchObject({ decided: 2, changed: 2 });
    expect(result.cost).toEqual({ beforeUsd: 0, afterUsd: 0, knownRows: 0, unknownRows: 2 });
  });

  it('counts apart a row that had nobody to choose', () => {
    expect(replay([row(null, [])], QUALITY)).toMatchObject({
      decided: 0,
      undecided: 1,
      counts: [],
    });
    expect(replay([], QUALITY)).toMatchObject({ decided: 0, undecided: 0, meanQualityDelta: null });
  });

  it('changes nothing when replayed under the weights it was decided by', () => {
    fc.assert(
      fc.property(fc.array(anyCandidates()), anyWeights, (lists, any) => {
        const rows = lists.map((list) => {
          const candidates = list.map((one) => ({ ...one, costUsd: 0.001, latencyMs: 100 }));
          return row(winner(candidates, any)?.candidate.id ?? null, candidates);
        });
        const result = replay(rows, any);
        expect(result.changed).toBe(0);
        expect(result.cost.afterUsd).toBe(result.cost.beforeUsd);
        expect(result.meanQualityDelta ?? 0).toBe(0);
        expect(result.counts.reduce((sum, { count }) => sum + count, 0)).toBe(result.decided);
      }),
    );
  });
});
