import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { BackendContext } from '../../electron/backend/context';
import type { StoredPrefs } from '../../electron/backend/store/store';
import { HEADERS } from '../../shared/api/auto-router';
import { NO_CONSTRAINTS } from '../../shared/routing/candidate';
import { provider, startGateway, USER } from '../support/gateway';
import { startUpstream } from '../support/upstream';
import { tempDir } from '../support/store';

const MESSAGES = [{ role: 'user', content: 'Say hello' }];

async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; error: { code: string; message: string } | null }> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const json = JSON.parse(text) as { error?: { code: string; message: string } };
  return { status: response.status, headers: response.headers, error: json.error ?? null };
}

async function setPrefs(ctx: BackendContext, prefs: Partial<StoredPrefs>): Promise<void> {
  await ctx.store.prefs.set(USER, {
    overrides: {},
    modelOverrides: {},
    constraints: {},
    shape: 'full',
    ...prefs,
  });
}

async function twoProviders() {
  const [first, second] = [await startUpstream(), await startUpstream()];
  const gateway = await startGateway({
    providers: [provider('alpha', first.url), provider('beta', second.url)],
  });
  return { first, second, ...gateway };
}

function withOutcomes(
  ctx: BackendContext,
  broken: Partial<BackendContext['store']['outcomes']>,
): BackendContext {
  return { ...ctx, store: { ...ctx.store, outcomes: { ...ctx.store.outcomes, ...broken } } };
}

const chat = { model: 'auto', messages: MESSAGES };

