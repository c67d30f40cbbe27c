import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_CONSTRAINTS, type Weights } from '@shared/routing/candidate';
import { decideAuto } from '@shared/routing/decide';
import { parseBenchmarks } from '@shared/routing/model-registry';
import { rank, winner } from '@shared/routing/rank';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { defaultTasks } from '@shared/routing/task-registry';
import { benchCandidates } from './support/candidates';
import { type BenchRow, medianNs } from './support/row';

/** Published for S0's Python (S0-101). */
const S0_NS_PER_CANDIDATE = 135;
const S0_WARM_US = 2.7;
const S0_COLD_US = 235;

/** Three weightings in turn, so that no run is one the engine has seen just before. */
const WEIGHTS: readonly Weights[] = [
  { quality: 0.5, latency: 0.3, cost: 0.2 },
  { quality: 0.1, latency: 0.1, cost: 0.8 },
  { quality: 0.05, latency: 0.9, cost: 0.05 },
];

export async function run(): Promise<BenchRow[]> {
  return [...perCandidate(), ...fiveTasks(), decision()];
}

function perCandidate(): BenchRow[] {
  return [5, 50, 500].flatMap((count) => {
    const candidates = benchCandidates(count);
    const against = `S0's Python, published: ${S0_NS_PER_CANDIDATE} ns`;
    return [
      {
        name: `rank ${count} candidates`,
        value: medianNs(inTurn((by) => rank(candidates, by))) / count,
      },
      {
        name: `winner of ${count} candidates`,
        value: medianNs(inTurn((by) => winner(candidates, by))) / count,
      },
    ].map((row) => ({
      ...row,
      unit: 'ns/candidate',
      against,
      ratio: row.value / S0_NS_PER_CANDIDATE,
    }));
  });
}

/** The warm request of S0: one pick for each of the five tasks on the example data. */
function fiveTasks(): BenchRow[] {
  const text = readFileSync(join(process.cwd(), 'shared/routing/benchmarks.example.json'), 'utf8');
  const { registry } = parseBenchmarks(text);
  const tasks = defaultTasks()
    .all()
    .map(({ name, weights }) => ({ weights, models: registry.candidatesFor(name) }));
  const warm = medianNs(() => tasks.map(({ models, weights }) => rank(models, weights)[0])) / 1000;
  const cold = medianNs(() => parseBenchmarks(text)) / 1000;
  return [
    {
      name: 'warm pick over five tasks',
      value: warm,
      unit: 'us',
      against: `S0's Python, published: ${S0_WARM_US} us`,
      ratio: warm / S0_WARM_US,
    },
    {
      name: 'load the example benchmark file (read once before)',
      value: cold,
      unit: 'us',
      against: `S0's Python cold load, published: ${S0_COLD_US} us`,
      ratio: cold / S0_COLD_US,
    },
  ];
}

function decision(): BenchRow {
  const candidates = benchCandidates(20);
  const value =
    medianNs(
      inTurn((weights) =>
        decideAuto({
          task: 'general_assistant',
          requestedModel: 'auto',
          candidates,
          weights,
          weightsSource: 'user_prefs',
          needs: TASK_NEEDS.general_assistant,
          constraints: { ...NO_CONSTRAINTS, excluded: ['provider-3/model-003'], maxCostUsd: 0.02 },
          requireCallable: true,
          pin: null,
          incumbent: { model: 'provider-1/model-001', prefsVersion: 1 },
          prefsVersion: 1,
          catalog: 'bench',
        }),
      ),
    ) / 1000;
  const aim = 30;
  return {
    name: 'decision with its trace, 20 candidates',
    value,
    unit: 'us',
    against: `aim: ${aim} us`,
    ratio: value / aim,
  };
}

function inTurn(run: (weights: Weights) => unknown): () => unknown {
  let turn = 0;
  return () => {
    turn = (turn + 1) % WEIGHTS.length;
    const weights = WEIGHTS[turn];
    return weights && run(weights);
  };
}
