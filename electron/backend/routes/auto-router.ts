import type {
  CandidatesResponse,
  CatalogResponse,
  DecisionResponse,
  MetricsResponse,
  PreviewResponse,
  TasksResponse,
} from '@shared/api/auto-router';
import { previewRequestSchema } from '@shared/api/auto-router';
import { NO_HINTS, readHints } from '@shared/api/hints';
import { decideAuto } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { DEFAULT_TASK_WEIGHTS } from '@shared/routing/task-registry';
import { TASK_NAMES } from '@shared/routing/tasks';
import { type Identity, sameSecret } from '../auth';
import { candidatesOf, policyFor } from '../decide/decide-request';
import { catalogLabel, decidePick, effectiveFor, needsOf } from '../decide/effective';
import { previewByStrategy } from '../decide/preview';
import {
  ApiError,
  jsonBody,
  knownTask,
  parse,
  realtimeParam,
  route,
  taskParam,
  type RouteDeps,
  type Router,
} from './http';
import { ranked } from './pick';
import { checkedWeights } from './weights';

/** Picks that `/metrics` shows (S0-57). */
const METRICS_PICKS = 100;

/** The router's own routes, but `pick`, the preferences, the history and the providers. */
export function autoRouterRoutes(app: Router, deps: RouteDeps): void {
  const { ctx } = deps;
  const asked = () => ({ hints: NO_HINTS, live: ctx.preferenceLive() });

  route(app, '/v1/auto-router/tasks', {
    GET: (c) =>
      c.json<TasksResponse>({
        tasks: ctx.catalog.tasks.map((task) => ({
          name: task.name,
          description: task.description,
          default_weights: task.defaultWeights,
          cost_unit: task.costUnit,
          latency_unit: task.latencyUnit,
        })),
      }),
  });

  route(app, '/v1/auto-router/candidates', {
    GET: async (c) => {
      const task = taskParam(c);
      const { uid, key } = c.var.identity;
      const effective = effectiveFor(await ctx.store.prefs.get(uid), task, null, asked());
      const trace = decidePick(ctx, task, effective, key?.models);
      return c.json<CandidatesResponse>({
        task,
        candidates: ranked(trace).map(({ id, provider, scores, total }) => ({
          id,
          provider,
          scores,
          total: total ?? 0,
        })),
        default_weights: DEFAULT_TASK_WEIGHTS[task],
      });
    },
  });

  route(app, '/v1/auto-router/metrics', {
    GET: async (c) => c.json(await metrics(deps, c.var.identity)),
  });

  route(app, '/v1/auto-router/catalog', {
    GET: async (c) => {
      const task = taskParam(c);
      const prefs = await ctx.store.prefs.get(c.var.identity.uid);
      const effective = effectiveFor(prefs, task, null, asked());
      const response: CatalogResponse = {
        task,
        candidates: ctx.catalog.candidatesFor(task, ctx.providers.connections()),
        needs: needsOf(task, realtimeParam(c)),
        defaultWeights: DEFAULT_TASK_WEIGHTS[task],
        weights: effective.weights,
        weightsSource: effective.weightsSource === 'user_prefs' ? 'user_prefs' : 'task_default',
        constraints: effective.constraints,
        pin: effective.pin,
        hold: effective.hold,
        floor: effective.floor,
        preferenceLive: ctx.preferenceLive(),
        prefsVersion: effective.prefsVersion,
        catalog: catalogLabel(ctx),
        plain: ctx.catalog.snapshot().plain,
        attribution: ctx.catalog.attribution(),
        sources: ctx.catalog.sources(),
      };
      return c.json(response);
    },
  });

  route(app, '/v1/auto-router/preview', {
    POST: async (c) => {
      const { identity } = c.var;
      const { uid } = identity;
      const body = parse(previewRequestSchema, await jsonBody(c));
      const read = readHints(body, c.req.header());
      if (!read.ok) throw new ApiError('invalid_request', read.message);
      const task = knownTask(body.task);
      const given = body.weights === undefined ? null : checkedWeights(body.weights);
      const effective = effectiveFor(await ctx.store.prefs.get(uid), task, given, {
        ...asked(),
        hints: read.hints,
      });
      const needs = TASK_NEEDS[task];
      const withImages = body.has_images === true && !needs.input.includes('image');
      const incumbent =
        body.conversation_id === undefined
          ? null
          : await ctx.store.outcomes.incumbent(uid, body.conversation_id, task);
      const request = {
        ...needs,
        input: withImages ? [...needs.input, 'image' as const] : needs.input,
        tools: body.needs_tools ?? needs.tools,
        promptTokens: body.prompt_tokens ?? null,
      };
      const { strategy = 'auto', prompt = '' } = body;
      if (strategy !== 'auto' && given === null) {
        const trace = await previewByStrategy(ctx, {
          identity,
          strategy,
          task,
          needs: request,
          hints: read.hints,
          conversationId: body.conversation_id ?? null,
          prompt,
          signal: c.req.raw.signal,
        });
        return c.json<PreviewResponse>({ trace });
      }
      const response: PreviewResponse = {
        trace: decideAuto({
          task,
          requestedModel: `auto/${task}`,
          candidates: candidatesOf(ctx, { task, facts: { needs: request, maxOutputTokens: null } }),
          needs: request,
          requireCallable: true,
          incumbent,
          catalog: catalogLabel(ctx),
          ...effective,
          ...policyFor(ctx, identity),
        }),
      };
      return c.json(response);
    },
  });

  route(app, '/v1/auto-router/decisions/:id', {
    GET: async (c) => {
      const decision = await ctx.store.decisions.get(c.var.identity.uid, c.req.param('id') ?? '');
      if (decision === null) throw new ApiError('decision_not_found', 'there is no such decision');
      const response: DecisionResponse = { decision };
      return c.json(response);
    },
  });

  route(app, '/v1/auto-router/refresh-benchmarks', {
    POST: async (c) => {
      checkAdminKey(deps, c.req.header('x-admin-key'));
      return c.json(await refresh(deps));
    },
  });
}

