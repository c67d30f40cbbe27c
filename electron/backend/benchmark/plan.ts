import type { BenchmarkConfig, BenchmarkModel, RunSnapshot, StartRun } from '@shared/api/benchmark';
import { effectiveModels } from '@shared/routing/candidate-sync';
import type { StoredBenchmarkConfig } from '../store/benchmark-config';

/**
 * Models of the decider benchmark: manual + (auto - excluded) (S3-4). Practice models leave when the
 * sync has let in a real one: simulated results never stand beside measured ones.
 */
export function effectiveOf({ config, auto }: StoredBenchmarkConfig): readonly BenchmarkModel[] {
  const models = effectiveModels(config.decider.models, auto, config.sync.excluded);
  const real = models.filter(({ model }) => !model.startsWith('practice/'));
  return real.length > 0 ? real : models;
}

/** What a run keeps of the config, so that a later save doesn't change it half-way (S4-17). */
export function snapshotOf(
  start: Pick<StartRun, 'kind' | 'maxCostUsd'>,
  config: BenchmarkConfig,
  datasetVersion: string,
): RunSnapshot {
  const { classifier, decider } = config;
  const { repetitions, minAccuracy } = config[start.kind];
  return {
    minAccuracy,
    repetitions,
    switchCostFactor: decider.switchCostFactor,
    maxConcurrency: config.maxConcurrency,
    maxP95LatencyMs: start.kind === 'classifier' ? classifier.maxP95LatencyMs : null,
    maxCostUsd: start.maxCostUsd ?? config.maxCostUsd,
    publish: config.publish,
    datasetVersion,
  };
}
