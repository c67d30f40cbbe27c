import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { HistoryRow } from '../../shared/api/history';
import type { TestBackend } from '../support/backend';
import {
  base64Of,
  MODEL,
  openaiAt,
  type RawSession,
  refusedSession,
  session,
  SPARE,
  startBackend,
  startRealtime,
  tone,
} from '../support/realtime';
import type { RealtimeFault } from '../support/realtime-upstream';
import { tempDir, testStore } from '../support/store';

const MODELS = ['gpt-realtime-2.1', 'gpt-realtime-1.5'];
const ASK = { type: 'response.create' } as const;

async function row({ backend }: TestBackend): Promise<HistoryRow | undefined> {
  const found = async (): Promise<readonly HistoryRow[]> =>
    (await backend.store.history.page('ann', {}, 50, 0)).rows;
  await expect
    .poll(async () => (await found()).map(({ status }) => status === 'running'))
    .toEqual([false]);
  return (await found())[0];
}

async function reserved(backend: TestBackend): Promise<unknown> {
  return (await backend.ask('GET', '/v1/auto-router/spending')).json['reserved_usd'];
}

describe('before a session is open', () => {
  it.each([
    ['refuses the key', { kind: 'refuse', status: 401 }, 502, 'provider_auth_failed'],
    ['is over its limit', { kind: 'refuse', status: 429 }, 429, 'provider_rate_limited'],
    ['has a fault', { kind: 'refuse', status: 500 }, 502, 'provider_error'],
    [
      'opens with an error',
      { kind: 'error_first', code: 'rate_limit_exceeded' },
      429,
      'provider_rate_limited',
    ],
    ['never says a word', { kind: 'mute' }, 504, 'provider_timeout'],
  ] as const)(
    'a provider that %s: the caller gets a status, the outcome its code',
    async (_, fault, status, code) => {
      const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
      upstream.fault = fault;
      const backend = await startBackend(upstream, { realtimeLimits: { openMs: 300 } });
      const refused = await refusedSession(backend.url, '?model=auto/ptt_response');
      expect([refused.status, refused.error.code]).toEqual([status, code]);
      expect(JSON.stringify(refused)).not.toContain('sk-upstream-secret');
      expect(await row(backend)).toMatchObject({ status: 'failed', errorCode: code });
      expect(await reserved(backend)).toBe(0);
    },
  );

  it('Retry-After goes on to the caller', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    upstream.fault = { kind: 'refuse', status: 429, retryAfter: '7' };
    const backend = await startBackend(upstream);
    const refused = await refusedSession(backend.url, `?model=${MODEL}`);
    expect(refused.headers['retry-after']).toBe('7');
  });

  // A second model is for a session that did not open, inside the one outcome row.
  it('the next live model takes the session that the first refused; a named one is never swapped', async () => {
    const upstream = await startRealtime({ models: MODELS });
    const backend = await startBackend(upstream);
    const picked = (await backend.ask('GET', '/v1/auto-router/pick?task=ptt_response')).json[
      'model'
    ];
    const other = picked === MODEL ? SPARE : MODEL;
    upstream.faults.push({ kind: 'refuse', status: 500 });
    const live = await session(backend.url, '?model=auto');
    expect(live.headers['x-auto-router-model']).toBe(other);
    live.send(ASK);
    await live.next('response.done');
    live.socket.close();
    expect(await row(backend)).toMatchObject({ status: 'succeeded', model: other });
    upstream.fault = { kind: 'refuse', status: 500 };
    const refused = await refusedSession(backend.url, `?model=${MODEL}`);
    expect(refused.error.code).toBe('provider_error');
  });

  it('a caller who goes away while he waits: nothing stays open, the outcome is aborted', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    upstream.fault = { kind: 'mute' };
    const backend = await startBackend(upstream);
    const waiting = session(backend.url, '?model=auto').catch(() => null);
    const socket = new WebSocket(`${backend.url.replace('http', 'ws')}/v1/realtime?model=auto`, {
      headers: { authorization: 'Bearer bob-token-0123456789' },
    });
    socket.on('error', () => {});
    await expect.poll(() => upstream.upgrades.length).toBe(2);
    socket.terminate();
    const bobs = async () => (await backend.backend.store.history.page('bob', {}, 5, 0)).rows;
    await expect.poll(async () => (await bobs())[0]?.status).toBe('aborted');
    await backend.backend.close();
    await waiting;
  });
});

async function asked(
  fault: RealtimeFault,
  limits = {},
): Promise<{ backend: TestBackend; live: RawSession }> {
  const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
  upstream.fault = fault;
  const backend = await startBackend(upstream, { realtimeLimits: limits });
  const live = await session(backend.url, '?model=auto/ptt_response');
  live.send(ASK);
  return { backend, live };
}

