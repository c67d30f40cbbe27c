import { connect } from 'node:net';
import type {
  RealtimeSessionCreateRequest,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import { PROTOCOL_TRANSCRIPTION } from '../../electron/backend/realtime/rules';
import type { HistoryRow } from '../../shared/api/history';
import { ANN, type TestBackend } from '../support/backend';
import {
  base64Of,
  HEARD,
  MODEL,
  openaiAt,
  officialClient,
  OPENAI_KEY,
  refusedSession,
  session,
  soundIn,
  SPARE,
  startBackend,
  startRealtime,
  tone,
  VOICE,
  WORDS,
} from '../support/realtime';

async function rows({ backend }: TestBackend): Promise<readonly HistoryRow[]> {
  return (await backend.store.history.page('ann', {}, 50, 0)).rows;
}

/** The rows once the newest of them has ended. */
async function ended(backend: TestBackend): Promise<readonly HistoryRow[]> {
  await expect
    .poll(async () => (await rows(backend)).filter(({ status }) => status === 'running').length)
    .toBe(0);
  return rows(backend);
}

const UPDATE: SessionUpdateEvent & { readonly session: RealtimeSessionCreateRequest } = {
  type: 'session.update',
  session: {
    type: 'realtime',
    model: 'auto/ptt_response',
    output_modalities: ['audio'],
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        transcription: { model: 'auto' },
        turn_detection: null,
      },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'marin' },
    },
  },
};

/** Text 70 x $4 + 30 x $0.4, sound 70 x $32 + 10 x $0.4; out text 20 x $24, sound 100 x $64. */
const ANSWER_COST = (70 * 4 + 30 * 0.4 + 70 * 32 + 10 * 0.4 + 20 * 24 + 100 * 64) / 1e6;

