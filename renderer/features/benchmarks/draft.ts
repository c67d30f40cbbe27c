import type { BenchmarkConfig, BenchmarkModel } from '@shared/api/benchmark';
import { POOL_LIMIT } from '@shared/api/benchmark-words';
import type { IpcError } from '@shared/ipc/result';

/**
 * Where the editor starts while nothing is saved: the contract's own defaults and no model. A test
 * holds the two together; the schema itself stays out of the window's bundle.
 */
export const START_CONFIG: BenchmarkConfig = {
  classifier: {
    models: [],
    repetitions: 1,
    minAccuracy: 0.7,
    maxP95LatencyMs: 1000,
    override: null,
  },
  decider: {
    models: [],
    repetitions: 1,
    minAccuracy: 0.8,
    switchCostFactor: 3,
    mode: 'cost_per_accuracy',
  },
  maxConcurrency: 4,
  maxCostUsd: 1,
  publish: 'auto',
  sync: {
    enabled: false,
    minCostUsd: 0,
    maxCostUsd: 0.5,
    spendingAllowed: false,
    excluded: [],
    efforts: [],
  },
};

export type Pool = 'classifier' | 'decider';

export function withModels(
  config: BenchmarkConfig,
  pool: Pool,
  models: readonly BenchmarkModel[],
): BenchmarkConfig {
  return pool === 'classifier'
    ? { ...config, classifier: { ...config.classifier, models: [...models] } }
    : { ...config, decider: { ...config.decider, models: [...models] } };
}

/** Adds at the end; a model that is there, or an eleventh, changes nothing. */
export function addModel(config: BenchmarkConfig, pool: Pool, model: string): BenchmarkConfig {
  const { models } = config[pool];
  if (models.length >= POOL_LIMIT || models.some((entry) => entry.model === model)) return config;
  return withModels(config, pool, [...models, { model, effort: null }]);
}

/** Puts a model on or off the list of those that the sync leaves alone. */
export function toggleExcluded(config: BenchmarkConfig, model: string): BenchmarkConfig {
  const { excluded } = config.sync;
  const next = excluded.includes(model)
    ? excluded.filter((other) => other !== model)
    : [...excluded, model];
  return { ...config, sync: { ...config.sync, excluded: next } };
}

/** What the server or main found wrong, without the channel's and the field's technical path. */
export function reasonOf({ message }: IpcError): string {
  return message
    .replace(/^\w+:\w+: /u, '')
    .replace(/^(?:config\.)?[\w.]+: (?=\S)/u, (path) => (path.includes('.') ? '' : path));
}
