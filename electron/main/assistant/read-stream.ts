import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import { IpcFailure } from '../ipc/failure';

/** A piece of a streamed answer. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'usage';
      readonly promptTokens: number | null;
      readonly completionTokens: number | null;
    };

const count = z.number().nonnegative().nullish().catch(null);
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish().catch(null) }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
  error: z.object({ code: z.unknown(), message: z.string() }).nullish(),
});

/**
 * Reads a streamed chat completion. An error event of the stream is thrown with its code; a stream
 * that ends without its closing mark is a `provider_cut_stream`.
 */
export async function* readChatStream(body: ReadableStream<Uint8Array>): AsyncGenerator<Piece> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  let complete = false;
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    for (const event of events.splice(0)) {
      if (event.data === '[DONE]') {
        complete = true;
        continue;
      }
      const chunk = parseChunk(event.data);
      const choice = chunk.choices?.[0];
      const text = choice?.delta?.content;
      if (text !== null && text !== undefined && text !== '') yield { kind: 'text', text };
      if (choice?.finish_reason !== null && choice?.finish_reason !== undefined) complete = true;
      if (chunk.usage !== null && chunk.usage !== undefined) {
        yield {
          kind: 'usage',
          promptTokens: chunk.usage.prompt_tokens ?? null,
          completionTokens: chunk.usage.completion_tokens ?? null,
        };
      }
    }
  }
  if (!complete) {
    throw new IpcFailure(
      'provider_cut_stream',
      'The answer broke off before its end. What came is kept. Try again, or choose another model.',
    );
  }
}

function parseChunk(data: string): z.infer<typeof chunkSchema> {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    json = null;
  }
  const parsed = chunkSchema.safeParse(json);
  if (!parsed.success) {
    throw new IpcFailure(
      'provider_bad_answer',
      'The provider sent something that is not an answer.',
    );
  }
  const { error } = parsed.data;
  if (error !== null && error !== undefined) {
    const code = typeof error.code === 'string' ? error.code : 'provider_error';
    throw new IpcFailure(code, error.message);
  }
  return parsed.data;
}
