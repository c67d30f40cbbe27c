import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What the upstream does with the next chat requests. */
export type Fault =
  | 'none'
  | 'gzip'
  | 'split_utf8'
  | 'no_done'
  | 'refuses_stream_options'
  | 'silent'
  | 'stall'
  | 'status_400'
  | 'status_401'
  | 'status_404'
  | 'status_429'
  | 'status_500'
  | 'reset_before_head'
  | 'reset_before_first_event'
  | 'reset_after_first_event'
  | 'cut'
  | 'malformed_first'
  | 'malformed_later'
  | 'error_in_answer'
  | 'html'
  /** Far more than the sockets on the way can hold. */
  | 'flood';

export interface UpstreamRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface Upstream {
  readonly url: string;
  /** Chat requests so far, in order. */
  readonly requests: UpstreamRequest[];
  fault: Fault;
  /** Sent with status 429. */
  retryAfter: string;
  /** Connections that the other side closed before their answer was whole. */
  aborted: number;
  models: string[];
  /** What it says; more than ASCII unless told, so that a cut character shows. */
  answer: string;
  /** Status of the list of models; not 200 = an error in its place. */
  listStatus: number;
  /** Of a flood: bytes in all, bytes that have left, and whether they stopped leaving for a while. */
  readonly floodBytes: number;
  sentBytes: number;
  heldBack: boolean;
}

/** What it answers: more than ASCII, so that a cut character shows. */
export const ANSWER = 'Grüße aus München 🚀 — 模型 says hello.';
export const USAGE = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

/** A real HTTP server that speaks OpenAI's chat protocol as documented. */
export async function openUpstream(
  models: string[],
): Promise<{ upstream: Upstream; close: () => Promise<void> }> {
  const state: Upstream = {
    url: '',
    requests: [],
    fault: 'none',
    retryAfter: '7',
    aborted: 0,
    models,
    answer: ANSWER,
    listStatus: 200,
    floodBytes: 64 * 1024 * 1024,
    sentBytes: 0,
    heldBack: false,
  };
  const server = createServer((request, response) => {
    void answer(state, request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    upstream: Object.assign(state, { url: `http://127.0.0.1:${port}/v1` }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  state: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === '/v1/models' && state.listStatus !== 200) {
    const message = `Bad key ${request.headers.authorization}`;
    sendJson(response, state.listStatus, { error: { message } });
    return;
  }
  if (request.url === '/v1/models') {
    sendJson(response, 200, {
      object: 'list',
      data: state.models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' })),
    });
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
  const { authorization } = request.headers;
  state.requests.push({ path: request.url ?? '', authorization, body });
  response.on('close', () => {
    if (!response.writableFinished) state.aborted += 1;
  });
  if (refuses(state, body, request, response)) return;
  if (state.fault === 'flood') await flood(state, response);
  else if (body['stream'] === true) await stream(state, body, response);
  else whole(state, body, response);
}

/** Faults that are an answer with an error status. */
const REFUSALS: Partial<Record<Fault, readonly [status: number, message: string]>> = {
  status_400: [400, 'temperature must be at most 2'],
  status_401: [401, 'Incorrect API key provided'],
  status_404: [404, 'The model does not exist'],
  status_429: [429, 'Rate limit reached'],
  status_500: [500, 'The server had an error'],
};

/** Faults that come before any answer; true = done. */
function refuses(
  { fault, retryAfter }: Upstream,
  body: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (fault === 'silent') return true;
  if (fault === 'reset_before_head') {
    request.socket.destroy();
    return true;
  }
  if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Welcome to the hotel network</body></html>');
    return true;
  }
  const unknown = fault === 'refuses_stream_options' && 'stream_options' in body;
  const refusal = unknown ? ([400, 'Unknown field: stream_options'] as const) : REFUSALS[fault];
  if (refusal === undefined) return false;
  const [status, said] = refusal;
  if (status === 429) response.setHeader('retry-after', retryAfter);
  // Real ones echo the key that they refuse.
  const message = status === 401 ? `${said}: ${request.headers.authorization}` : said;
  sendJson(response, status, { error: { message, type: 'error', code: null, param: null } });
  return true;
}

function whole(
  { fault, answer }: Upstream,
  body: Record<string, unknown>,
  response: ServerResponse,
): void {
  if (fault === 'error_in_answer') {
    sendJson(response, 200, { error: { message: 'Provider returned error', code: 503 } });
    return;
  }
  const tools = Array.isArray(body['tools']);
  const answered = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body['model'],
    choices: [
      {
        index: 0,
        message: tools
          ? { role: 'assistant', content: null, tool_calls: [TOOL_CALL] }
          : { role: 'assistant', content: answer },
        finish_reason: tools ? 'tool_calls' : 'stop',
      },
    ],
    usage: USAGE,
  };
  const bytes = Buffer.from(JSON.stringify(answered), 'utf8');
  if (fault === 'gzip') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(bytes));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req-1' });
  if (STREAM_FAULTS.has(fault)) {
    response.write(bytes.subarray(0, 20), () => {
      if (fault === 'malformed_first' || fault === 'malformed_later') response.end();
      else if (fault !== 'stall') response.destroy();
    });
    return;
  }
  response.end(bytes);
}

/** Faults of a stream that break a whole answer in its middle. */
const STREAM_FAULTS: ReadonlySet<Fault> = new Set<Fault>([
  'stall',
  'reset_before_first_event',
  'reset_after_first_event',
  'cut',
  'malformed_first',
  'malformed_later',
]);

export const TOOL_CALL = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"München"}' },
};

