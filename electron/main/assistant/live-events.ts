import { LIVE_RATE } from '@shared/voice/resample';

/* What a turn says in a live session, in OpenAI's Realtime protocol. */

const FORMAT = { type: 'audio/pcm', rate: LIVE_RATE } as const;

/** How it is to be heard and answered. `spoken`: false = the answer comes as text alone. */
export function sessionUpdate(spoken: boolean): object {
  return {
    type: 'session.update',
    session: {
      type: 'realtime',
      output_modalities: [spoken ? 'audio' : 'text'],
      audio: {
        // The pick for transcription is not for a session: the router puts the protocol's own (S0-96).
        input: { format: FORMAT, transcription: { model: 'auto' }, turn_detection: null },
        output: { format: FORMAT },
      },
    },
  };
}

/** One message of what was said before. */
export function saidBefore(role: string, content: string): object {
  const type = role === 'user' ? 'input_text' : 'output_text';
  const item = { type: 'message', role, content: [{ type, text: content }] };
  return { type: 'conversation.item.create', item };
}

/** The next sound of the person, 24 kHz. */
export function appendSound({ buffer, byteOffset, byteLength }: Int16Array): object {
  const audio = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { type: 'input_audio_buffer.append', audio };
}

/** Cuts what was said in the session at what was heard of it, in milliseconds. */
export function truncateAt(itemId: string, ms: number): object {
  return {
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: 0,
    audio_end_ms: Math.floor(ms),
  };
}
