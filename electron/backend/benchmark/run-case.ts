import {
  type ClassifierInput,
  classifierRequest,
  type GoldenTask,
  goldenPrompt,
} from '@shared/benchmark/dataset';
import { gradeGoldenTask } from '@shared/benchmark/grade';
import { openWorkspace, type Workspace } from '@shared/benchmark/workspace';
import { WORKSPACE_TOOLS } from '@shared/benchmark/workspace-tools';
import type { BenchmarkModel, Verdict } from '@shared/api/benchmark';
import { gradeClassification } from '@shared/routing/classifier-grade';
import { parseClassifierAnswer } from '@shared/routing/classifier-parse';
import { CLASSIFIER_MAX_TOKENS, classifierMessages } from '@shared/routing/classifier-prompt';
import type { Effort } from '@shared/routing/routing-table';
import { type Budget, worstCost } from './budget';
import {
  addCost,
  type BenchmarkMessage,
  type BenchmarkTool,
  type BillingOf,
  type CallFailure,
  type CallModel,
  type ModelAnswer,
  pause,
  type Timers,
} from './model-call';

/** One case may take this long, all its calls together (S4-14). */
export const CASE_TIMEOUT_MS = 180_000;
/** Tool turns of an agentic task; a model that needs more goes round in circles. */
export const MAX_TURNS = 16;
const RATE_LIMIT_RETRIES = 3;
const RATE_LIMIT_WAIT_MS = 2_000;
const RATE_LIMIT_MOST_MS = 60_000;
/** Characters of an answer that are kept for the case browser. */
const ANSWER_KEPT = 20_000;

export interface CaseDeps {
  readonly callModel: CallModel;
  readonly billingOf: BillingOf;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly uid: string;
  /**
   * Told what the calls of the case have cost so far, before another one is made: they are paid for,
   * whatever becomes of the case.
   */
  readonly keepCost: (costUsd: number | null) => Promise<void>;
  /** Aborted when the run is cancelled or the app ends. */
  readonly signal: AbortSignal;
}

/** How one case went. `stopped` = not measured: its limit or its run ended. */
export type CaseOutcome =
  | {
      readonly kind: 'measured';
      readonly verdict: Verdict;
      readonly score: number;
      readonly answer: string;
      readonly detail: string;
      readonly attempts: number;
      readonly turns: number;
      readonly costUsd: number | null;
      readonly ms: number;
      /** The provider's failure behind an `error`. */
      readonly failure: CallFailure | null;
    }
  | {
      readonly kind: 'stopped';
      readonly reason: 'cost_cap' | 'price_unknown' | 'stopped';
      /** Known cost of the calls that were made before. */
      readonly costUsd: number | null;
    };

/** Answers longer than a label are cut by the limit, and thinking counts as answer. */
function classifierTokens(effort: Effort | null): number {
  return effort === null || effort === 'none' || effort === 'minimal'
    ? CLASSIFIER_MAX_TOKENS
    : 2_000;
}

/** Room for thinking grows with the effort; the limit also bounds what a call can cost. */
function deciderTokens(effort: Effort | null): number {
  return effort === 'high' || effort === 'xhigh' ? 16_000 : effort === 'medium' ? 8_000 : 4_000;
}

/** Replays one labelled input with the very prompt and parser of production (S4-2). */
export async function runClassifierCase(
  input: ClassifierInput,
  model: BenchmarkModel,
  deps: CaseDeps,
): Promise<CaseOutcome> {
  return withTimeout(deps, async (signal) => {
    const talk = new Talk(model, deps, signal, classifierTokens(model.effort), []);
    const answer = await talk.ask(classifierMessages(classifierRequest(input)));
    if (!answer.ok) return talk.ended(answer);
    const parsed = parseClassifierAnswer(answer.text);
    const grade = gradeClassification(parsed.ok ? parsed.output : null, input.labels, 'model');
    const wrong = Object.entries(grade.fields).filter(([, right]) => right === 0);
    return talk.measured(
      parsed.ok && wrong.length === 0 ? 'passed' : 'failed',
      grade.score,
      answer.text,
      parsed.ok
        ? wrong.length === 0
          ? 'every field is right'
          : `wrong: ${wrong.map(([field]) => field).join(', ')}`
        : parsed.reason,
    );
  });
}

/** Runs one golden task; an agentic one against a throw-away workspace in memory (ruling 11). */
export async function runGoldenCase(
  task: GoldenTask,
  model: BenchmarkModel,
  deps: CaseDeps,
): Promise<CaseOutcome> {
  return withTimeout(deps, async (signal) => {
    const workspace = task.workspace === undefined ? null : openWorkspace(task.workspace.files);
    const tools = workspace === null ? [] : WORKSPACE_TOOLS;
    const talk = new Talk(model, deps, signal, deciderTokens(model.effort), tools);
    const messages: BenchmarkMessage[] = [{ role: 'user', content: goldenPrompt(task) }];
    for (;;) {
      const answer = await talk.ask(messages);
      if (!answer.ok) return talk.ended(answer);
      if (answer.toolCalls.length === 0 || workspace === null) {
        const { passed, detail } = gradeGoldenTask(task, answer.text, workspace?.files());
        return talk.measured(passed ? 'passed' : 'failed', Number(passed), answer.text, detail);
      }
      if (talk.turns >= MAX_TURNS) {
        const detail = `no final answer after ${MAX_TURNS} turns`;
        return talk.measured('failed', 0, answer.text, detail);
      }
      messages.push(...toolTurn(answer, workspace));
    }
  });
}

