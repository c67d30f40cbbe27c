import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AXES, type Axis, NO_CONSTRAINTS, type Weights } from '@shared/routing/candidate';
import { decideAuto } from '@shared/routing/decide';
import { explain, flipPoint, nearestFlip } from '@shared/routing/explain';
import { rank, winner } from '@shared/routing/rank';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { score } from '@shared/routing/score';
import { anyCandidates, anyScores, anyWeights, candidate, scores, weights } from './support';

function decide(candidates: ReturnType<typeof candidate>[], pin: string | null = null) {
  return decideAuto({
    task: 'general_assistant',
    requestedModel: 'auto',
    candidates,
    weights: weights(0.5, 0.3, 0.2),
    weightsSource: 'task_default',
    needs: TASK_NEEDS.general_assistant,
    constraints: NO_CONSTRAINTS,
    requireCallable: true,
    pin,
    incumbent: null,
    prefsVersion: 0,
    catalog: 'test',
  });
}

const haiku = candidate('haiku', {
  scores: scores(0.75, 0.85, 0.85),
  typicalCostUsd: 0.0012,
  typicalLatencyMs: 800,
});
const pro = candidate('pro', {
  scores: scores(0.88, 0.75, 0.55),
  typicalCostUsd: 0.005,
  typicalLatencyMs: 1500,
});
const sonnet = candidate('sonnet', {
  scores: scores(0.95, 0.55, 0.3),
  typicalCostUsd: 0.01,
  typicalLatencyMs: null,
});

function sum(parts: readonly { weighted: number }[] = []): number {
  return parts.reduce((total, { weighted }) => total + weighted, 0);
}

describe('explain', () => {
  it('says what the winner gains and gives up against the runner-up', () => {
    const runnerUp = explain(decide([sonnet, pro, haiku]))?.runnerUp;
    expect(runnerUp?.rivalId).toBe('pro');
    expect(runnerUp?.margin).toBeCloseTo(0.025, 12);
    expect(runnerUp?.gains.map(({ axis }) => axis)).toEqual(['cost', 'latency']);
    expect(runnerUp?.gains[0]?.amount).toBeCloseTo(0.3, 12);
    expect(runnerUp?.gains[0]?.weighted).toBeCloseTo(0.06, 12);
    expect(runnerUp?.givesUp.map(({ axis }) => axis)).toEqual(['quality']);
    expect(runnerUp?.givesUp[0]?.amount).toBeCloseTo(0.13, 12);
    expect(runnerUp?.costSavingPercent).toBeCloseTo(76, 9);
    expect(runnerUp?.latencySavingMs).toBe(700);
  });

  it('and against the best quality: "gives up 0.20 quality to save 88 %"', () => {
    const best = explain(decide([sonnet, pro, haiku]))?.bestQuality;
    expect(best?.rivalId).toBe('sonnet');
    expect(best?.costSavingPercent).toBeCloseTo(88, 9);
    expect(best?.latencySavingMs).toBeNull();
  });

  it('ruling 1: invents no saving and no difference where something is unknown or was free', () => {
    const unknown = candidate('u', { scores: scores(0.9, null, 0), typicalCostUsd: null });
    const free = candidate('f', { scores: scores(0.95, null, 0), typicalCostUsd: 0 });
    const against = explain(decide([haiku, unknown]))?.runnerUp;
    expect(against?.costSavingPercent).toBeNull();
    expect(against?.unknown).toEqual(['latency']);
    expect(against?.gains.map(({ axis }) => axis)).toEqual(['cost']);
    expect(explain(decide([haiku, free]))?.runnerUp?.costSavingPercent).toBeNull();
  });

  it('a pin may be behind: the margin is negative', () => {
    const explanation = explain(decide([sonnet, haiku], 'sonnet'));
    expect(explanation?.chosenId).toBe('sonnet');
    expect(explanation?.runnerUp?.margin).toBeCloseTo(-0.1, 12);
    expect(explanation?.bestQuality).toBeNull();
  });

  it('has no rival to name for a single candidate, and nothing to say without one', () => {
    expect(explain(decide([haiku]))).toEqual({
      chosenId: 'haiku',
      runnerUp: null,
      bestQuality: null,
    });
    expect(explain(decide([]))).toBeNull();
  });

  it('gains less what is given up is the margin', () => {
    fc.assert(
      fc.property(anyCandidates(2), (list) => {
        const trace = decide(list.map(({ id, scores }) => candidate(id, { scores })));
        const runnerUp = explain(trace)?.runnerUp;
        expect(sum(runnerUp?.gains) - sum(runnerUp?.givesUp)).toBeCloseTo(
          runnerUp?.margin ?? NaN,
          12,
        );
      }),
    );
  });
});

