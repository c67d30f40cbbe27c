import {
  measureSchema,
  modelEditSchema,
  modelIdSchema,
  type ModelEditResponse,
  type ModelsResponse,
  pickChangeActionSchema,
  type PickChangeResponse,
} from '@shared/api/models';
import { type SourcesResponse, sourceChangeSchema } from '@shared/api/sources';
import { modelRows, withAdded } from '../catalog/models-view';
import { fixedStates } from '../catalog/source-states';
import { probeModel } from '../measured/probe';
import {
  ApiError,
  jsonBody,
  ownerOnly,
  parse,
  route,
  taskParam,
  type RouteDeps,
  type Router,
} from './http';

/** The Models view: figures with their sources, own edits, measurements, sources, pick changes. */
export function modelsRoutes(app: Router, deps: RouteDeps): void {
  const { live } = deps;

  route(app, '/v1/auto-router/models', {
    GET: (c) => {
      const { owner } = c.var.identity;
      return c.json<ModelsResponse>(modelsResponse(deps, taskParam(c), owner));
    },
  });

  route(app, '/v1/auto-router/models/edit', {
    PUT: ownerOnly(async (c) => {
      const edit = parse(modelEditSchema, await jsonBody(c));
      if (deps.ctx.catalog.snapshot().plain) {
        throw new ApiError('invalid_request', "the operator's plain file takes no edits");
      }
      const known = live.overlay.publicFile?.models.find(({ id }) => id === edit.model) ?? null;
      if (known?.local === true && Object.keys(edit.rates).length > 0) {
        throw new ApiError('invalid_request', 'rates: a model on this machine has no price');
      }
      const saved = await live.saveEdit(edit);
      return c.json<ModelEditResponse>({ edit: withAdded(saved, known) });
    }),

    DELETE: ownerOnly(async (c) => {
      const model = parse(modelIdSchema, c.req.query('model'));
      if (!(await live.removeEdit(model))) {
        throw new ApiError('edit_not_found', 'nothing was set by hand for this model');
      }
      return c.body(null, 204);
    }),
  });

  route(app, '/v1/auto-router/models/measure', {
    POST: ownerOnly(async (c) => {
      const { model } = parse(measureSchema, await jsonBody(c));
      const { signal } = c.req.raw;
      return c.json(await measure(deps, c.var.identity.uid, model, signal));
    }),
  });

  route(app, '/v1/auto-router/sources', {
    GET: ownerOnly((c) => c.json<SourcesResponse>({ sources: allStates(deps) })),
  });

  route(app, '/v1/auto-router/sources/refresh', {
    POST: ownerOnly(async (c) => {
      await live.refresh(true);
      return c.json<SourcesResponse>({ sources: allStates(deps) });
    }),
  });

  route(app, '/v1/auto-router/sources/:id', {
    PUT: ownerOnly(async (c) => {
      const id = c.req.param('id') ?? '';
      const change = parse(sourceChangeSchema, await jsonBody(c));
      const terms = live.feeds.get(id)?.source.terms ?? null;
      if (change.enabled === true && terms !== null && change.acceptTerms !== true) {
        throw new ApiError(
          'terms_not_accepted',
          'this source is switched on with acceptTerms, once its terms were shown',
        );
      }
      const state = await live.configure(id, change);
      if (state === null) throw new ApiError('unknown_source', 'there is no such source');
      return c.json(state);
    }),
  });

  route(app, '/v1/auto-router/sources/:id/refresh', {
    POST: ownerOnly(async (c) => {
      const state = await live.refreshSource(c.req.param('id') ?? '');
      if (state === null) throw new ApiError('unknown_source', 'there is no such source');
      return c.json(state);
    }),
  });

  route(app, '/v1/auto-router/pick-changes', {
    GET: async (c) => c.json(await live.picks.list(c.var.identity.uid)),
  });

  route(app, '/v1/auto-router/pick-changes/:id', {
    POST: async (c) => {
      const { action } = parse(pickChangeActionSchema, await jsonBody(c));
      const id = c.req.param('id') ?? '';
      const change = await live.picks.decide(c.var.identity.uid, id, action);
      if (change === null) {
        throw new ApiError('pick_change_not_found', 'there is no such change of a pick');
      }
      return c.json<PickChangeResponse>({ change });
    },
  });
}

function modelsResponse(
  deps: RouteDeps,
  task: ModelsResponse['task'],
  owner: boolean,
): ModelsResponse {
  const { ctx, live } = deps;
  const { catalog } = ctx;
  const { file, plain } = catalog.data();
  const { version, sourceId, loadedAt, ageSeconds, isFresh } = catalog.snapshot();
  const candidates = modelRows({
    task,
    candidates: catalog.candidatesFor(task, ctx.providers.connections()),
    file,
    publicFile: live.overlay.publicFile,
    measured: live.measured,
    edits: live.edits(),
    refused: [...live.overlay.refused, ...live.feeds.refused()],
    prices: live.priceHistory(),
  });
  return {
    task,
    candidates,
    // Addresses and failures of the owner's connections are the owner's business.
    sources: owner ? allStates(deps) : liveStates(deps),
    sourceNames: catalog.sources(),
    metricNames: Object.fromEntries(
      Object.entries(file?.metrics ?? {}).map(([id, { label }]) => [id, label]),
    ),
    attribution: catalog.attribution(),
    catalog: { version, source: sourceId, plain, loadedAt, ageSeconds, isFresh },
    generatedAt: new Date(ctx.clock.now()).toISOString(),
  };
}

/** Live sources, the catalog they are laid over, and the providers' own lists. */
function allStates(deps: RouteDeps): SourcesResponse['sources'] {
  const { ctx, live } = deps;
  const status = ctx.catalog.snapshot();
  const attribution = live.overlay.publicFile?.attribution ?? ctx.catalog.attribution();
  return [...liveStates(deps), ...fixedStates({ status, attribution }, ctx.providers.statuses())];
}

const REFUSED_SHOWN = 50;

/** The live sources; what the guard keeps out of their figures is among what is refused of them. */
function liveStates({ live }: RouteDeps): SourcesResponse['sources'] {
  return live.feeds.states().map((state) => {
    const guarded = live.overlay.refused.filter(({ source }) => source === state.id);
    return {
      ...state,
      refused: [...guarded, ...state.refused].slice(0, REFUSED_SHOWN),
      refusedCount: guarded.length + state.refusedCount,
    };
  });
}

/** A cloud model is measured by use: a probe of it would cost the person money. */
async function measure({ ctx, live }: RouteDeps, uid: string, id: string, signal: AbortSignal) {
  const slash = id.indexOf('/');
  const provider = ctx.providers.get(id.slice(0, slash));
  if (provider === null) throw new ApiError('unknown_provider', 'there is no such provider');
  if (!provider.status().local || provider.id === 'practice') {
    throw new ApiError('invalid_request', 'model: only models on this machine are probed');
  }
  const known = ctx.catalog.data().models.get(id);
  const embeds = known?.capabilities.output.includes('embedding') === true;
  if (!provider.operations.has(embeds ? 'embeddings' : 'chat') || provider.dialect !== 'openai') {
    throw new ApiError('invalid_request', 'model: this provider cannot be asked for it');
  }
  const model = id.slice(slash + 1);
  const result = await probeModel(ctx, live.measured, { uid, provider, model, embeds, signal });
  if (!result.ok) throw new ApiError(result.code, result.message);
  await live.applyMeasured();
  return result.measured;
}
