import { createHash } from 'node:crypto';
import type { ClassifierInput, GoldenTask } from '@shared/benchmark/dataset';
import type { BenchmarkKind, DatasetsResponse } from '@shared/api/benchmark';
import { CLASSIFIER_PROMPT_VERSION } from '@shared/routing/classifier-prompt';
import { TIERS } from '@shared/routing/difficulty';
import { ROUTES } from '@shared/routing/taxonomy';

export interface BenchmarkDatasets {
  readonly golden: readonly GoldenTask[];
  readonly inputs: readonly ClassifierInput[];
  /** Follows the content: results are compared and carried only within one version. */
  readonly versions: Readonly<Record<BenchmarkKind, string>>;
}

/** Loads the datasets once; they are large and not needed to start (shared/benchmark/index.ts). */
export type LoadDatasets = () => Promise<BenchmarkDatasets>;

/** The app's own datasets, read when they are first asked for. */
export function ownDatasets(): LoadDatasets {
  let loading: Promise<BenchmarkDatasets> | null = null;
  return () => {
    loading ??= import('@shared/benchmark/index').then(({ GOLDEN_TASKS, CLASSIFIER_INPUTS }) =>
      benchmarkDatasets(GOLDEN_TASKS, CLASSIFIER_INPUTS),
    );
    return loading;
  };
}

const VERSION_LENGTH = 12;

/** Puts a name on the content of both datasets, prompt of the classifier included. */
export function benchmarkDatasets(
  golden: readonly GoldenTask[],
  inputs: readonly ClassifierInput[],
): BenchmarkDatasets {
  return {
    golden,
    inputs,
    versions: {
      decider: versionOf(golden),
      classifier: versionOf([CLASSIFIER_PROMPT_VERSION, inputs]),
    },
  };
}

function versionOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex')
    .slice(0, VERSION_LENGTH);
}

/** Numbers of the datasets, for the Benchmarks view. */
export function datasetNumbers({ golden, inputs, versions }: BenchmarkDatasets): DatasetsResponse {
  const count = (test: (task: GoldenTask) => boolean): number => golden.filter(test).length;
  return {
    version: `${versions.decider}-${versions.classifier}`,
    classifier: { cases: inputs.length },
    decider: {
      cases: golden.length,
      agentic: count(({ workspace }) => workspace !== undefined),
      byTier: {
        low: count(({ tier }) => tier === TIERS[0]),
        medium: count(({ tier }) => tier === TIERS[1]),
        high: count(({ tier }) => tier === TIERS[2]),
      },
      byRoute: Object.fromEntries(
        ROUTES.map((route) => [
          route,
          count((task) => `${task.taskType}/${task.subtaskType}` === route),
        ]),
      ),
    },
  };
}
