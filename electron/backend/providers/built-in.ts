import { z } from 'zod';
import type { ProviderStatus } from '@shared/api/providers';
import { BUILT_IN_PROVIDER } from '../catalog/built-in';
import { type Embedder, EmbeddingError } from '../embedding/embedder';
import { LOCAL_EMBEDDING_MODEL } from '../embedding/local-embedder';
import {
  type ChatResult,
  type ChatSink,
  type Operation,
  type Provider,
  type ProviderCall,
  type ProviderErrorCode,
  UNKNOWN_USAGE,
} from './provider';

/** The model's own id, without the provider. */
const MODEL = LOCAL_EMBEDDING_MODEL.slice(BUILT_IN_PROVIDER.length + 1);
const MODELS: readonly string[] = [MODEL];
const OPERATIONS: ReadonlySet<Operation> = new Set(['embeddings']);

/** Texts handed over at a time: the embedder's queue is shared with the routing memory. */
const BATCH = 16;
/** Texts of one request at most, as OpenAI has it. */
const MOST_TEXTS = 2_048;

const bodySchema = z.object({
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(MOST_TEXTS, `at most ${MOST_TEXTS} texts`),
  ]),
  dimensions: z.int().positive().nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

/**
 * The models that run inside the app, as a provider like the others: today the local embedding model
 * alone. Real answers, no key, no network, no cost; it speaks OpenAI's protocol.
 */
export function createBuiltInProvider(embedder: Embedder): Provider {
  return {
    id: BUILT_IN_PROVIDER,
    dialect: 'openai',
    operations: OPERATIONS,
    status,
    models: () => MODELS,
    probe: () => Promise.resolve(status()),
    prepare: () => Promise.resolve(),
    send: (call, sink) => send(embedder, call, sink),
    live: null,
    // The embedder is shared: whoever made it closes it.
    close: () => Promise.resolve(),
  };
}

function status(): ProviderStatus {
  return {
    id: BUILT_IN_PROVIDER,
    name: 'In the app',
    kind: 'openai-compatible',
    baseUrl: null,
    local: true,
    hasKey: false,
    keyHint: null,
    lastCheck: null,
    models: MODELS,
  };
}

async function send(embedder: Embedder, call: ProviderCall, sink: ChatSink): Promise<ChatResult> {
  if (call.model !== MODEL) {
    return failed('provider_model_not_found', `The app has no model "${call.model}" in it.`);
  }
  if (call.operation !== 'embeddings') {
    return failed('provider_rejected', `${LOCAL_EMBEDDING_MODEL} makes embeddings only.`);
  }
  const { data: body } = bodySchema.safeParse(call.body);
  if (body === undefined) {
    return failed(
      'provider_rejected',
      `input must be a text or 1 to ${MOST_TEXTS} texts, none of them empty; token numbers of another model mean nothing to ${LOCAL_EMBEDDING_MODEL}.`,
    );
  }
  const texts = typeof body.input === 'string' ? [body.input] : body.input;
  const { dimensions } = embedder;
  const asked = body.dimensions ?? dimensions;
  if (dimensions !== null && asked !== dimensions) {
    return failed('provider_rejected', `${LOCAL_EMBEDDING_MODEL} has ${dimensions} dimensions.`);
  }
  try {
    const data = await embedAll(embedder, texts, call.signal);
    const base64 = body.encoding_format === 'base64';
    const promptTokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    const answer = {
      object: 'list',
      data: data.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: base64 ? base64Of(vector) : [...vector],
      })),
      model: MODEL,
      usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
    };
    sink.head(200, { 'content-type': 'application/json' });
    await sink.chunk(Buffer.from(JSON.stringify(answer), 'utf8'));
    return { ok: true, usage: { ...UNKNOWN_USAGE, promptTokens }, firstTokenMs: null };
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error;
    return failed(CODES[error.code], error.message);
  }
}

const CODES: Readonly<Record<EmbeddingError['code'], ProviderErrorCode>> = {
  embedding_timeout: 'provider_timeout',
  embedding_busy: 'provider_rate_limited',
  embedding_failed: 'provider_error',
};

async function embedAll(embedder: Embedder, texts: readonly string[], signal: AbortSignal) {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += BATCH) {
    vectors.push(...(await embedder.embed(texts.slice(at, at + BATCH), signal)));
  }
  return vectors;
}

/** 32-bit floats, little-endian, as OpenAI's clients ask for them. */
function base64Of(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function failed(code: ProviderErrorCode, message: string): ChatResult {
  const failure = { code, message, status: null, retryAfterMs: null };
  return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
}
