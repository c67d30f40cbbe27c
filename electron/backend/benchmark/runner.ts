import { setMaxListeners } from 'node:events';
import type { Log } from '../context';
import type { BenchmarkStore } from '../store/benchmark';
import type { CaseStat, StoredLane, StoredRun, UnfinishedCase } from '../store/benchmark-rows';
import { Budget } from './budget';
import type { BenchmarkDatasets } from './datasets';
import type { BillingOf, CallModel, Timers } from './model-call';
import type { PauseGate } from './pause-gate';
import { publishRun } from './publish';
import type { CaseOutcome } from './run-case';
import { summarise } from './summarise';
import { workCases, type WorkCase } from './work';

/** After so many failures in a row a model is not asked any further (S4-37). */
const MOST_ERRORS_IN_A_ROW = 5;
/** Failures that the next case will meet as well. */
const FATAL = new Set([
  'provider_auth_failed',
  'provider_model_not_found',
  'spending_cap_reached',
  'unknown_provider',
]);

export interface RunnerDeps {
  readonly store: BenchmarkStore;
  readonly datasets: BenchmarkDatasets;
  readonly callModel: CallModel;
  readonly billingOf: BillingOf;
  readonly timers: Timers;
  readonly gate: PauseGate;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** Told after each change of the run. */
  readonly onChange: (runId: string) => void;
}

interface Item {
  readonly lane: Lane;
  readonly work: WorkCase;
  readonly rep: number;
  /** Under which its cost is kept until it has a result. */
  readonly unfinishedId: string;
}

/** One model of the run while it runs. */
class Lane {
  alive = true;
  left = 0;
  errorsInARow = 0;
  readonly stats: CaseStat[] = [];

  constructor(readonly model: StoredLane) {}
}

/**
 * Runs what is left of a run: every case of every model that has no result yet. Each result is
 * written as it comes, so a run that was killed goes on without paying twice. Ends the run in the
 * store, unless the signal was aborted without `cancelled`: then it is left to be resumed.
 */
export async function executeRun(
  run: StoredRun,
  deps: RunnerDeps,
  signal: AbortSignal,
  cancelled: () => boolean,
): Promise<void> {
  const execution = new Execution(run, deps, signal);
  try {
    await execution.work();
    if (signal.aborted && !cancelled()) return;
    if (signal.aborted) await execution.stop('cancelled', 'cancelled by the user');
    else if (execution.capped) {
      await execution.stop(
        'cost_capped',
        `the limit of ${run.snapshot.maxCostUsd} USD was reached`,
      );
    } else await execution.complete();
  } catch (error) {
    deps.log.error('a benchmark run failed', { run: run.id, error: String(error) });
    await execution.stop('failed', `the run failed: ${String(error)}`);
  } finally {
    deps.onChange(run.id);
  }
}

class Execution {
  capped = false;
  readonly #stop = new AbortController();
  #items: Item[] = [];
  #lanes: readonly Lane[] = [];
  #budget: Budget;