describe('a live session through the gateway', () => {
  // The promise of the surface: OpenAI's client works with its address changed, with sound both ways.
  it('serves OpenAI’s own client, sound both ways, decided by the router', async () => {
    const upstream = await startRealtime({
      models: ['gpt-realtime-2.1', 'gpt-realtime-1.5', 'gpt-6-luna'],
      key: OPENAI_KEY,
    });
    const backend = await startBackend(upstream);
    const realtime = await officialClient(backend.url, 'auto');
    const sound: Buffer[] = [];
    let said = '';
    let heard = '';
    const done = new Promise<void>((resolve, reject) => {
      realtime.on('error', reject);
      realtime.on('session.created', () => {
        realtime.send({ type: 'session.update', session: { ...UPDATE.session, model: 'auto' } });
      });
      realtime.on('session.updated', () => {
        realtime.send({ type: 'input_audio_buffer.append', audio: base64Of(tone(500)) });
        realtime.send({ type: 'input_audio_buffer.append', audio: base64Of(tone(700)) });
        realtime.send({ type: 'input_audio_buffer.commit' });
        realtime.send({ type: 'response.create' });
      });
      realtime.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => {
        heard = transcript;
      });
      realtime.on('response.output_audio.delta', ({ delta }) => {
        sound.push(Buffer.from(delta, 'base64'));
      });
      realtime.on('response.output_audio_transcript.delta', ({ delta }) => {
        said += delta;
      });
      realtime.on('response.done', () => resolve());
    });
    await done;
    realtime.close();

    expect(upstream.violations).toEqual([]);
    const [live] = upstream.sessions;
    expect(live?.heard.map(({ length }) => length)).toEqual([1_200 * 24]);
    expect(Math.max(...(live?.heard[0] ?? []))).toBeGreaterThan(7_000);
    expect([said, heard]).toEqual([WORDS.join(''), HEARD]);
    expect(Buffer.concat(sound).length).toBe(VOICE.sound.byteLength);
    // S0-96, and the session stays with the model that was decided.
    expect(live?.session['model']).toBe(live?.model);
    expect(live?.session).toMatchObject({
      audio: { input: { transcription: { model: PROTOCOL_TRANSCRIPTION } } },
    });
    expect(upstream.upgrades).toEqual([
      { model: live?.model, authorization: `Bearer ${OPENAI_KEY}` },
    ]);
    const [row, ...more] = await ended(backend);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      model: `openai/${live?.model}`,
      task: 'ptt_response',
      status: 'succeeded',
      promptTokens: 180,
      completionTokens: 120,
    });
    expect(row?.firstTokenMs).not.toBeNull();
  });

  it('a named model is that model: no outcome, a direct call with tokens and the cost of each kind', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, `?model=${MODEL}`);
    expect(live.headers).toMatchObject({
      'x-auto-router-model': MODEL,
      'x-auto-router-strategy': 'direct',
      'x-auto-router-task': 'ptt_response',
    });
    await live.next('session.created');
    live.send({ ...UPDATE, session: { ...UPDATE.session, audio: undefined } });
    live.send({ type: 'input_audio_buffer.append', audio: base64Of(tone(300)) });
    live.send({ type: 'input_audio_buffer.commit' });
    live.send({ type: 'response.create' });
    await live.next('response.done');
    expect(soundIn(live.events)).toEqual(VOICE.sound);
    live.socket.close(1000);
    await live.closed;
    const [row] = await ended(backend);
    expect(row).toMatchObject({ model: MODEL, strategy: 'direct', status: 'succeeded' });
    expect(row?.costUsd).toBeCloseTo(ANSWER_COST, 6);
    const { json } = await backend.ask('GET', '/v1/auto-router/outcomes');
    expect(json['outcomes']).toEqual([]);
  });

  it('several answers are one session: one row with all tokens and the whole cost', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, '?model=auto/ptt_response');
    for (let turn = 0; turn < 3; turn += 1) {
      live.send({ type: 'response.create' });
      await live.next('response.done');
    }
    live.socket.close();
    const [row, ...more] = await ended(backend);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ promptTokens: 540, completionTokens: 360, status: 'succeeded' });
    expect(row?.costUsd).toBeCloseTo(3 * ANSWER_COST, 6);
    const { json: spent } = await backend.ask('GET', '/v1/auto-router/spending');
    expect(spent['spent_usd']).toBeCloseTo(3 * ANSWER_COST, 5);
    expect(spent['reserved_usd']).toBe(0);
  });

  it('writing down what was said is a call of its own, of the protocol’s model, price unknown', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const backend = await startBackend(upstream);
    const live = await session(backend.url, `?model=${MODEL}`);
    live.send(UPDATE);
    live.send({ type: 'input_audio_buffer.append', audio: base64Of(tone(300)) });
    live.send({ type: 'input_audio_buffer.commit' });
    await live.next('conversation.item.input_audio_transcription.completed');
    live.send({ type: 'response.create' });
    await live.next('response.done');
    live.socket.close();
    await live.closed;
    await expect.poll(async () => (await ended(backend)).length).toBe(2);
    const found = (await rows(backend)).find(({ task }) => task === 'transcription');
    expect(found).toMatchObject({ model: 'openai/whisper-1', costUsd: null, status: 'succeeded' });
  });
});

