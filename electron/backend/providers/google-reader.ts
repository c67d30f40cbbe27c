import { z } from 'zod';
import { UNKNOWN_USAGE, type Usage } from './provider';
import { looksLikeObject, NOT_JSON, parseObject, type StreamReader } from './stream-reader';

const tokens = z.number().nonnegative().nullish().catch(null);

/** What is read of a chunk or a whole answer; everything else is relayed unread. */
const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({ parts: z.array(z.record(z.string(), z.unknown())).nullish().catch(null) })
          .nullish()
          .catch(null),
        finishReason: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish().catch(null),
  usageMetadata: z
    .object({
      promptTokenCount: tokens,
      cachedContentTokenCount: tokens,
      candidatesTokenCount: tokens,
      thoughtsTokenCount: tokens,
      toolUsePromptTokenCount: tokens,
    })
    .nullish()
    .catch(null),
});

/**
 * The usage of an answer or chunk: thinking is written and billed as such, results of Google's own
 * tools are read. Google leaves a count out when it is 0. null = it reports none.
 */
export function googleUsage(answer: object): Usage | null {
  const usage = answerSchema.safeParse(answer).data?.usageMetadata;
  if (usage === null || usage === undefined) return null;
  return {
    promptTokens: sum(usage.promptTokenCount, usage.toolUsePromptTokenCount),
    completionTokens: sum(usage.candidatesTokenCount, usage.thoughtsTokenCount),
    cachedTokens: usage.cachedContentTokenCount ?? null,
    audioSeconds: null,
  };
}

function sum(...counts: readonly (number | null | undefined)[]): number | null {
  const known = counts.filter((count) => typeof count === 'number');
  return known.length === 0 ? null : known.reduce((total, count) => total + count, 0);
}

/** Chunks in which something is said that matters here, once the first token is there. */
const MATTERS = /"(finishReason|blockReason|error)"\s*:/;

/**
 * Reads a stream of `streamGenerateContent?alt=sse`. There is no end mark: it is whole when a chunk
 * named a finish reason, or why the prompt was blocked. Every chunk carries the usage so far; the last
 * word counts, nothing is added up.
 */
export class GoogleReader implements StreamReader {
  readonly done = false;
  complete = false;
  sawToken = false;
  #usage: Usage = UNKNOWN_USAGE;
  /** A later chunk than the one the usage was read of; it is read when somebody asks. */
  #unread: string | null = null;

  get usage(): Usage {
    const json = this.#unread === null ? null : parseObject(this.#unread);
    this.#unread = null;
    if (json !== null) this.#usage = googleUsage(json) ?? this.#usage;
    return this.#usage;
  }

  read(_name: string, data: string): ReturnType<StreamReader['read']> {
    if (!looksLikeObject(data)) return NOT_JSON;
    if (this.sawToken && !MATTERS.test(data)) {
      this.#unread = data;
      return 'relay';
    }
    const json = parseObject(data);
    if (json === null) return NOT_JSON;
    if ('error' in json && json.error) return { kind: 'upstream_error', body: data };
    const usage = googleUsage(json);
    if (usage !== null) {
      this.#usage = usage;
      this.#unread = null;
    }
    const { data: chunk } = answerSchema.safeParse(json);
    const candidates = chunk?.candidates ?? [];
    if (candidates.some(({ finishReason }) => finishReason) || chunk?.promptFeedback?.blockReason) {
      this.complete = true;
    }
    this.sawToken ||= candidates.some(({ content }) => (content?.parts ?? []).some(carriesToken));
    return 'relay';
  }
}

function carriesToken(part: Record<string, unknown>): boolean {
  return Object.entries(part).some(
    ([key, value]) => key !== 'thought' && key !== 'thoughtSignature' && value !== '',
  );
}
