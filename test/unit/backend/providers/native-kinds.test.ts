import { describe, expect, it } from 'vitest';
import { anthropicFailure } from '../../../../electron/backend/providers/anthropic';
import { googleFailure } from '../../../../electron/backend/providers/google';
import { GOOGLE_TOKENS } from '../../../support/google-upstream';
import { connect, send } from '../../../support/send';
import { TOKENS } from '../../../support/upstream-answers';
import { startAnthropic, startGoogle, startOllama, startUpstream } from '../../../support/upstream';

const SOURCE = { name: 'Acme', origin: 'https://x.test', key: 'k', model: 'm1', now: 0 };
const { signal } = new AbortController();
const messages = [{ role: 'user', content: 'hello' }];

describe('anthropic', () => {
  it('sends key and version, and the betas that the caller asks for, nothing else of his', async () => {
    const upstream = await startAnthropic({ key: 'right-key-1234' });
    const config = { kind: 'anthropic', baseUrl: `${upstream.url}/v1/` } as const;
    const { provider } = connect({ ...config, apiKey: 'right-key-1234' });
    const body = { messages, max_tokens: 5 };
    const headers = { 'anthropic-beta': 'context-1m-2025-08-07', cookie: 'secret' };
    expect((await send(provider, { body, headers })).result.ok).toBe(true);
    expect(upstream.requests[0]?.headers).toMatchObject({
      'x-api-key': 'right-key-1234',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'context-1m-2025-08-07',
    });
    expect(upstream.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(upstream.requests[0]?.authorization).toBeUndefined();
  });

  // Anthropic's own client of today names a later version than the one that is translated into.
  it("keeps the caller's version", async () => {
    const upstream = await startAnthropic();
    const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
    const headers = { 'anthropic-version': '2026-10-21' };
    const body = { messages, max_tokens: 5, stream: true };
    expect((await send(provider, { body, headers })).result.ok).toBe(true);
    expect(upstream.requests[0]?.headers).toMatchObject(headers);
  });

  it('lists all pages', async () => {
    const models = Array.from({ length: 45 }, (_, index) => `claude-${index}`);
    const upstream = await startAnthropic({ models });
    const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
    expect((await provider.probe(signal)).models).toEqual(models);
  });

  it('counts tokens as an answer, not as usage: it is not billed', async () => {
    const upstream = await startAnthropic();
    const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
    const sent = await send(provider, { operation: 'count_tokens', body: { messages } });
    expect(JSON.parse(sent.text)).toEqual({ input_tokens: TOKENS.prompt });
    expect(sent.result).toMatchObject({ ok: true, usage: { promptTokens: null } });
    expect(upstream.requests[0]?.path).toBe('/v1/messages/count_tokens');
  });

  // A stream without message_stop is raised as an error by Anthropic's own client.
  it('takes a stream for whole with message_stop only', async () => {
    const upstream = await startAnthropic();
    const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
    upstream.setFault('no_done');
    const { result } = await send(provider, { body: { messages, max_tokens: 5, stream: true } });
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'provider_cut_stream' },
      // Of what was cut, what was reported is billed all the same.
      usage: { promptTokens: TOKENS.prompt, completionTokens: TOKENS.completion },
    });
  });

  // Told with 400 there, it stopped the fallback although every other provider could have answered.
  it('knows an account without credit', () => {
    const message = 'Your credit balance is too low to access the Anthropic API.';
    const error = { type: 'error', error: { type: 'invalid_request_error', message } };
    expect(
      anthropicFailure({ status: 400, retryAfter: undefined, body: JSON.stringify(error) }, SOURCE),
    ).toMatchObject({
      code: 'provider_auth_failed',
      status: 400,
    });
  });

  it('keeps what the upstream says of a wrong body', async () => {
    const upstream = await startAnthropic();
    const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
    const { result } = await send(provider, { body: { messages, max_tokens: 5, n: 2 } });
    expect(result).toMatchObject({ failure: { code: 'provider_rejected', status: 400 } });
    expect(JSON.stringify(result)).toContain('n: Extra inputs are not permitted');
  });
});

