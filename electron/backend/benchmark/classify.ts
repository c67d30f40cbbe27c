import { createHash } from 'node:crypto';
import type { BenchmarkModel } from '@shared/api/benchmark';
import type { ClassifierOutput } from '@shared/routing/classifier-output';
import { parseClassifierAnswer } from '@shared/routing/classifier-parse';
import {
  CLASSIFIER_MAX_TOKENS,
  CLASSIFIER_PROMPT_VERSION,
  type ClassifierRequest,
  classifierMessages,
} from '@shared/routing/classifier-prompt';
import type { Classification } from '@shared/routing/efficient-types';
import { classifyHeuristically } from '@shared/routing/heuristic-classifier';
import type { Identity } from '../auth';
import { type CallModel, type ModelAnswer, pause, type Timers } from './model-call';

/** A request waits this long for its label (S4-31). */
export const CLASSIFY_TIMEOUT_MS = 2_000;
const CACHE_SIZE = 2_000;
/** After so many failures in a row the model rests, so that nobody waits the whole limit each time. */
const FAILURES_BEFORE_REST = 3;
const REST_MS = 60_000;
/** Prompt lengths in tokens at which a label may change. */
const LENGTH_STEPS = [1_500, 6_000, 20_000];

export interface ClassifyRequest {
  readonly uid: string;
  /** The API key of the request, which pays for its label as well; null = none. */
  readonly key: Identity['key'];
  readonly request: ClassifierRequest;
  /** Null = no model is chosen or allowed: the heuristic labels. */
  readonly model: BenchmarkModel | null;
  /** A label of the model that is known already is taken; the model itself is not asked. */
  readonly knownOnly?: boolean;
  readonly signal: AbortSignal;
}

export interface LiveClassifier {
  /** Never throws and never waits longer than {@link CLASSIFY_TIMEOUT_MS}. */
  classify(request: ClassifyRequest): Promise<Classification>;
}

export interface ClassifierDeps {
  readonly callModel: CallModel;
  readonly timers: Timers;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * Labels requests with a model and, whenever that can't be had in time, by their words. Only labels
 * of a model are remembered (S4-28), by user, model and content (S4-24).
 */
export function createClassifier({ callModel, timers, now }: ClassifierDeps): LiveClassifier {
  const cache = new Map<string, ClassifierOutput>();
  const failures = new Map<string, { count: number; at: number }>();

  return {
    async classify(asked) {
      const { uid, request, model, knownOnly = false, signal } = asked;
      const startedAt = now();
      const heuristic = (reason: string, costUsd: number | null = 0): Classification => ({
        source: 'heuristic',
        output: classifyHeuristically(request).output,
        model: null,
        cached: false,
        costUsd,
        ms: now() - startedAt,
        fallbackReason: reason,
      });
      if (model === null) return heuristic('no_model');
      const key = keyOf(uid, model, request);
      const known = cache.get(key);
      if (known !== undefined) {
        return labelled(known, model, true, 0, now() - startedAt);
      }
      if (knownOnly) return heuristic('preview');
      const failed = failures.get(model.model);
      if (failed && failed.count >= FAILURES_BEFORE_REST && now() - failed.at < REST_MS) {
        return heuristic('resting');
      }
      const { answer, reason } = await ask(asked, model);
      const parsed = answer === null ? null : parseClassifierAnswer(answer.text);
      if (answer === null || parsed === null || !parsed.ok) {
        // The caller's own leaving says nothing about the model.
        if (!signal.aborted)
          failures.set(model.model, { count: (failed?.count ?? 0) + 1, at: now() });
        const why = reason ?? (parsed !== null && !parsed.ok ? parsed.code : 'failed');
        return heuristic(why, answer === null ? null : answer.costUsd);
      }
      failures.delete(model.model);
      remember(key, parsed.output);
      return labelled(parsed.output, model, false, answer.costUsd, now() - startedAt);
    },
  };

  function remember(key: string, output: ClassifierOutput): void {
    const oldest = cache.size >= CACHE_SIZE ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(key, output);
  }

  async function ask(
    { uid, key, request, signal }: ClassifyRequest,
    model: BenchmarkModel,
  ): Promise<{ answer: ModelAnswer | null; reason: string | null }> {
    const controller = new AbortController();
    const ended = new AbortController();
    const abort = (): void => controller.abort();
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const tooLate = pause(timers, CLASSIFY_TIMEOUT_MS, ended.signal).then(() => {
      abort();
      return null;
    });
    const why = (code: string): string =>
      signal.aborted ? 'aborted' : controller.signal.aborted ? 'timeout' : code;
    try {
      const call = callModel({
        model: model.model,
        effort: model.effort,
        messages: classifierMessages(request),
        tools: [],
        maxTokens: CLASSIFIER_MAX_TOKENS,
        uid,
        key,
        purpose: 'classifier',
        signal: controller.signal,
      });
      // A provider that is slow to notice the abort must not keep the request waiting.
      const answer = await Promise.race([call, tooLate]);
      if (answer === null) return { answer: null, reason: 'timeout' };
      return answer.error === null
        ? { answer, reason: null }
        : { answer: null, reason: why(answer.error.code) };
    } finally {
      ended.abort();
      signal.removeEventListener('abort', abort);
    }
  }
}

function labelled(
  output: ClassifierOutput,
  { model }: BenchmarkModel,
  cached: boolean,
  costUsd: number | null,
  ms: number,
): Classification {
  return { source: 'model', output, model, cached, costUsd, ms, fallbackReason: null };
}

/**
 * The content that makes a label. The length counts in coarse steps only: within a tool loop the same
 * question comes again with a longer conversation, and must not be paid for each time.
 */
function keyOf(uid: string, { model, effort }: BenchmarkModel, request: ClassifierRequest): string {
  const { text, system = null, toolsOffered = false, promptTokens = null } = request;
  const length =
    promptTokens === null ? 'unknown' : LENGTH_STEPS.filter((step) => promptTokens > step).length;
  const content = [
    CLASSIFIER_PROMPT_VERSION,
    uid,
    model,
    effort,
    text,
    system,
    toolsOffered,
    length,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}
