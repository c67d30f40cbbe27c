import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { readTarget } from '../decide/target';
import { keyRefusal } from '../keys/key-rules';
import { Caller } from './caller';
import { answerCount } from './count-tokens';
import { serveDirect } from './direct';
import { gatewayError, sendGatewayError } from './errors';
import { modelList } from './models';
import { type BodyLimits, DEFAULT_BODY_LIMITS, readBody } from './read-body';
import { readRequest } from './request';
import { serveRouted } from './routed';
import { MODELS_PATH, type Surface, surfaceOf } from './surfaces';

/** The OpenAI- and Anthropic-compatible surfaces, on raw node:http (performance.md, Gateway). */
export interface Gateway {
  /** Answers a request of a known user; false when the path is not one of its own. */
  handle(request: IncomingMessage, response: ServerResponse, identity: Identity): Promise<boolean>;
  /** Aborts what is running and resolves when every outcome is written. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly bodyLimits?: BodyLimits;
}

export function createGateway(ctx: BackendContext, options: GatewayOptions = {}): Gateway {
  const limits = options.bodyLimits ?? DEFAULT_BODY_LIMITS;
  const running = new Map<Caller, Promise<void>>();
  let closed = false;

  const serve = async (
    surface: Surface,
    request: IncomingMessage,
    caller: Caller,
    identity: Identity,
  ): Promise<void> => {
    const bytes = await readBody(request, limits);
    if (!bytes.ok) {
      if (bytes.error !== null) caller.refuse(bytes.error, { connection: 'close' });
      return;
    }
    const read = await readRequest(surface, bytes.value, request.headers);
    const { model = '', stream = false } = read.ok ? read.value : {};
    const seen = { surface: surface.path, stream, requestedModel: model };
    caller.watchedBy(ctx.activity.begin(identity, seen));
    if (!read.ok) {
      if (read.error !== null) caller.refuse(read.error);
      return;
    }
    const asked = read.value;
    const target = readTarget(asked.model);
    if (target.kind === 'unknown') {
      caller.refuse(gatewayError(target.code, target.message));
      return;
    }
    const refusal = keyRefusal(identity, target);
    if (refusal !== null) {
      caller.refuse(gatewayError(refusal.code, refusal.message));
      return;
    }
    if (surface.operation === 'count_tokens' && answerCount(ctx, asked, target, caller)) return;
    if (target.kind === 'direct') {
      const { provider, model } = target;
      await serveDirect(ctx, { identity, request: asked, provider, model }, caller);
      return;
    }
    if (surface.operation === 'speech') {
      const message =
        'No task of the router is to speak, so a voice model has to be named: <provider>/<model>. Nothing was sent.';
      caller.refuse(gatewayError('unknown_model', message));
      return;
    }
    const task = target.task ?? asked.task ?? surface.task ?? asked.facts.task;
    await serveRouted(ctx, { identity, request: asked, strategy: target.strategy, task }, caller);
  };

  const run = async (
    surface: Surface,
    request: IncomingMessage,
    caller: Caller,
    identity: Identity,
  ): Promise<void> => {
    try {
      await serve(surface, request, caller, identity);
    } catch (error) {
      ctx.log.error('a gateway request failed', { path: surface.path, error: String(error) });
      const message = 'Something went wrong inside Auto Router; the log says what.';
      if (caller.started) caller.drop();
      else caller.refuse(gatewayError('internal_error', message));
    } finally {
      running.delete(caller);
    }
  };

  return {
    async handle(request, response, identity) {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const surface = surfaceOf(path);
      if (surface === null && path !== MODELS_PATH) return false;
      const method = surface === null ? 'GET' : 'POST';
      if (request.method !== method) {
        const error = gatewayError('method_not_allowed', `${path} takes ${method} only.`);
        sendGatewayError(response, error, surface?.protocol ?? 'openai', { allow: method });
        return true;
      }
      if (surface === null) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(modelList(ctx, identity)));
        return true;
      }
      const caller = new Caller(response, surface.protocol);
      if (closed) {
        caller.drop();
        return true;
      }
      const work = run(surface, request, caller, identity);
      running.set(caller, work);
      await work;
      return true;
    },

    async close() {
      closed = true;
      const open = [...running];
      for (const [caller] of open) caller.drop();
      await Promise.all(open.map(([, work]) => work));
    },
  };
}