function toolTurn(answer: ModelAnswer, workspace: Workspace): BenchmarkMessage[] {
  return [
    { role: 'assistant', content: answer.text, toolCalls: answer.toolCalls },
    ...answer.toolCalls.map(({ id, name, argumentsText }) => ({
      role: 'tool' as const,
      toolCallId: id,
      content: workspace.call(name, argumentsText).text,
    })),
  ];
}

type Asked =
  | ({ readonly ok: true } & ModelAnswer)
  | { readonly ok: false; readonly reason: 'cost_cap' | 'price_unknown' | 'stopped' | 'timed_out' }
  | { readonly ok: false; readonly reason: 'failed'; readonly failure: CallFailure };

/** The calls of one case, with what they add up to. */
class Talk {
  turns = 0;
  #attempts = 0;
  #costUsd: number | null = 0;
  #ms = 0;

  constructor(
    private readonly model: BenchmarkModel,
    private readonly deps: CaseDeps,
    private readonly signal: AbortSignal,
    private readonly maxTokens: number,
    private readonly tools: readonly BenchmarkTool[],
  ) {}

  /** One turn: an empty answer is asked for once more and both are paid (S4-12). */
  async ask(messages: readonly BenchmarkMessage[]): Promise<Asked> {
    this.turns += 1;
    const first = await this.#call(messages);
    if (!first.ok || !isEmpty(first)) return first;
    return this.#call(messages);
  }

  measured(verdict: Verdict, score: number, answer: string, detail: string): CaseOutcome {
    return {
      kind: 'measured',
      verdict,
      score,
      answer: answer.slice(0, ANSWER_KEPT),
      detail,
      attempts: this.#attempts,
      turns: this.turns,
      costUsd: this.#costUsd,
      ms: this.#ms,
      failure: null,
    };
  }

  /** The outcome of a case whose last call did not answer. */
  ended(asked: Extract<Asked, { ok: false }>): CaseOutcome {
    const slow = asked.reason === 'failed' && asked.failure.code === 'provider_timeout';
    if (asked.reason === 'timed_out' || slow) {
      return this.measured(
        'timed_out',
        0,
        '',
        slow ? 'the provider took too long' : `no answer within ${CASE_TIMEOUT_MS / 1000} s`,
      );
    }
    if (asked.reason === 'failed') {
      const { failure } = asked;
      const detail = `${failure.code}: ${failure.message}`;
      // A refused request is the model's own doing when it was asked to use tools.
      const incapable = failure.code === 'provider_rejected' && this.tools.length > 0;
      const outcome = this.measured(incapable ? 'failed' : 'error', 0, '', detail);
      return outcome.kind === 'measured' && !incapable ? { ...outcome, failure } : outcome;
    }
    return { kind: 'stopped', reason: asked.reason, costUsd: this.#costUsd };
  }

  async #call(messages: readonly BenchmarkMessage[]): Promise<Asked> {
    const { deps, model, signal, maxTokens, tools } = this;
    for (let retry = 0; ; retry += 1) {
      const call = { model: model.model, messages, tools, maxTokens };
      const reservation = await deps.budget.reserve(worstCost(call, deps.billingOf), signal);
      if (!reservation.ok) return this.#given(reservation);
      if (this.#costUsd !== 0) await deps.keepCost(this.#costUsd);
      this.#attempts += 1;
      const answer = await deps.callModel({
        ...call,
        effort: model.effort,
        uid: deps.uid,
        key: null,
        purpose: 'benchmark',
        signal,
      });
      reservation.settle(
        answer.error === null || answer.costUsd !== null ? answer.costUsd : unpaid(answer.error),
      );
      this.#ms += answer.ms;
      if (answer.error === null) {
        this.#costUsd = addCost(this.#costUsd, answer.costUsd);
        return { ok: true, ...answer };
      }
      this.#costUsd = addCost(this.#costUsd, answer.costUsd ?? unpaid(answer.error));
      if (signal.aborted) return this.#given({ reason: 'stopped' });
      const wait = retryWait(answer.error, retry);
      if (wait === null) return { ok: false, reason: 'failed', failure: answer.error };
      await pause(deps.timers, wait, signal);
      if (signal.aborted) return this.#given({ reason: 'stopped' });
    }
  }

  /** An aborted case was stopped when the run was, else it took too long. */
  #given({ reason }: { readonly reason: 'cost_cap' | 'price_unknown' | 'stopped' }): Asked {
    if (reason === 'stopped' && !this.deps.signal.aborted)
      return { ok: false, reason: 'timed_out' };
    return { ok: false, reason };
  }
}

/** Failures before any work was done cost nothing; of the others the cost is unknown. */
const UNPAID = new Set([
  'provider_auth_failed',
  'provider_model_not_found',
  'provider_rejected',
  'provider_rate_limited',
  'provider_unreachable',
  'spending_cap_reached',
  'unknown_provider',
]);

function unpaid({ code }: CallFailure): number | null {
  return UNPAID.has(code) ? 0 : null;
}

function retryWait({ code, retryAfterMs }: CallFailure, retry: number): number | null {
  if (code !== 'provider_rate_limited' || retry >= RATE_LIMIT_RETRIES) return null;
  return Math.min(RATE_LIMIT_MOST_MS, retryAfterMs ?? RATE_LIMIT_WAIT_MS * 2 ** retry);
}

function isEmpty(answer: ModelAnswer): boolean {
  return answer.text.trim() === '' && answer.toolCalls.length === 0;
}

/** Aborts the case's own signal when its time is up or its run stops; leaves no timer behind. */
async function withTimeout(
  { timers, signal }: CaseDeps,
  run: (signal: AbortSignal) => Promise<CaseOutcome>,
): Promise<CaseOutcome> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  const stop = timers.after(CASE_TIMEOUT_MS, abort);
  try {
    return await run(controller.signal);
  } finally {
    stop();
    signal.removeEventListener('abort', abort);
  }
}
