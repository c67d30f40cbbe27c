import type { ProviderStatus } from '@shared/api/providers';
import type { Clock } from '../context';
import {
  isPracticeModel,
  PRACTICE_MARK,
  PRACTICE_MODELS,
  practiceAnswer,
  type PracticeModel,
} from './practice-answers';
import { practiceEmbeddings } from './practice-embeddings';
import { practiceSolution } from './practice-golden';
import { type PracticeRequest, readPracticeRequest } from './practice-request';
import { practiceToolCall, practiceValue } from './practice-tools';
import {
  type ChatResult,
  type ChatSink,
  type Operation,
  type Provider,
  type ProviderCall,
  type ProviderErrorCode,
  UNKNOWN_USAGE,
} from './provider';

export interface PracticeOptions {
  readonly clock: Clock;
  /** Waits between two pieces; resolves early when the signal is aborted. Tests give one that does not wait. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

const PROVIDER_ID = 'practice';

/** Milliseconds before the first piece and between the pieces: the models differ as their figures do. */
const PACE: Readonly<Record<PracticeModel, { readonly firstMs: number; readonly stepMs: number }>> =
  {
    sage: { firstMs: 250, stepMs: 18 },
    swift: { firstMs: 40, stepMs: 6 },
    thrift: { firstMs: 140, stepMs: 14 },
  };

const OPERATIONS: ReadonlySet<Operation> = new Set(['chat', 'embeddings']);

/**
 * The provider inside the app: no network, no key, no cost; deterministic answers that say that they
 * are simulated. It speaks OpenAI's protocol like the others, usage included.
 */
export function createPracticeProvider(options: {
  readonly clock: Clock;
  readonly pause?: PracticeOptions['pause'];
}): Provider {
  const { clock, pause = waitFor } = options;
  return {
    id: PROVIDER_ID,
    dialect: 'openai',
    operations: OPERATIONS,
    status: practiceStatus,
    models: () => PRACTICE_MODELS,
    probe: () => Promise.resolve(practiceStatus()),
    prepare: () => Promise.resolve(),
    send: (call, sink) => practiceSend(call, sink, clock, pause),
    live: null,
    close: () => Promise.resolve(),
  };
}

function practiceStatus(): ProviderStatus {
  return {
    id: PROVIDER_ID,
    name: 'Practice (simulated)',
    kind: 'practice',
    baseUrl: null,
    local: true,
    hasKey: false,
    keyHint: null,
    lastCheck: null,
    models: PRACTICE_MODELS,
  };
}

function practiceSend(
  call: ProviderCall,
  sink: ChatSink,
  clock: Clock,
  pause: PracticeOptions['pause'],
): Promise<ChatResult> {
  const { model, operation } = call;
  if (!isPracticeModel(model)) {
    const message = `There is no practice model "${model}". There are ${PRACTICE_MODELS.join(', ')}.`;
    return Promise.resolve(failed('provider_model_not_found', message));
  }
  if (operation === 'chat') return practiceChat(call, model, sink, clock, pause);
  if (operation === 'embeddings') return practiceEmbed(call, model, sink, pause);
  const message = `Practice models offer no ${operation.replace('_', ' ')}: connect a provider.`;
  return Promise.resolve(failed('provider_rejected', message));
}

async function practiceEmbed(
  call: ProviderCall,
  model: PracticeModel,
  sink: ChatSink,
  pause: PracticeOptions['pause'],
): Promise<ChatResult> {
  const embedded = practiceEmbeddings(call.body, model);
  if (embedded === null)
    return failed('provider_rejected', 'input must be a text or a list of texts.');
  await pause(PACE[model].firstMs, call.signal);
  if (call.signal.aborted) return stopped(false, null);
  sink.head(200, { 'content-type': 'application/json' });
  await sink.chunk(encode(JSON.stringify(embedded.answer)));
  const usage = { ...UNKNOWN_USAGE, promptTokens: embedded.promptTokens };
  return { ok: true, usage, firstTokenMs: null };
}

async function practiceChat(
  call: ProviderCall,
  model: PracticeModel,
  sink: ChatSink,
  clock: Clock,
  pause: PracticeOptions['pause'],
): Promise<ChatResult> {
  const startedAt = clock.monotonic();
  const request = readPracticeRequest(call.body);
  const created = Math.floor(clock.now() / 1000);
  const solution = await practiceSolution(model, request.question.text);
  const answer = answerOf(model, request, created, solution);
  const usage = { ...UNKNOWN_USAGE, ...answer.usage };
  await pause(PACE[model].firstMs, call.signal);
  if (call.signal.aborted) return stopped(false, null);
  if (!call.stream) {
    sink.head(200, { 'content-type': 'application/json' });
    await sink.chunk(encode(JSON.stringify(wholeAnswer(answer))));
    return { ok: true, usage, firstTokenMs: null };
  }
  const firstTokenMs = clock.monotonic() - startedAt;
  sink.head(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const [index, event] of streamEvents(answer, request.wantsUsage).entries()) {
    if (index > 1) await pause(PACE[model].stepMs, call.signal);
    if (call.signal.aborted) return stopped(true, firstTokenMs);
    await sink.chunk(encode(`data: ${event}\n\n`));
  }
  return { ok: true, usage, firstTokenMs };
}

/** What it says: a call of a tool, what a tool said, JSON, or an answer to the question. */
function answerOf(
  model: PracticeModel,
  request: PracticeRequest,
  created: number,
  solution: string | null,
): PracticeAnswer {
  const { question, toolResults, format } = request;
  const tool = practiceToolCall(request);
  const promptTokens = tokensOf([question.text, ...toolResults].join('\n'));
  const done = (text: string, call: PracticeAnswer['call']): PracticeAnswer => {
    const completionTokens = tokensOf(call === null ? text : call.arguments);
    return { model, text, call, created, usage: { promptTokens, completionTokens } };
  };
  if (tool !== null) {
    const value = practiceValue(tool.parameters, question.text) ?? {};
    const id = `call_practice_${question.earlier}_${created}`;
    return done('', { id, name: tool.name, arguments: JSON.stringify(value) });
  }
  if (format !== null) {
    const value = practiceValue(format.schema, question.text) ?? { practice: PRACTICE_MARK };
    return done(JSON.stringify(value), null);
  }
  if (toolResults.length > 0) {
    return done(`${PRACTICE_MARK}. The tool answered: ${toolResults.join('; ')}`, null);
  }
  return done(solution ?? practiceAnswer(model, question), null);
}

interface PracticeCall {
  /** Unlike that of an earlier turn. */
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

interface PracticeAnswer {
  readonly model: PracticeModel;
  /** Empty when it calls a tool. */
  readonly text: string;
  readonly call: PracticeCall | null;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
  /** Epoch seconds, as the protocol has it. */
  readonly created: number;
}

function wholeAnswer(answer: PracticeAnswer): object {
  const { call, text } = answer;
  const message = {
    role: 'assistant',
    content: call === null ? text : null,
    refusal: null,
    ...(call !== null && { tool_calls: [wireCall(call)] }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishOf(answer) };
  return {
    ...frame(answer, 'chat.completion'),
    choices: [choice],
    usage: wireUsage(answer.usage),
  };
}

/** The data of every event, `[DONE]` last. */
function streamEvents(answer: PracticeAnswer, withUsage: boolean): string[] {
  const { call, text } = answer;
  const chunk = (choices: readonly object[], usage: object | null): string =>
    JSON.stringify({
      ...frame(answer, 'chat.completion.chunk'),
      choices,
      ...(withUsage && { usage }),
    });
  const delta = (value: object, finish: string | null = null): string =>
    chunk([{ index: 0, delta: value, logprobs: null, finish_reason: finish }], null);
  const first = { role: 'assistant', content: call === null ? '' : null };
  return [
    delta(first),
    ...(call === null
      ? pieces(text).map((content) => delta({ content }))
      : [delta({ tool_calls: [{ index: 0, ...wireCall(call) }] })]),
    delta({}, finishOf(answer)),
    ...(withUsage ? [chunk([], wireUsage(answer.usage))] : []),
    '[DONE]',
  ];
}

function finishOf({ call }: PracticeAnswer): string {
  return call === null ? 'stop' : 'tool_calls';
}

function wireCall({ id, ...call }: PracticeCall): object {
  return { id, type: 'function', function: call };
}

function frame({ model, created }: PracticeAnswer, object: string): object {
  return { id: `chatcmpl-practice-${created}`, object, created, model };
}

function wireUsage({ promptTokens, completionTokens }: PracticeAnswer['usage']): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** Words with the space after them, as models stream them. */
function pieces(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** About four characters of English a token; the practice models count like this by definition. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

function stopped(started: boolean, firstTokenMs: number | null): ChatResult {
  const message = 'Stopped by the caller. What came is kept.';
  return { ...failed('provider_cut_stream', message), started, firstTokenMs };
}

function failed(code: ProviderErrorCode, message: string): ChatResult & { ok: false } {
  const failure = { code, message, status: null, retryAfterMs: null };
  return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
}

function encode(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
