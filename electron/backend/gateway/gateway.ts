import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BackendContext } from '../context';
import { readFacts } from '../decide/needs';
import { readTarget } from '../decide/target';
import { Caller } from './caller';
import { serveDirect } from './direct';
import { gatewayError, sendGatewayError } from './errors';
import { modelList } from './models';
import { readBody, readChatRequest } from './request';
import { serveRouted } from './routed';

/** The OpenAI-compatible surface, on raw node:http (performance.md, Gateway). */
export interface Gateway {
  /** Answers a request of a known user; false when the path is not one of its own. */
  handle(request: IncomingMessage, response: ServerResponse, uid: string): Promise<boolean>;
  /** Aborts what is running and resolves when every outcome is written. */
  close(): Promise<void>;
}

const ROUTES: Readonly<Record<string, 'GET' | 'POST'>> = {
  '/v1/models': 'GET',
  '/v1/chat/completions': 'POST',
};

export function createGateway(ctx: BackendContext): Gateway {
  const running = new Map<Caller, Promise<void>>();
  let closed = false;

  const chat = async (request: IncomingMessage, caller: Caller, uid: string): Promise<void> => {
    const bytes = await readBody(request);
    if (!bytes.ok) {
      if (bytes.error !== null) caller.refuse(bytes.error, { connection: 'close' });
      return;
    }
    const read = readChatRequest(bytes.value, request.headers);
    if (!read.ok) {
      if (read.error !== null) caller.refuse(read.error);
      return;
    }
    const target = readTarget(read.value.model);
    if (target.kind === 'unknown') {
      caller.refuse(gatewayError(target.code, target.message));
      return;
    }
    const facts = readFacts(read.value.body);
    // Left out here, once: neither an outcome nor a call can keep what it never gets.
    const kept = read.value.keepExcerpt ? facts : { ...facts, excerpt: null };
    const asked = { uid, request: read.value, facts: kept };
    if (target.kind === 'direct') {
      await serveDirect(ctx, { ...asked, provider: target.provider, model: target.model }, caller);
      return;
    }
    const task = target.task ?? read.value.task ?? facts.task;
    await serveRouted(ctx, { ...asked, strategy: target.strategy, task }, caller);
  };

  const run = async (request: IncomingMessage, caller: Caller, uid: string): Promise<void> => {
    try {
      await chat(request, caller, uid);
    } catch (error) {
      ctx.log.error('a chat request failed', { error: String(error) });
      const message = 'Something went wrong inside Auto Router; the log says what.';
      if (caller.started) caller.drop();
      else caller.refuse(gatewayError('internal_error', message));
    } finally {
      running.delete(caller);
    }
  };

  return {
    async handle(request, response, uid) {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const method = ROUTES[path];
      if (method === undefined) return false;
      if (request.method !== method) {
        const error = gatewayError('method_not_allowed', `${path} takes ${method} only.`);
        sendGatewayError(response, error, { allow: method });
        return true;
      }
      if (method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(modelList(ctx)));
        return true;
      }
      const caller = new Caller(response);
      if (closed) {
        caller.drop();
        return true;
      }
      const work = run(request, caller, uid);
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
