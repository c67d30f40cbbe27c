import type { Candidate } from '@shared/routing/candidate';
import type { BackendContext } from '../context';
import {
  type ChatResult,
  type ChatSink,
  type Dialect,
  type Provider,
  type ProviderCall,
  type ProviderFailure,
} from '../providers/provider';
import { isNative, SURFACES } from '../translate/codecs';
import { withoutSeals } from '../translate/dialect-google-seal';
import type { IrRead, SurfaceName } from '../translate/ir';
import { withoutForeignThinking } from '../translate/native-thinking';
import { lostOn, type NotTranslated, translateRequest } from '../translate/translate';
import { translatingSink } from '../translate/translate-sink';
import type { GatewayRequest } from './request';

/** Sends a request that is ready, and relays the answer in the caller's protocol. */
export type Send = (sink: ChatSink, signal: AbortSignal) => Promise<ChatResult>;

/** A request that was made ready for one provider, or why it cannot be: then nothing was sent. */
export type Prepared =
  | { readonly ok: true; readonly send: Send }
  | { readonly ok: false; readonly code: NotTranslated['code']; readonly message: string };

/** Where a request goes. */
export interface Destination {
  readonly provider: Provider;
  /** The provider's own model id. */
  readonly model: string;
}

const OPERATION_NAMES: Readonly<Record<ProviderCall['operation'], string>> = {
  chat: 'chat',
  count_tokens: 'counting of tokens',
  embeddings: 'embeddings',
  transcription: 'transcription',
  speech: 'speech',
};

/**
 * For the gates of a decision: what a candidate's protocol has no words for in this request. Null
 * when every connected provider takes it as it is, which is the usual case.
 */
export function unsupportedByModel(
  ctx: BackendContext,
  request: GatewayRequest,
): ((candidate: Candidate) => readonly string[]) | null {
  const { operation, chat } = request.surface;
  const takesAll = (provider: Provider): boolean =>
    provider.operations.has(operation) && speaks(chat, provider.dialect);
  const connections = ctx.providers.connections();
  const all = connections.every(({ id }) => {
    const provider = ctx.providers.get(id);
    return provider === null || takesAll(provider);
  });
  if (all) return null;
  // Read once for all candidates, and only when one of them is looked at.
  let read: IrRead | null = null;
  return ({ provider: id, model }) => {
    const provider = ctx.providers.get(id);
    if (provider === null || takesAll(provider)) return [];
    if (!provider.operations.has(operation) || chat === null) return [operation];
    read ??= SURFACES[chat].read(request.body);
    return read.ok ? lostOn(chat, read.request, provider.dialect, model) : [];
  };
}

/**
 * Makes a request ready in the provider's dialect. Same protocol: the caller's body goes on as it
 * came and the answer's bytes come back as they are; another one: both are translated on the way.
 */
export function prepare(
  ctx: BackendContext,
  request: GatewayRequest,
  { provider, model }: Destination,
): Prepared {
  const { operation, chat } = request.surface;
  if (!provider.operations.has(operation)) {
    // By its id, as the caller named it: the name of the app's own models is "In the app".
    const message = `${provider.id} does not offer ${OPERATION_NAMES[operation]}. Nothing was sent. Choose a model of another provider.`;
    return { ok: false, code: 'unsupported_feature', message };
  }
  const call = { operation, model, files: request.files, stream: request.stream };
  if (chat !== null && !speaks(chat, provider.dialect)) {
    return translated(ctx, request, chat, { provider, model }, call);
  }
  const body = ownBody(request.body, chat);
  const headers = request.forwarded;
  return {
    ok: true,
    send: (sink, signal) => provider.send({ ...call, headers, body, signal }, sink),
  };
}

/** The caller's body without what another provider of the same conversation left in it for itself. */
function ownBody(body: GatewayRequest['body'], chat: SurfaceName | null): GatewayRequest['body'] {
  if (chat === 'messages') return withoutSeals(withoutForeignThinking(body));
  return chat === 'chat' && hasToolTurns(body) ? withoutSeals(body) : body;
}

/** Only a conversation with tools can hold a call of another provider. */
function hasToolTurns({ messages }: GatewayRequest['body']): boolean {
  return (
    Array.isArray(messages) &&
    messages.some(
      (message: unknown) =>
        typeof message === 'object' && message !== null && 'tool_calls' in message,
    )
  );
}

function translated(
  ctx: BackendContext,
  request: GatewayRequest,
  surface: SurfaceName,
  { provider, model }: Destination,
  call: Pick<ProviderCall, 'operation' | 'model' | 'files' | 'stream'>,
): Prepared {
  const { dialect, id } = provider;
  const written = translateRequest(surface, request.body, dialect, model);
  if (!written.ok) return written;
  const { body, ir } = written;
  const context = {
    created: Math.floor(ctx.clock.now() / 1000),
    newId: ctx.newId,
    model: `${id}/${model}`,
    request: ir,
  };
  return {
    ok: true,
    async send(sink, signal) {
      let started = false;
      const watched: ChatSink = {
        head: (status, headers) => {
          started = true;
          sink.head(status, headers);
        },
        chunk: (bytes) => sink.chunk(bytes),
      };
      const out = translatingSink(watched, { surface, dialect, stream: request.stream, context });
      // Headers of one protocol mean nothing to another.
      const result = await provider.send({ ...call, headers: {}, body, signal }, out);
      if (!result.ok) return { ...result, started };
      await out.finish();
      return out.fault === null ? result : faulty(out.fault, started, result);
    },
  };
}

/** An answer that the provider's own reader took for whole, and that cannot be given on. */
function faulty(
  fault: 'not_an_answer' | 'cut_stream',
  started: boolean,
  { usage, firstTokenMs }: Pick<ChatResult, 'usage' | 'firstTokenMs'>,
): ChatResult {
  const cut = fault === 'cut_stream';
  const failure: ProviderFailure = {
    code: cut ? 'provider_cut_stream' : 'provider_bad_answer',
    message: cut
      ? 'The provider broke off before its answer was complete. What came is kept. Try again, or choose another model.'
      : 'The provider answered with something unreadable. Your message is safe. Try again, or choose another model.',
    status: null,
    retryAfterMs: null,
  };
  return { ok: false, failure, started, usage, firstTokenMs };
}

/** No chat at all needs no translation. */
function speaks(surface: SurfaceName | null, dialect: Dialect): boolean {
  return surface === null || isNative(surface, dialect);
}
