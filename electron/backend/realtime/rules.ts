import type { RealtimeEvent } from './events';

/** The model that OpenAI Realtime takes for writing down what is said in a session (S0-96). */
export const PROTOCOL_TRANSCRIPTION = 'whisper-1';

/** Who serves the session. */
export interface Serving {
  readonly provider: string;
  /** The provider's own model id. */
  readonly model: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A caller's event as it goes on; the same object when nothing had to change. A session stays with the
 * model that was decided, allowed and paid for; and a transcription that is left to the router is made
 * by the protocol's own model, since the pick for transcription cannot be applied there (S0-96).
 */
export function ruled(event: RealtimeEvent, serving: Serving): RealtimeEvent {
  if (event.type !== 'session.update' && event.type !== 'transcription_session.update') {
    return event;
  }
  const session = fieldsOf(event['session']);
  if (session === null) return event;
  const change: Record<string, unknown> = {};
  if (typeof session['model'] === 'string') change['model'] = serving.model;
  const audio = fieldsOf(session['audio']);
  const input = fieldsOf(audio?.['input']);
  const transcription = transcriptionOf(input?.['transcription'], serving);
  if (transcription !== null) {
    change['audio'] = { ...audio, input: { ...input, transcription } };
  }
  // The name of the beta.
  const before = transcriptionOf(session['input_audio_transcription'], serving);
  if (before !== null) change['input_audio_transcription'] = before;
  if (Object.keys(change).length === 0) return event;
  return { ...event, session: { ...session, ...change } };
}

/** Null = it stays as it is. */
function transcriptionOf(value: unknown, { provider }: Serving): Fields | null {
  const transcription = fieldsOf(value);
  const model = transcription?.['model'];
  if (transcription === null || typeof model !== 'string') return null;
  const name = model.trim().toLowerCase();
  if (name === 'auto' || name.startsWith('auto/')) {
    return { ...transcription, model: PROTOCOL_TRANSCRIPTION };
  }
  const prefix = `${provider}/`;
  return model.startsWith(prefix) ? { ...transcription, model: model.slice(prefix.length) } : null;
}

/** The model that a session is asked to write down what is said with; null = none is named. */
export function transcriptionModelIn(event: RealtimeEvent): string | null {
  const session = fieldsOf(event['session']);
  const input = fieldsOf(fieldsOf(session?.['audio'])?.['input']);
  const named =
    fieldsOf(input?.['transcription'])?.['model'] ??
    fieldsOf(session?.['input_audio_transcription'])?.['model'];
  return typeof named === 'string' ? named : null;
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}