/** The weights on the straight way to a corner. */
function toward(from: Weights, axis: Axis, axisWeight: number): Weights {
  const t = (axisWeight - from[axis]) / (1 - from[axis]);
  const along = { quality: 0, latency: 0, cost: 0 };
  for (const each of AXES) along[each] = (1 - t) * from[each] + (each === axis ? t : 0);
  return along;
}

describe('flipPoint', () => {
  it('is where the two draw level', () => {
    const from = weights(0.5, 0.3, 0.2);
    const at = flipPoint(haiku, pro, from, 'quality') ?? NaN;
    expect(at).toBeCloseTo(0.5 + (0.025 / 0.155) * 0.5, 12);
    const there = toward(from, 'quality', at);
    expect(score(haiku.scores, there)).toBeCloseTo(score(pro.scores, there), 12);
  });

  it('is null when the rival is no better on that axis, or ahead already', () => {
    expect(flipPoint(haiku, pro, weights(0.5, 0.3, 0.2), 'cost')).toBeNull();
    expect(flipPoint(pro, haiku, weights(0.5, 0.3, 0.2), 'cost')).toBeNull();
    expect(flipPoint(haiku, haiku, weights(0.5, 0.3, 0.2), 'cost')).toBeNull();
  });

  it('agrees with walking to the corner step by step', () => {
    const axis = fc.constantFrom(...AXES);
    fc.assert(
      fc.property(anyScores, anyScores, anyWeights, axis, (a, b, from, moving) => {
        fc.pre(from[moving] < 0.999);
        const lead = score(a, from) - score(b, from);
        fc.pre(lead > 1e-6);
        const flip = flipPoint({ scores: a }, { scores: b }, from, moving);
        const steps = 200;
        for (let step = 0; step <= steps; step += 1) {
          const axisWeight = from[moving] + ((1 - from[moving]) * step) / steps;
          const at = toward(from, moving, axisWeight);
          const ahead = score(b, at) - score(a, at);
          if (flip === null || axisWeight < flip - 1e-9) expect(ahead).toBeLessThan(1e-9);
          else if (axisWeight > flip + 1e-9) expect(ahead).toBeGreaterThan(-1e-9);
        }
      }),
    );
  });
});

describe('nearestFlip', () => {
  it('is the first change of winner on the way to any corner', () => {
    fc.assert(
      fc.property(anyCandidates(2, 8), anyWeights, (list, from) => {
        const [best, second] = rank(list, from);
        fc.pre(best !== undefined && second !== undefined && best.total - second.total > 1e-6);
        const flip = nearestFlip(best.candidate, list, from);
        const reach = flip === null ? 1 : flip.axisWeight - from[flip.axis];
        for (const axis of AXES) {
          const safe = Math.min(from[axis] + reach, 1) - 1e-7;
          if (safe <= from[axis] || from[axis] >= 1) continue;
          expect(winner(list, toward(from, axis, safe))?.candidate.id).toBe(best.candidate.id);
        }
        if (flip === null) return;
        expect(flip.rivalId).not.toBe(best.candidate.id);
        const there = toward(from, flip.axis, flip.axisWeight);
        const rival = list.find(({ id }) => id === flip.rivalId);
        expect(rival && score(rival.scores, there)).toBeCloseTo(
          winner(list, there)?.total ?? NaN,
          9,
        );
      }),
    );
  });

  it('is null when the winner is best on everything', () => {
    const best = { id: 'a', scores: scores(0.9, 0.9, 0.9) };
    const other = { id: 'b', scores: scores(0.8, 0.9, 0.1) };
    expect(nearestFlip(best, [best, other], weights(0.4, 0.3, 0.3))).toBeNull();
  });
});
