import { z } from 'zod';
import { sealToolId } from './dialect-google-seal';
import type { IrAnswer, IrEvent, IrFinish, IrLogprob, IrUsage, StreamDecoder } from './ir';

const text = z.string().nullish().catch(null);
const count = z.number().nonnegative().nullish().catch(null);

const partSchema = z.object({
  text,
  thought: z.boolean().nullish().catch(null),
  thoughtSignature: text,
  functionCall: z
    .object({ id: text, name: z.string(), args: z.unknown().optional() })
    .nullish()
    .catch(null),
});

const tokenSchema = z.object({ token: z.string(), logProbability: z.number() });

/** What is read of a GenerateContentResponse: the first candidate, since one is asked for. */
const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({ parts: z.array(partSchema).nullish().catch(null) })
          .nullish()
          .catch(null),
        finishReason: text,
        logprobsResult: z
          .object({
            chosenCandidates: z.array(tokenSchema).nullish(),
            topCandidates: z
              .array(z.object({ candidates: z.array(tokenSchema).nullish() }))
              .nullish(),
          })
          .nullish()
          .catch(null),
      }),
    )
    .nullish(),
  promptFeedback: z.object({ blockReason: text }).nullish().catch(null),
  usageMetadata: z
    .object({
      promptTokenCount: count,
      toolUsePromptTokenCount: count,
      candidatesTokenCount: count,
      cachedContentTokenCount: count,
      thoughtsTokenCount: count,
      totalTokenCount: count,
    })
    .nullish()
    .catch(null),
  modelVersion: text,
  responseId: text,
  error: z.unknown().optional(),
});
type GoogleAnswer = z.infer<typeof answerSchema>;

/** Why Gemini stopped, in one word; what is not listed is `other`. */
const FINISHES: Readonly<Record<string, IrFinish>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
  MODEL_ARMOR: 'content_filter',
  IMAGE_SAFETY: 'content_filter',
  IMAGE_PROHIBITED_CONTENT: 'content_filter',
  IMAGE_RECITATION: 'content_filter',
};

/** Makes an id for a call that came without one; different for every call of every answer. */
export type NewId = () => string;

/**
 * A stream of `streamGenerateContent?alt=sse`: every event is a whole GenerateContentResponse with the
 * next piece. Calls come whole. A signature on a text is not handed on: Gemini does not ask for it back
 * and no caller's protocol has a place for it; the one on a call travels in the call's id. What was used
 * is told once, after the end, since every event repeats it.
 */
export class GoogleDecoder implements StreamDecoder {
  readonly #newId: NewId;
  #started = false;
  #finished = false;
  #calls = 0;

  constructor(newId: NewId) {
    this.#newId = newId;
  }

  push(_event: string, data: string): readonly IrEvent[] {
    const answer = parseAnswer(JSON.parse(data));
    return answer === null ? [] : this.read(answer);
  }

  read(answer: GoogleAnswer): IrEvent[] {
    const events: IrEvent[] = [];
    if (!this.#started) {
      this.#started = true;
      events.push({ type: 'start', id: answer.responseId ?? '', model: answer.modelVersion ?? '' });
    }
    const candidate = answer.candidates?.[0];
    const logprobs = logprobsOf(candidate?.logprobsResult);
    for (const part of candidate?.content?.parts ?? []) events.push(...this.#part(part));
    withLogprobs(events, logprobs);
    const reason = this.#finishOf(answer);
    if (reason !== null && !this.#finished) {
      this.#finished = true;
      events.push({ type: 'finish', reason, stopSequence: null });
    }
    if (this.#finished && answer.usageMetadata) {
      events.push({ type: 'usage', usage: usageOf(answer.usageMetadata) });
    }
    return events;
  }

  #part(part: z.infer<typeof partSchema>): IrEvent[] {
    const { functionCall: call } = part;
    if (call) {
      const index = this.#calls;
      this.#calls += 1;
      const id = sealToolId(call.id || `call_${this.#newId()}`, part.thoughtSignature ?? null);
      return [
        { type: 'tool_start', index, id, name: call.name },
        { type: 'tool_delta', index, arguments: JSON.stringify(call.args ?? {}) },
      ];
    }
    if (!part.text) return [];
    return [{ type: part.thought === true ? 'reasoning' : 'text', text: part.text }];
  }

