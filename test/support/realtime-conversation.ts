import type { WebSocket } from 'ws';
import { type ClientEvent, clientEventSchema } from './realtime-schema';
import type { RealtimeFault } from './realtime-upstream';

/** What a session hears with and answers with. */
export interface RealtimeVoice {
  /** Words of the sound, 24 kHz mono. */
  readonly hear: (samples: Int16Array) => Promise<string>;
  /** The answer's words, in pieces. */
  readonly words: readonly string[];
  /** The answer's sound, 24 kHz mono. */
  readonly sound: Int16Array;
}

interface SessionOptions {
  readonly model: string;
  readonly voice: RealtimeVoice;
  readonly fault: () => RealtimeFault | null;
  /** Before which piece of an answer it stops; null = it does not. */
  readonly heldAt: () => number | null;
  readonly violation: (text: string) => void;
}

/** Samples of sound in one delta: a fifth of a second. */
const DELTA = 4_800;
const RATE = 24_000;

/** What every answer reports; the price of it is in the tests. */
export const ANSWER_USAGE = {
  total_tokens: 300,
  input_tokens: 180,
  output_tokens: 120,
  input_token_details: {
    text_tokens: 100,
    audio_tokens: 80,
    image_tokens: 0,
    cached_tokens: 40,
    cached_tokens_details: { text_tokens: 30, audio_tokens: 10, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 20, audio_tokens: 100 },
} as const;

/** One session of the test's Realtime server: its state, and the documented events of a turn. */
export class RealtimeConversation {
  readonly model: string;
  /** Every event of the client, in order, without its sound. */
  readonly events: ClientEvent[] = [];
  /** Sound of each committed turn. */
  readonly heard: Int16Array[] = [];
  /** Text items that the client put into the conversation. */
  readonly items: { readonly role: string; readonly text: string }[] = [];
  readonly truncated: { readonly itemId: string; readonly audioEndMs: number }[] = [];
  readonly closed: Promise<number>;
  session: Record<string, unknown> = {};
  readonly #socket: WebSocket;
  readonly #options: SessionOptions;
  #buffer: Int16Array[] = [];
  #count = 0;
  #answering: { readonly id: string; cancelled: boolean } | null = null;
  /** Milliseconds of sound sent, by item. */
  readonly #sent = new Map<string, number>();
  #go: (() => void) | null = null;
  #hearing: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.model = options.model;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => resolve(code));
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#violate('a binary frame');
      else this.#read((data as Buffer).toString('utf8'));
    });
  }

  begin(): void {
    this.session = { type: 'realtime', model: this.model, output_modalities: ['audio'] };
    this.#send('session.created', { session: this.session });
  }

  letGo(): void {
    this.#go?.();
    this.#go = null;
  }

  error(code: string, message: string, eventId: string | null = null): void {
    const type = code.includes('rate') ? 'rate_limit_error' : 'invalid_request_error';
    this.#send('error', { error: { type, code, message, param: null, event_id: eventId } });
  }

  #send(type: string, fields: object): void {
    this.#count += 1;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify({ type, event_id: `event_${this.#count}`, ...fields }));
  }

  #id(kind: string): string {
    this.#count += 1;
    return `${kind}_${this.#count}`;
  }

  #violate(text: string): void {
    this.#options.violation(text);
    this.error('invalid_value', text);
  }

  #read(text: string): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      this.#violate('no JSON');
      return;
    }
    const parsed = clientEventSchema.safeParse(json);
    if (!parsed.success) {
      this.#violate(`${text.slice(0, 200)}: ${parsed.error.message.slice(0, 400)}`);
      return;
    }
    const event = parsed.data;
    this.events.push(event.type === 'input_audio_buffer.append' ? { ...event, audio: '' } : event);
    this.#take(event);
  }

  #take(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        if (event.session.model !== undefined && event.session.model !== this.model) {
          this.#violate('the model of a session cannot be changed');
          return;
        }
        this.session = { ...this.session, ...event.session };
        this.#send('session.updated', { session: this.session });
        return;
      case 'input_audio_buffer.append': {
        const bytes = Buffer.from(event.audio, 'base64');
        if (bytes.length % 2 !== 0) this.#violate('half a sample');
        else this.#buffer.push(new Int16Array(new Uint8Array(bytes).buffer));
        return;
      }
      case 'input_audio_buffer.clear':
        this.#buffer = [];
        this.#send('input_audio_buffer.cleared', {});
        return;
      case 'input_audio_buffer.commit':
        this.#commit();
        return;
      case 'conversation.item.create': {
        const id = event.item.id ?? this.#id('item');
        const content = event.item.content.map(({ text }) => text).join('');
        this.items.push({ role: event.item.role, text: content });
        const item = { ...event.item, id, object: 'realtime.item', status: 'completed' };
        this.#send('conversation.item.added', { item, previous_item_id: null });
        this.#send('conversation.item.done', { item, previous_item_id: null });
        return;
      }
      case 'conversation.item.truncate':
        if (event.audio_end_ms > (this.#sent.get(event.item_id) ?? -1)) {
          this.#violate('truncated behind the end of the sound that was sent');
          return;
        }
        this.truncated.push({ itemId: event.item_id, audioEndMs: event.audio_end_ms });
        this.#send('conversation.item.truncated', {
          item_id: event.item_id,
          content_index: 0,
          audio_end_ms: event.audio_end_ms,
        });
        return;
      case 'response.create':
        void this.#answer();
        return;
      case 'response.cancel':
        if (this.#answering === null) {
          this.error('response_cancel_not_active', 'no active response', event.event_id ?? null);
          return;
        }
        this.#answering.cancelled = true;
        this.letGo();
        return;
    }
  }

  #commit(): void {
    const samples = joined(this.#buffer);
    this.#buffer = [];
    if (samples.length < RATE / 10) {
      this.error('input_audio_buffer_commit_empty', 'less than 100 ms of sound');
      return;
    }
    this.heard.push(samples);
    const id = this.#id('item');
    this.#send('input_audio_buffer.committed', { item_id: id, previous_item_id: null });
    const item = {
      id,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio', transcript: null }],
    };
    this.#send('conversation.item.added', { item, previous_item_id: null });
    if (this.#transcribes()) this.#hearing = this.#transcribe(id, samples);
  }

  #transcribes(): boolean {
    const audio = this.session['audio'] as { input?: { transcription?: unknown } } | undefined;
    return (audio?.input?.transcription ?? null) !== null;
  }

  async #transcribe(itemId: string, samples: Int16Array): Promise<void> {
    const transcript = await this.#options.voice.hear(samples);
    const at = { item_id: itemId, content_index: 0 };
    const kind = 'conversation.item.input_audio_transcription';
    for (const delta of transcript.split(/(?<= )/u)) this.#send(`${kind}.delta`, { ...at, delta });
    const seconds = Math.ceil(samples.length / RATE);
    const usage = { type: 'duration', seconds };
    this.#send(`${kind}.completed`, { ...at, transcript, usage });
  }

  async #answer(): Promise<void> {
    const fault = this.#options.fault();
    if (this.#answering !== null) {
      this.error('conversation_already_has_active_response', 'an answer is under way');
      return;
    }
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'error_event') {
      this.error('rate_limit_exceeded', 'Too many requests.');
      return;
    }
    const answering = { id: this.#id('resp'), cancelled: false };
    this.#answering = answering;
    const response = (status: string, more: object = {}): object => ({
      response: { id: answering.id, object: 'realtime.response', status, output: [], ...more },
    });
    const itemId = this.#id('item');
    const at = { response_id: answering.id, item_id: itemId, output_index: 0, content_index: 0 };
    this.#send('response.created', response('in_progress'));
    if (fault?.kind === 'failed_answer') {
      this.#answering = null;
      const error = { type: 'server_error', code: 'server_error' };
      this.#send(
        'response.done',
        response('failed', { status_details: { type: 'failed', error }, usage: null }),
      );
      return;
    }
    const item = { id: itemId, type: 'message', role: 'assistant', status: 'in_progress' };
    this.#send('response.output_item.added', { ...at, item });
    this.#send('response.content_part.added', { ...at, part: { type: 'audio', transcript: '' } });
    const { words } = this.#options.voice;
    const modalities = this.session['output_modalities'] as readonly string[];
    const spoken = !modalities.includes('text');
    const sound = spoken ? this.#options.voice.sound : new Int16Array(0);
    const kind = spoken ? 'response.output_audio_transcript' : 'response.output_text';
    for (let piece = 0; piece < Math.max(words.length, sound.length / DELTA); piece += 1) {
      if (piece === 1) {
        if (fault?.kind === 'break') return this.#socket.terminate();
        if (fault?.kind === 'close') return this.#socket.close(1000, 'done with you');
      }
      if (piece === this.#options.heldAt()) {
        await new Promise<void>((resolve) => {
          this.#go = resolve;
        });
      }
      if (answering.cancelled) break;
      const delta = words[piece];
      if (delta !== undefined) this.#send(`${kind}.delta`, { ...at, delta });
      const samples = sound.slice(piece * DELTA, (piece + 1) * DELTA);
      if (samples.length === 0) continue;
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      this.#send('response.output_audio.delta', { ...at, delta: bytes.toString('base64') });
      const before = this.#sent.get(itemId) ?? 0;
      this.#sent.set(itemId, before + (samples.length / RATE) * 1000);
      // A turn of the loop, so that what the client sends meanwhile is seen.
      await new Promise((resolve) => setImmediate(resolve));
    }
    // The words are mostly there before the answer is over.
    if (!answering.cancelled) await this.#hearing;
    this.#answering = null;
    if (answering.cancelled) {
      const details = { type: 'cancelled', reason: 'client_cancelled' };
      this.#send(
        'response.done',
        response('cancelled', { status_details: details, usage: ANSWER_USAGE }),
      );
      return undefined;
    }
    const transcript = words.join('');
    if (spoken) this.#send('response.output_audio.done', at);
    this.#send(`${kind}.done`, { ...at, [spoken ? 'transcript' : 'text']: transcript });
    this.#send('response.content_part.done', { ...at, part: { type: 'audio', transcript } });
    this.#send('response.output_item.done', { ...at, item: { ...item, status: 'completed' } });
    this.#send('response.done', response('completed', { usage: ANSWER_USAGE }));
    return undefined;
  }
}

function joined(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
