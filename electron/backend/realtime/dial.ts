import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { LiveAddress, ProviderFailure } from '../providers/provider';
import { readError, readEvent } from './events';
import type { RealtimeLimits } from './limits';

/** A session that a provider has opened, held until somebody relays it. */
export interface LiveSession {
  readonly socket: WebSocket;
  /** The events that have come so far, the first one among them; called once, by the relay. */
  readonly take: () => readonly string[];
}

export type Dialled =
  | { readonly ok: true; readonly session: LiveSession }
  | { readonly ok: false; readonly failure: ProviderFailure };

const ERROR_BODY_LIMIT = 64 * 1024;

/**
 * Opens a session at a provider. It is open with its first event, unless that is an error: until then
 * another model may still take its place. Never throws; an abort is a failure like another.
 */
export function dial(
  { url, headers, failed }: LiveAddress,
  beta: string | null,
  limits: Pick<RealtimeLimits, 'eventBytes' | 'openMs'>,
  signal: AbortSignal,
): Promise<Dialled> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, {
      headers: { ...headers, ...(beta !== null && { 'openai-beta': beta }) },
      maxPayload: limits.eventBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const events: string[] = [];
    let settled = false;
    let timer = setTimeout(onTime, limits.openMs);

    function settle(result: Dialled): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (!result.ok) socket.terminate();
      resolve(result);
    }
    function fail(failure: ProviderFailure): void {
      settle({ ok: false, failure });
    }
    function onAbort(): void {
      fail(failed.code('provider_unreachable', 'The caller went away.'));
    }
    function onTime(): void {
      const connected = socket.readyState === WebSocket.OPEN;
      const code = connected ? 'provider_timeout' : 'provider_unreachable';
      const detail = connected
        ? 'It took the session and sent nothing.'
        : 'It did not take the session in time.';
      fail(failed.code(code, detail));
    }
    function take(bytes: Buffer): void {
      events.push(bytes.toString('utf8'));
      if (settled) return;
      const first = readEvent(events[0] ?? '');
      if (first === null) {
        fail(failed.code('provider_bad_answer', 'Its first event is none.'));
      } else if (first.type === 'error') {
        const { code, message } = readError(first);
        fail(failed.code(code, message === '' ? null : `It says: "${message.slice(0, 600)}".`));
      } else {
        settle({ ok: true, session: { socket, take: () => handOver() } });
      }
    }
    function handOver(): readonly string[] {
      socket.off('message', take);
      return events.splice(0);
    }

    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);
    socket.on('unexpected-response', (request, response) => {
      const { statusCode: status = 0, headers: given } = response;
      const read = async (): Promise<void> => {
        const body = await readStart(response);
        fail(failed.status({ status, retryAfter: given['retry-after'], body }));
        request.destroy();
      };
      void read();
    });
    // It stays, so that no later error of the socket ends the process.
    socket.on('error', (error) => fail(failed.error(error)));
    socket.once('open', () => {
      clearTimeout(timer);
      timer = setTimeout(onTime, limits.openMs);
    });
    socket.on('message', take);
    socket.once('close', (code, reason) => {
      const why = reason.length > 0 ? `${code}: ${reason.toString('utf8')}` : String(code);
      fail(failed.code('provider_error', `It closed the session at once (${why}).`));
    });
  });
}

/** The start of an error answer; what breaks off says what came. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= ERROR_BODY_LIMIT) break;
    }
  } catch {
    // The status is known all the same.
  }
  return Buffer.concat(chunks).toString('utf8');
}
