import { describe, expect, it, vi } from 'vitest';
import type { ProviderConfig } from '../../../../shared/api/providers';
import type { Usage } from '../../../../electron/backend/providers/provider';
import { connect, send } from '../../../support/send';
import { ANTHROPIC_CACHED } from '../../../support/anthropic-upstream';
import { GOOGLE_TOKENS } from '../../../support/google-upstream';
import { ANSWER, LONG_TOKENS, TOKENS } from '../../../support/upstream-answers';
import type { TestUpstream, UpstreamFault } from '../../../support/upstream-core';
import { startAnthropic, startGoogle, startOllama, startUpstream } from '../../../support/upstream';

const KEY = 'very-secret-key-4711';
const LIMITS = { firstByteMs: 500, idleMs: 500, drainMs: 150 };

interface Case {
  readonly kind: ProviderConfig['kind'];
  readonly start: () => Promise<TestUpstream>;
  /** A body that the upstream takes. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Path without and with a stream. */
  readonly paths: readonly [whole: string, stream: string];
  /** Text of a whole answer, and of a stream. */
  readonly read: (json: string) => string;
  readonly readStream: (text: string) => string;
  readonly cachedTokens: number | null;
}

const messages = [{ role: 'user', content: 'hello' }];

function textOf(value: unknown, path: readonly (string | number)[]): string {
  const found = path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
  return typeof found === 'string' ? found : '';
}

const whole = (path: readonly (string | number)[]) => (json: string) =>
  textOf(JSON.parse(json), path);