async function stream(
  { fault, answer }: Upstream,
  body: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  const gzip = fault === 'gzip' && { 'content-encoding': 'gzip' };
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...gzip });
  const events = eventsFor(body, answer);
  if (fault === 'gzip') {
    response.end(gzipSync(Buffer.from(events.join(''), 'utf8')));
    return;
  }
  if (fault === 'split_utf8') {
    const bytes = Buffer.from(events.join(''), 'utf8');
    for (let from = 0; from < bytes.length; from += 5) {
      await write(response, bytes.subarray(from, from + 5));
    }
    response.end();
    return;
  }
  response.flushHeaders();
  if (fault === 'reset_before_first_event') {
    await write(response, ': waiting\n\n');
    response.destroy();
    return;
  }
  if (fault === 'malformed_first') {
    response.end('data: <oops>\n\n');
    return;
  }
  if (fault === 'error_in_answer') {
    response.end('data: {"error":{"message":"Provider returned error","code":503}}\n\n');
    return;
  }
  const whole = fault === 'no_done' ? events.slice(0, -1) : events;
  for (const [index, event] of whole.entries()) {
    await write(response, event);
    if (index !== 2) continue;
    if (fault === 'stall') return;
    if (fault === 'reset_after_first_event') response.destroy();
    else if (fault === 'cut') response.end();
    else if (fault === 'malformed_later') response.end('data: {"choices": oops\n\n');
    else continue;
    return;
  }
  response.end();
}

function choice(delta: object, finish: string | null = null): unknown[] {
  return [{ index: 0, delta, finish_reason: finish }];
}

function eventsFor(body: Record<string, unknown>, answer: string): string[] {
  const chunk = (choices: unknown[], more: object = {}): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: body['model'],
      choices,
      ...more,
    })}\n\n`;
  const tools = Array.isArray(body['tools']);
  const options = body['stream_options'] as { include_usage?: boolean } | undefined;
  return [
    chunk(choice({ role: 'assistant', content: '' })),
    ...(tools
      ? [chunk(choice({ tool_calls: [{ index: 0, ...TOOL_CALL }] }))]
      : (answer.match(/\S+\s*/g) ?? []).map((content) => chunk(choice({ content })))),
    chunk(choice({}, tools ? 'tool_calls' : 'stop')),
    ...(options?.include_usage === true ? [chunk([], { usage: USAGE })] : []),
    'data: [DONE]\n\n',
  ];
}

/** Events of 64 KB; a write that takes longer than 200 ms to leave counts as held back. */
async function flood(state: Upstream, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const size = 64 * 1024;
  const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(size - 54)}"}}]}\n\n`;
  while (state.sentBytes < state.floodBytes && !response.destroyed) {
    const timer = setTimeout(() => (state.heldBack = true), 200);
    await write(response, event);
    clearTimeout(timer);
    state.sentBytes += size;
  }
  response.end('data: [DONE]\n\n');
}

/** Resolves when the bytes have left, so that each piece is a chunk of its own. */
function write(response: ServerResponse, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(data, () => setImmediate(resolve));
  });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
