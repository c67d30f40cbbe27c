import { NO_CONSTRAINTS, type Weights } from '@shared/routing/candidate';
import { decideAuto, type DecisionTrace } from '@shared/routing/decide';
import { decisionMap } from '@shared/routing/decision-map';
import { explain, nearestFlip } from '@shared/routing/explain';
import { paretoFront } from '@shared/routing/pareto';
import { replay, type ReplayRow } from '@shared/routing/replay';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { normalizeWeights } from '@shared/routing/weights';
import { benchCandidates, seeded } from './support/candidates';
import { type BenchRow, medianNs } from './support/row';

const MODELS = 50;
const HISTORY = 200;

/** The parts of one evaluation while dragging, then all of them together against the aim. */
export async function run(): Promise<BenchRow[]> {
  const candidates = benchCandidates(MODELS);
  const rows = history();
  const at = drag();
  const trace = decide(candidates, at());
  const evaluate = (weights: Weights): unknown => {
    const decided = decide(candidates, weights);
    return [
      decided,
      decisionMap(candidates),
      explain(decided),
      flip(decided, weights),
      pareto(decided),
      replay(rows, weights),
    ];
  };
  const whole = inMs(() => evaluate(at()));
  const aimMs = 2;
  return [
    ['ranking and trace', inMs(() => decide(candidates, at()))] as const,
    ['map', inMs(() => decisionMap(candidates))] as const,
    [
      'explanation and nearest flip',
      inMs(() => [explain(trace), flip(trace, trace.weights)]),
    ] as const,
    ['Pareto front', inMs(() => pareto(trace))] as const,
    [`replay of ${HISTORY} decisions`, inMs(() => replay(rows, at()))] as const,
  ]
    .map(([part, value]): BenchRow => ({
      name: `preview, ${MODELS} models: ${part}`,
      value,
      unit: 'ms',
    }))
    .concat({
      name: `preview, ${MODELS} models: one evaluation, all of it`,
      value: whole,
      unit: 'ms',
      against: `aim: ${aimMs} ms`,
      ratio: whole / aimMs,
    });
}

function inMs(work: () => unknown): number {
  return medianNs(work) / 1e6;
}

function decide(candidates: ReturnType<typeof benchCandidates>, weights: Weights): DecisionTrace {
  return decideAuto({
    task: 'general_assistant',
    requestedModel: 'auto',
    candidates,
    weights,
    weightsSource: 'user_prefs',
    needs: TASK_NEEDS.general_assistant,
    constraints: NO_CONSTRAINTS,
    requireCallable: false,
    pin: null,
    incumbent: null,
    prefsVersion: 1,
    catalog: 'bench',
  });
}

function flip({ candidates }: DecisionTrace, weights: Weights): unknown {
  const [head] = candidates;
  return head && nearestFlip(head, candidates, weights);
}

function pareto({ candidates }: DecisionTrace): unknown {
  return paretoFront(
    candidates.map(({ id, scores, estimatedCostUsd, estimatedLatencyMs }) => ({
      id,
      quality: scores.quality,
      costUsd: estimatedCostUsd,
      latencyMs: estimatedLatencyMs,
    })),
  );
}

function history(): ReplayRow[] {
  return Array.from({ length: HISTORY }, (_, index) => {
    const candidates = benchCandidates(MODELS + (index % 5)).map((one) => ({
      id: one.id,
      scores: one.scores,
      costUsd: one.typicalCostUsd,
      latencyMs: one.typicalLatencyMs,
    }));
    const chosen = candidates[index % MODELS]?.id ?? null;
    return { id: `d${index}`, at: index, task: 'general_assistant', chosen, candidates };
  });
}

/** Weights as a hand moves them: new ones at every call. */
function drag(): () => Weights {
  const random = seeded(1);
  return () => normalizeWeights({ quality: random(), latency: random(), cost: random() });
}