describe('who may open one', () => {
  it('nobody without a token, with a JSON error and its status', async () => {
    const upstream = await startRealtime();
    const { url } = await startBackend(upstream);
    const refused = await refusedSession(url, '?model=auto', { token: 'wrong-token-0123456789' });
    expect([refused.status, refused.error.code]).toEqual([401, 'unauthorized']);
    expect(refused.headers['www-authenticate']).toBe('Bearer');
    const none = await refusedSession(url, '?model=auto', { token: null });
    expect(none.status).toBe(401);
    expect(upstream.upgrades).toEqual([]);
  });

  // A browser cannot set a header on a WebSocket; OpenAI's client sends the key as a subprotocol.
  it('a page with the key among the subprotocols, which is never said back', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const { url } = await startBackend(upstream, { corsOrigins: ['https://app.example'] });
    const live = await session(url, '?model=auto', {
      token: null,
      protocols: ['realtime', `openai-insecure-api-key.${ANN}`],
      headers: { origin: 'https://app.example' },
    });
    expect(live.socket.protocol).toBe('realtime');
    live.socket.close();
  });

  // Any page in a browser could otherwise open one: browsers do not ask before a WebSocket.
  it('no page of an origin that is not allowed, whatever it knows', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const { url } = await startBackend(upstream, { corsOrigins: ['https://app.example'] });
    const refused = await refusedSession(url, '?model=auto', {
      headers: { origin: 'https://evil.example' },
    });
    expect([refused.status, refused.error.code]).toEqual([403, 'forbidden']);
  });

  it('no request under another host name', async () => {
    const upstream = await startRealtime();
    const { url } = await startBackend(upstream);
    const refused = await refusedSession(url, '?model=auto', { headers: { host: 'evil.example' } });
    expect(refused.status).toBe(403);
  });

  it('an API key for what it is limited to', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1', 'gpt-realtime-1.5'] });
    const backend = await startBackend(upstream);
    const made = await backend.ask('POST', '/v1/auto-router/keys', {
      body: { name: 'kiosk', strategies: ['direct'], models: [SPARE] },
    });
    const token = String(made.json['key']);
    const routed = await refusedSession(backend.url, '?model=auto', { token });
    expect([routed.status, routed.error.code]).toEqual([403, 'strategy_not_allowed']);
    const other = await refusedSession(backend.url, `?model=${MODEL}`, { token });
    expect(other.error.code).toBe('model_not_allowed');
    const live = await session(backend.url, `?model=${SPARE}`, { token });
    // No way round: the model of a session stays the one that was allowed.
    live.send({ type: 'session.update', session: { type: 'realtime', model: MODEL } });
    expect(await live.next('session.updated')).toMatchObject({
      session: { model: 'gpt-realtime-1.5' },
    });
    live.socket.close();
    expect(upstream.upgrades.map(({ model }) => model)).toEqual(['gpt-realtime-1.5']);
  });

  // It could be asked for answers, and pay for them, for another hour.
  it('a revoked API key ends the session that it has opened', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const backend = await startBackend(upstream);
    const made = await backend.ask('POST', '/v1/auto-router/keys', { body: { name: 'kiosk' } });
    const live = await session(backend.url, `?model=${MODEL}`, { token: String(made.json['key']) });
    const own = await session(backend.url, `?model=${MODEL}`);
    const ended = new Promise((resolve) => live.socket.once('close', resolve));
    await backend.ask('DELETE', `/v1/auto-router/keys/${String(made.json['id'])}`);
    expect(await live.next('error')).toMatchObject({ error: { code: 'unauthorized' } });
    expect(await ended).toBe(1008);
    // Only this one.
    own.send({ type: 'session.update', session: { type: 'realtime' } });
    await own.next('session.updated');
    own.socket.close();
  });

  it.each([
    ['', 400, 'invalid_request'],
    ['?model=nonsense', 404, 'unknown_model'],
    ['?model=nobody/voice', 404, 'unknown_provider'],
    ['?model=auto/general_assistant', 503, 'no_eligible_candidate'],
    ['?model=practice/brook', 422, 'unsupported_feature'],
  ])('%s is refused with %s %s', async (query, status, code) => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1', 'gpt-6-luna'] });
    const backend = await startBackend(upstream);
    const refused = await refusedSession(backend.url, query);
    expect([refused.status, refused.error.code]).toEqual([status, code]);
    expect(upstream.upgrades).toEqual([]);
    const { json } = await backend.ask('GET', '/v1/auto-router/activity');
    expect(json['entries']).toMatchObject([{ surface: '/v1/realtime', errorCode: code }]);
  });

  // The header was read for a model of the router's choice, and passed over for a named one.
  it.each([MODEL, 'auto/ptt_response'])(
    'a session for this machine alone is not opened elsewhere, with %s',
    async (model) => {
      const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
      const url = upstream.url.replace('127.0.0.1', '0.0.0.0');
      const backend = await startBackend(upstream, {
        providers: [{ ...openaiAt(upstream), baseUrl: url }],
      });
      const refused = await refusedSession(backend.url, `?model=${model}`, {
        headers: { 'x-auto-router-local-only': 'true' },
      });
      expect([refused.status, refused.error.code]).toEqual([503, 'no_eligible_candidate']);
      expect(upstream.upgrades).toEqual([]);
    },
  );

  it('other paths take no WebSocket', async () => {
    const { url } = await startBackend(await startRealtime());
    const refused = await refusedSession(`${url}/v1/other`, '');
    expect([refused.status, refused.error.code]).toEqual([404, 'not_found']);
  });

  // Java's client offers HTTP/2 with its first request; node hands such a request over unread once
  // somebody listens for upgrades, and it would never be answered.
  it('an offer of HTTP/2 is answered as any request, its body whole', async () => {
    const { url } = await startBackend(await startRealtime());
    const { port } = new URL(url);
    const body = JSON.stringify({ model: 'nonsense', messages: [{ role: 'user', content: 'Hi' }] });
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${ANN}\r\n` +
        `connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQA\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    setImmediate(() => socket.write(body));
    const answer = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(bytes.toString('utf8')));
    });
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 404 /u);
    expect(answer).toContain('unknown_model');
  });
});

