import type {
  BenchmarkConfig,
  BenchmarkConfigResponse,
  BenchmarkKind,
  BenchmarkModel,
  CaseQuery,
  CasesResponse,
  DatasetsResponse,
  Estimate,
  Run,
  StartRun,
} from '@shared/api/benchmark';
import type { Log } from '../context';
import type { BenchmarkStore } from '../store/benchmark';
import type { StoredBenchmarkConfig } from '../store/benchmark-config';
import type { StoredLane, StoredRun, StoredSummary } from '../store/benchmark-rows';
import { type BenchmarkDatasets, datasetNumbers, type LoadDatasets } from './datasets';
import { BenchmarkError } from './errors';
import { estimateModel } from './estimate';
import { type BillingOf, type CallModel, pause, type Timers } from './model-call';
import { PauseGate } from './pause-gate';
import { effectiveOf, snapshotOf } from './plan';
import { runView } from './run-view';
import { executeRun } from './runner';
import { type WorkCase, workCases } from './work';

/** What a closing server waits for calls that are being stopped. */
const CLOSE_LIMIT_MS = 1_500;
const DAY_MS = 24 * 60 * 60_000;
/** Runs that spend money, in a day (S4-37). */
export const PAID_RUNS_A_DAY = 10;

export interface BenchmarkDeps {
  readonly store: BenchmarkStore;
  readonly datasets: LoadDatasets;
  readonly callModel: CallModel;
  readonly billingOf: BillingOf;
  /** Why a model can't be benchmarked; null = it can (S4-22). */
  readonly unservable: (model: string) => string | null;
  readonly timers: Timers;
  /** Wall time, epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** A run has ended or a config was saved: what requests read may be another. */
  readonly onPublished: () => void;
}

interface ActiveRun {
  readonly id: string;
  readonly abort: AbortController;
  readonly finished: Promise<void>;
  readonly startedAt: number;
  readonly doneAtStart: number;
  /** True = an earlier process began it. */
  readonly resumed: boolean;
  cancelled: boolean;
}

interface PlannedLane {
  readonly lane: StoredLane;
  /** What is carried (S4-18); empty = to be measured. */
  readonly earlier: readonly StoredSummary[];
}

/** Benchmarks of one server: one run at a time, which survives a restart. */
export class BenchmarkRuns {
  readonly gate = new PauseGate();
  #active: ActiveRun | null = null;
  /** A start that is being written: a second one in the same moment must see it. */
  #starting = false;
  #closed = false;
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(private readonly deps: BenchmarkDeps) {}

  async config(): Promise<BenchmarkConfigResponse> {
    const stored = await this.deps.store.config.get();
    return { config: stored?.config ?? null, updatedAt: stored?.updatedAt ?? null };
  }

  /** @throws BenchmarkError invalid_benchmark_config: a model can't be served (S4-22) */
  async saveConfig(config: BenchmarkConfig): Promise<BenchmarkConfigResponse> {
    const { classifier, decider } = config;
    const override = classifier.override === null ? [] : [classifier.override];
    for (const model of [
      ...classifier.models.map((entry) => entry.model),
      ...decider.models.map((entry) => entry.model),
      ...override,
    ]) {
      const reason = this.deps.unservable(model);
      if (reason !== null)
        throw new BenchmarkError('invalid_benchmark_config', `${model}: ${reason}`);
    }
    await this.deps.store.config.save(config);
    this.deps.onPublished();
    return this.config();
  }

  async datasets(): Promise<DatasetsResponse> {
    return datasetNumbers(await this.deps.datasets());
  }

  /** @throws BenchmarkError benchmark_not_configured */
  async estimate(start: StartRun): Promise<Estimate> {
    const stored = await this.#configured();
    const models = this.#models(start, stored);
    const { repetitions } = stored.config[start.kind];
    const cases = workCases(start.kind, await this.deps.datasets());
    const rows = await Promise.all(
      models.map(async (model) =>
        estimateModel(
          start.kind,
          model,
          cases,
          repetitions,
          await this.#earlier(start.kind, model),
          this.deps.billingOf,
          start.force,
        ),
      ),
    );
    return {
      kind: start.kind,
      rows,
      costUsd: rows.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
      partial: rows.some(({ costUsd }) => costUsd === null),
      calls: rows.reduce((sum, row) => sum + row.cases, 0),
      maxCostUsd: start.maxCostUsd ?? stored.config.maxCostUsd,
    };
  }

