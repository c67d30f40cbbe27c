import { request as httpRequest } from 'node:http';
import Anthropic, {
  APIError,
  BadRequestError,
  RateLimitError as AnthropicRateLimitError,
} from '@anthropic-ai/sdk';
import { RateLimitError, toFile } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import type { ProviderConfig } from '../../shared/api/providers';
import { testBackend } from '../support/backend';
import { startGateway, type TestGateway } from '../support/gateway';
import { startAnthropic, startGoogle, startUpstream } from '../support/upstream';
import { ANSWER, AUDIO_SECONDS, TRANSCRIPT, vectorOf } from '../support/upstream-answers';

const MESSAGES = [{ role: 'user' as const, content: 'Say hello' }];
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const config = (kind: ProviderConfig['kind'], baseUrl: string): ProviderConfig => ({
  id: 'up',
  kind,
  baseUrl,
  apiKey: 'sk-secret-key',
});

const anthropicClient = ({ origin }: TestGateway): Anthropic =>
  new Anthropic({ baseURL: origin, apiKey: 'test', maxRetries: 0 });

async function withOpenAi(models = ['m1']) {
  const upstream = await startUpstream(models);
  return {
    upstream,
    ...(await startGateway({ providers: [config('openai-compatible', upstream.url)] })),
  };
}

async function withAnthropic() {
  const upstream = await startAnthropic({ models: ['m1'] });
  return { upstream, ...(await startGateway({ providers: [config('anthropic', upstream.url)] })) };
}

async function withGoogle() {
  const upstream = await startGoogle({ models: ['m1'] });
  return { upstream, ...(await startGateway({ providers: [config('google', upstream.url)] })) };
}

describe('embeddings', () => {
  // The openai client asks for base64 unless told otherwise, and decodes what it gets.
  it.each([
    ['openai-compatible', withOpenAi],
    ['google', withGoogle],
  ] as const)('of %s come as the client asks, floats or base64', async (_kind, start) => {
    const { client, history } = await start();
    const plain = await client.embeddings.create({
      model: 'up/m1',
      input: ['one', 'two'],
      encoding_format: 'float',
    });
    const packed = await client.embeddings.create({ model: 'up/m1', input: ['one', 'two'] });
    const size = plain.data[0]!.embedding.length;
    for (const answer of [plain, packed]) {
      expect(answer.data.map(({ index }) => index)).toEqual([0, 1]);
      for (const [index, text] of ['one', 'two'].entries()) {
        const expected = vectorOf(text, size);
        const seen = answer.data[index]!.embedding;
        expect(Math.max(...seen.map((value, at) => Math.abs(value - expected[at]!)))).toBeLessThan(
          1e-6,
        );
      }
    }
    expect(await history()).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded' }]);
  });

  it('are a thing that Anthropic does not offer, and it is said so', async () => {
    const { client } = await withAnthropic();
    const failure = await client.embeddings
      .create({ model: 'up/m1', input: 'one' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 422, code: 'unsupported_feature' });
  });

  // It was told "Too small: expected string to have >=1 characters".
  it.each(['', [], 5])('of %j are refused in words', async (input) => {
    const { client, upstream } = await withOpenAi();
    const failure = client.post('/embeddings', { body: { model: 'up/m1', input } });
    await expect(failure).rejects.toThrow('input: must be text or a list that is not empty.');
    expect(upstream.requests).toEqual([]);
  });

  // It said "In the app does not offer chat", which names nothing that the caller knows.
  it('models inside the app answer no chat, and are called as the caller calls them', async () => {
    const server = await testBackend();
    const body = { model: 'local/use-lite', messages: [{ role: 'user', content: 'Hi' }] };
    const { status, text } = await server.ask('POST', '/v1/chat/completions', { body });
    expect([status, text]).toEqual([422, expect.stringContaining('local does not offer chat.')]);
  });
});

