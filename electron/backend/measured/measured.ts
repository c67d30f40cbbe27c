import type { TaskName } from '@shared/routing/tasks';
import type { MeasuredCall } from '../store/catalog-store';
import { DecayedMean } from './decayed';

/** One estimate: its value, how many observations there were, and how many still count. */
export interface Estimate {
  readonly value: number;
  readonly n: number;
  readonly weight: number;
}

/** What this machine measured of one model in one task; null = never. */
export interface MeasuredModel {
  readonly firstTokenMs: Estimate | null;
  readonly totalMs: Estimate | null;
  readonly tokensPerSecond: Estimate | null;
  /** 0..1 of the calls that the model had to answer for. */
  readonly failureRate: Estimate | null;
  readonly costUsd: Estimate | null;
  /** ISO date of the newest observation. */
  readonly date: string;
}

export interface Measured {
  observe(call: MeasuredCall): void;
  /** Null when nothing was measured. */
  of(task: TaskName, model: string): MeasuredModel | null;
  /** Every model that was measured in a task. */
  models(task: TaskName): readonly string[];
  /** Counts observations. */
  readonly revision: number;
}

/** Not the model's doing: the caller's request was wrong, or the key. */
const NOT_ITS_FAULT = new Set([
  'provider_rejected',
  'provider_auth_failed',
  'provider_model_not_found',
]);

/** Models measured per task. */
const MOST_MODELS = 1_000;
/** Fewer tokens than this say nothing about speed. */
const LEAST_TOKENS = 16;
/** A first token this near to the last came in one piece with it: the answer was not streamed. */
const ONE_PIECE = 0.98;

/**
 * Latency, failures and cost per model from the calls of this machine: of all its users together,
 * since the network and the hardware are the same for all. Times are averaged by their logarithm, so
 * that one stalled answer does not drown a hundred.
 */
export function createMeasured(now: () => number): Measured {
  const rows = new Map<TaskName, Map<string, Row>>();
  let revision = 0;
  return {
    observe(call) {
      if (call.provider === 'practice' || call.model === '') return;
      const byModel = rows.get(call.task) ?? new Map<string, Row>();
      rows.set(call.task, byModel);
      const row = byModel.get(call.model) ?? new Row();
      if (!row.observe(call)) return;
      // Callers name models as they like: what they make up must not fill the memory.
      if (!byModel.has(call.model) && byModel.size >= MOST_MODELS) return;
      byModel.set(call.model, row);
      revision += 1;
    },
    of: (task, model) => rows.get(task)?.get(model)?.read(now()) ?? null,
    models: (task) => [...(rows.get(task)?.keys() ?? [])],
    get revision() {
      return revision;
    },
  };
}

class Row {
  readonly #firstToken = new DecayedMean();
  readonly #total = new DecayedMean();
  readonly #speed = new DecayedMean();
  readonly #failed = new DecayedMean();
  readonly #cost = new DecayedMean();
  #newest: number | null = null;

  /** Whether the call said anything. */
  observe(call: MeasuredCall): boolean {
    const { at, status } = call;
    const failed = status === 'failed';
    if (failed ? NOT_ITS_FAULT.has(call.errorCode ?? '') : status !== 'succeeded') return false;
    this.#newest = Math.max(this.#newest ?? 0, at);
    this.#failed.add(failed ? 1 : 0, at);
    if (failed) return true;
    if (call.costUsd !== null) this.#cost.add(call.costUsd, at);
    if (call.totalMs !== null && call.totalMs > 0) this.#times(call, call.totalMs);
    return true;
  }

  #times({ at, firstTokenMs, completionTokens }: MeasuredCall, totalMs: number): void {
    this.#total.add(Math.log(totalMs), at);
    if (firstTokenMs === null || !(firstTokenMs > 0)) return;
    const tokens = completionTokens ?? 0;
    if (tokens >= LEAST_TOKENS && firstTokenMs >= totalMs * ONE_PIECE) return;
    this.#firstToken.add(Math.log(firstTokenMs), at);
    if (tokens >= LEAST_TOKENS) {
      this.#speed.add(Math.log((tokens / (totalMs - firstTokenMs)) * 1000), at);
    }
  }

  read(now: number): MeasuredModel | null {
    if (this.#newest === null) return null;
    return {
      firstTokenMs: estimate(this.#firstToken, now, Math.exp),
      totalMs: estimate(this.#total, now, Math.exp),
      tokensPerSecond: estimate(this.#speed, now, Math.exp),
      failureRate: estimate(this.#failed, now),
      costUsd: estimate(this.#cost, now),
      date: new Date(this.#newest).toISOString().slice(0, 10),
    };
  }
}

function estimate(
  mean: DecayedMean,
  now: number,
  scale: (value: number) => number = (value) => value,
): Estimate | null {
  const value = mean.mean;
  return value === null ? null : { value: scale(value), n: mean.count, weight: mean.weightAt(now) };
}