describe('in the middle of an answer', () => {
  it('a provider that breaks off: what came is there, an error event says so, both sides are closed', async () => {
    const { backend, live } = await asked({ kind: 'break' });
    await live.next('response.output_audio.delta');
    expect(await live.next('error')).toMatchObject({ error: { code: 'provider_cut_stream' } });
    expect((await live.closed)[0]).toBe(1011);
    expect(await row(backend)).toMatchObject({
      status: 'failed',
      errorCode: 'provider_cut_stream',
      costUsd: null,
    });
    expect(await reserved(backend)).toBe(0);
  });

  it('a provider that closes: its code and its words go on', async () => {
    const { backend, live } = await asked({ kind: 'close' });
    expect(await live.closed).toEqual([1000, 'done with you']);
    expect(await row(backend)).toMatchObject({
      status: 'failed',
      errorCode: 'provider_cut_stream',
    });
  });

  it('a provider that goes silent is not waited for without end', async () => {
    const { backend, live } = await asked({ kind: 'silent' }, { answerMs: 150 });
    expect(await live.next('error')).toMatchObject({ error: { code: 'provider_timeout' } });
    expect((await live.closed)[0]).toBe(1011);
    expect(await row(backend)).toMatchObject({ status: 'failed', errorCode: 'provider_timeout' });
  });

  it.each([
    ['an answer that ends as failed', { kind: 'failed_answer' }, 'response.done', 'provider_error'],
    ['a refused answer', { kind: 'error_event' }, 'error', 'provider_rate_limited'],
  ] as const)('%s is no success, and nothing stays set aside', async (_, fault, event, code) => {
    const { backend, live } = await asked(fault);
    await live.next(event);
    live.socket.close();
    expect(await row(backend)).toMatchObject({ status: 'failed', errorCode: code });
    expect(await reserved(backend)).toBe(0);
  });

  it('a caller who hangs up: the provider’s connection goes too, the outcome is aborted', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    upstream.holdAt = 1;
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto/ptt_response');
    live.send(ASK);
    await live.next('response.output_audio.delta');
    live.socket.terminate();
    await upstream.sessions[0]?.closed;
    expect(await row(backend)).toMatchObject({ status: 'aborted', errorCode: null });
  });

  it('a caller who stops the answer and leaves: aborted, and paid for what was said', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    upstream.holdAt = 1;
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto/ptt_response');
    live.send(ASK);
    const delta = await live.next('response.output_audio.delta');
    live.send({ type: 'response.cancel' });
    live.send({
      type: 'conversation.item.truncate',
      item_id: delta['item_id'],
      content_index: 0,
      audio_end_ms: 120,
    });
    await live.next('response.done');
    live.socket.close();
    const found = await row(backend);
    expect(found).toMatchObject({ status: 'aborted', promptTokens: 180 });
    expect(found?.costUsd).toBeGreaterThan(0);
  });

  it('a session in which nothing was asked is no success', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto/ptt_response');
    live.socket.close();
    expect(await row(backend)).toMatchObject({ status: 'aborted', costUsd: null });
    expect(await reserved(backend)).toBe(0);
  });

  it('a server that stops closes sessions in order, and each outcome is written', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    upstream.holdAt = 1;
    const dir = tempDir();
    const backend = await startBackend(upstream, { dataDir: dir });
    const live = await session(backend.url, '?model=auto/ptt_response');
    live.send(ASK);
    await live.next('response.output_audio.delta');
    await backend.backend.close();
    expect((await live.closed)[0]).toBe(1001);
    const { store } = await testStore(dir);
    const { rows } = await store.history.page('ann', {}, 5, 0);
    expect(rows.map(({ status }) => status)).toEqual(['aborted']);
  });
});

describe('limits of a session', () => {
  it('what is no event is told to the caller and goes no further', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto');
    live.send('no json');
    expect(await live.next('error')).toMatchObject({ error: { code: 'invalid_request' } });
    live.socket.send(Buffer.from([1, 2, 3]));
    expect(await live.next('error')).toMatchObject({ error: { code: 'invalid_request' } });
    live.send(ASK);
    await live.next('response.done');
    expect(upstream.violations).toEqual([]);
    live.socket.close();
  });

  // Written again for the provider it ended the stack, and with it the process and everybody's session.
  it('an event that nests too deep goes no further and harms nobody', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto');
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    live.send(`{"type":"session.update","session":{"type":"realtime","tracing":${deep}}}`);
    expect(await live.next('error')).toMatchObject({ error: { code: 'invalid_request' } });
    live.send(ASK);
    await live.next('response.done');
    expect(upstream.violations).toEqual([]);
    live.socket.close();
  });

  it('an event over the size limit ends the session, and nothing of it is kept', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream, { realtimeLimits: { eventBytes: 100_000 } });
    const live = await session(backend.url, '?model=auto');
    live.send({ type: 'input_audio_buffer.append', audio: base64Of(tone(5_000)) });
    expect((await live.closed)[0]).toBe(1009);
    await upstream.sessions[0]?.closed;
    expect(upstream.sessions[0]?.events).toEqual([]);
  });

  it('a session in which nobody says anything ends', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream, { realtimeLimits: { idleMs: 100 } });
    const live = await session(backend.url, '?model=auto');
    expect(await live.next('error')).toMatchObject({ error: { code: 'request_timeout' } });
    expect((await live.closed)[0]).toBe(1008);
  });

  // A caller that does not read must not make the gateway keep the whole answer in memory.
  it('a slow caller holds the provider back and still gets everything', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream, { realtimeLimits: { waitingBytes: 2_000 } });
    const live = await session(backend.url, '?model=auto');
    live.socket.pause();
    for (let turn = 0; turn < 5; turn += 1) {
      live.send(ASK);
      await expect
        .poll(() => upstream.sessions[0]?.events.filter(({ type }) => type === ASK.type).length)
        .toBe(turn + 1);
      live.socket.resume();
      await live.next('response.done');
      live.socket.pause();
    }
    live.socket.resume();
    live.socket.close();
    expect(await row(backend)).toMatchObject({ status: 'succeeded', completionTokens: 600 });
  });
});

