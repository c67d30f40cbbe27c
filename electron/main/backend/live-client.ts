import { HEADERS } from '@shared/api/auto-router';
import { errorBodySchema } from '@shared/api/errors';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { IpcFailure } from '../ipc/failure';
import { endpointUrl } from './http';
import type { Endpoint } from './link';

/** A live session of `ptt_response`, as it is asked for. */
export interface LiveRequest {
  readonly model: string;
  readonly conversationId: string;
}

/** What a session says, as far as a turn needs it. */
export type LiveEvent =
  /** The person's words. */
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'unheard' }
  /** Who writes down what the person says. */
  | { readonly kind: 'ears'; readonly model: string }
  /** The answer's words, as they come. */
  | { readonly kind: 'text'; readonly text: string }
  /** The answer's sound: mono, 24 kHz. */
  | { readonly kind: 'sound'; readonly itemId: string; readonly samples: Int16Array }
  | { readonly kind: 'done'; readonly status: string }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

export interface LiveHandlers {
  readonly onEvent: (event: LiveEvent) => void;
  /** It ended without being closed from here. */
  readonly onClosed: () => void;
}

/** An open session. */
export interface LiveLine {
  /** Of the answer to the request: who serves it, and its row. */
  readonly headers: Headers;
  send(event: object): void;
  close(): void;
}

export interface LiveClientDeps {
  readonly endpoint: (waitMs: number) => Promise<Endpoint>;
  readonly waitMs: number;
}

const OPEN_MS = 15_000;
/** The gateway's own limit of one event. */
const MOST_BYTES = 24 * 1024 * 1024;

const MOST_REFUSAL_BYTES = 64 * 1024;

const words = z.object({ delta: z.string() });
const transcribed = z.object({ transcript: z.string() });
const updated = z.object({
  session: z.object({
    audio: z.object({ input: z.object({ transcription: z.object({ model: z.string() }) }) }),
  }),
});
const sound = z.object({ item_id: z.string(), delta: z.base64() });
const done = z.object({ response: z.object({ status: z.string() }) });
const failed = z.object({
  error: z.object({ code: z.string().nullish(), message: z.string().catch('') }),
});

type Read = (json: unknown) => LiveEvent | null;

const readWords: Read = (json) => {
  const { data } = words.safeParse(json);
  return data === undefined ? null : { kind: 'text', text: data.delta };
};
const readSound: Read = (json) => {
  const { data } = sound.safeParse(json);
  if (data === undefined) return null;
  const bytes = Buffer.from(data.delta, 'base64');
  // A copy of its own: a view of the pool may begin at half a sample.
  const samples = new Int16Array(new Uint8Array(bytes.subarray(0, bytes.length & ~1)).buffer);
  return { kind: 'sound', itemId: data.item_id, samples };
};

/** By the event's name, today's and those of the beta; any other event is passed over. */
const READERS: Readonly<Record<string, Read>> = {
  'session.updated': (json) => {
    const { data } = updated.safeParse(json);
    const model = data?.session.audio.input.transcription.model;
    return model === undefined ? null : { kind: 'ears', model };
  },
  'conversation.item.input_audio_transcription.completed': (json) => {
    const { data } = transcribed.safeParse(json);
    return data === undefined ? { kind: 'unheard' } : { kind: 'heard', text: data.transcript };
  },
  'conversation.item.input_audio_transcription.failed': () => ({ kind: 'unheard' }),
  'response.output_audio_transcript.delta': readWords,
  'response.audio_transcript.delta': readWords,
  'response.output_text.delta': readWords,
  'response.text.delta': readWords,
  'response.output_audio.delta': readSound,
  'response.audio.delta': readSound,
  'response.done': (json) => {
    const { data } = done.safeParse(json);
    return { kind: 'done', status: data?.response.status ?? 'failed' };
  },
  error: (json) => {
    const { error } = failed.safeParse(json).data ?? { error: { code: null, message: '' } };
    return { kind: 'error', code: error.code ?? 'provider_error', message: error.message };
  },
};

function readLive(text: string): LiveEvent | null {
  try {
    const json: unknown = JSON.parse(text);
    const type = z.object({ type: z.string() }).safeParse(json).data?.type ?? '';
    return Object.hasOwn(READERS, type) ? (READERS[type]?.(json) ?? null) : null;
  } catch {
    return null;
  }
}

/** Live sessions over the gateway; a refusal is an IpcFailure with the gateway's own code. */
export function createLiveClient({ endpoint, waitMs }: LiveClientDeps) {
  return {
    async open(
      { model, conversationId }: LiveRequest,
      { onEvent, onClosed }: LiveHandlers,
      signal: AbortSignal,
    ): Promise<LiveLine> {
      const { url, token } = await endpoint(waitMs);
      const socket = new WebSocket(
        endpointUrl(url, '/v1/realtime', { model }).replace(/^http/u, 'ws'),
        {
          headers: {
            authorization: `Bearer ${token}`,
            [HEADERS.task]: 'ptt_response',
            [HEADERS.conversation]: conversationId,
          },
          handshakeTimeout: OPEN_MS,
          maxPayload: MOST_BYTES,
          perMessageDeflate: false,
        },
      );
      let closedHere = false;
      const close = (): void => {
        closedHere = true;
        if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
        else socket.close(1000);
      };
      socket.on('message', (data) => {
        const event = closedHere ? null : readLive((data as Buffer).toString('utf8'));
        if (event !== null) onEvent(event);
      });
      const head = await opened(socket, signal, close);
      socket.once('close', () => {
        if (!closedHere) onClosed();
      });
      return {
        headers: head,
        send(event) {
          if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
        },
        close,
      };
    },
  };
}

export type LiveClient = ReturnType<typeof createLiveClient>;

function opened(socket: WebSocket, signal: AbortSignal, close: () => void): Promise<Headers> {
  return new Promise((resolve, reject) => {
    let head = new Headers();
    const onAbort = (): void => {
      close();
      reject(new IpcFailure('cancelled', 'Cancelled.'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('upgrade', ({ headers }) => {
      const pairs = Object.entries(headers).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      );
      head = new Headers(pairs);
    });
    socket.on('unexpected-response', (_, response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_REFUSAL_BYTES) response.destroy();
      });
      // Not its end: a refusal that breaks off has none.
      response.on('close', () => {
        reject(refusalOf(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
        close();
      });
    });
    // It stays: an error after the opening is told by the close that follows.
    socket.on('error', (cause) => {
      reject(
        new IpcFailure('backend_unavailable', 'The router cannot be reached. Nothing is lost.', {
          cause,
        }),
      );
    });
    socket.once('open', () => resolve(head));
    if (signal.aborted) onAbort();
  });
}

function refusalOf(status: number, body: string): IpcFailure {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = null;
  }
  const { data } = errorBodySchema.safeParse(json);
  return data === undefined
    ? new IpcFailure('internal_error', `The router answered with status ${status}.`)
    : new IpcFailure(data.error.code, data.error.message);
}