describe('at the door', () => {
  it.each([
    ['{"model":', 'invalid_request'],
    ['[]', 'invalid_request'],
    [{ messages: MESSAGES }, 'invalid_request'],
    [{ model: '', messages: MESSAGES }, 'invalid_request'],
    [{ model: 'auto', messages: [] }, 'invalid_request'],
    [{ model: 'auto', messages: 'hello' }, 'invalid_request'],
    [{ model: 'auto', messages: ['hello'] }, 'invalid_request'],
    [{ model: 'auto', messages: MESSAGES, stream: 'yes' }, 'invalid_request'],
    // Half a character broke the address at Google and was taken for the provider's fault.
    [{ model: 'google/\ud83d', messages: MESSAGES }, 'invalid_request'],
  ])('refuses %j with %s and records nothing', async (body, code) => {
    const { url, history } = await startGateway({});
    expect(await post(url, body)).toMatchObject({ status: 400, error: { code } });
    expect(await history()).toEqual([]);
  });

  // A name of megabytes stood in a header that no client could read, in rows and in the live log.
  it.each(['/chat/completions', '/messages', '/responses', '/embeddings', '/audio/speech'])(
    'refuses a model name that is no name at %s',
    async (path) => {
      const { url, ctx, history } = await startGateway({});
      const model = `openai/${'x'.repeat(506)}`;
      const body = { model, messages: MESSAGES, max_tokens: 5, input: 'Hi', voice: 'alloy' };
      const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('at most 512 characters');
      expect(await history()).toEqual([]);
      const log = ctx.activity.list({ uid: USER, owner: true, key: null });
      expect(JSON.stringify(log)).not.toContain('xxxx');
    },
  );

  it('says that a compressed body is not taken, not that it is no JSON', async () => {
    const { url } = await startGateway({});
    const refused = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify(chat)),
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('content-encoding');
  });

  // A body of another API left an outcome row and a 503, which clients try again.
  it('refuses a response without an input as the mistake it is', async () => {
    const { url, history } = await startGateway({});
    const body = JSON.stringify({ model: 'auto', messages: MESSAGES });
    const response = await fetch(`${url}/responses`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('input: is required');
    expect(await history()).toEqual([]);
  });

  it('refuses an unknown task in the header', async () => {
    const { url } = await startGateway({});
    expect(await post(url, chat, { [HEADERS.task]: 'cooking' })).toMatchObject({
      status: 400,
      error: { code: 'unknown_task' },
    });
  });

  // A body over the limit was read to its end into memory, or the caller got a reset for an answer.
  it('answers 413 to more than 20 MB, declared or chunked', async () => {
    const { url } = await startGateway({});
    const large = 'x'.repeat(21 * 1024 * 1024);
    expect(await post(url, large)).toMatchObject({
      status: 413,
      error: { code: 'payload_too_large' },
    });
    const chunked = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it('answers 405 to the wrong method and leaves other paths alone', async () => {
    const { url } = await startGateway({});
    const wrong = await fetch(`${url}/chat/completions`);
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect((await fetch(`${url}/other`)).status).toBe(404);
  });
});

describe('the user decides', () => {
  it('obeys a pin, and never falls back from it', async () => {
    const { first, second, url, ctx } = await twoProviders();
    await setPrefs(ctx, { modelOverrides: { general_assistant: 'beta/m1' } });
    expect((await post(url, chat)).headers.get(HEADERS.model)).toBe('beta/m1');
    second.fault = 'status_500';
    expect(await post(url, chat)).toMatchObject({ status: 502, error: { code: 'provider_error' } });
    expect(first.requests).toEqual([]);
  });

  // Ruling 12: excluded models came back as a fallback.
  it('never serves an excluded model, not even as a fallback', async () => {
    const { first, second, url, ctx } = await twoProviders();
    const constraints = { general_assistant: { ...NO_CONSTRAINTS, excluded: ['beta/m1'] } };
    await setPrefs(ctx, { constraints });
    first.fault = 'status_500';
    expect(await post(url, chat)).toMatchObject({ status: 502, error: { code: 'provider_error' } });
    expect(second.requests).toEqual([]);
  });

  it('refuses with 503, the reasons counted and one refused outcome, when nothing is allowed', async () => {
    const { url, ctx, history } = await twoProviders();
    const constraints = { general_assistant: { ...NO_CONSTRAINTS, allowed: ['none/such'] } };
    await setPrefs(ctx, { constraints });
    const { status, error, headers } = await post(url, chat);
    expect(status).toBe(503);
    expect(error).toMatchObject({ code: 'no_eligible_candidate' });
    expect(error?.message).toMatch(/2 not_allowed/);
    expect(await history()).toMatchObject([
      { id: headers.get(HEADERS.outcome), status: 'refused', errorCode: 'no_eligible_candidate' },
    ]);
  });

  // A text model answered about a picture that it never saw.
  it('sends no image to a model that is not known to take one', async () => {
    const { first, second, url } = await twoProviders();
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const { headers } = await post(url, {
      model: 'auto',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, image] }],
    });
    expect(headers.get(HEADERS.task)).toBe('screenshot_understanding');
    expect([...first.requests, ...second.requests]).toEqual([]);
  });

  // People with only a local server had every agent refused, though most servers take tools.
  it('sends tools on to a model that does not say whether it takes them, when none says so', async () => {
    const { first, second, url } = await twoProviders();
    const tools = [{ type: 'function', function: { name: 'weather' } }];
    const { status } = await post(url, { ...chat, tools });
    expect(status).toBe(200);
    expect([...first.requests, ...second.requests][0]?.body['tools']).toEqual(tools);
  });
});

describe('a conversation', () => {
  it('says when its model has changed', async () => {
    const { first, url } = await twoProviders();
    const header = { [HEADERS.conversation]: 'conversation-1' };
    const before = await post(url, chat, header);
    expect(before.headers.get(HEADERS.model)).toBe('alpha/m1');
    expect(before.headers.get(HEADERS.switchedFrom)).toBeNull();
    first.fault = 'status_500';
    const after = await post(url, chat, header);
    expect(after.headers.get(HEADERS.model)).toBe('beta/m1');
    expect(after.headers.get(HEADERS.switchedFrom)).toBe('alpha/m1');
    first.fault = 'none';
    // Equal scores: the conversation keeps the model that served it last.
    expect((await post(url, chat, header)).headers.get(HEADERS.model)).toBe('beta/m1');
  });
});