describe('sound', () => {
  it('is transcribed: the file, its name and every field reach the provider', async () => {
    const { upstream, client, history } = await withOpenAi();
    const bytes = Buffer.from('RIFF fake wave bytes \u0000\u0001\r\n--boundary');
    const answer = await client.audio.transcriptions.create({
      model: 'up/m1',
      file: await toFile(bytes, 'memo ü.wav', { type: 'audio/wav' }),
      language: 'de',
      response_format: 'verbose_json',
      timestamp_granularities: ['word', 'segment'],
    });
    expect(answer.text).toBe(TRANSCRIPT);
    const [seen] = upstream.requests;
    expect(seen?.files[0]).toMatchObject({ field: 'file', name: 'memo ü.wav', type: 'audio/wav' });
    expect(Buffer.from(seen!.files[0]!.bytes)).toEqual(bytes);
    expect(seen?.body).toMatchObject({ model: 'm1', language: 'de' });
    expect(seen?.fields.filter(([name]) => name === 'timestamp_granularities[]')).toHaveLength(2);
    expect(answer.duration).toBe(AUDIO_SECONDS);
    expect((await history())[0]).toMatchObject({ task: 'transcription', status: 'succeeded' });
  });

  it.each(['text', 'srt', 'vtt'] as const)('is transcribed as %s', async (format) => {
    const { client } = await withOpenAi();
    const answer: unknown = await client.audio.transcriptions.create({
      model: 'up/m1',
      file: await toFile(Buffer.from('RIFF'), 'memo.wav'),
      response_format: format,
    });
    expect(answer).toContain(TRANSCRIPT);
  });

  it('without a file is refused before anything is sent', async () => {
    const { upstream, url } = await withOpenAi();
    const form = new FormData();
    form.set('model', 'up/m1');
    const response = await fetch(`${url}/audio/transcriptions`, { method: 'POST', body: form });
    expect(response.status).toBe(400);
    expect(upstream.requests).toHaveLength(0);
  });

  it('is spoken by a named model, as the bytes it made', async () => {
    const { client, history } = await withOpenAi();
    const speech = await client.audio.speech.create({
      model: 'up/m1',
      voice: 'alloy',
      input: 'Hello there',
    });
    expect(speech.headers.get('content-type')).toMatch(/^audio\//);
    expect((await speech.arrayBuffer()).byteLength).toBeGreaterThan(100);
    expect((await history())[0]).toMatchObject({ status: 'succeeded', strategy: 'direct' });
  });

  // No task is to speak; picking a chat model for it would be a guess.
  it('is not spoken by auto', async () => {
    const { client } = await withOpenAi();
    const failure = await client.audio.speech
      .create({ model: 'auto', voice: 'alloy', input: 'Hello' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 404, code: 'unknown_model' });
  });
});

describe('images and structured output cross protocols', () => {
  it.each([
    ['anthropic', withAnthropic],
    ['google', withGoogle],
  ] as const)('to %s', async (_kind, start) => {
    const { upstream, client } = await start();
    const answer = await client.chat.completions.create({
      model: 'up/m1',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
          ],
        },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'weather',
          strict: true,
          schema: {
            type: 'object',
            properties: { city: { type: 'string' }, degrees: { type: 'number' } },
            required: ['city', 'degrees'],
            additionalProperties: false,
          },
        },
      },
    });
    // Each upstream says what its protocol's schema asks for; both know the city.
    expect(JSON.parse(answer.choices[0]!.message.content ?? '')).toMatchObject({ city: 'München' });
    expect(JSON.stringify(upstream.requests[0]?.body)).toContain(PIXEL);
  });
});

describe('what a protocol has no words for', () => {
  // Dropped in silence, the caller would wait for log probabilities that never come.
  it.each([
    ['logprobs', { logprobs: true, top_logprobs: 2 }],
    ['n', { n: 2 }],
    ['logit_bias', { logit_bias: { '50256': -100 } }],
  ])('%s is refused with its name, and nothing is sent', async (feature, more) => {
    const { upstream, client } = await withAnthropic();
    const failure = await client.chat.completions
      .create({ model: 'up/m1', messages: MESSAGES, ...more })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 422, code: 'unsupported_feature' });
    expect(String(failure)).toContain(feature);
    expect(upstream.requests).toHaveLength(0);
  });

  it('makes auto take a model that has', async () => {
    const [wide, narrow] = [
      await startUpstream(['wide']),
      await startAnthropic({ models: ['narrow'] }),
    ];
    const { client } = await startGateway({
      providers: [
        { id: 'narrow', kind: 'anthropic', baseUrl: narrow.url, apiKey: 'k' },
        { id: 'wide', kind: 'openai-compatible', baseUrl: wide.url },
      ],
    });
    for (let turn = 0; turn < 3; turn += 1) {
      const { response } = await client.chat.completions
        .create({ model: 'auto', messages: MESSAGES, n: 2 })
        .withResponse();
      expect(response.headers.get(HEADERS.model)).toBe('wide/wide');
    }
    expect(narrow.requests).toHaveLength(0);
  });

  // A 503 is tried again by every client, twice, and leaves a row each time.
  it('that no connected model has is a 422 of auto as well, one refused outcome', async () => {
    const { upstream, client, history } = await withAnthropic();
    const failure = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES, n: 2, logit_bias: { '50256': -100 } })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 422, code: 'unsupported_feature' });
    expect(String(failure)).toContain('n, logit_bias');
    expect(upstream.requests).toHaveLength(0);
    expect(await history()).toMatchObject([
      { status: 'refused', errorCode: 'unsupported_feature' },
    ]);
  });

  it('is a 422 on the Responses API too: the gateway keeps no conversation of it', async () => {
    const { client } = await withOpenAi();
    const failure = await client.responses
      .create({ model: 'up/m1', input: 'Hi', previous_response_id: 'resp_1' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 422, code: 'unsupported_feature' });
  });
});

