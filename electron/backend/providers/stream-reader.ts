import type { Usage } from './provider';

/** Why a stream cannot be relayed any further. */
export type StreamFault =
  | { readonly kind: 'not_json'; readonly detail: string }
  /** The upstream said in the stream that it failed; `body` is its event. */
  | { readonly kind: 'upstream_error'; readonly body: string };

/**
 * What a protocol's stream says, read beside the relay and only as far as needed. One instance a
 * stream; one file a protocol.
 */
export interface StreamReader {
  readonly usage: Usage;
  /** The end mark came: what follows, and how the connection ends, says nothing about the answer. */
  readonly done: boolean;
  /** The answer is whole, should the stream end now. */
  readonly complete: boolean;
  /** Text, thinking, a tool call or sound has come: more than what opens a stream. */
  readonly sawToken: boolean;
  /** Reads one event; `name` is '' where none is given. `hide` = not for the caller. */
  read(name: string, data: string): 'relay' | 'hide' | StreamFault;
  /**
   * True when an event, whose data are an object, need not be read: it brings only more of the answer.
   * `event` is its bytes as Latin-1. Left out = every event is read.
   */
  skips?(event: string): boolean;
}

export const NOT_JSON: StreamFault = {
  kind: 'not_json',
  detail: 'An event of its stream is not JSON.',
};

/** Cheap and good enough where an event need not be parsed: it begins and ends as an object does. */
export function looksLikeObject(data: string): boolean {
  if (data.charCodeAt(0) === 0x7b && data.charCodeAt(data.length - 1) === 0x7d) return true;
  return /^\s*\{/.test(data) && /\}\s*$/.test(data);
}

/** The event as an object; null = it is none. */
export function parseObject(data: string): object | null {
  try {
    const json: unknown = JSON.parse(data);
    return typeof json === 'object' && json !== null ? json : null;
  } catch {
    return null;
  }
}
