import { describe, expect, it, vi } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import type { ErrorCode } from '../../shared/api/errors';
import { provider, startGateway } from '../support/gateway';
import { ANSWER, type Fault } from '../support/openai-upstream';
import { startUpstream } from '../support/upstream';

const TIMEOUTS = { firstByteMs: 400, idleMs: 400, drainMs: 60 };

/** Per fault: the code it ends with, null = it is no failure. */
const FAULTS: Readonly<Record<Exclude<Fault, 'flood'>, ErrorCode | null>> = {
  none: null,
  gzip: null,
  split_utf8: null,
  no_done: null,
  refuses_stream_options: null,
  silent: 'provider_timeout',
  stall: 'provider_timeout',
  status_400: 'provider_rejected',
  status_401: 'provider_auth_failed',
  status_404: 'provider_model_not_found',
  status_429: 'provider_rate_limited',
  status_500: 'provider_error',
  reset_before_head: 'provider_unreachable',
  reset_before_first_event: 'provider_cut_stream',
  reset_after_first_event: 'provider_cut_stream',
  cut: 'provider_cut_stream',
  malformed_first: 'provider_bad_answer',
  malformed_later: 'provider_bad_answer',
  error_in_answer: 'provider_error',
  html: 'provider_bad_answer',
};

/** Faults that strike a stream when a part of it is with the caller already. */
const AFTER_FIRST_BYTE = new Set<Fault>([
  'stall',
  'reset_after_first_event',
  'cut',
  'malformed_later',
]);

const CASES = (Object.keys(FAULTS) as (keyof typeof FAULTS)[]).flatMap((fault) =>
  [false, true].map((stream) => ({ fault, stream })),
);

interface Answer {
  readonly status: number;
  /** The text of the answer, null when it was no whole one. */
  readonly text: string | null;
  /** The connection broke before the answer ended. */
  readonly broken: boolean;
  /** Code of the error answer or of the last event. */
  readonly code: string | null;
  readonly model: string | null;
  readonly raw: string;
}

/** Reads what a plain HTTP client sees, a broken connection included. */
async function ask(url: string, model: string, stream: boolean): Promise<Answer> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Say hello' }] }),
  });
  let raw = '';
  let broken = false;
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body!) raw += decoder.decode(chunk, { stream: true });
  } catch {
    broken = true;
  }
  const events = raw.split('\n\n').flatMap((event) => {
    const data = event.replace(/^data: /, '');
    return data.startsWith('{') ? [JSON.parse(data) as Wire] : [];
  });
  const text = events.flatMap((event) => {
    const choice = event.choices?.[0];
    return choice?.delta?.content ?? choice?.message?.content ?? [];
  });
  return {
    status: response.status,
    text: text.length === 0 ? null : text.join(''),
    broken,
    code: events.at(-1)?.error?.code ?? null,
    model: response.headers.get(HEADERS.model),
    raw,
  };
}

interface Wire {
  error?: { code?: string; message?: string };
  choices?: { delta?: { content?: string }; message?: { content?: string } }[];
}

describe.each(CASES)('$fault, stream $stream', ({ fault, stream }) => {
  const code = FAULTS[fault];
  const started = stream && AFTER_FIRST_BYTE.has(fault);

  const expectAnswer = (answer: Answer, served: string): void => {
    if (code === null) {
      expect(answer).toMatchObject({ status: 200, text: ANSWER, broken: false, model: served });
    } else if (started) {
      // A cut stream that ends as if complete; one without a word of what happened.
      expect(answer).toMatchObject({ status: 200, broken: true, code });
      expect(answer.raw).not.toContain('[DONE]');
    } else {
      expect(answer).toMatchObject({ text: null, broken: false, code });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect(answer.raw).not.toContain('sk-secret');
  };

  // S2-17: a routed request without its outcome row, or with two; a pinned one with any.
  it('leaves exactly one row, routed and pinned', async () => {
    const upstream = await startUpstream();
    upstream.fault = fault;
    const { url, ctx, history } = await startGateway({
      providers: [provider('up', upstream.url, 'sk-secret-0123')],
      timeouts: TIMEOUTS,
    });
    const expected = {
      status: code === null ? 'succeeded' : 'failed',
      errorCode: code,
      model: 'up/m1',
    };
    const rows: unknown[] = [];
    for (const model of ['auto', 'up/m1']) {
      expectAnswer(await ask(url, model, stream), 'up/m1');
      rows.unshift({ ...expected, strategy: model === 'auto' ? 'auto' : 'direct' });
      await vi.waitFor(async () => expect(await history()).toMatchObject(rows));
    }
    expect(ctx.counters.dispatchWithoutCapture).toBe(0);
  });

  // S1-7: a dead first model turns a working request into an error; a second model's text after
  // the first one's; a rejected request tried on every model.
  it('falls back before the first byte only, inside one outcome', async () => {
    const [first, second] = [await startUpstream(), await startUpstream()];
    first.fault = fault;
    const { url, ctx, history } = await startGateway({
      providers: [provider('alpha', first.url), provider('beta', second.url)],
      timeouts: TIMEOUTS,
    });
    const answer = await ask(url, 'auto', stream);
    const falls = code !== null && !started && code !== 'provider_rejected';
    if (falls) {
      expect(answer).toMatchObject({ status: 200, text: ANSWER, model: 'beta/m1' });
    } else {
      expectAnswer(answer, 'alpha/m1');
    }
    expect(second.requests.length).toBe(falls ? 1 : 0);
    await vi.waitFor(async () => expect((await history())[0]?.status).not.toBe('running'));
    expect(await history()).toMatchObject([
      {
        model: falls ? 'beta/m1' : 'alpha/m1',
        status: falls || code === null ? 'succeeded' : 'failed',
        errorCode: falls ? null : code,
        ...(falls && { reason: 'fallback_after_failure' }),
      },
    ]);
    expect(ctx.counters.dispatchWithoutCapture).toBe(0);
    // Ruling 12: a named model is never swapped, however it fails.
    const before = second.requests.length;
    expectAnswer(await ask(url, 'alpha/m1', stream), 'alpha/m1');
    expect(second.requests.length).toBe(before);
  });
});