describe('what a call costs', () => {
  // S1-6: usage was billed at the price of the model that was asked for.
  it('is the price of the routed model times its reported usage', async () => {
    const { ctx } = await startGateway({});
    const priced = ctx.catalog
      .candidatesFor('general_assistant', [])
      .find((row) => !row.local && row.price?.inputPerMTok && row.price.outputPerMTok)!;
    const upstream = await startUpstream([priced.model]);
    const gateway = await startGateway({ providers: [provider(priced.provider, upstream.url)] });
    const expected =
      (11 * priced.price!.inputPerMTok! + 7 * priced.price!.outputPerMTok!) / 1_000_000;
    for (const model of ['auto', priced.id]) {
      await post(gateway.url, { model, messages: MESSAGES });
      const [row] = await gateway.history();
      expect(row?.model).toBe(priced.id);
      expect(row?.costUsd).toBeCloseTo(expected, 6);
    }
    const [, routed] = await gateway.history();
    // The estimate is that of this short prompt, not of the task's typical one.
    expect(routed?.estimatedCostUsd).toBeLessThan(priced.typicalCostUsd!);
  });
});

describe('an operator catalog', () => {
  // Its plain ids went upstream with the provider's name, or Unicode ones broke the headers (S0-18).
  it('calls the model of its plain id at the connected provider', async () => {
    const file = join(tempDir(), 'benchmarks.json');
    const model = {
      id: '模型-1',
      quality_score: 1,
      latency_score: 1,
      cost_score: 1,
      provider: 'up',
    };
    writeFileSync(file, JSON.stringify({ models: { general_assistant: [model] } }));
    const upstream = await startUpstream();
    const { url, history } = await startGateway({
      providers: [provider('up', upstream.url)],
      catalogFile: file,
    });
    const { status, headers } = await post(url, chat);
    expect(status).toBe(200);
    expect(upstream.requests[0]?.body['model']).toBe('模型-1');
    expect(decodeURIComponent(headers.get(HEADERS.model)!)).toBe('模型-1');
    expect((await history())[0]).toMatchObject({ model: '模型-1', status: 'succeeded' });
  });
});

describe('when the store fails', () => {
  it('sends nothing without a durable outcome', async () => {
    const upstream = await startUpstream();
    const { url } = await startGateway({
      providers: [provider('up', upstream.url)],
      change: (ctx) => withOutcomes(ctx, { begin: () => Promise.reject(new Error('disk full')) }),
    });
    expect(await post(url, chat)).toMatchObject({ status: 503, error: { code: 'storage_failed' } });
    expect(upstream.requests).toEqual([]);
  });

  it('sends nothing to a named model whose call could not be begun', async () => {
    const upstream = await startUpstream();
    const { url } = await startGateway({
      providers: [provider('up', upstream.url)],
      change: (ctx) => ({
        ...ctx,
        store: { ...ctx.store, calls: { record: () => Promise.reject(new Error('disk full')) } },
      }),
    });
    const named = await post(url, { ...chat, model: 'up/m1' });
    expect(named).toMatchObject({ status: 503, error: { code: 'storage_failed' } });
    expect(upstream.requests).toEqual([]);
  });

  // Begun before the provider went, the call stayed `running` until the next start.
  it('ends a named call whose provider went away while it was begun', async () => {
    const upstream = await startUpstream();
    const { url, history } = await startGateway({
      providers: [provider('up', upstream.url)],
      change: (ctx) => ({
        ...ctx,
        store: {
          ...ctx.store,
          calls: {
            record: async (call) => {
              await ctx.store.calls.record(call);
              await ctx.providers.replace([]);
            },
          },
        },
      }),
    });
    const named = await post(url, { ...chat, model: 'up/m1' });
    expect(named.status).toBe(502);
    expect(await history()).toMatchObject([{ strategy: 'direct', status: 'failed' }]);
  });

  // S2-18
  it('counts a dispatch whose outcome could not be written, and still answers', async () => {
    const upstream = await startUpstream();
    const { url, ctx } = await startGateway({
      providers: [provider('up', upstream.url)],
      change: (real) => withOutcomes(real, { end: () => Promise.reject(new Error('disk full')) }),
    });
    expect((await post(url, chat)).status).toBe(200);
    expect(ctx.counters.dispatchWithoutCapture).toBe(1);
  });
});