const streamed = (path: readonly (string | number)[]) => (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: {'))
    .map((line) => textOf(JSON.parse(line.slice(6)), path))
    .join('');

const openAi = {
  body: { messages, temperature: 0.5 },
  paths: ['/v1/chat/completions', '/v1/chat/completions'],
  read: whole(['choices', 0, 'message', 'content']),
  readStream: streamed(['choices', 0, 'delta', 'content']),
  cachedTokens: null,
} as const;

const CASES: readonly Case[] = [
  { kind: 'openai-compatible', start: () => startUpstream(['m1']), ...openAi },
  { kind: 'ollama', start: () => startOllama({ models: ['m1'] }), ...openAi },
  {
    kind: 'anthropic',
    start: () => startAnthropic({ models: ['m1'] }),
    body: { messages, max_tokens: 64 },
    paths: ['/v1/messages', '/v1/messages'],
    read: whole(['content', 0, 'text']),
    readStream: streamed(['delta', 'text']),
    cachedTokens: ANTHROPIC_CACHED.read,
  },
  {
    kind: 'google',
    start: () => startGoogle({ models: ['m1'] }),
    body: { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] },
    paths: ['/v1beta/models/m1:generateContent', '/v1beta/models/m1:streamGenerateContent?alt=sse'],
    read: whole(['candidates', 0, 'content', 'parts', 0, 'text']),
    readStream: streamed(['candidates', 0, 'content', 'parts', 0, 'text']),
    cachedTokens: GOOGLE_TOKENS.cached,
  },
];

/** Faults that are no failure at all, streamed or not. */
const HARMLESS: readonly UpstreamFault[] = ['none', 'gzip', 'split_utf8'];

/** Per fault: the code, and whether a part of a stream is with the caller already. */
const FAILURES: readonly (readonly [UpstreamFault, string, started: boolean])[] = [
  ['status_400', 'provider_rejected', false],
  ['status_401', 'provider_auth_failed', false],
  ['status_403', 'provider_auth_failed', false],
  ['status_404', 'provider_model_not_found', false],
  ['status_413', 'provider_rejected', false],
  ['status_429', 'provider_rate_limited', false],
  ['status_500', 'provider_error', false],
  ['status_503', 'provider_error', false],
  ['status_529', 'provider_error', false],
  ['silent', 'provider_timeout', false],
  ['stall', 'provider_timeout', true],
  ['reset_before_head', 'provider_unreachable', false],
  ['reset_before_first_event', 'provider_cut_stream', false],
  ['reset_after_first_event', 'provider_cut_stream', true],
  ['cut', 'provider_cut_stream', true],
  ['malformed_first', 'provider_bad_answer', false],
  ['malformed_later', 'provider_bad_answer', true],
  ['error_in_answer', 'provider_error', false],
  ['html', 'provider_bad_answer', false],
];

describe.each(CASES)('$kind', ({ kind, start, body, paths, read, readStream, cachedTokens }) => {
  async function build(fault: UpstreamFault = 'none', limits = LIMITS) {
    const upstream = await start();
    upstream.setFault(fault);
    return { upstream, ...connect({ kind, baseUrl: upstream.url, apiKey: KEY }, limits) };
  }
  const bodyFor = (stream: boolean) =>
    // Google says it in the address.
    stream && kind !== 'google' ? { ...body, stream: true } : body;
  const USAGE: Usage = {
    promptTokens: TOKENS.prompt,
    completionTokens: TOKENS.completion,
    cachedTokens,
    audioSeconds: null,
  };

  // Usage that is added up over the chunks, or left at 0, is a wrong bill.
  it.each(HARMLESS)('relays a whole answer and a stream as they are: %s', async (fault) => {
    const { upstream, provider } = await build(fault);
    const once = await send(provider, { body: bodyFor(false) });
    expect(once.result).toEqual({ ok: true, usage: USAGE, firstTokenMs: null });
    expect(read(once.text)).toBe(ANSWER);
    const stream = await send(provider, { body: bodyFor(true), stream: true });
    expect(stream.result).toMatchObject({ ok: true, usage: USAGE });
    expect(stream.result.firstTokenMs).toBeGreaterThan(0);
    expect(readStream(stream.text)).toBe(ANSWER);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    expect(upstream.requests.map(({ path }) => path)).toEqual(paths);
    expect(upstream.requests[0]?.body).toMatchObject(body);
  });

  it.each(FAILURES)('%s is %s', async (fault, code, started) => {
    const { provider, logged } = await build(fault);
    const once = await send(provider, { body: bodyFor(false) });
    // A whole answer that broke has not begun for the caller: another model may still answer.
    expect(once.result).toMatchObject({ ok: false, started: false, failure: { code } });
    expect(once.bytes.length).toBe(0);
    const stream = await send(provider, { body: bodyFor(true), stream: true });
    expect(stream.result).toMatchObject({ ok: false, started, failure: { code } });
    expect(stream.bytes.length > 0).toBe(started);
    for (const { result } of [once, stream]) {
      expect(JSON.stringify(result)).not.toContain(KEY);
    }
    expect(logged()).not.toContain(KEY);
  });

  it.each([
    ['12', 12_000],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    [null, null],
  ])('reads Retry-After %s', async (retryAfter, retryAfterMs) => {
    const { upstream, provider } = await build();
    upstream.setFault('status_429', { retryAfter });
    const { result } = await send(provider, { body: bodyFor(false) });
    expect(result).toMatchObject({ failure: { code: 'provider_rate_limited', retryAfterMs } });
  });

  // A failure in mid-stream that ends as if complete, or with the usage of half an answer as 0.
  it('ends a stream with the error that the upstream names in it', async () => {
    const { provider } = await build('error_later');
    const { result, text } = await send(provider, { body: bodyFor(true), stream: true });
    expect(result).toMatchObject({ ok: false, started: true, failure: { code: 'provider_error' } });
    expect(text).not.toContain('error');
    expect(ANSWER.startsWith(readStream(text).trimEnd())).toBe(true);
  });

  it('waits for a slow first byte, and passes an abort on before it', async () => {
    const { upstream, provider } = await build('slow_first_byte', {
      ...LIMITS,
      firstByteMs: 5_000,
    });
    const stop = new AbortController();
    const aborted = send(provider, { body: bodyFor(true), stream: true, signal: stop.signal });
    await vi.waitFor(() => expect(upstream.requests.length).toBe(1), { interval: 5 });
    stop.abort();
    expect((await aborted).result).toMatchObject({ ok: false, started: false });
    await vi.waitFor(() => expect(upstream.aborted).toBe(1), { timeout: 1000, interval: 5 });
    const slow = send(provider, { body: bodyFor(true), stream: true });
    await vi.waitFor(() => expect(upstream.requests.length).toBe(2), { interval: 5 });
    upstream.openGate();
    expect(readStream((await slow).text)).toBe(ANSWER);
  });

  it('passes an abort in mid-stream on within a second', async () => {
    const { upstream, provider } = await build('stall', { ...LIMITS, idleMs: 5_000 });
    const stop = new AbortController();
    const { result } = await send(
      provider,
      { body: bodyFor(true), stream: true, signal: stop.signal },
      () => {
        stop.abort();
        return undefined;
      },
    );
    expect(result).toMatchObject({ ok: false, started: true });
    await vi.waitFor(() => expect(upstream.aborted).toBe(1), { timeout: 1000, interval: 5 });
  });

  it('does not send at all when the caller is gone before', async () => {
    const { upstream, provider } = await build();
    const { result } = await send(provider, { body: bodyFor(false), signal: AbortSignal.abort() });
    expect(result.ok).toBe(false);
    expect(upstream.requests).toEqual([]);
  });

  it('relays 100,000 tokens, and takes its usage from the end', async () => {
    const { provider } = await build('long', { ...LIMITS, idleMs: 5_000 });
    let tokens = 0;
    const { result } = await send(provider, { body: bodyFor(true), stream: true }, (bytes) => {
      tokens += Buffer.from(bytes).toString('latin1').split('"tok "').length - 1;
      return undefined;
    });
    expect(result).toMatchObject({ ok: true, usage: USAGE });
    expect(tokens).toBe(LONG_TOKENS);
  });

  // A keep-alive connection that the server closed meanwhile failed the first question after a pause.
  it('sends once more over a fresh connection when an old one had gone stale', async () => {
    const { upstream, provider } = await build();
    expect((await send(provider, { body: bodyFor(false) })).result.ok).toBe(true);
    upstream.setFault('reset_reused');
    expect(read((await send(provider, { body: bodyFor(false) })).text)).toBe(ANSWER);
    expect(upstream.requests.length).toBe(2);
    // A server that resets fresh connections too has failed, and is not asked a third time.
    upstream.setFault('reset_before_head');
    const { result } = await send(provider, { body: bodyFor(false) });
    expect(result).toMatchObject({ failure: { code: 'provider_unreachable' } });
    expect(upstream.requests.length).toBeLessThanOrEqual(4);
  });

  it('uses a connection again', async () => {
    const { upstream, provider } = await build();
    await vi.waitFor(() => expect(provider.models()).toEqual(['m1']), { interval: 5 });
    for (const stream of [false, true, false]) {
      // In the very turn in which an answer ends its connection is not free yet.
      await new Promise((resolve) => setImmediate(resolve));
      expect((await send(provider, { body: bodyFor(stream), stream })).result.ok).toBe(true);
    }
    expect(upstream.connections).toBe(1);
  });

  it('lists its models, shows four characters of its key and never more', async () => {
    const { provider } = await build();
    const status = await provider.probe(new AbortController().signal);
    expect(status).toMatchObject({
      kind,
      local: true,
      models: ['m1'],
      lastCheck: { ok: true },
      keyHint: '4711',
    });
    expect(JSON.stringify(status)).not.toContain(KEY);
  });
});