describe("Anthropic's client", () => {
  it('counts tokens: by the provider when it can, else by an estimate that says so', async () => {
    const gateway = await withAnthropic();
    const client = anthropicClient(gateway);
    const exact = await client.messages.countTokens({ model: 'up/m1', messages: MESSAGES });
    expect(exact.input_tokens).toBeGreaterThan(0);
    expect(gateway.upstream.requests.at(-1)?.path).toContain('count_tokens');
    const sent = gateway.upstream.requests.length;
    const { data, response } = await client.messages
      .countTokens({ model: 'auto', messages: MESSAGES })
      .withResponse();
    expect(data.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get(HEADERS.estimate)).toBe('true');
    expect(gateway.upstream.requests).toHaveLength(sent);
  });

  it('lists the models', async () => {
    const gateway = await withAnthropic();
    const ids = [];
    for await (const model of anthropicClient(gateway).models.list()) ids.push(model.id);
    expect(ids).toContain('auto');
    expect(ids).toContain('up/m1');
  });

  it.each([
    ['status_401', APIError, 502],
    ['status_429', AnthropicRateLimitError, 429],
    ['status_400', BadRequestError, 400],
    ['status_529', APIError, null],
  ] as const)('raises %s as its own typed exception', async (fault, type, status) => {
    const gateway = await withAnthropic();
    gateway.upstream.setFault(fault);
    const failure = await anthropicClient(gateway)
      .messages.create({ model: 'up/m1', max_tokens: 10, messages: MESSAGES })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(type);
    if (status !== null) expect((failure as { status: number }).status).toBe(status);
  });

  // A cut stream that ends as if it were complete is the commonest defect of gateways.
  it.each([
    ['anthropic', withAnthropic],
    ['openai-compatible', withOpenAi],
    ['google', withGoogle],
  ] as const)('raises a stream that %s cut, and keeps what came', async (_kind, start) => {
    const gateway = await start();
    gateway.upstream.setFault('cut');
    const stream = anthropicClient(gateway).messages.stream({
      model: 'up/m1',
      max_tokens: 100,
      messages: MESSAGES,
    });
    let text = '';
    stream.on('text', (delta) => {
      text += delta;
    });
    await expect(stream.finalMessage()).rejects.toThrow();
    expect(ANSWER.startsWith(text)).toBe(true);
    await vi.waitFor(async () => {
      expect((await gateway.history())[0]).toMatchObject({
        status: 'failed',
        errorCode: 'provider_cut_stream',
      });
    });
  });

  it('is heard when it hangs up in mid-stream, across protocols too', async () => {
    const gateway = await withOpenAi();
    gateway.upstream.setFault('stall');
    const stream = anthropicClient(gateway).messages.stream({
      model: 'auto',
      max_tokens: 100,
      messages: MESSAGES,
    });
    await new Promise<void>((resolve) => {
      stream.once('text', () => resolve());
    });
    stream.abort();
    await expect(stream.finalMessage()).rejects.toThrow();
    await vi.waitFor(async () => {
      expect(gateway.upstream.aborted).toBe(1);
      expect((await gateway.history())[0]?.status).toBe('aborted');
    });
  });
});

/** The router's own field, unknown to the client's types. */
const HINT = { routing_hint: { routing_preference: 'qualty', local_only: true } };

describe('hints', () => {
  it('leave the body before it goes on, and show in the decision', async () => {
    const { upstream, client, ctx } = await withOpenAi();
    const { response } = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES, ...HINT })
      .withResponse();
    expect(upstream.requests[0]?.body).not.toHaveProperty('routing_hint');
    // S2-3: a misspelt position acts as balanced, and looks like it.
    expect(response.headers.get(HEADERS.normalisedFrom)).toBe('qualty');
    const trace = await ctx.store.decisions.get('user-1', response.headers.get(HEADERS.decision)!);
    expect(trace?.floor).toMatchObject({ preference: 'balanced', normalisedFrom: 'qualty' });
  });

  it('that are no numbers are refused', async () => {
    const { client } = await withOpenAi();
    const failure = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES }, { headers: { [HEADERS.maxCostUsd]: 'cheap' } })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('the body', () => {
  it('over 20 MB is a clear 413', async () => {
    const { url } = await withOpenAi();
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'auto', messages: MESSAGES, pad: 'x'.repeat(21_000_000) }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'payload_too_large' } });
  });

  it('that stops coming is a 408, not a connection held for ever', async () => {
    const upstream = await startUpstream();
    const { url } = await startGateway({
      providers: [config('openai-compatible', upstream.url)],
      bodyLimits: { idleMs: 50, totalMs: 10_000 },
    });
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-length': '1000' },
      });
      sent.once('response', (response) => resolve(response.statusCode));
      sent.once('error', reject);
      sent.write('{"model":');
    });
    expect(status).toBe(408);
  });
});

it('is typed exceptions of the openai client on the Responses API as well', async () => {
  const { upstream, client } = await withOpenAi();
  upstream.setFault('status_429');
  const failure = await client.responses
    .create({ model: 'up/m1', input: 'Hi' })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RateLimitError);
  upstream.setFault('cut');
  const stream = await client.responses.create({ model: 'up/m1', input: 'Hi', stream: true });
  const read = async () => {
    for await (const event of stream) if (event.type === 'response.completed') return 'completed';
    return 'ended';
  };
  await expect(read()).rejects.toThrow();
});
