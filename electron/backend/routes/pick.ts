import type { PickResponse } from '@shared/api/auto-router';
import { NO_HINTS } from '@shared/api/hints';
import type { DecisionTrace } from '@shared/routing/decide';
import type { TaskName } from '@shared/routing/tasks';
import type { TraceCandidate } from '@shared/routing/trace';
import type { BackendContext } from '../context';
import { decidePick, effectiveFor } from '../decide/effective';
import { realtimeParam, route, taskParam, type RouteDeps, type Router } from './http';
import { weightsParam } from './weights';

/** `GET /v1/auto-router/pick` (S0-31 to S0-45, S0-108). */
export function pickRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/pick', {
    GET: async (c) => {
      const { uid, key } = c.var.identity;
      const task = taskParam(c);
      const given = weightsParam(c.req.query('weights'));
      const effective = effectiveFor(await ctx.store.prefs.get(uid), task, given, {
        hints: NO_HINTS,
        live: ctx.preferenceLive(),
      });
      const trace = decidePick(ctx, task, effective, key?.models, realtimeParam(c));
      const id = ctx.newId();
      record(ctx, uid, id, trace);
      return c.json(pickResponse(ctx, id, trace));
    },
  });
}

/** The eligible ones, best first. */
export function ranked(trace: DecisionTrace): TraceCandidate[] {
  return trace.candidates.filter((candidate) => candidate.drop === null);
}

/**
 * Saves the trace, and the pick when there is one (S0-58), with a copy of the effective weights
 * (S0-39, S0-61). The answer does not wait for the disk: the rows are queued before it goes out, a
 * reader of them is served from what is queued, and a stop writes them first.
 */
function record(ctx: BackendContext, uid: string, id: string, trace: DecisionTrace): void {
  const at = ctx.clock.now();
  const chosen = trace.candidates.find((candidate) => candidate.id === trace.model);
  const writes = [ctx.store.decisions.save(uid, { id, createdAt: at, ...trace })];
  if (chosen !== undefined) {
    const { task, weights } = trace;
    writes.push(
      ctx.store.picks.record(uid, {
        at,
        task,
        model: chosen.id,
        score: chosen.total ?? 0,
        weights: { ...weights },
      }),
    );
  }
  Promise.all(writes).catch((error: unknown) => {
    ctx.log.error('a pick could not be recorded', { decision: id, error });
  });
}

/** The models of a task that take live sessions only, where one can be opened. */
function realtimeOnly(ctx: BackendContext, task: TaskName): Pick<PickResponse, 'realtime_only'> {
  const found = ctx.catalog
    .candidatesFor(task, ctx.providers.connections())
    .filter((one) => one.capabilities.realtimeOnly === true && one.availability === 'callable')
    .map(({ id }) => id);
  return found.length === 0 ? {} : { realtime_only: found };
}

function pickResponse(ctx: BackendContext, id: string, trace: DecisionTrace): PickResponse {
  const eligible = ranked(trace);
  const pinned = trace.reason === 'pinned' && trace.model !== null;
  return {
    task: trace.task,
    model: trace.model,
    scores: Object.fromEntries(eligible.map((row) => [row.id, row.total ?? 0])),
    detail: {
      weights: trace.weights,
      candidates: eligible.map((row) => ({
        id: row.id,
        provider: row.provider,
        scores: row.scores,
      })),
      reason: reasonText(trace, eligible),
      ...(pinned ? { override_model: trace.model ?? undefined } : {}),
      dropped: trace.candidates.flatMap((row) =>
        row.drop === null ? [] : [{ id: row.id, reason: row.drop }],
      ),
    },
    weights_source: trace.weightsSource,
    updated_at: ctx.catalog.snapshot().loadedAt,
    attribution: pinned ? 'user_override' : ctx.catalog.attribution().join('; '),
    prefs_version: trace.prefsVersion,
    decision_id: id,
    ...realtimeOnly(ctx, trace.task),
  };
}

/** S0-34's words; where candidates exist but none is eligible, how many fell for which reason. */
function reasonText(trace: DecisionTrace, eligible: readonly TraceCandidate[]): string {
  const chosen = eligible.find((row) => row.id === trace.model);
  if (chosen !== undefined) {
    const score = (chosen.total ?? 0).toFixed(4);
    if (trace.reason === 'held') {
      return `selected ${chosen.id} (kept although newer data ranks another first, weighted score ${score})`;
    }
    return trace.reason === 'pinned'
      ? `selected ${chosen.id} (pinned by the user, weighted score ${score})`
      : `selected ${chosen.id} (highest weighted score ${score})`;
  }
  if (trace.candidates.length === 0) return 'no candidates registered for this task';
  const counts = new Map<string, number>();
  for (const { drop } of trace.candidates) {
    if (drop !== null) counts.set(drop, (counts.get(drop) ?? 0) + 1);
  }
  const list = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${reason} ${n}`);
  return `no eligible candidate: ${list.join(', ')}`;
}
