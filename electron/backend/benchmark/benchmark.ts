import type { BackendContext } from '../context';
import { createBilling, createCallModel } from './call-model';
import { createClassifier } from './classify';
import { type BenchmarkDatasets, ownDatasets } from './datasets';
import { createEfficientRouter, type EfficientRouter } from './efficient-router';
import { systemTimers, type Timers } from './model-call';
import { Published } from './routing';
import { BenchmarkRuns } from './service';
import { CandidateSync } from './sync';

/** Everything that the benchmark offers, put together once a server. */
export interface Benchmark {
  readonly runs: BenchmarkRuns;
  readonly published: Published;
  readonly sync: CandidateSync;
  readonly router: EfficientRouter;
  /** Goes on with a run that was cut off, and begins the daily sync. @param uid the owner, who pays. */
  start(uid: string): Promise<void>;
  close(): Promise<void>;
}

export interface BenchmarkOptions {
  readonly datasets?: BenchmarkDatasets;
  readonly timers?: Timers;
}

export function createBenchmark(ctx: BackendContext, options: BenchmarkOptions = {}): Benchmark {
  const { timers = systemTimers, datasets: given } = options;
  const datasets = given === undefined ? ownDatasets() : () => Promise.resolve(given);
  const { clock, log, newId } = ctx;
  const store = ctx.store.benchmark;
  const callModel = createCallModel(ctx);
  const billingOf = createBilling(ctx);
  const published = new Published({ store, now: () => clock.monotonic(), log });
  const runs = new BenchmarkRuns({
    store,
    datasets,
    callModel,
    billingOf,
    unservable: (model) => unservable(ctx, model),
    timers,
    now: () => clock.now(),
    newId,
    log,
    onPublished: () => published.changed(),
  });
  const sync = new CandidateSync({
    store,
    runs,
    datasets,
    billingOf,
    callable: () => callableModels(ctx),
    timers,
    now: () => clock.now(),
    log,
  });
  const router = createEfficientRouter({
    classifier: createClassifier({ callModel, timers, now: () => clock.monotonic() }),
    table: () => published.table(),
    classifierModel: () => published.classifier(),
    mode: () => published.mode(),
    isLocal: (model) => billingOf(model)?.local === true,
  });
  return {
    runs,
    published,
    sync,
    router,
    async start(uid) {
      await runs.resume();
      sync.schedule(uid);
    },
    async close() {
      sync.close();
      await runs.close();
    },
  };
}

/** Why a model can't be measured and served: every chat protocol is translated, so its provider must be there and have it (S4-22). */
function unservable({ providers }: BackendContext, id: string): string | null {
  const slash = id.indexOf('/');
  const provider = providers.get(id.slice(0, slash));
  if (provider === null) return `the provider ${id.slice(0, slash)} is not connected`;
  if (!provider.operations.has('chat')) return 'its provider has no chat';
  const models = provider.models();
  return models !== null && !models.includes(id.slice(slash + 1))
    ? 'its provider does not list it'
    : null;
}

/** Real chat models that can be called now; null while no provider has told its models. */
function callableModels({ catalog, providers }: BackendContext): readonly string[] | null {
  const connections = providers.connections();
  const real = connections.filter(({ id }) => id !== 'practice');
  if (real.length > 0 && real.every(({ models }) => models === null)) return null;
  return catalog
    .candidatesFor('general_assistant', connections)
    .filter(
      ({ availability, practice, capabilities }) =>
        availability === 'callable' && !practice && capabilities.output.includes('text'),
    )
    .map(({ id }) => id);
}