describe('the end', () => {
  // Written only at its end, a named call that a crash cut off was missing from the spending.
  it('has a named call in the history while it runs, and once after it', async () => {
    const { first, url, history } = await twoProviders();
    first.fault = 'stall';
    const controller = new AbortController();
    const answer = fetch(`${url}/chat/completions`, {
      method: 'POST',
      signal: controller.signal,
      body: JSON.stringify({ ...chat, model: 'alpha/m1', stream: true }),
    }).then((response) => response.text());
    const settled = expect(answer).rejects.toThrow();
    await vi.waitFor(() => expect(first.requests.length).toBe(1), { interval: 5 });
    expect(await history()).toMatchObject([{ strategy: 'direct', status: 'running' }]);
    controller.abort();
    await settled;
    await vi.waitFor(
      async () =>
        expect(await history()).toMatchObject([{ strategy: 'direct', status: 'aborted' }]),
      { interval: 5 },
    );
  });

  it('aborts what runs when the gateway closes, and closes its outcome', async () => {
    const { first, url, gateway, history } = await twoProviders();
    first.fault = 'stall';
    const answer = fetch(`${url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...chat, stream: true }),
    }).then((response) => response.text());
    const settled = expect(answer).rejects.toThrow();
    await vi.waitFor(() => expect(first.requests.length).toBe(1), { interval: 5 });
    await gateway.close();
    await settled;
    expect(await history()).toMatchObject([{ status: 'aborted', model: 'alpha/m1' }]);
    await vi.waitFor(() => expect(first.aborted).toBe(1), { interval: 5 });
  });

  it('calls nobody for a caller who is gone before the call, and closes the outcome', async () => {
    const upstream = await startUpstream();
    const made = await startGateway({
      providers: [provider('up', upstream.url)],
      change: (ctx) =>
        withOutcomes(ctx, {
          begin: async (row) => {
            await ctx.store.outcomes.begin(row);
            void made.gateway.close();
          },
        }),
    });
    await expect(post(made.url, chat)).rejects.toThrow();
    await vi.waitFor(async () => expect((await made.history())[0]?.status).toBe('aborted'));
    expect(upstream.requests).toEqual([]);
  });

  it('aborts the upstream of a caller who hangs up before the first byte', async () => {
    const { first, second, url, history } = await twoProviders();
    first.fault = 'silent';
    const abort = new AbortController();
    const answer = fetch(`${url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(chat),
      signal: abort.signal,
    });
    const settled = expect(answer).rejects.toThrow();
    await vi.waitFor(() => expect(first.requests.length).toBe(1), { interval: 5 });
    abort.abort();
    await settled;
    await vi.waitFor(() => expect(first.aborted).toBe(1), { timeout: 1000, interval: 5 });
    await vi.waitFor(async () => expect((await history())[0]?.status).toBe('aborted'));
    // Nobody waits for the answer of another model any more.
    expect(second.requests).toEqual([]);
  });

  // Without back-pressure a slow reader makes the gateway hold the whole stream in memory.
  it('holds the upstream back while the caller does not read', async () => {
    const upstream = await startUpstream();
    upstream.fault = 'flood';
    const { url } = await startGateway({ providers: [provider('up', upstream.url)] });
    const { hostname, port } = new URL(url);
    const body = JSON.stringify({ model: 'up/m1', messages: MESSAGES, stream: true });
    const socket = connect({ host: hostname, port: Number(port) });
    socket.pause();
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await vi.waitFor(() => expect(upstream.heldBack).toBe(true), { timeout: 5000, interval: 20 });
    expect(upstream.sentBytes).toBeLessThan(32 * 1024 * 1024);
    socket.resume();
    await vi.waitFor(() => expect(upstream.sentBytes).toBe(upstream.floodBytes), {
      timeout: 10_000,
    });
    socket.destroy();
  });
});