describe('either way of asking', () => {
  // The chip would else show a model that this way of asking cannot use.
  it('a pick may be one that takes sessions only; a request in writing never gets it', async () => {
    const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
    const backend = await startBackend(upstream);
    const pick = await backend.ask('GET', '/v1/auto-router/pick?task=ptt_response');
    expect(pick.json['model']).toBe(MODEL);
    const off = await backend.ask('GET', '/v1/auto-router/pick?task=ptt_response&realtime=off');
    expect(off.json['model']).toBeNull();
    expect(off.json['detail']).toMatchObject({
      dropped: expect.arrayContaining([{ id: MODEL, reason: 'realtime_only' }]) as unknown,
    });
    const bad = await backend.ask('GET', '/v1/auto-router/pick?task=ptt_response&realtime=on');
    expect(bad.status).toBe(400);
    const catalog = await backend.ask(
      'GET',
      '/v1/auto-router/catalog?task=ptt_response&realtime=off',
    );
    expect(catalog.json['needs']).toMatchObject({ realtime: false });
    const asked = await backend.ask('POST', '/v1/chat/completions', {
      body: { model: 'auto/ptt_response', messages: [{ role: 'user', content: 'Hi' }] },
    });
    expect(asked.status).toBe(503);
  });

  it('a plain request of its path is told what it takes', async () => {
    const backend = await startBackend(await startRealtime());
    const asked = await backend.ask('GET', '/v1/realtime?model=auto');
    expect([asked.status, asked.headers.get('upgrade')]).toEqual([400, 'websocket']);
  });

  // S0-95: the capability is declared; a server of one's own is in no catalog.
  it('a model that the person declares live is asked in a session, and no more in writing', async () => {
    const upstream = await startRealtime({ models: ['my-voice'] });
    const backend = await startBackend(upstream, {
      providers: [{ id: 'mine', kind: 'openai-compatible', baseUrl: upstream.url }],
    });
    const edit = { model: 'mine/my-voice', tasks: { ptt_response: { quality: 0.9 } } };
    await backend.ask('PUT', '/v1/auto-router/models/edit', { body: edit });
    const before = await refusedSession(backend.url, '?model=auto');
    expect(before.error.code).toBe('no_eligible_candidate');
    const body = { ...edit, realtime: true };
    const saved = await backend.ask('PUT', '/v1/auto-router/models/edit', { body });
    expect(saved.json['edit']).toMatchObject({ realtime: true });
    const live = await session(backend.url, '?model=auto');
    expect(live.headers['x-auto-router-model']).toBe('mine/my-voice');
    live.socket.close();
    const pick = await backend.ask('GET', '/v1/auto-router/pick?task=ptt_response');
    expect(pick.json).toMatchObject({
      model: 'mine/my-voice',
      realtime_only: ['mine/my-voice'],
    });
    const asked = await backend.ask('POST', '/v1/chat/completions', {
      body: { model: 'auto/ptt_response', messages: [{ role: 'user', content: 'Hi' }] },
    });
    expect(asked.status).toBe(503);
  });
});
