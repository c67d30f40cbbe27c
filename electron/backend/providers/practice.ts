import { z } from 'zod';
import type { ProviderStatus } from '@shared/api/providers';
import type { Clock } from '../context';
import {
  isPracticeModel,
  PRACTICE_MODELS,
  practiceAnswer,
  type PracticeModel,
  type PracticeQuestion,
} from './practice-answers';
import {
  type ChatResult,
  type ChatSink,
  type Provider,
  type ProviderCall,
  UNKNOWN_USAGE,
  type Usage,
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

/** What is read of the caller's messages; anything unknown is left aside. */
const messagesSchema = z
  .array(
    z.object({
      role: z.string().catch(''),
      content: z
        .union([
          z.string(),
          z.array(
            z
              .object({ type: z.string().catch(''), text: z.string().catch('') })
              .catch({ type: '', text: '' }),
          ),
        ])
        .nullish()
        .catch(null),
    }),
  )
  .catch([]);

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
    operations: new Set(['chat']),
    status: practiceStatus,
    models: () => PRACTICE_MODELS,
    probe: () => Promise.resolve(practiceStatus()),
    send: (call, sink) => practiceChat(call, sink, clock, pause),
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

async function practiceChat(
  call: ProviderCall,
  sink: ChatSink,
  clock: Clock,
  pause: PracticeOptions['pause'],
): Promise<ChatResult> {
  const startedAt = clock.monotonic();
  const { model } = call;
  if (!isPracticeModel(model)) {
    const message = `There is no practice model "${model}". There are ${PRACTICE_MODELS.join(', ')}.`;
    const failure = {
      code: 'provider_model_not_found',
      message,
      status: null,
      retryAfterMs: null,
    } as const;
    return { ok: false, failure, started: false, usage: UNKNOWN_USAGE, firstTokenMs: null };
  }
  const question = readQuestion(call.body['messages']);
  const text = practiceAnswer(model, question);
  const usage = {
    ...UNKNOWN_USAGE,
    promptTokens: tokensOf(question.text),
    completionTokens: tokensOf(text),
  };
  await pause(PACE[model].firstMs, call.signal);
  if (call.signal.aborted) return stopped(false, null);
  const created = Math.floor(clock.now() / 1000);
  const answer = { model, text, usage, created };
  if (!call.stream) {
    sink.head(200, { 'content-type': 'application/json' });
    await sink.chunk(encode(JSON.stringify(wholeAnswer(answer))));
    return { ok: true, usage, firstTokenMs: null };
  }
  const firstTokenMs = clock.monotonic() - startedAt;
  sink.head(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const [index, event] of streamEvents(answer, wantsUsage(call.body)).entries()) {
    if (index > 1) await pause(PACE[model].stepMs, call.signal);
    if (call.signal.aborted) return stopped(true, firstTokenMs);
    await sink.chunk(encode(`data: ${event}\n\n`));
  }
  return { ok: true, usage, firstTokenMs };
}

interface PracticeAnswer {
  readonly model: PracticeModel;
  readonly text: string;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
  /** Epoch seconds, as the protocol has it. */
  readonly created: number;
}

function wholeAnswer(answer: PracticeAnswer): object {
  return {
    ...frame(answer, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.text, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: wireUsage(answer.usage),
  };
}

/** The data of every event, `[DONE]` last. */
function streamEvents(answer: PracticeAnswer, withUsage: boolean): string[] {
  const chunk = (delta: object, finish: string | null): string =>
    JSON.stringify({
      ...frame(answer, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(withUsage && { usage: null }),
    });
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...pieces(answer.text).map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    ...(withUsage
      ? [
          JSON.stringify({
            ...frame(answer, 'chat.completion.chunk'),
            choices: [],
            usage: wireUsage(answer.usage),
          }),
        ]
      : []),
    '[DONE]',
  ];
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

function readQuestion(messages: unknown): PracticeQuestion {
  const list = messagesSchema.parse(messages);
  const last = list.findLastIndex((message) => message.role === 'user');
  const content = list[last]?.content ?? '';
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return {
    text: parts.map((part) => part.text).join('\n'),
    images: parts.filter((part) => part.type === 'image_url').length,
    earlier: Math.max(0, last),
  };
}

function wantsUsage(body: ProviderCall['body']): boolean {
  const options = z.object({ include_usage: z.boolean() }).safeParse(body['stream_options']);
  return options.data?.include_usage ?? false;
}

function stopped(started: boolean, firstTokenMs: number | null): ChatResult {
  const failure = {
    code: 'provider_cut_stream',
    message: 'Stopped by the caller. What came is kept.',
    status: null,
    retryAfterMs: null,
  } as const;
  const usage: Usage = UNKNOWN_USAGE;
  return { ok: false, failure, started, usage, firstTokenMs };
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
