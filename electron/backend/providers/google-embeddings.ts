import {
  googleEmbeddingsRequest,
  openaiEmbeddingsAnswer,
} from '../translate/dialect-google-embeddings';
import { failureOf } from './failures';
import { type HttpClient, jsonHeaders } from './http-provider';
import { type ChatResult, type ChatSink, type ProviderCall, UNKNOWN_USAGE } from './provider';
import { readAnswer, refused } from './relay';

/** Most texts that one `batchEmbedContents` takes. */
const BATCH = 100;

/**
 * Embeddings as callers ask for them (OpenAI's form, the only one there is) over Gemini's own method.
 * More texts than a batch takes are asked for batch by batch, in their order.
 */
export async function sendGoogleEmbeddings(
  call: ProviderCall,
  sink: ChatSink,
  http: HttpClient,
  path: string,
): Promise<ChatResult> {
  const source = http.source(call.model);
  const written = googleEmbeddingsRequest(call.body, call.model);
  if (!written.ok) {
    const detail = `It has no word for: ${written.unsupported.join(', ')}.`;
    return refused(failureOf('provider_rejected', detail, source));
  }
  const requests = written.body['requests'] as readonly unknown[];
  const embeddings: unknown[] = [];
  let promptTokens: number | null = null;
  for (let from = 0; from < requests.length; from += BATCH) {
    const posted = await http.post(call, sink, {
      path,
      body: JSON.stringify({ requests: requests.slice(from, from + BATCH) }),
      headers: jsonHeaders({ ...call, stream: false }),
    });
    if (!posted.ok) return refused(posted.failure);
    const read = await readAnswer(posted.exchange);
    if (!read.ok) return refused(read.failure);
    const batch = batchOf(read.json);
    embeddings.push(...batch.embeddings);
    if (batch.tokens !== null) promptTokens = (promptTokens ?? 0) + batch.tokens;
  }
  const format = call.body['encoding_format'] === 'base64' ? 'base64' : 'float';
  const merged = { embeddings, usageMetadata: { promptTokenCount: promptTokens } };
  const answer = openaiEmbeddingsAnswer(merged, call.model, format);
  if (answer === null || embeddings.length !== requests.length) {
    return refused(failureOf('provider_bad_answer', 'There are no embeddings in it.', source));
  }
  sink.head(200, { 'content-type': 'application/json' });
  await sink.chunk(Buffer.from(JSON.stringify(answer), 'utf8'));
  return { ok: true, usage: { ...UNKNOWN_USAGE, promptTokens }, firstTokenMs: null };
}

function batchOf(json: object): { embeddings: readonly unknown[]; tokens: number | null } {
  const { embeddings, usageMetadata } = json as { embeddings?: unknown; usageMetadata?: unknown };
  const tokens =
    typeof usageMetadata === 'object' &&
    usageMetadata !== null &&
    'promptTokenCount' in usageMetadata
      ? usageMetadata.promptTokenCount
      : null;
  return {
    embeddings: Array.isArray(embeddings) ? (embeddings as readonly unknown[]) : [],
    tokens: typeof tokens === 'number' ? tokens : null,
  };
}
