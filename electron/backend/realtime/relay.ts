import { type RawData, WebSocket } from 'ws';
import { MOST_LEVELS } from '../nesting';
import type { LiveSession } from './dial';
import { readEvent, type RealtimeEvent } from './events';
import type { RealtimeLimits } from './limits';

/** Who ended a session. */
export type EndedBy =
  /** He closed it, or is gone. */
  | 'caller'
  /** It closed the session in an orderly way. */
  | 'provider'
  /** It broke off, or went silent in the middle of an answer. */
  | 'provider_broke'
  | 'provider_silent'
  /** Too long in all, or nobody said anything for long. */
  | 'limit'
  /** The gateway itself closes. */
  | 'gateway'
  /** The key that opened it was revoked. */
  | 'revoked';

/** Why a session is aborted, where it is not that the gateway closes. */
export const REVOKED = 'revoked';

/** What looks into the session on its way. */
export interface RelayHooks {
  /**
   * The event that goes to the provider, changed or as it is; a string = not sent, and the caller is
   * told with this error event.
   */
  readonly toProvider: (event: RealtimeEvent) => RealtimeEvent | string;
  /** Events to send to the provider beside it. */
  readonly toCaller: (event: RealtimeEvent) => readonly RealtimeEvent[];
  /** True while an answer is awaited. */
  readonly busy: () => boolean;
  /** The error event for the caller when something else than he ends the session; null = none. */
  readonly farewell: (by: EndedBy) => string | null;
}

/** What a side can be closed with; others are only ever seen, never sent. */
function sendable(code: number): boolean {
  return (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || code >= 3000;
}

const CLOSE_CODES: Readonly<Record<Exclude<EndedBy, 'caller' | 'provider'>, number>> = {
  provider_broke: 1011,
  provider_silent: 1011,
  limit: 1008,
  gateway: 1001,
  revoked: 1008,
};

/** How long a side gets to answer a close before its connection is cut. */
const CLOSING_MS = 1_000;
/** Longest reason that a close can carry, in bytes. */
const MOST_REASON = 120;
const NOT_AN_EVENT = `Each message must be one JSON object with a "type", at most ${MOST_LEVELS} levels deep. It was not sent on.`;

/**
 * Passes the events of both sides on, as they are, until one side ends; then ends the other one. A side
 * that does not keep up holds the other back. Resolves once, and leaves neither connection open.
 */
export function relaySession(
  caller: WebSocket,
  { socket: provider, take }: LiveSession,
  hooks: RelayHooks,
  limits: RealtimeLimits,
  errorEvent: (code: string, message: string) => string,
  signal: AbortSignal,
): Promise<EndedBy> {
  return new Promise((resolve) => {
    let ended = false;
    let quiet: NodeJS.Timeout | undefined;
    const whole = setTimeout(() => end('limit'), limits.sessionMs);
    const alive = new Map([
      [caller, true],
      [provider, true],
    ]);
    const pings = setInterval(look, limits.pingMs);

    /** Closes whatever is open. The caller hears the provider's own words where there were some. */
    function end(by: EndedBy, code = 1000, reason = ''): void {
      if (ended) return;
      ended = true;
      clearTimeout(whole);
      clearTimeout(quiet);
      clearInterval(pings);
      signal.removeEventListener('abort', onAbort);
      const farewell = by === 'caller' ? null : hooks.farewell(by);
      if (farewell !== null && caller.readyState === WebSocket.OPEN) caller.send(farewell);
      const answered = by === 'caller' || by === 'provider';
      hangUp(caller, answered ? code : CLOSE_CODES[by], reason);
      hangUp(provider, by === 'caller' ? code : 1000, '');
      resolve(by);
    }
    function onAbort(): void {
      end(signal.reason === REVOKED ? 'revoked' : 'gateway');
    }
    /** A connection that died without a word answers no ping. */
    function look(): void {
      for (const [side, answered] of alive) {
        if (!answered) {
          end(side === caller ? 'caller' : 'provider_broke');
          return;
        }
        alive.set(side, false);
        if (side.readyState === WebSocket.OPEN) side.ping();
      }
    }
    function heard(): void {
      clearTimeout(quiet);
      if (ended) return;
      const busy = hooks.busy();
      quiet = setTimeout(
        () => end(busy ? 'provider_silent' : 'limit'),
        busy ? limits.answerMs : limits.idleMs,
      );
    }
    function pass(to: WebSocket, from: WebSocket, data: RawData | string): void {
      if (to.readyState !== WebSocket.OPEN) return;
      to.send(data, { binary: false }, () => {
        if (from.isPaused && to.bufferedAmount <= limits.waitingBytes / 2) from.resume();
      });
      if (to.bufferedAmount > limits.waitingBytes) from.pause();
    }
    function fromProvider(text: string, data: RawData | string): void {
      if (ended) return;
      const event = readEvent(text);
      const beside = event === null ? [] : hooks.toCaller(event);
      pass(caller, provider, data);
      for (const one of beside) pass(provider, caller, JSON.stringify(one));
      heard();
    }

    caller.on('message', (data, isBinary) => {
      if (ended) return;
      const event = isBinary ? null : readEvent(textOf(data));
      if (event === null) {
        pass(caller, provider, errorEvent('invalid_request', NOT_AN_EVENT));
        return;
      }
      const next = hooks.toProvider(event);
      if (typeof next === 'string') pass(caller, provider, next);
      else pass(provider, caller, next === event ? data : JSON.stringify(next));
      heard();
    });
    provider.on('message', (data) => fromProvider(textOf(data), data));
    caller.on('close', (code, reason) => end('caller', code, reason.toString('utf8')));
    caller.on('error', () => end('caller'));
    provider.on('close', (code, reason) => {
      end(code === 1006 ? 'provider_broke' : 'provider', code, reason.toString('utf8'));
    });
    provider.on('error', () => end('provider_broke'));
    for (const side of alive.keys()) side.on('pong', () => alive.set(side, true));
    signal.addEventListener('abort', onAbort);
    for (const text of take()) fromProvider(text, text);
    heard();
    if (signal.aborted) onAbort();
    else if (caller.readyState !== WebSocket.OPEN) end('caller');
    else if (provider.readyState !== WebSocket.OPEN) end('provider_broke');
  });
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}

function hangUp(side: WebSocket, code: number, reason: string): void {
  if (side.readyState === WebSocket.CLOSED) return;
  // Held back, it would never read the other side's close.
  if (side.isPaused) side.resume();
  side.close(sendable(code) ? code : 1000, cutReason(reason));
  const cut = setTimeout(() => side.terminate(), CLOSING_MS);
  side.once('close', () => clearTimeout(cut));
}

/** At most so many bytes, and whole characters. */
function cutReason(reason: string): string {
  const bytes = Buffer.from(reason, 'utf8');
  return bytes.length <= MOST_REASON
    ? reason
    : new TextDecoder().decode(bytes.subarray(0, MOST_REASON)).replace(/\ufffd+$/u, '');
}