  /**
   * Starts a run and answers at once; {@link watch} tells how it goes.
   *
   * @throws BenchmarkError benchmark_not_configured (S4-21), benchmark_active (S4-37),
   *   benchmark_quota_reached, invalid_benchmark_config
   */
  async start(start: StartRun, uid: string, trigger: 'user' | 'sync'): Promise<Run> {
    if (this.#starting || this.#active !== null || this.#closed) throw activeError();
    this.#starting = true;
    try {
      const stored = await this.#configured();
      const models = this.#models(start, stored);
      for (const { model } of start.models ?? []) {
        const reason = this.deps.unservable(model);
        if (reason !== null)
          throw new BenchmarkError('invalid_benchmark_config', `${model}: ${reason}`);
      }
      const paid = await this.deps.store.runs.paidSince(this.deps.now() - DAY_MS);
      if (paid >= PAID_RUNS_A_DAY) {
        const message = `${paid} runs have spent money within a day; the limit is ${PAID_RUNS_A_DAY}`;
        throw new BenchmarkError('benchmark_quota_reached', message);
      }
      const run = await this.#create(start, models, stored, uid, trigger);
      this.#execute(run, await this.deps.datasets(), 0);
      return await this.#view(run);
    } finally {
      this.#starting = false;
    }
  }

  /** Goes on with what the last stop left unfinished; called once, when the server has started. */
  async resume(): Promise<void> {
    const [run, ...others] = await this.deps.store.runs.active();
    for (const other of others) {
      const reason = 'another run was under way';
      await this.deps.store.runs.update(other.id, {
        status: 'cancelled',
        reason,
        endedAt: this.deps.now(),
      });
    }
    if (run === undefined || this.#closed || this.#active !== null) return;
    const { kind, snapshot } = run;
    const datasets = await this.deps.datasets();
    if (snapshot.datasetVersion !== datasets.versions[kind]) {
      // Half of its results would be of other cases.
      const reason = 'the dataset has changed since it was stopped';
      await this.deps.store.runs.update(run.id, {
        status: 'cancelled',
        reason,
        endedAt: this.deps.now(),
        publishStatus: 'skipped',
        publishReason: reason,
      });
      return;
    }
    if (run.status === 'paused') {
      await this.deps.store.runs.update(run.id, { status: 'running', reason: null });
    }
    const done = (await this.deps.store.runs.stats(run.id)).length;
    this.deps.log.info('a benchmark run goes on', { run: run.id, done });
    this.#execute(run, datasets, done, true);
  }

  /** Ends what is under way and writes it down. False when this run is not under way. */
  async cancel(id: string): Promise<boolean> {
    const active = this.#active;
    if (active?.id !== id) return false;
    active.cancelled = true;
    active.abort.abort();
    await active.finished;
    return true;
  }

  get activeId(): string | null {
    return this.#active?.id ?? null;
  }

  async list(limit: number): Promise<readonly Run[]> {
    const runs = await this.deps.store.runs.list(limit);
    return Promise.all(runs.map((run) => this.#view(run)));
  }

  /** @throws BenchmarkError benchmark_run_not_found */
  async get(id: string): Promise<Run> {
    return this.#view(await this.#stored(id));
  }

  /** @throws BenchmarkError benchmark_run_not_found */
  async cases(id: string, query: CaseQuery): Promise<CasesResponse> {
    const run = await this.#stored(id);
    const known = new Map(
      workCases(run.kind, await this.deps.datasets()).map((work) => [work.id, work]),
    );
    const { rows, total } = await this.deps.store.runs.cases(id, query);
    return {
      rows: rows.map((row) => ({ ...row, ...shownCase(row.tier, known.get(row.caseId)) })),
      total,
    };
  }

  /** Told after each change of a run; the result ends it. */
  watch(id: string, listener: () => void): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers);
    watchers.add(listener);
    return () => {
      watchers.delete(listener);
      if (watchers.size === 0) this.#watchers.delete(id);
    };
  }

  /** Resolves when nothing is under way; for tests and for the headless command. */
  async idle(): Promise<void> {
    while (this.#active !== null) await this.#active.finished;
  }

  /** Stops without ending: what was under way goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    const active = this.#active;
    if (active === null) return;
    active.abort.abort();
    // A provider that is slow to notice must not hold up the end of the app.
    const patience = new AbortController();
    await Promise.race([active.finished, pause(this.deps.timers, CLOSE_LIMIT_MS, patience.signal)]);
    patience.abort();
  }

  async #configured(): Promise<StoredBenchmarkConfig> {
    const stored = await this.deps.store.config.get();
    if (stored !== null) return stored;
    throw new BenchmarkError('benchmark_not_configured', 'save a benchmark config first');
  }

  #models(start: StartRun, stored: StoredBenchmarkConfig): readonly BenchmarkModel[] {
    const models =
      start.models ??
      (start.kind === 'classifier' ? stored.config.classifier.models : effectiveOf(stored));
    if (models.length > 0) return models;
    throw new BenchmarkError(
      'benchmark_not_configured',
      `the config names no model for ${start.kind}`,
    );
  }

  async #earlier(kind: BenchmarkKind, model: BenchmarkModel): Promise<readonly StoredSummary[]> {
    const { versions } = await this.deps.datasets();
    return this.deps.store.runs.lastSummaries(kind, model, versions[kind]);
  }

  async #create(
    start: StartRun,
    models: readonly BenchmarkModel[],
    stored: StoredBenchmarkConfig,
    uid: string,
    trigger: 'user' | 'sync',
  ): Promise<StoredRun> {
    const { store, now, newId } = this.deps;
    const datasets = await this.deps.datasets();
    const run: StoredRun = {
      id: newId(),
      kind: start.kind,
      status: 'running',
      trigger,
      force: start.force,
      uid,
      createdAt: now(),
      endedAt: null,
      reason: null,
      snapshot: snapshotOf(start, stored.config, datasets.versions[start.kind]),
      publishStatus: null,
      publishReason: null,
      tableId: null,
    };
    const lanes = await Promise.all(
      models.map(async (model): Promise<PlannedLane> => {
        const earlier = start.force ? [] : await this.#earlier(start.kind, model);
        const status = earlier.length > 0 ? 'carried' : 'pending';
        return { lane: { ...model, status, reason: null }, earlier };
      }),
    );
    // Asked for in one turn, so written in one transaction: no kill leaves a carried lane without
    // what it carries.
    await Promise.all([
      store.runs.create(
        run,
        lanes.map(({ lane }) => lane),
      ),
      ...lanes.map(({ earlier }) =>
        store.runs.putSummaries(
          run.id,
          earlier.map((summary) => ({ ...summary, carried: true })),
        ),
      ),
    ]);
    return run;
  }

  #execute(
    run: StoredRun,
    datasets: BenchmarkDatasets,
    doneAtStart: number,
    resumed = false,
  ): void {
    const abort = new AbortController();
    const active: ActiveRun = {
      id: run.id,
      abort,
      finished: Promise.resolve(),
      startedAt: this.deps.now(),
      doneAtStart,
      resumed,
      cancelled: false,
    };
    const { store, callModel, billingOf, timers, now, newId, log } = this.deps;
    const onChange = (id: string): void => this.#changed(id);
    const finished = executeRun(
      run,
      { store, datasets, callModel, billingOf, timers, gate: this.gate, now, newId, log, onChange },
      abort.signal,
      () => active.cancelled,
    )
      .catch((error: unknown) => {
        log.error('a benchmark run could not be ended', { run: run.id, error: String(error) });
      })
      .finally(() => {
        if (this.#active?.id === run.id) this.#active = null;
        this.deps.onPublished();
        this.#changed(run.id);
      });
    this.#active = Object.assign(active, { finished });
  }

  #changed(id: string): void {
    for (const listener of this.#watchers.get(id) ?? []) listener();
  }

  async #stored(id: string): Promise<StoredRun> {
    const run = await this.deps.store.runs.get(id);
    if (run === null) throw new BenchmarkError('benchmark_run_not_found', 'there is no such run');
    return run;
  }

  async #view(run: StoredRun): Promise<Run> {
    const work = workCases(run.kind, await this.deps.datasets());
    const cases = work.length * run.snapshot.repetitions;
    const view = await runView(this.deps.store, run, cases, null);
    const resumed = this.#active?.id === run.id && this.#active.resumed;
    return { ...view, resumed, leftMs: this.#leftMs(view) };
  }

  #leftMs(run: Run): number | null {
    const active = this.#active;
    if (active?.id !== run.id || run.status !== 'running') return null;
    const carried = run.lanes.reduce(
      (sum, lane) => sum + (lane.status === 'carried' ? lane.done : 0),
      0,
    );
    const done = run.done - carried - active.doneAtStart;
    if (done <= 0) return null;
    return Math.round(((this.deps.now() - active.startedAt) / done) * (run.total - run.done));
  }
}

function activeError(): BenchmarkError {
  return new BenchmarkError('benchmark_active', 'a run is under way: wait for it or cancel it');
}

function shownCase(tier: string | null, work: WorkCase | undefined) {
  return {
    tier: tier === 'low' || tier === 'medium' || tier === 'high' ? tier : null,
    prompt: work?.prompt ?? null,
    expected: work?.expected ?? null,
  } as const;
}
