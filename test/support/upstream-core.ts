import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What an upstream does with the next requests that ask a model; lists of models are not touched. */
export type UpstreamFault =
  | 'none'
  | 'gzip'
  /** Five bytes a chunk: borders fall inside characters and events. */
  | 'split_utf8'
  /** Everything but the protocol's end mark (`[DONE]`, `message_stop`, the chunk with finishReason). */
  | 'no_done'
  /** OpenAI only: an old server that knows no `stream_options`. */
  | 'refuses_stream_options'
  /** Takes the request and never answers. */
  | 'silent'
  /** Answers nothing until the test calls `openGate()`. */
  | 'slow_first_byte'
  /** Stops in the middle and keeps the connection open. */
  | 'stall'
  | 'status_400'
  | 'status_401'
  | 'status_403'
  | 'status_404'
  | 'status_413'
  | 'status_429'
  | 'status_500'
  | 'status_503'
  | 'status_529'
  | 'reset_before_head'
  /** Resets whatever comes on a connection that has served before: a keep-alive that went stale. */
  | 'reset_reused'
  | 'reset_before_first_event'
  | 'reset_after_first_event'
  /** The stream ends properly in the middle of the answer. */
  | 'cut'
  | 'malformed_first'
  | 'malformed_later'
  /** Status 200 and an error in the answer. */
  | 'error_in_answer'
  /** An error event in the middle of a stream that was fine. */
  | 'error_later'
  | 'html'
  /** 100,000 tokens. */
  | 'long'
  /** OpenAI only: far more than the sockets on the way can hold. */
  | 'flood';