  constructor(
    private readonly run: StoredRun,
    private readonly deps: RunnerDeps,
    private readonly signal: AbortSignal,
  ) {
    this.#budget = new Budget(run.snapshot.maxCostUsd, 0);
    // Each case under way listens, and up to a hundred may be.
    setMaxListeners(0, this.#stop.signal);
  }

  async work(): Promise<void> {
    await this.#prepare();
    const { maxConcurrency } = this.run.snapshot;
    const workers = Math.min(maxConcurrency, this.#items.length);
    const abort = (): void => this.#stop.abort();
    this.signal.addEventListener('abort', abort, { once: true });
    if (this.signal.aborted) abort();
    try {
      await Promise.all(Array.from({ length: workers }, () => this.#worker()));
    } catch (error) {
      // One worker that can't write its result stops the others from spending.
      abort();
      throw error;
    } finally {
      this.signal.removeEventListener('abort', abort);
    }
  }

  async complete(): Promise<void> {
    const { store, now, newId } = this.deps;
    const { id } = this.run;
    const lanes = await store.runs.lanes(id);
    const whole = new Set(
      lanes
        .filter(({ status }) => status === 'done' || status === 'carried')
        .map(({ model }) => model),
    );
    const summaries = (await store.runs.summaries(id)).filter(({ model }) => whole.has(model));
    const result = await publishRun(this.run, summaries, { store, now, newId });
    await store.runs.update(id, {
      status: 'completed',
      reason: null,
      endedAt: now(),
      publishStatus: result.status,
      publishReason: result.reason,
      tableId: result.id,
    });
  }

  /** Ends the run without publishing: what was in force stays. */
  async stop(status: 'cancelled' | 'cost_capped' | 'failed', reason: string): Promise<void> {
    const { store, now } = this.deps;
    for (const lane of this.#lanes) {
      if (lane.alive && lane.left > 0) {
        await store.runs.setLane(this.run.id, lane.model.model, 'stopped', reason);
      }
    }
    await store.runs.update(this.run.id, {
      status,
      reason,
      endedAt: now(),
      publishStatus: 'skipped',
      publishReason: reason,
    });
  }

  /** What has no result yet, all models abreast: each gets its first case before one gets its second. */
  async #prepare(): Promise<void> {
    const { store, datasets, billingOf, newId } = this.deps;
    const { id, kind, snapshot } = this.run;
    const stats = await store.runs.stats(id);
    const unfinished = await store.runs.unfinished(id);
    const lanes = (await store.runs.lanes(id)).filter(
      ({ status }) => status === 'pending' || status === 'running',
    );
    this.#lanes = lanes.map((lane) => new Lane(lane));
    const cases = workCases(kind, datasets);
    const done = new Set(stats.map((stat) => keyOf(stat.model, stat.caseId, stat.rep)));
    for (const lane of this.#lanes) {
      lane.stats.push(...stats.filter(({ model }) => model === lane.model.model));
    }
    for (let rep = 1; rep <= snapshot.repetitions; rep += 1) {
      for (const work of cases) {
        for (const lane of this.#lanes) {
          if (done.has(keyOf(lane.model.model, work.id, rep))) continue;
          lane.left += 1;
          this.#items.push({ lane, work, rep, unfinishedId: newId() });
        }
      }
    }
    this.#budget = new Budget(snapshot.maxCostUsd, committed([...stats, ...unfinished], billingOf));
    for (const lane of this.#lanes) {
      if (lane.left === 0) await this.#finish(lane);
    }
  }

  async #worker(): Promise<void> {
    for (;;) {
      if (this.#stop.signal.aborted) return;
      await this.#waitWhilePaused();
      if (this.#stop.signal.aborted) return;
      const item = this.#next();
      if (item === null) return;
      if (item.lane.model.status === 'pending' && item.lane.stats.length === 0) {
        await this.deps.store.runs.setLane(this.run.id, item.lane.model.model, 'running', null);
      }
      const { model } = item.lane.model;
      const outcome = await item.work.run(item.lane.model, {
        callModel: this.deps.callModel,
        billingOf: this.deps.billingOf,
        timers: this.deps.timers,
        budget: this.#budget,
        uid: this.run.uid,
        keepCost: (costUsd) =>
          this.deps.store.runs.putUnfinished(this.run.id, {
            id: item.unfinishedId,
            model,
            costUsd,
          }),
        signal: this.#stop.signal,
      });
      await this.#take(item, outcome);
      this.deps.onChange(this.run.id);
    }
  }

  #next(): Item | null {
    for (;;) {
      const item = this.#items.shift();
      if (item === undefined) return null;
      if (item.lane.alive) return item;
    }
  }

  async #waitWhilePaused(): Promise<void> {
    const { gate, store, onChange } = this.deps;
    const { reason } = gate;
    if (reason === null) return;
    await store.runs.update(this.run.id, { status: 'paused', reason });
    onChange(this.run.id);
    await gate.whenOpen(this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    await store.runs.update(this.run.id, { status: 'running', reason: null });
    onChange(this.run.id);
  }

  async #take(item: Item, outcome: CaseOutcome): Promise<void> {
    const { lane } = item;
    if (outcome.kind === 'stopped') {
      if (outcome.reason === 'stopped') return;
      if (outcome.reason === 'price_unknown') {
        await this.#fail(lane, 'its price is unknown, so no cost limit could be kept');
      } else {
        // Calls under way have their room in the limit and may end; nothing new is begun.
        this.capped = true;
        this.#items = [];
      }
      // What the calls before the stop cost is kept: the case is not run again.
      if (outcome.costUsd !== 0) {
        await this.#write(item, { ...MEASURED_NOTHING, costUsd: outcome.costUsd });
      }
      return;
    }
    const { failure, ...measured } = outcome;
    await this.#write(item, measured);
    lane.left -= 1;
    lane.errorsInARow = outcome.verdict === 'error' ? lane.errorsInARow + 1 : 0;
    const fatal = failure !== null && FATAL.has(failure.code);
    if (fatal || lane.errorsInARow >= MOST_ERRORS_IN_A_ROW) {
      await this.#fail(lane, outcome.detail);
    } else if (lane.left === 0 && lane.alive) await this.#finish(lane);
  }

  async #write(
    { lane, work, rep, unfinishedId }: Item,
    measured: Omit<Extract<CaseOutcome, { kind: 'measured' }>, 'failure'>,
  ): Promise<void> {
    const { kind: _, ...outcome } = measured;
    const result = {
      model: lane.model.model,
      caseId: work.id,
      rep,
      tier: work.tier,
      route: work.route,
      at: this.deps.now(),
      ...outcome,
    };
    await this.deps.store.runs.putResult(this.run.id, result, unfinishedId);
    lane.stats.push(result);
  }

  /** Its results don't speak for it; the other models go on (S4-37). */
  async #fail(lane: Lane, reason: string): Promise<void> {
    if (!lane.alive) return;
    lane.alive = false;
    await this.deps.store.runs.setLane(this.run.id, lane.model.model, 'failed', reason);
  }

  async #finish(lane: Lane): Promise<void> {
    const { store } = this.deps;
    await store.runs.putSummaries(this.run.id, summarise(lane.model, lane.stats));
    await store.runs.setLane(this.run.id, lane.model.model, 'done', null);
  }
}

const MEASURED_NOTHING = {
  kind: 'measured',
  verdict: 'error',
  score: 0,
  answer: '',
  detail: 'stopped before its end',
  attempts: 1,
  turns: 1,
  ms: 0,
} as const;

function keyOf(model: string, caseId: string, rep: number): string {
  return `${model}\0${caseId}\0${rep}`;
}

/** A rough worst case of a call whose cost was never told: 8,000 tokens in and 4,000 out. */
const UNTOLD = { input: 8_000, output: 4_000, perToken: 1e-6 };

/** What the cases of a run have cost; one whose cost is unknown counts as a dear one. */
function committed(cases: readonly (CaseStat | UnfinishedCase)[], billingOf: BillingOf): number {
  let usd = 0;
  for (const { model, costUsd } of cases) {
    const billing = costUsd === null ? billingOf(model) : null;
    const price = billing === null || billing.local ? null : billing.price;
    usd +=
      costUsd ??
      (UNTOLD.input * (price?.inputPerMTok ?? 0) + UNTOLD.output * (price?.outputPerMTok ?? 0)) *
        UNTOLD.perToken;
  }
  return usd;
}
