import type {
  BenchmarkModel,
  CandidatesResponse,
  StartRun,
  SyncCandidate,
  SyncProposal,
  SyncResponse,
} from '@shared/api/benchmark';
import {
  byCostDescending,
  effectiveModels,
  type FeedEntry,
  inBounds,
  type SyncOutcome,
  syncCandidates,
} from '@shared/routing/candidate-sync';
import type { Effort } from '@shared/routing/routing-table';
import type { Log } from '../context';
import type { BenchmarkStore } from '../store/benchmark';
import type { StoredBenchmarkConfig } from '../store/benchmark-config';
import type { LoadDatasets } from './datasets';
import { BenchmarkError } from './errors';
import { priceOfCases } from './estimate';
import type { BillingOf, Timers } from './model-call';
import { effectiveOf } from './plan';
import type { BenchmarkRuns } from './service';
import { type WorkCase, workCases } from './work';

const DAY_MS = 24 * 60 * 60_000;
/** How often it is looked whether a day has passed: a laptop sleeps through exact times. */
const LOOK_EVERY_MS = 60 * 60_000;
const FIRST_LOOK_MS = 60_000;

export interface SyncDeps {
  readonly store: BenchmarkStore;
  readonly runs: BenchmarkRuns;
  readonly datasets: LoadDatasets;
  readonly billingOf: BillingOf;
  /** Chat models that the user's keys can call now; throws or answers null when it can't be told. */
  readonly callable: () => readonly string[] | null;
  readonly timers: Timers;
  readonly now: () => number;
  readonly log: Log;
}

type Priced = FeedEntry & Pick<SyncCandidate, 'basis'>;

/** The daily sync of what the decider benchmark measures (S3, ruling 10). */
export class CandidateSync {
  #stop: () => void = () => undefined;
  #closed = false;

  constructor(private readonly deps: SyncDeps) {}

  /** Looks every hour whether the last sync is a day old. @param uid who pays for a run it starts. */
  schedule(uid: string, afterMs = FIRST_LOOK_MS): void {
    if (this.#closed) return;
    this.#stop = this.deps.timers.after(afterMs, () => {
      void this.#daily(uid).finally(() => this.schedule(uid, LOOK_EVERY_MS));
    });
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  async candidates(): Promise<CandidatesResponse> {
    const stored = await this.deps.store.config.get();
    const priced = await this.#feed(stored);
    return {
      candidates: (priced ?? []).map((entry) => candidateView(entry, stored)),
      minCostUsd: stored?.config.sync.minCostUsd ?? null,
      maxCostUsd: stored?.config.sync.maxCostUsd ?? null,
      syncedAt: stored?.syncedAt ?? null,
      proposal: stored === null ? null : await this.#proposal(stored),
    };
  }

  /** One sync now. Starts a run only if the set changed, a config exists and spending is allowed. */
  async sync(uid: string): Promise<SyncResponse> {
    const stored = await this.deps.store.config.get();
    if (stored === null) return skipped('no-config');
    if (!stored.config.sync.enabled) return skipped('disabled');
    const outcome = await this.#outcome(stored);
    if (outcome.kept !== null) return skipped(outcome.kept);
    // Saved only once a run can follow: else tomorrow's sync would see nothing changed.
    if (outcome.changed && this.deps.runs.activeId !== null) return skipped('active-run');
    await this.deps.store.config.saveAuto(outcome.auto, this.deps.now());
    const told = { changed: outcome.changed, added: outcome.added, removed: outcome.removed };
    if (!outcome.changed) return { ...skipped('unchanged'), ...told };
    if (outcome.effective.length === 0) return { ...skipped('no-models'), ...told };
    if (!stored.config.sync.spendingAllowed) {
      const proposal = await this.#proposal({ ...stored, auto: outcome.auto });
      return { ...skipped('spending-not-allowed'), ...told, proposal };
    }
    return this.#start(stored, uid, told);
  }