/** A part of a multipart form as the upstream read it. */
export interface SeenFile {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A request as the upstream received it. */
export interface SeenRequest {
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** JSON body; of a form its text fields, the repeated ones as lists. */
  readonly body: Record<string, unknown>;
  /** Text fields of a form in their order; empty for JSON. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly files: readonly SeenFile[];
}

/** How a protocol answers one request, before the fault strikes. */
export type Reply =
  | { readonly kind: 'json'; readonly status: number; readonly json: unknown }
  /** Not touched by a fault: lists of models, refusals of the protocol itself. */
  | { readonly kind: 'plain'; readonly status: number; readonly json: unknown }
  | {
      readonly kind: 'events';
      readonly events: Iterable<string>;
      /** What tells that the answer is whole. */
      readonly end: string;
    }
  | { readonly kind: 'bytes'; readonly type: string; readonly chunks: readonly Uint8Array[] };

/** What differs from protocol to protocol. */
export interface Protocol {
  answer(request: SeenRequest, method: string): Reply;
  /** The body of an error answer. */
  error(status: number, message: string): unknown;
  /** Error in a stream, whole event. */
  errorEvent(): string;
  /** Says whether a request asks a model, so that it is kept and may meet a fault. */
  asksModel(path: string): boolean;
  /** What a user types after the origin, such as `/v1`. */
  readonly basePath: string;
  /** Events after which a stream breaks, when it is to break: at least one of them carries text. */
  readonly breaksAfter: number;
}

/** A real HTTP server that speaks one provider's protocol. */
export interface TestUpstream {
  /** What a user would configure as base URL. */
  readonly url: string;
  /** Requests that asked a model, in order. */
  readonly requests: SeenRequest[];
  fault: UpstreamFault;
  /** `retryAfter`: header value to send with 429, seconds or an HTTP date; null = none. */
  setFault(fault: UpstreamFault, options?: { readonly retryAfter?: string | null }): void;
  /** Lets the requests go on that `slow_first_byte` holds, and all after them. */
  openGate(): void;
  /** Sent with status 429. */
  retryAfter: string | null;
  /** Connections that the other side closed before their answer was whole. */
  aborted: number;
  /** Connections taken so far: fewer than requests when they are used again. */
  connections: number;
  close(): Promise<void>;
}

/** Faults that are an answer with an error status. */
const REFUSALS: Partial<Record<UpstreamFault, readonly [status: number, message: string]>> = {
  status_400: [400, 'temperature must be at most 2'],
  status_401: [401, 'Incorrect API key provided'],
  status_403: [403, 'This key may not use this model'],
  status_404: [404, 'The model does not exist'],
  status_413: [413, 'The request is too large'],
  status_429: [429, 'Rate limit reached'],
  status_500: [500, 'The server had an error'],
  status_503: [503, 'The model is overloaded'],
  status_529: [529, 'Overloaded'],
};

/** Faults of a stream that break a whole answer in its middle. */
const BREAKS_WHOLE: ReadonlySet<UpstreamFault> = new Set<UpstreamFault>([
  'stall',
  'reset_before_first_event',
  'reset_after_first_event',
  'cut',
  'malformed_first',
  'malformed_later',
]);

/** Opens the server; `extend` may take a request before the protocol does (true = done). */
export async function openProtocol(
  protocol: Protocol,
  extend?: (state: TestUpstream, response: ServerResponse) => Promise<boolean>,
): Promise<TestUpstream> {
  const served = new WeakMap<Socket, number>();
  let gate = Promise.resolve();
  let open: (() => void) | null = null;
  const server = createServer((request, response) => {
    const before = served.get(request.socket) ?? 0;
    served.set(request.socket, before + 1);
    if (state.fault === 'reset_reused' && before > 0) request.socket.destroy();
    else void serve(request, response);
  });
  server.on('connection', () => (state.connections += 1));
  const state: TestUpstream = {
    url: '',
    requests: [],
    fault: 'none',
    retryAfter: '7',
    aborted: 0,
    connections: 0,
    setFault(fault, options = {}) {
      state.fault = fault;
      if (options.retryAfter !== undefined) state.retryAfter = options.retryAfter;
      if (fault !== 'slow_first_byte') return;
      gate = new Promise((resolve) => (open = resolve));
    },
    openGate: () => open?.(),
    close: () => closeServer(server),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await readRequest(request);
    const method = request.method ?? 'GET';
    if (!protocol.asksModel(seen.path)) {
      const reply = protocol.answer(seen, method);
      if (reply.kind === 'plain' || reply.kind === 'json') {
        sendJson(response, reply.status, reply.json);
      }
      return;
    }
    state.requests.push(seen);
    response.on('close', () => {
      if (!response.writableFinished) state.aborted += 1;
    });
    if (state.fault === 'slow_first_byte') await gate;
    if (refuses(state, protocol, seen, response)) return;
    if (extend !== undefined && (await extend(state, response))) return;
    const reply = protocol.answer(seen, method);
    if (reply.kind === 'plain') sendJson(response, reply.status, reply.json);
    else if (reply.kind === 'json') sendWhole(state, protocol, reply, response);
    else if (reply.kind === 'events') await sendEvents(state, protocol, reply, response);
    else await sendBytes(state, reply, response);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}${protocol.basePath}` });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const type = headers['content-type'] ?? '';
  const form = type.startsWith('multipart/') ? await readForm(bytes, type) : null;
  return {
    path: request.url ?? '',
    headers,
    authorization: request.headers.authorization,
    body: form?.body ?? readJson(bytes),
    fields: form?.fields ?? [],
    files: form?.files ?? [],
  };
}

function readJson(bytes: Buffer): Record<string, unknown> {
  return bytes.length === 0 ? {} : (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>);
}

/** Read by the platform's own parser: a form that it rejects is a bug of the sender. */
async function readForm(
  bytes: Buffer,
  type: string,
): Promise<Pick<SeenRequest, 'body' | 'fields' | 'files'>> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type },
  }).formData();
  const fields: [string, string][] = [];
  const files: SeenFile[] = [];
  for (const [field, value] of form.entries()) {
    if (typeof value === 'string') fields.push([field, value]);
    else {
      const content = new Uint8Array(await value.arrayBuffer());
      files.push({ field, name: value.name, type: value.type, bytes: content });
    }
  }
  const body: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    const plain = name.replace(/\[\]$/, '');
    body[plain] = name === plain ? value : [...((body[plain] as string[]) ?? []), value];
  }
  return { body, fields, files };
}

/** Faults that come before any answer; true = done. */
function refuses(
  { fault, retryAfter }: TestUpstream,
  protocol: Protocol,
  seen: SeenRequest,
  response: ServerResponse,
): boolean {
  if (fault === 'silent') return true;
  if (fault === 'reset_before_head') {
    response.socket?.destroy();
    return true;
  }
  if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Welcome to the hotel network</body></html>');
    return true;
  }
  const unknown = fault === 'refuses_stream_options' && 'stream_options' in seen.body;
  const refusal = unknown ? ([400, 'Unknown field: stream_options'] as const) : REFUSALS[fault];
  if (refusal === undefined) return false;
  const [status, said] = refusal;
  if (status === 429 && retryAfter !== null) response.setHeader('retry-after', retryAfter);
  // Real ones echo the key that they refuse.
  const key = seen.authorization ?? seen.headers['x-api-key'] ?? seen.headers['x-goog-api-key'];
  sendJson(response, status, protocol.error(status, status === 401 ? `${said}: ${key}` : said));
  return true;
}

function sendWhole(
  { fault }: TestUpstream,
  protocol: Protocol,
  reply: Extract<Reply, { kind: 'json' }>,
  response: ServerResponse,
): void {
  if (fault === 'error_in_answer') {
    sendJson(response, 200, protocol.error(503, 'Provider returned error'));
    return;
  }
  const bytes = Buffer.from(JSON.stringify(reply.json), 'utf8');
  const headers = { 'content-type': 'application/json', 'x-request-id': 'req-1' };
  if (fault === 'gzip') {
    response.writeHead(reply.status, { ...headers, 'content-encoding': 'gzip' });
    response.end(gzipSync(bytes));
    return;
  }
  response.writeHead(reply.status, headers);
  if (!BREAKS_WHOLE.has(fault)) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, 20), () => {
    if (fault === 'malformed_first' || fault === 'malformed_later') response.end();
    else if (fault !== 'stall') response.destroy();
  });
}

async function sendEvents(
  state: TestUpstream,
  protocol: Protocol,
  { events, end }: Extract<Reply, { kind: 'events' }>,
  response: ServerResponse,
): Promise<void> {
  const { fault } = state;
  const gzip = fault === 'gzip' && { 'content-encoding': 'gzip' };
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...gzip });
  if (fault === 'gzip') {
    response.end(gzipSync(Buffer.from([...events, end].join(''), 'utf8')));
    return;
  }
  if (fault === 'split_utf8') {
    const bytes = Buffer.from([...events, end].join(''), 'utf8');
    for (let from = 0; from < bytes.length; from += 5) {
      await writePiece(response, bytes.subarray(from, from + 5));
    }
    response.end();
    return;
  }
  response.flushHeaders();
  if (fault === 'reset_before_first_event') {
    await writePiece(response, ': waiting\n\n');
    response.destroy();
    return;
  }
  if (fault === 'malformed_first') {
    response.end('data: <oops>\n\n');
    return;
  }
  if (fault === 'error_in_answer') {
    response.end(protocol.errorEvent());
    return;
  }
  if (fault === 'long') {
    await writeMany(response, events);
    response.end(end);
    return;
  }
  let sent = 0;
  for (const event of events) {
    await writePiece(response, event);
    sent += 1;
    if (sent === protocol.breaksAfter && strikes(fault, protocol, response)) return;
  }
  if (sent < protocol.breaksAfter && strikes(fault, protocol, response)) return;
  response.end(fault === 'no_done' ? undefined : end);
}

/** Breaks a stream that has begun; false = the fault is another one. */
function strikes(fault: UpstreamFault, protocol: Protocol, response: ServerResponse): boolean {
  if (fault === 'reset_after_first_event') response.destroy();
  else if (fault === 'cut') response.end();
  else if (fault === 'malformed_later') response.end('data: {"choices": oops\n\n');
  else if (fault === 'error_later') response.end(protocol.errorEvent());
  else return fault === 'stall';
  return true;
}

async function sendBytes(
  { fault }: TestUpstream,
  { type, chunks }: Extract<Reply, { kind: 'bytes' }>,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': type });
  response.flushHeaders();
  if (fault === 'reset_before_first_event') {
    response.destroy();
    return;
  }
  for (const [index, chunk] of chunks.entries()) {
    await writePiece(response, chunk);
    if (index > 0) continue;
    if (fault === 'stall') return;
    if (fault === 'reset_after_first_event' || fault === 'cut') {
      response.destroy();
      return;
    }
  }
  response.end();
}

/** Resolves when the bytes have left, so that each piece is a chunk of its own. */
export function writePiece(response: ServerResponse, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(data, () => setImmediate(resolve));
  });
}

/** Many events as fast as they are taken. */
async function writeMany(response: ServerResponse, events: Iterable<string>): Promise<void> {
  for (const event of events) {
    if (response.destroyed) return;
    if (response.write(event)) continue;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      response.on('drain', done);
      response.on('close', done);
    });
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
