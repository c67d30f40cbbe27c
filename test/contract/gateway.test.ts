import { type APIError, BadRequestError, RateLimitError } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import { provider, startGateway, USER } from '../support/gateway';
import { ANSWER, TOOL_CALL } from '../support/openai-upstream';
import { startUpstream } from '../support/upstream';

const MESSAGES = [{ role: 'user' as const, content: 'Say hello' }];

async function withUpstream(models?: string[]) {
  const upstream = await startUpstream(models);
  const gateway = await startGateway({
    providers: [provider('up', upstream.url, 'sk-secret-key')],
  });
  return { upstream, ...gateway };
}

describe('the official openai client, base URL only', () => {
  // S1-4: the decision and the call named different models.
  it('gets an answer by auto, from the routed model, with the decision in its headers', async () => {
    const { upstream, client, ctx, history } = await withUpstream();
    const { data, response } = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES, temperature: 0.3, seed: 5 })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe(ANSWER);
    expect(response.headers.get(HEADERS.model)).toBe('up/m1');
    expect(response.headers.get(HEADERS.strategy)).toBe('auto');
    expect(response.headers.get(HEADERS.task)).toBe('general_assistant');
    expect(response.headers.get(HEADERS.streamMode)).toBe('native');
    expect(upstream.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer sk-secret-key',
      // S1-5: other fields of a rerouted request were dropped.
      body: { model: 'm1', temperature: 0.3, seed: 5, messages: MESSAGES },
    });
    const decision = await ctx.store.decisions.get(USER, response.headers.get(HEADERS.decision)!);
    expect(decision).toMatchObject({ model: 'up/m1', strategy: 'auto', requestedModel: 'auto' });
    expect(await history()).toMatchObject([
      {
        id: response.headers.get(HEADERS.outcome),
        status: 'succeeded',
        model: 'up/m1',
        promptTokens: 11,
        completionTokens: 7,
        // An endpoint on this machine is free.
        costUsd: 0,
        excerpt: 'Say hello',
      },
    ]);
  });

  it('streams by auto/<task>; what came is the answer, whole and in order', async () => {
    const { client, history } = await withUpstream();
    const stream = await client.chat.completions.create({
      model: 'auto/general_assistant',
      messages: MESSAGES,
      stream: true,
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]!.delta.content ?? '').join('')).toBe(ANSWER);
    await vi.waitFor(async () => expect((await history())[0]?.status).toBe('succeeded'));
    // The usage is in the history although the caller did not ask for it.
    expect((await history())[0]).toMatchObject({ promptTokens: 11, completionTokens: 7 });
    expect((await history())[0]?.firstTokenMs).toBeTypeOf('number');
  });

  // A chunk without choices breaks programs that read choices[0] and never asked for usage.
  it('gets the usage chunk only when it asks for it', async () => {
    const { client } = await withUpstream();
    const ask = async (options?: { include_usage: boolean }) => {
      const stream = await client.chat.completions.create({
        model: 'up/m1',
        messages: MESSAGES,
        stream: true,
        ...(options && { stream_options: options }),
      });
      const usages = [];
      for await (const chunk of stream) if (chunk.usage) usages.push(chunk.usage);
      return usages;
    };
    expect(await ask()).toEqual([]);
    expect(await ask({ include_usage: false })).toEqual([]);
    expect(await ask({ include_usage: true })).toMatchObject([{ prompt_tokens: 11 }]);
  });

  it('has its tools passed on and gets the tool calls, streamed and whole', async () => {
    const { client, upstream } = await withUpstream();
    const tools = [
      { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } },
    ];
    const request = { model: 'up/m1', messages: MESSAGES, tools, tool_choice: 'auto' as const };
    const whole = await client.chat.completions.create(request);
    expect(whole.choices[0]?.message.tool_calls).toEqual([TOOL_CALL]);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject(TOOL_CALL);
    expect(upstream.requests[0]?.body).toMatchObject({ tools, tool_choice: 'auto' });
  });

  it('lists auto, its tasks and every connected model', async () => {
    const { client } = await withUpstream(['m1', 'vendor/m2']);
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids.slice(0, 2)).toEqual(['auto', 'auto/ptt_response']);
    expect(ids).toContain('up/vendor/m2');
    expect(ids).toContain('practice/sage');
  });

  // Ids with more slashes were cut, and unlisted ones refused.
  it('sends a named model upstream untouched, listed or not, and writes no outcome', async () => {
    const { client, upstream, history } = await withUpstream();
    const { response } = await client.chat.completions
      .create({ model: 'up/vendor/model:free', messages: MESSAGES })
      .withResponse();
    expect(upstream.requests[0]?.body['model']).toBe('vendor/model:free');
    expect(response.headers.get(HEADERS.strategy)).toBe('direct');
    expect(response.headers.get(HEADERS.decision)).toBeNull();
    expect(await history()).toMatchObject([
      { strategy: 'direct', model: 'up/vendor/model:free', status: 'succeeded', decisionId: null },
    ]);
  });

  it('aborts the upstream when it hangs up, and the outcome says so', async () => {
    const { client, upstream, history } = await withUpstream();
    upstream.fault = 'stall';
    const stream = await client.chat.completions.create({
      model: 'auto',
      messages: MESSAGES,
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await vi.waitFor(() => expect(upstream.aborted).toBe(1), { timeout: 1000, interval: 5 });
    await vi.waitFor(async () => expect((await history())[0]?.status).toBe('aborted'));
    expect((await history())[0]).toMatchObject({ model: 'up/m1', errorCode: null, costUsd: 0 });
  });

  it('raises typed exceptions with our code and a message without the key', async () => {
    const { client, upstream } = await withUpstream();
    const caught = async (model: string) =>
      client.chat.completions.create({ model, messages: MESSAGES }).then(
        () => null,
        (error: unknown) => error,
      );
    upstream.fault = 'status_429';
    const limited = await caught('up/m1');
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited).toMatchObject({ code: 'provider_rate_limited', type: 'rate_limit_error' });
    expect((limited as APIError).headers?.get('retry-after')).toBe('7');
    upstream.fault = 'status_400';
    const rejected = await caught('up/m1');
    expect(rejected).toBeInstanceOf(BadRequestError);
    expect((rejected as Error).message).toContain('temperature must be at most 2');
    upstream.fault = 'status_401';
    const denied = await caught('up/m1');
    expect(denied).toMatchObject({ status: 502, code: 'provider_auth_failed' });
    expect((denied as Error).message).not.toContain('sk-secret-key');
    expect(await caught('nobody/m1')).toMatchObject({ status: 404, code: 'unknown_provider' });
    expect(await caught('m1')).toMatchObject({ status: 404, code: 'unknown_model' });
    expect(await caught('auto/nonsense')).toMatchObject({ status: 404, code: 'unknown_model' });
  });

  // A stream that breaks must not look like a short answer.
  it('raises an error when a stream breaks after its first byte', async () => {
    const { client, upstream } = await withUpstream();
    upstream.fault = 'cut';
    const stream = await client.chat.completions.create({
      model: 'up/m1',
      messages: MESSAGES,
      stream: true,
    });
    const read = async () => {
      for await (const chunk of stream) expect(chunk.choices.length).toBe(1);
    };
    await expect(read()).rejects.toMatchObject({ code: 'provider_cut_stream' });
  });
});

describe('practice', () => {
  it('serves auto with no provider at all, marked as simulated and free', async () => {
    const { client, history } = await startGateway({});
    const { data, response } = await client.chat.completions
      .create({ model: 'auto', messages: [{ role: 'user', content: 'What is 17 + 25?' }] })
      .withResponse();
    expect(response.headers.get(HEADERS.model)).toMatch(/^practice\//);
    expect(data.choices[0]?.message.content).toMatch(/Practice answer - simulated.*42/s);
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect((await history())[0]).toMatchObject({ status: 'succeeded', costUsd: 0 });
  });

  it('serves an operator catalog until a provider is connected', async () => {
    const { client } = await startGateway({
      catalogFile: 'shared/routing/benchmarks.example.json',
    });
    const { response } = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES })
      .withResponse();
    expect(response.headers.get(HEADERS.model)).toMatch(/^practice\//);
  });

  // Practice models are never mixed with real ones.
  it('steps back as soon as a real model is there', async () => {
    const { client } = await withUpstream();
    const { response } = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES })
      .withResponse();
    expect(response.headers.get(HEADERS.model)).toBe('up/m1');
  });
});
