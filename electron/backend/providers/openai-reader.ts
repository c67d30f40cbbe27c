import { z } from 'zod';
import { UNKNOWN_USAGE, type Usage } from './provider';
import { looksLikeObject, NOT_JSON, parseObject, type StreamReader } from './stream-reader';

/** What is read of a chunk beside its usage; everything else is relayed unread. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.record(z.string(), z.unknown()).nullish().catch(null),
        finish_reason: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
});

/**
 * Reads the usage of a chat's or embedding's answer or chunk; null = it reports none. By hand: a schema
 * takes longer than the rest of the relay, and a number that is none is only unknown.
 */
export function usageIn(answer: unknown): Usage | null {
  const usage = objectIn(answer, 'usage');
  if (usage === null) return null;
  return {
    promptTokens: tokensIn(usage, 'prompt_tokens'),
    completionTokens: tokensIn(usage, 'completion_tokens'),
    cachedTokens: tokensIn(objectIn(usage, 'prompt_tokens_details'), 'cached_tokens'),
    audioSeconds: null,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectIn(value: unknown, name: string): Fields | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = (value as Fields)[name];
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Fields)
    : null;
}

function tokensIn(value: Fields | null, name: string): number | null {
  const found = value?.[name];
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : null;
}

/** Chunks in which something is said that matters here, once the first token is there. */
const MATTERS = /"(usage|finish_reason|error)"\s*:\s*[{"]/;

/**
 * Reads a stream of chat completion chunks. It is whole with `[DONE]`, and where a server does not
 * send that, with a finish reason. `hideUsage`: the caller did not ask for the chunk that only reports
 * usage.
 */
export class OpenAiReader implements StreamReader {
  usage: Usage = UNKNOWN_USAGE;
  done = false;
  sawToken = false;
  #finished = false;
  readonly #hideUsage: boolean;

  constructor({ hideUsage }: { readonly hideUsage: boolean }) {
    this.#hideUsage = hideUsage;
  }

  get complete(): boolean {
    return this.done || this.#finished;
  }

  skips(event: string): boolean {
    return this.sawToken && !MATTERS.test(event);
  }

  read(_name: string, data: string): ReturnType<StreamReader['read']> {
    if (data === '[DONE]') {
      this.done = true;
      return 'relay';
    }
    if (!looksLikeObject(data)) return NOT_JSON;
    if (this.skips(data)) return 'relay';
    const json = parseObject(data);
    if (json === null) return NOT_JSON;
    const { data: chunk } = chunkSchema.safeParse(json);
    if (chunk === undefined) return 'relay';
    if (chunk.error !== undefined && chunk.error !== null) {
      return { kind: 'upstream_error', body: data };
    }
    const usage = usageIn(json);
    if (usage !== null) this.usage = usage;
    const choices = chunk.choices ?? [];
    if (choices.some((choice) => choice.finish_reason)) this.#finished = true;
    if (choices.some((choice) => carriesToken(choice.delta))) this.sawToken = true;
    return usage !== null && choices.length === 0 && this.#hideUsage ? 'hide' : 'relay';
  }
}

/** A delta that says something: more than the role that opens a stream. */
function carriesToken(delta: Record<string, unknown> | null | undefined): boolean {
  if (delta === null || delta === undefined) return false;
  return Object.entries(delta).some(([key, value]) => {
    if (key === 'role' || value === null || value === undefined) return false;
    return Array.isArray(value) ? value.length > 0 : value !== '';
  });
}