  #finishOf(answer: GoogleAnswer): IrFinish | null {
    if (answer.promptFeedback?.blockReason) return 'content_filter';
    const reason = answer.candidates?.[0]?.finishReason;
    if (!reason || reason === 'FINISH_REASON_UNSPECIFIED') return null;
    const finish = FINISHES[reason] ?? 'other';
    return finish === 'stop' && this.#calls > 0 ? 'tool_calls' : finish;
  }
}

/** Null = no answer of Gemini: an error, or something else altogether. */
function parseAnswer(json: unknown): GoogleAnswer | null {
  const { data: answer } = answerSchema.safeParse(json);
  if (answer === undefined || (answer.error !== undefined && answer.error !== null)) return null;
  const { candidates, promptFeedback, usageMetadata } = answer;
  return candidates || promptFeedback || usageMetadata ? answer : null;
}

/** A whole answer of `generateContent`, read as a stream of one event; null = it is not one. */
export function decodeGoogle(json: unknown, newId: NewId): IrAnswer | null {
  const answer = parseAnswer(json);
  if (answer === null) return null;
  const parts: IrAnswer['parts'][number][] = [];
  let finish: IrFinish = 'other';
  for (const event of new GoogleDecoder(newId).read(answer)) {
    const last = parts.at(-1);
    if (event.type === 'finish') finish = event.reason;
    else if (event.type === 'text' || event.type === 'reasoning') {
      if (last?.type === event.type) parts[parts.length - 1] = joined(last, event);
      else if (event.type === 'text') parts.push(event);
      else parts.push({ ...event, signature: null });
    } else if (event.type === 'tool_start') {
      parts.push({ type: 'tool_call', id: event.id, name: event.name, arguments: '' });
    } else if (event.type === 'tool_delta' && last?.type === 'tool_call') {
      parts[parts.length - 1] = { ...last, arguments: event.arguments };
    }
  }
  return {
    id: answer.responseId ?? '',
    model: answer.modelVersion ?? '',
    parts,
    finish,
    stopSequence: null,
    usage: usageOf(answer.usageMetadata ?? {}),
  };
}

function joined(
  last: IrAnswer['parts'][number],
  event: Extract<IrEvent, { type: 'text' | 'reasoning' }>,
): IrAnswer['parts'][number] {
  if (last.type === 'text' && event.type === 'text') {
    const logprobs = [...(last.logprobs ?? []), ...(event.logprobs ?? [])];
    const text = last.text + event.text;
    return { type: 'text', text, ...(logprobs.length > 0 && { logprobs }) };
  }
  if (last.type === 'reasoning') return { ...last, text: last.text + event.text };
  return last;
}

function usageOf(usage: NonNullable<GoogleAnswer['usageMetadata']>): IrUsage {
  const promptTokens = sum(usage.promptTokenCount, usage.toolUsePromptTokenCount);
  const completionTokens = sum(usage.candidatesTokenCount, usage.thoughtsTokenCount);
  const total = usage.totalTokenCount ?? null;
  // A prompt that was blocked has a total and no counts of what was written.
  const rest = total === null || promptTokens === null ? null : Math.max(0, total - promptTokens);
  return {
    promptTokens,
    completionTokens: completionTokens ?? rest,
    cachedTokens: usage.cachedContentTokenCount ?? null,
    reasoningTokens: usage.thoughtsTokenCount ?? null,
  };
}

/** Google leaves out what is 0; both absent = not reported. */
function sum(first: number | null | undefined, second: number | null | undefined): number | null {
  if (first === null || first === undefined) return second ?? null;
  return first + (second ?? 0);
}

type LogprobsResult = NonNullable<
  NonNullable<GoogleAnswer['candidates']>[number]['logprobsResult']
>;

function logprobsOf(result: LogprobsResult | null | undefined): IrLogprob[] {
  return (result?.chosenCandidates ?? []).map((chosen, index) => ({
    token: chosen.token,
    logprob: chosen.logProbability,
    top: (result?.topCandidates?.[index]?.candidates ?? []).map((other) => ({
      token: other.token,
      logprob: other.logProbability,
    })),
  }));
}

/** Gemini gives them for the piece as a whole: they go with its last text. */
function withLogprobs(events: IrEvent[], logprobs: readonly IrLogprob[]): void {
  if (logprobs.length === 0) return;
  const at = events.findLastIndex((event) => event.type === 'text');
  const event = events[at];
  if (event?.type === 'text') events[at] = { ...event, logprobs };
}