/** S0-78. @throws ApiError admin_not_configured, invalid_admin_key */
function checkAdminKey({ adminKey }: RouteDeps, given: string | undefined): void {
  const expected = adminKey()?.trim() ?? '';
  if (expected === '') throw new ApiError('admin_not_configured', 'ADMIN_KEY is not set');
  const key = given?.trim() ?? '';
  if (key === '' || !sameSecret(key, expected)) {
    throw new ApiError('invalid_admin_key', 'the X-Admin-Key header is missing or wrong');
  }
}

/** S0-43, S0-78: forces every source; the next pick uses what came. Fails when none of them came. */
async function refresh({ ctx, live }: RouteDeps) {
  let result;
  try {
    result = await live.refresh(true);
  } catch (error) {
    ctx.log.warn('the catalog could not be refreshed', { error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError('refresh_failed', `nothing could be loaded: ${reason}`);
  }
  if (result.failed.length > 0 && result.succeeded.length === 0) {
    const reasons = result.failed.map(({ id, message }) => `${id} ${message}`).join('; ');
    throw new ApiError('refresh_failed', `no source could be loaded: ${reasons}`);
  }
  const status = ctx.catalog.snapshot();
  const { taskCount, modelCount } = ctx.catalog.counts();
  return {
    status: 'ok',
    source: status.sourceId,
    fetched_at: status.loadedAt,
    task_count: taskCount,
    model_count: modelCount,
    refreshed: result.succeeded,
    failed: result.failed,
  };
}

/** The panel shows what `pick` would answer this caller (S0-63), and only their picks (S0-62). */
async function metrics({ ctx, live }: RouteDeps, { uid, key }: Identity): Promise<MetricsResponse> {
  const asked = { hints: NO_HINTS, live: ctx.preferenceLive() };
  const prefs = await ctx.store.prefs.get(uid);
  const history = await ctx.store.picks.snapshot(uid, METRICS_PICKS);
  const status = ctx.catalog.snapshot();
  const tasks = TASK_NAMES.map((task): [string, MetricsResponse['tasks'][string]] => {
    const trace = decidePick(ctx, task, effectiveFor(prefs, task, null, asked), key?.models);
    const eligible = ranked(trace);
    return [
      task,
      {
        weights: trace.weights,
        candidate_count: eligible.length,
        current_pick: trace.model,
        current_score: eligible.find(({ id }) => id === trace.model)?.total ?? null,
      },
    ];
  });
  return {
    cache: {
      last_loaded_at: status.loadedAt,
      age_seconds: status.ageSeconds,
      is_fresh: status.isFresh,
    },
    tasks: Object.fromEntries(tasks),
    pick_history: history.map((pick) => ({
      timestamp: new Date(pick.at).toISOString(),
      task: pick.task,
      model: pick.model,
      score: pick.score,
      weights_used: pick.weights,
    })),
    generated_at: new Date(ctx.clock.now()).toISOString(),
    benchmarks_source: status.sourceId,
    // Only live data was ever refreshed; a file's own load time stands in `cache`.
    benchmarks_last_refresh: status.source === 'live' ? status.loadedAt : null,
    benchmarks_sources: live.feeds
      .states()
      .filter(({ enabled }) => enabled)
      .map((source) => ({
        id: source.id,
        in_use: live.overlay.used.has(source.id),
        last_success: source.lastSuccess,
        age_seconds: source.ageSeconds,
        is_fresh: source.isFresh,
        last_failure: source.lastFailure?.code ?? null,
      })),
    dispatch_without_capture_total: ctx.counters.dispatchWithoutCapture,
    requests: await ctx.store.usage.counts(uid),
  };
}