describe('caps', () => {
  it('no session is opened that the day’s cap does not allow', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    await backend.ask('PUT', '/v1/auto-router/spending', { body: { daily_cap_usd: 0.000_1 } });
    const routed = await refusedSession(backend.url, '?model=auto/ptt_response');
    expect([routed.status, routed.error.code]).toEqual([402, 'spending_cap_reached']);
    const named = await refusedSession(backend.url, `?model=${MODEL}`);
    expect(named.error.code).toBe('spending_cap_reached');
    expect(upstream.upgrades).toEqual([]);
    expect(await row(backend)).toMatchObject({ status: 'refused' });
  });

  it('the request’s own cap holds for a named model too', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    const headers = { 'x-auto-router-max-cost-usd': '0.0001' };
    const refused = await refusedSession(backend.url, `?model=${MODEL}`, { headers });
    expect(refused.error.code).toBe('spending_cap_reached');
  });

  // A session would else go on spending for an hour after the cap was reached.
  it('the answer that goes over the cap is not asked for; the session itself stays', async () => {
    const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
    const backend = await startBackend(upstream);
    await backend.ask('PUT', '/v1/auto-router/spending', { body: { daily_cap_usd: 0.03 } });
    const live = await session(backend.url, '?model=auto/ptt_response');
    live.send(ASK);
    await live.next('response.done');
    live.send(ASK);
    expect(await live.next('error')).toMatchObject({ error: { code: 'spending_cap_reached' } });
    await backend.ask('PUT', '/v1/auto-router/spending', { body: { daily_cap_usd: null } });
    live.send(ASK);
    await live.next('response.done');
    live.socket.close();
    expect(upstream.sessions[0]?.events.filter(({ type }) => type === ASK.type)).toHaveLength(2);
    expect(await row(backend)).toMatchObject({ status: 'succeeded', promptTokens: 360 });
  });
});

// A killed server would else forget what its sessions had already cost.
it('kill -9 in a session: the row is closed at the next start, paid answers count', async () => {
  const upstream = await startRealtime({ models: [MODELS[0] ?? ''] });
  const dir = tempDir();
  const providers = join(dir, 'providers.json');
  writeFileSync(providers, JSON.stringify([openaiAt(upstream)]));
  const data = join(dir, 'data');
  const serve = new URL('../../electron/backend/serve.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', serve, '--data', data], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AUTO_ROUTER_PROVIDERS: providers,
      AUTO_ROUTER_SOURCES: 'off',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { url, token } = await new Promise<{ url: string; token: string }>((resolve) => {
    child.stdout.once('data', (line: Buffer) => {
      resolve(JSON.parse(line.toString()) as { url: string; token: string });
    });
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  // Until the provider has said what it has, a model without a known price may be the pick.
  const listed = async (): Promise<string> => (await fetch(`${url}/v1/models`, { headers })).text();
  await expect.poll(listed).toContain(MODEL);
  const live = await session(url, '?model=auto/ptt_response', { token });
  expect(live.headers['x-auto-router-model']).toBe(MODEL);
  live.send(ASK);
  await live.next('response.done');
  // Writes are in order: once this one is on disk, so is what the first answer cost.
  await fetch(`${url}/v1/auto-router/spending`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ daily_cap_usd: null }),
  });
  upstream.holdAt = 1;
  live.send(ASK);
  await live.next('response.output_audio.delta');
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  await upstream.sessions[0]?.closed;
  const { store } = await testStore(data);
  const { rows } = await store.history.page('local', {}, 5, 0);
  expect(rows.map(({ status }) => status)).toEqual(['interrupted']);
  const [spent] = await store.usage.spentSince(0);
  expect(spent?.micro).toBeGreaterThan(0);
}, 60_000);