describe('google', () => {
  const body = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };

  // A wrong key is told with 400 there, which says that the request is at fault and stops the fallback.
  it('knows a wrong key, and never puts one into the address', async () => {
    const upstream = await startGoogle({ models: ['m1'], key: 'right' });
    const { provider } = connect({
      kind: 'google',
      baseUrl: upstream.url,
      apiKey: 'wrong-key-9999',
    });
    const { result } = await send(provider, { body });
    expect(result).toMatchObject({ failure: { code: 'provider_auth_failed', status: 400 } });
    expect(upstream.requests[0]?.path).not.toContain('wrong-key');
    expect(JSON.stringify(result)).not.toContain('wrong-key');
  });

  it('reads how long to wait from the body, where it stands', () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }];
    const error = { code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED', details };
    const answer = { status: 429, retryAfter: undefined, body: JSON.stringify([{ error }]) };
    expect(googleFailure(answer, SOURCE)).toMatchObject({
      code: 'provider_rate_limited',
      retryAfterMs: 34_500,
    });
  });

  it('lists all pages, without the prefix that only Google knows', async () => {
    const models = Array.from({ length: 120 }, (_, index) => `gemini-${index}`);
    const upstream = await startGoogle({ models });
    const { provider } = connect({
      kind: 'google',
      baseUrl: `${upstream.url}/v1beta`,
      apiKey: 'k',
    });
    expect((await provider.probe(signal)).models).toEqual(models);
  });

  it('takes a stream without a finish reason for cut', async () => {
    const upstream = await startGoogle({ models: ['m1'] });
    const { provider } = connect({ kind: 'google', baseUrl: upstream.url, apiKey: 'k' });
    upstream.setFault('no_done');
    const { result } = await send(provider, { body, stream: true });
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'provider_cut_stream' },
      // What the last chunk before the cut reported: 1 written, and the thinking.
      usage: { promptTokens: TOKENS.prompt, completionTokens: 1 + GOOGLE_TOKENS.thoughts },
    });
  });

  it('counts the tokens of the whole request', async () => {
    const upstream = await startGoogle({ models: ['m1'] });
    const { provider } = connect({ kind: 'google', baseUrl: upstream.url, apiKey: 'k' });
    const systemInstruction = { parts: [{ text: 'be brief' }] };
    const asked = { ...body, systemInstruction };
    const sent = await send(provider, { operation: 'count_tokens', body: asked });
    expect(JSON.parse(sent.text)).toMatchObject({ totalTokens: TOKENS.prompt });
    expect(upstream.requests[0]?.body).toEqual({
      generateContentRequest: { ...asked, model: 'models/m1' },
    });
  });

  // 101 texts were answered with an error, or with the first 100.
  it('embeds more texts than a batch takes, in their order', async () => {
    const upstream = await startGoogle({ models: ['m1'] });
    const { provider } = connect({ kind: 'google', baseUrl: upstream.url, apiKey: 'k' });
    const input = Array.from({ length: 230 }, (_, index) => `text ${index}`);
    const many = await send(provider, { operation: 'embeddings', body: { input, dimensions: 4 } });
    const { data } = JSON.parse(many.text) as { data: { index: number; embedding: number[] }[] };
    expect(data.map(({ index }) => index)).toEqual(input.map((_, index) => index));
    expect(upstream.requests.length).toBe(3);
    const one = await send(provider, {
      operation: 'embeddings',
      body: { input: 'text 200', dimensions: 4 },
    });
    const [alone] = (JSON.parse(one.text) as { data: { embedding: number[] }[] }).data;
    expect(data[200]?.embedding).toEqual(alone?.embedding);
    // Nothing was reported, so nothing is known: not 0.
    expect(many.result).toMatchObject({ ok: true, usage: { promptTokens: null } });
  });

  it("speaks OpenAI's protocol where the address ends in /openai", async () => {
    const upstream = await startUpstream(['models/gemini-x']);
    const baseUrl = upstream.url.replace(/\/v1$/, '/v1beta/openai');
    const { provider } = connect({ kind: 'google', baseUrl, apiKey: 'k' });
    expect(provider.dialect).toBe('openai');
    expect([...provider.operations]).toEqual(['chat', 'embeddings']);
  });
});

describe('ollama', () => {
  it.each(['', '/', '/v1', '/v1/'])('is found at its address with "%s" behind it', async (path) => {
    const upstream = await startOllama({ models: ['m1', 'm2:7b'] });
    const { provider } = connect({ kind: 'ollama', baseUrl: `${upstream.url}${path}` });
    expect(await provider.probe(signal)).toMatchObject({ models: ['m1', 'm2:7b'], local: true });
    expect((await send(provider, { body: { messages } })).result.ok).toBe(true);
  });

  it("falls back to OpenAI's list where its own is missing", async () => {
    const upstream = await startOllama({ models: ['m1'] });
    upstream.hasTags = false;
    const { provider } = connect({ kind: 'ollama', baseUrl: upstream.url });
    expect((await provider.probe(signal)).models).toEqual(['m1']);
  });

  it('says so when nobody runs it', async () => {
    const { provider } = connect({ kind: 'ollama', baseUrl: 'http://127.0.0.1:9' });
    expect((await provider.probe(signal)).lastCheck).toMatchObject({
      ok: false,
      code: 'provider_unreachable',
    });
  });
});

it('lives at its usual address where none is given', () => {
  expect(connect({ kind: 'anthropic' }).provider.status().baseUrl).toBe(
    'https://api.anthropic.com',
  );
  expect(connect({ kind: 'google' }).provider.status()).toMatchObject({
    baseUrl: 'https://generativelanguage.googleapis.com',
    local: false,
  });
  expect(connect({ kind: 'ollama' }).provider.status()).toMatchObject({
    baseUrl: 'http://127.0.0.1:11434',
    local: true,
  });
});

it('refuses an operation that it does not offer, without a request', async () => {
  const upstream = await startAnthropic();
  const { provider } = connect({ kind: 'anthropic', baseUrl: upstream.url, apiKey: 'k' });
  const { result } = await send(provider, { operation: 'speech', body: { input: 'x' } });
  expect(result).toMatchObject({ ok: false, failure: { code: 'provider_rejected' } });
  expect(upstream.requests).toEqual([]);
});
