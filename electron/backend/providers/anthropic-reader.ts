import { z } from 'zod';
import { UNKNOWN_USAGE, type Usage } from './provider';
import { looksLikeObject, NOT_JSON, parseObject, type StreamReader } from './stream-reader';

const tokens = z.number().nonnegative().nullish().catch(null);
const usageSchema = z.object({
  input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  cache_read_input_tokens: tokens,
  output_tokens: tokens,
});

/**
 * The usage of a message, counted as everywhere here: Anthropic's `input_tokens` leaves out what was
 * read from and written to its cache, `promptTokens` holds them. null = it reports none.
 */
export function anthropicUsage(answer: object): Usage | null {
  return 'usage' in answer ? merged(UNKNOWN_USAGE, answer.usage) : null;
}

/**
 * Usage over what was known: `message_start` says what was read, `message_delta` the running total of
 * what was written, and of some models again what was read. The last word counts, nothing is added up.
 */
function merged(known: Usage, value: unknown): Usage | null {
  const usage = usageSchema.safeParse(value).data;
  if (usage === undefined) return null;
  const read = usage.cache_read_input_tokens ?? null;
  const input = usage.input_tokens ?? null;
  const prompt =
    input === null ? null : input + (read ?? 0) + (usage.cache_creation_input_tokens ?? 0);
  return {
    promptTokens: prompt ?? known.promptTokens,
    completionTokens: usage.output_tokens ?? known.completionTokens,
    cachedTokens: read ?? known.cachedTokens,
    audioSeconds: null,
  };
}

/** Events in which something is said that matters here, once the first token is there. */
const MATTERS: ReadonlySet<string> = new Set([
  'message_start',
  'message_delta',
  'message_stop',
  'error',
]);

/** Reads a stream of `/v1/messages`. It is whole with `message_stop` and not before. */
export class AnthropicReader implements StreamReader {
  usage: Usage = UNKNOWN_USAGE;
  done = false;
  sawToken = false;

  get complete(): boolean {
    return this.done;
  }

  read(name: string, data: string): ReturnType<StreamReader['read']> {
    if (!looksLikeObject(data)) return NOT_JSON;
    // A server without event names has every event read.
    if (this.sawToken && name !== '' && !MATTERS.has(name)) return 'relay';
    const event = parseObject(data);
    if (event === null) return NOT_JSON;
    switch (name === '' && 'type' in event ? event.type : name) {
      case 'message_start':
        this.#take('message' in event ? event.message : null);
        break;
      case 'message_delta':
        this.#take(event);
        break;
      case 'message_stop':
        this.done = true;
        break;
      case 'content_block_start':
        this.sawToken ||= opensTool(event);
        break;
      case 'content_block_delta':
        this.sawToken ||= carriesToken(event);
        break;
      case 'error':
        return { kind: 'upstream_error', body: data };
      default:
        // Pings, ends of blocks, and what a later version brings.
        break;
    }
    return 'relay';
  }

  #take(holder: unknown): void {
    if (typeof holder !== 'object' || holder === null || !('usage' in holder)) return;
    this.usage = merged(this.usage, holder.usage) ?? this.usage;
  }
}

function opensTool(event: object): boolean {
  const block = 'content_block' in event ? event.content_block : null;
  return typeof block === 'object' && block !== null && 'type' in block
    ? block.type !== 'text' && block.type !== 'thinking'
    : false;
}

function carriesToken(event: object): boolean {
  const delta = 'delta' in event ? event.delta : null;
  if (typeof delta !== 'object' || delta === null) return false;
  return Object.entries(delta).some(([key, value]) => key !== 'type' && value !== '');
}
