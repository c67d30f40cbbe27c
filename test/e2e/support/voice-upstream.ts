import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recognise } from './speech';

/** The spoken reply: two sentences, so that one can be heard while the other is still coming. */
export const REPLY = ['It is sunny today.', ' Take your hat.'] as const;
/** Three frames of silent MPEG-1 layer III, 32 kbit/s, 44.1 kHz mono: what an audio element can play. */
export const SPEECH_SOUND = Buffer.concat(
  Array.from({ length: 30 }, () =>
    Buffer.concat([Buffer.from('fffb10c4', 'hex'), Buffer.alloc(100)]),
  ),
);

export interface Heard {
  readonly fileName: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Transcript {
  readonly text: string;
  readonly segments?: readonly { start: number; end: number; text: string }[];
}

export type Part = 'transcriptions' | 'chat' | 'speech';

/** A provider with an ear (PocketSphinx), a mind (one answer) and a voice; each part can fail. */
export interface VoiceUpstream {
  readonly url: string;
  readonly heard: Heard[];
  readonly asked: { readonly model: string; readonly last: string }[];
  readonly spoken: string[];
  /** Parts that answer 500. */
  readonly broken: Set<Part>;
  /** Heard in every recording, in PocketSphinx's place; null = it listens. */
  told: Transcript | null;
  /** Takes recordings and does not answer. */
  deaf: boolean;
  /** Recordings whose sender went away before the answer. */
  readonly abandoned: { count: number };
  /** The chat stops after its first sentence until this is called. */
  hold: boolean;
  letGo(): void;
  close(): Promise<void>;
}

export async function openVoiceUpstream(): Promise<VoiceUpstream> {
  let go: (() => void) | null = null;
  const state = {
    url: '',
    heard: [] as Heard[],
    asked: [] as VoiceUpstream['asked'][number][],
    spoken: [] as string[],
    broken: new Set<Part>(),
    told: null as Transcript | null,
    deaf: false,
    abandoned: { count: 0 },
    hold: false,
    letGo(): void {
      state.hold = false;
      go?.();
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (path === '/v1/models') {
      const data = ['ear', 'mind'].map((id) => ({ id, object: 'model', owned_by: 'lab' }));
      json(response, 200, { object: 'list', data });
    } else if (path === '/v1/audio/transcriptions') {
      const heard = await readForm(body, request.headers['content-type'] ?? '');
      state.heard.push(heard);
      if (state.broken.has('transcriptions')) refuse(response);
      else if (state.deaf) response.on('close', () => (state.abandoned.count += 1));
      else json(response, 200, state.told ?? { text: await recognise(heard.bytes) });
    } else if (path === '/v1/chat/completions') {
      const { model, messages } = JSON.parse(body.toString()) as {
        model: string;
        messages: { content: string }[];
      };
      state.asked.push({ model, last: messages.at(-1)?.content ?? '' });
      if (state.broken.has('chat')) refuse(response);
      else await answer(response);
    } else if (path === '/v1/audio/speech') {
      state.spoken.push((JSON.parse(body.toString()) as { input: string }).input);
      if (state.broken.has('speech')) refuse(response);
      else response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(SPEECH_SOUND);
    } else json(response, 404, { error: { message: 'unknown path' } });
  }

  async function answer(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = (choice: object): void => {
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`);
    };
    for (const [index, content] of REPLY.entries()) {
      // The first sentence is only known to be whole when the next word has begun.
      if (index === 1 && state.hold) {
        event({ delta: { content: ' Take' } });
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        event({ delta: { content: content.slice(' Take'.length) } });
      } else event({ delta: { content } });
    }
    event({ delta: {}, finish_reason: 'stop' });
    response.end('data: [DONE]\n\n');
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return Object.assign(state, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse): void {
  json(response, 500, { error: { message: 'The server had an error' } });
}

async function readForm(body: Buffer, type: string): Promise<Heard> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) throw new Error('the form has no file');
  const fields: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
  return {
    fileName: file.name,
    type: file.type,
    bytes: new Uint8Array(await file.arrayBuffer()),
    fields,
  };
}
