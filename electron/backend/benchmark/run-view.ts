import type { LaneStatus, PublishResult, Run, RunLane } from '@shared/api/benchmark';
import { nearestRank } from '@shared/routing/routing-table';
import type { BenchmarkStore } from '../store/benchmark';
import type {
  CaseStat,
  StoredLane,
  StoredRun,
  StoredSummary,
  UnfinishedCase,
} from '../store/benchmark-rows';

const P95 = 0.95;

/** A run as it is now, from what is stored. `casesPerLane` counts the repetitions. */
export async function runView(
  store: BenchmarkStore,
  run: StoredRun,
  casesPerLane: number,
  leftMs: number | null,
): Promise<Run> {
  const [lanes, stats, unfinished, summaries] = await Promise.all([
    store.runs.lanes(run.id),
    store.runs.stats(run.id),
    store.runs.unfinished(run.id),
    store.runs.summaries(run.id),
  ]);
  const views = lanes.map((lane) =>
    laneView(run, lane, { stats, unfinished, summaries }, casesPerLane),
  );
  return {
    id: run.id,
    kind: run.kind,
    status: run.status,
    trigger: run.trigger,
    force: run.force,
    resumed: false,
    snapshot: run.snapshot,
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    reason: run.reason,
    spentUsd: [...stats, ...unfinished].reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
    lanes: views,
    done: views.reduce((sum, { done }) => sum + done, 0),
    total: views.reduce((sum, { total }) => sum + total, 0),
    leftMs,
    publish: publishOf(run),
  };
}

function laneView(
  run: StoredRun,
  lane: StoredLane,
  all: {
    readonly stats: readonly CaseStat[];
    readonly unfinished: readonly UnfinishedCase[];
    readonly summaries: readonly StoredSummary[];
  },
  total: number,
): RunLane {
  const { model, effort, status, reason } = lane;
  const head = { model, effort, status, reason };
  if (status === 'carried') {
    const whole = all.summaries.find((row) => row.model === model && row.scope === 'all');
    return whole === undefined
      ? { ...head, ...NOTHING, status }
      : { ...head, ...fromSummary(run, whole) };
  }
  const stats = all.stats.filter((stat) => stat.model === model);
  const cutOff = all.unfinished.filter((part) => part.model === model);
  const graded = stats.filter(({ verdict }) => verdict !== 'error');
  const passed = graded.filter(({ verdict }) => verdict === 'passed').length;
  const score = graded.reduce((sum, stat) => sum + stat.score, 0);
  const known = [...stats, ...cutOff].flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  return {
    ...head,
    done: stats.length,
    total: Math.max(total, stats.length),
    passed,
    timeouts: graded.filter(({ verdict }) => verdict === 'timed_out').length,
    errors: stats.length - graded.length,
    accuracy: graded.length === 0 ? null : share(run, passed, score, graded.length),
    costUsd: known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0),
    p95Ms: nearestRank(
      graded.map(({ ms }) => ms),
      P95,
    ),
  };
}

const NOTHING = {
  done: 0,
  total: 0,
  passed: 0,
  timeouts: 0,
  errors: 0,
  accuracy: null,
  costUsd: null,
  p95Ms: null,
} satisfies Partial<RunLane>;

/** What was carried was paid for by another run: it costs this one nothing. */
function fromSummary(
  run: StoredRun,
  all: StoredSummary,
): Omit<RunLane, 'model' | 'effort' | 'reason'> {
  const cases = all.graded + all.errors;
  return {
    status: 'carried' satisfies LaneStatus,
    done: cases,
    total: cases,
    passed: all.passed,
    timeouts: all.timeouts,
    errors: all.errors,
    accuracy: all.graded === 0 ? null : share(run, all.passed, all.scoreSum, all.graded),
    costUsd: 0,
    p95Ms: all.p95Ms,
  };
}

function share({ kind }: StoredRun, passed: number, score: number, graded: number): number {
  return (kind === 'classifier' ? score : passed) / graded;
}

function publishOf({ publishStatus, publishReason, tableId, id }: StoredRun): PublishResult | null {
  if (publishStatus === null) return null;
  if (publishStatus === 'skipped') {
    return { status: 'skipped', id: null, reason: publishReason ?? 'nothing to publish' };
  }
  return { status: publishStatus, id: tableId ?? id, reason: null };
}