  async #start(
    stored: StoredBenchmarkConfig,
    uid: string,
    told: Pick<SyncResponse, 'changed' | 'added' | 'removed'>,
  ): Promise<SyncResponse> {
    try {
      const start: StartRun = { kind: 'decider', force: false };
      const run = await this.deps.runs.start(start, uid, 'sync');
      return { ...told, runId: run.id, proposal: null, skippedReason: null };
    } catch (error) {
      if (!(error instanceof BenchmarkError)) throw error;
      // Not started: what was before is written back, so that the next sync tries again.
      await this.deps.store.config.saveAuto(stored.auto, stored.syncedAt ?? 0);
      return {
        ...skipped(error.code === 'benchmark_quota_reached' ? 'quota' : 'active-run'),
        ...told,
      };
    }
  }

  async #daily(uid: string): Promise<void> {
    try {
      const stored = await this.deps.store.config.get();
      if (stored === null || !stored.config.sync.enabled) return;
      if (stored.syncedAt !== null && this.deps.now() - stored.syncedAt < DAY_MS) return;
      const { runId, skippedReason, added, removed } = await this.sync(uid);
      this.deps.log.info('benchmark candidates synced', { runId, skippedReason, added, removed });
    } catch (error) {
      this.deps.log.warn('benchmark candidates could not be synced', { error: String(error) });
    }
  }

  async #outcome(stored: StoredBenchmarkConfig): Promise<SyncOutcome> {
    const { config, auto } = stored;
    const { sync, decider } = config;
    return syncCandidates({
      feed: await this.#feed(stored),
      manual: decider.models,
      auto,
      excluded: sync.excluded,
      efforts: sync.efforts,
      minCostUsd: sync.minCostUsd,
      maxCostUsd: sync.maxCostUsd,
    });
  }

  /**
   * Every callable model with what one full run of it costs, at the effort that it would be run with;
   * null = the models can't be told.
   */
  async #feed(stored: StoredBenchmarkConfig | null): Promise<readonly Priced[] | null> {
    let models: readonly string[] | null;
    try {
      models = this.deps.callable();
    } catch (error) {
      this.deps.log.warn('the callable models could not be read', { error: String(error) });
      return null;
    }
    if (models === null) return null;
    const cases = workCases('decider', await this.deps.datasets());
    const efforts = effortsOf(stored);
    const priced = await Promise.all(
      models.map((model) => this.#priced({ model, effort: efforts.get(model) ?? null }, cases)),
    );
    return priced.filter((entry) => entry !== null).sort(byCostDescending);
  }

  /** Measured where it was, else from the catalog; a model without a price is left out. */
  async #priced(entry: BenchmarkModel, cases: readonly WorkCase[]): Promise<Priced | null> {
    const { model } = entry;
    const measured = await this.#measuredCost(entry, cases.length);
    if (measured !== null) return { model, runCostUsd: measured, basis: 'measured' };
    const price = priceOfCases('decider', entry, cases, this.deps.billingOf);
    return price === null ? null : { model, runCostUsd: price, basis: 'price' };
  }

  async #measuredCost(entry: BenchmarkModel, cases: number): Promise<number | null> {
    const { versions } = await this.deps.datasets();
    const { runs } = this.deps.store;
    const summaries = await runs.lastSummaries('decider', entry, versions.decider);
    const all = summaries.find(({ scope }) => scope === 'all');
    return all === undefined || all.costKnown === 0 ? null : (all.costUsd / all.costKnown) * cases;
  }

  /** What a run would change against the served table; null = nothing. */
  async #proposal(stored: StoredBenchmarkConfig): Promise<SyncProposal | null> {
    const effective = effectiveOf(stored);
    if (effective.length === 0) return null;
    const table = await this.deps.store.tables.live();
    const served = new Set(
      table === null
        ? []
        : Object.values(table.tiers).flatMap((rows) => rows.map((row) => row.model)),
    );
    const wanted = new Set(effective.map(({ model }) => model));
    const added = [...wanted].filter((model) => !served.has(model));
    const removed = [...served].filter((model) => !wanted.has(model));
    if (added.length === 0 && removed.length === 0) return null;
    const { costUsd } = await this.deps.runs.estimate({ kind: 'decider', force: false });
    return { added, removed, estimateUsd: costUsd };
  }
}

/** Efforts by model, as {@link syncCandidates} gives them (S3-3). */
function effortsOf(stored: StoredBenchmarkConfig | null): ReadonlyMap<string, Effort | null> {
  if (stored === null) return new Map();
  const { auto, config } = stored;
  const entries = [...auto, ...config.decider.models, ...config.sync.efforts];
  return new Map(entries.map(({ model, effort }) => [model, effort]));
}

function skipped(reason: Exclude<SyncResponse['skippedReason'], null>): SyncResponse {
  return {
    changed: false,
    added: [],
    removed: [],
    runId: null,
    proposal: null,
    skippedReason: reason,
  };
}

function candidateView(
  { model, runCostUsd, basis }: Priced,
  stored: StoredBenchmarkConfig | null,
): SyncCandidate {
  const head = { model, runCostUsd, basis };
  if (stored === null) return { ...head, state: 'out_of_bounds', effort: null };
  const { config, auto } = stored;
  const { sync, decider } = config;
  const manual = decider.models.find((entry) => entry.model === model);
  if (manual !== undefined) return { ...head, state: 'manual', effort: manual.effort };
  const known = [...auto, ...sync.efforts].find((entry) => entry.model === model);
  const effort = known?.effort ?? null;
  if (sync.excluded.includes(model)) return { ...head, state: 'excluded', effort };
  const isIn = effectiveModels([], auto, []).some((entry) => entry.model === model);
  const state = isIn || inBounds(runCostUsd, sync, false) ? 'auto' : 'out_of_bounds';
  return { ...head, state, effort };
}
