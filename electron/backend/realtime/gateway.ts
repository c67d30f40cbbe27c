import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ActivityHandle } from '../activity/activity';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';
import { readTarget } from '../decide/target';
import { gatewayError, type GatewayError } from '../gateway/errors';
import { keyRefusal } from '../keys/key-rules';
import { serveDirectSession } from './direct';
import { Door } from './door';
import { DEFAULT_LIMITS, type RealtimeLimits } from './limits';
import { readRealtimeRequest, REALTIME_PATH } from './request';
import { serveRoutedSession } from './routed';
import type { Visit } from './visit';

/** Live sessions over WebSocket, in OpenAI's Realtime protocol. */
export interface RealtimeGateway {
  /** Serves the upgrade request of a known user until its session has ended and is written down. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity): Promise<void>;
  /** Ends what is running and resolves when every outcome is written. */
  close(): Promise<void>;
}

export function createRealtime(
  ctx: BackendContext,
  limits: RealtimeLimits = DEFAULT_LIMITS,
): RealtimeGateway {
  const closing = new AbortController();
  const running = new Map<Door, Promise<void>>();

  async function serve(
    door: Door,
    request: IncomingMessage,
    identity: Identity,
    seen: { activity: ActivityHandle | null },
  ): Promise<void> {
    const read = readRealtimeRequest(request);
    const activity = ctx.activity.begin(identity, {
      surface: REALTIME_PATH,
      stream: true,
      requestedModel: read.ok ? read.value.model : '',
    });
    seen.activity = activity;
    const refuse = (error: GatewayError, headers?: Readonly<Record<string, string>>): void => {
      const status = error.code.startsWith('provider_') ? 'failed' : 'refused';
      activity.update({ status, errorCode: error.code });
      door.refuse(error, headers);
    };
    if (!read.ok) {
      refuse(read.error ?? gatewayError('invalid_request', 'The request cannot be read.'));
      return;
    }
    const target = readTarget(read.value.model);
    if (target.kind === 'unknown') {
      refuse(gatewayError(target.code, target.message));
      return;
    }
    const refusal = keyRefusal(identity, target);
    if (refusal !== null) {
      refuse(gatewayError(refusal.code, refusal.message));
      return;
    }
    const visit: Visit = {
      identity,
      request: read.value,
      door,
      activity,
      limits,
      signal: closing.signal,
      refuse,
      drop() {
        activity.update({ status: 'aborted' });
        door.drop();
      },
    };
    if (target.kind === 'direct') {
      await serveDirectSession(ctx, visit, target);
      return;
    }
    const task = target.task ?? read.value.task ?? read.value.facts.task;
    await serveRoutedSession(ctx, visit, { strategy: target.strategy, task });
  }

  return {
    async handle(request, socket, head, identity) {
      const door = new Door(request, socket, head);
      if (closing.signal.aborted) {
        door.drop();
        return;
      }
      const seen: { activity: ActivityHandle | null } = { activity: null };
      const work = serve(door, request, identity, seen)
        .catch((error: unknown) => {
          ctx.log.error('a live session failed', { error: String(error) });
          seen.activity?.update({ status: 'failed', errorCode: 'internal_error' });
          const message = 'Something went wrong inside Auto Router; the log says what.';
          door.fail(gatewayError('internal_error', message));
        })
        .finally(() => running.delete(door));
      running.set(door, work);
      await work;
    },
    async close() {
      closing.abort();
      const open = [...running];
      for (const [door] of open) door.drop();
      await Promise.all(open.map(([, work]) => work));
    },
  };
}
