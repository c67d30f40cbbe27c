import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a model of the server does with a request. */
export interface StrengthAnswer {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly args: object }[];
  /** Not 200 = an error in its place. */
  readonly status?: number;
}

export interface StrengthRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly body: Readonly<Record<string, unknown>>;
  /** Text of the first message of the user. */
  readonly prompt: string;
}

export interface StrengthUpstream {
  /** An address of this machine that doesn't look like one, so that its models have their price. */
  readonly remoteUrl: string;
  readonly localUrl: string;
  readonly requests: StrengthRequest[];
  /** While set, chat requests wait; a request that is aborted meanwhile ends. */
  hold: Promise<void> | null;
  /** Told how many there were when a chat request has come, before it may wait. */
  onRequest: ((count: number) => void) | null;
}

/** Tokens of every answer: known, so that every cost is. */
export const STRENGTH_USAGE = { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 };

/** A real HTTP server of models with known strengths. */
export async function openStrengthUpstream(
  models: readonly string[],
  answer: (request: StrengthRequest) => StrengthAnswer,
): Promise<StrengthUpstream> {
  const requests: StrengthRequest[] = [];
  const server = createServer((request, response) => {
    void serve(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '0.0.0.0', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const upstream: StrengthUpstream = {
    remoteUrl: `http://0.0.0.0:${port}/v1`,
    localUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    hold: null,
    onRequest: null,
  };
  return upstream;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' }));
      send(response, 200, { object: 'list', data });
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
    const messages = body['messages'] as StrengthRequest['messages'];
    const prompt = messages.find(({ role }) => role === 'user')?.content;
    const seen: StrengthRequest = {
      model: String(body['model']),
      messages,
      body,
      prompt: typeof prompt === 'string' ? prompt : JSON.stringify(prompt),
    };
    requests.push(seen);
    upstream.onRequest?.(requests.length);
    if (upstream.hold !== null) await upstream.hold;
    const { text, toolCalls = [], status = 200 } = answer(seen);
    if (status !== 200) {
      send(response, status, { error: { message: `refused with ${status}`, type: 'error' } });
      return;
    }
    const calls = toolCalls.map(({ name, args }, index) => ({
      id: `call_${requests.length}_${index}`,
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    }));
    send(response, 200, {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: body['model'],
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: text ?? null,
            ...(calls.length > 0 && { tool_calls: calls }),
          },
          finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
        },
      ],
      usage: STRENGTH_USAGE,
    });
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
