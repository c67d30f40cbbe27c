import { describe, expect, it } from 'vitest';
import { metricsResponseSchema, pickResponseSchema } from '../../shared/api/auto-router';
import { errorBodySchema } from '../../shared/api/errors';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';

const PICK = '/v1/auto-router/pick';
const PREFS = '/v1/auto-router/prefs';
const CANDIDATES = '/v1/auto-router/candidates';

async function pick(server: TestBackend, query: string, token?: string) {
  const answer = await server.ask('GET', `${PICK}?${query}`, { token });
  expect(answer.status, answer.text).toBe(200);
  return pickResponseSchema.parse(answer.json);
}

const weights = (quality: number, latency: number, cost: number): string =>
  `weights=${encodeURIComponent(JSON.stringify({ quality, latency, cost }))}`;

describe('GET /v1/auto-router/pick', () => {
  it('golden numbers of S0 M, with no provider configured', async () => {
    const server = await testBackend();
    const golden: [string, [string, number][]][] = [
      [
        'task=ptt_response',
        [
          ['gemini-1-5-flash-8b-exp', 0.865],
          ['gpt-realtime-2', 0.8],
          ['haiku-4-5', 0.79],
          ['claude-sonnet-4-6', 0.648],
        ],
      ],
      [
        'task=screenshot_understanding',
        [
          ['gemini-1-5-pro', 0.788],
          ['claude-sonnet-4-6', 0.77],
          ['gpt-4o', 0.76],
        ],
      ],
      [
        'task=general_assistant',
        [
          ['haiku-4-5', 0.8],
          ['gemini-1-5-pro', 0.775],
          ['gpt-4o', 0.735],
          ['claude-sonnet-4-6', 0.7],
        ],
      ],
      [
        `task=general_assistant&${weights(0.1, 0.1, 0.8)}`,
        [
          ['haiku-4-5', 0.84],
          ['gemini-1-5-pro', 0.603],
          ['gpt-4o', 0.477],
          ['claude-sonnet-4-6', 0.39],
        ],
      ],
      [
        `task=screenshot_understanding&${weights(0.95, 0.025, 0.025)}`,
        [
          ['claude-sonnet-4-6', 0.9275],
          ['gpt-4o', 0.8825],
          ['gemini-1-5-pro', 0.8685],
        ],
      ],
      [
        `task=ptt_response&${weights(0.05, 0.9, 0.05)}`,
        [
          ['gemini-1-5-flash-8b-exp', 0.9375],
          ['haiku-4-5', 0.8425],
          ['gpt-realtime-2', 0.7925],
          ['claude-sonnet-4-6', 0.511],
        ],
      ],
      [
        `task=ptt_response&${weights(1, 0, 0)}`,
        [
          ['claude-sonnet-4-6', 0.92],
          ['gpt-realtime-2', 0.85],
          ['gemini-1-5-flash-8b-exp', 0.75],
          ['haiku-4-5', 0.7],
        ],
      ],
    ];
    for (const [query, ranking] of golden) {
      const answer = await pick(server, query);
      expect(answer.detail.candidates.map(({ id }) => id)).toEqual(ranking.map(([id]) => id));
      for (const [id, score] of ranking) expect(answer.scores[id]).toBeCloseTo(score, 9);
      expect(answer.model).toBe(ranking[0]?.[0]);
    }
    const embedding = await pick(server, 'task=screenshot_embedding');
    expect(Object.values(embedding.scores).map((s) => s.toFixed(4))).toEqual([
      '0.8940',
      '0.8740',
      '0.8200',
      '0.7510',
      '0.7100',
    ]);
    const speech = await pick(server, 'task=transcription');
    expect(Object.values(speech.scores).map((s) => s.toFixed(4))).toEqual([
      '0.9200',
      '0.8550',
      '0.8180',
      '0.7240',
    ]);
  });

  it('S0-33, S0-34, S0-29: shape, reason and load time', async () => {
    const server = await testBackend();
    const answer = await pick(server, 'task=general_assistant&extra=ignored');
    expect(answer).toMatchObject({
      task: 'general_assistant',
      model: 'haiku-4-5',
      weights_source: 'task_default',
      prefs_version: 0,
      detail: {
        weights: { quality: 0.5, latency: 0.3, cost: 0.2 },
        reason: 'selected haiku-4-5 (highest weighted score 0.8000)',
        dropped: [],
      },
    });
    const again = await pick(server, 'task=general_assistant');
    expect(again.updated_at).toBe(answer.updated_at);
  });

  it('S0-35, S0-36: a missing task is 422, an empty or unknown one 400, and no task is listed', async () => {
    const server = await testBackend();
    for (const path of [
      PICK,
      CANDIDATES,
      '/v1/auto-router/catalog',
      '/v1/auto-router/replay-set',
    ]) {
      const missing = await server.ask('GET', path);
      expect([missing.status, codeOf(missing)]).toEqual([422, 'missing_task']);
      for (const task of ['', 'nope', '__proto__', 'constructor']) {
        const unknown = await server.ask('GET', `${path}?task=${task}`);
        expect([unknown.status, codeOf(unknown)]).toEqual([400, 'unknown_task']);
        const { docs, message } = errorBodySchema.parse(unknown.json).error;
        expect([docs, message]).toEqual(['see docs/http-api.md#tasks', `unknown task: ${task}`]);
        expect(unknown.text).not.toContain('general_assistant');
      }
    }
  });

  it('S0-36: other methods are 405 with Allow, unknown paths and a missing /v1 are 404', async () => {
    const server = await testBackend();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await server.ask(method, `${PICK}?task=transcription`);
      expect([answer.status, codeOf(answer)]).toEqual([405, 'method_not_allowed']);
      expect(answer.headers.get('allow')).toBe('GET');
    }
    for (const path of ['/auto-router/pick', '/v1/auto-router/nope', '/v1/auto-router/pick/x']) {
      const answer = await server.ask('GET', path);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
    }
  });

  it('S0-38, S0-9: bad weights are refused, whatever is wrong with them', async () => {
    const server = await testBackend();
    const bad = [
      'nope',
      '',
      'null',
      '[]',
      '"x"',
      '1',
      'NaN',
      '{"quality":1}',
      '{"quality":true,"latency":0,"cost":0}',
      '{"quality":"1","latency":0,"cost":0}',
      '{"quality":null,"latency":0.5,"cost":0.5}',
      '{"quality":1e999,"latency":0,"cost":0}',
      '{"quality":0.5,"latency":0.5,"cost":0.5}',
      '{"quality":-0.5,"latency":1,"cost":0.5}',
    ];
    for (const text of bad) {
      const answer = await server.ask(
        'GET',
        `${PICK}?task=transcription&weights=${encodeURIComponent(text)}`,
      );
      expect([text, answer.status, codeOf(answer)]).toEqual([text, 400, 'invalid_weights']);
    }
  });

  it('S0-37, S0-39, S0-41: query over preferences over default, and the history has what was used', async () => {
    const server = await testBackend();
    const quality = { quality: 1, latency: 0, cost: 0 };
    await server.ask('PUT', PREFS, { body: { prefs: { ptt_response: quality } } });
    const mine = await pick(server, 'task=ptt_response');
    expect([mine.model, mine.weights_source]).toEqual(['claude-sonnet-4-6', 'user_prefs']);
    expect(mine.detail.weights).toEqual(quality);
    const once = await pick(server, `task=ptt_response&${weights(0.05, 0.9, 0.05)}`);
    expect([once.model, once.weights_source]).toEqual(['gemini-1-5-flash-8b-exp', 'query_param']);
    expect((await pick(server, 'task=ptt_response')).weights_source).toBe('user_prefs');
    expect((await pick(server, 'task=transcription')).weights_source).toBe('task_default');
    const metrics = metricsResponseSchema.parse(
      (await server.ask('GET', '/v1/auto-router/metrics')).json,
    );
    expect(metrics.pick_history.map((row) => row.weights_used)).toEqual([
      quality,
      { quality: 0.05, latency: 0.9, cost: 0.05 },
      quality,
      { quality: 0.3, latency: 0.6, cost: 0.1 },
    ]);
  });

  it('S0-108: a pin answers, and falls through once it is no candidate', async () => {
    const server = await testBackend();
    const pin = (model: string) =>
      server.ask('PUT', PREFS, {
        body: { prefs: { overrides: {}, model_overrides: { general_assistant: model } } },
      });
    await pin('gpt-4o');
    const pinned = await pick(server, 'task=general_assistant');
    expect(pinned).toMatchObject({
      model: 'gpt-4o',
      attribution: 'user_override',
      detail: { override_model: 'gpt-4o' },
    });
    await pin('gone/model');
    const fallen = await pick(server, 'task=general_assistant');
    expect(fallen.model).toBe('haiku-4-5');
    expect(fallen.detail.override_model).toBeUndefined();
    expect(fallen.attribution).not.toBe('user_override');
  });

  it('ruling 12: excluded models are never picked, each dropped one says why; none left, no pick, no record', async () => {
    const server = await testBackend();
    const all = (await pick(server, 'task=transcription')).detail.candidates.map(({ id }) => id);
    const exclude = (excluded: string[]) =>
      server.ask('PUT', PREFS, {
        body: {
          prefs: {
            overrides: {},
            model_overrides: { transcription: all[0] },
            constraints: { transcription: { excluded } },
          },
        },
      });
    await exclude(all.slice(0, 1));
    const second = await pick(server, 'task=transcription');
    expect(second.model).toBe(all[1]);
    expect(second.detail.dropped).toEqual([{ id: all[0], reason: 'excluded' }]);
    await exclude(all);
    const none = await pick(server, 'task=transcription');
    expect(none).toMatchObject({ model: null, scores: {} });
    expect(none.detail.reason).toBe(`no eligible candidate: excluded ${all.length}`);
    const metrics = metricsResponseSchema.parse(
      (await server.ask('GET', '/v1/auto-router/metrics')).json,
    );
    expect(metrics.pick_history).toHaveLength(2); // S0-58
    expect(metrics.tasks['transcription']).toMatchObject({
      current_pick: null,
      current_score: null,
    });
  });

  it('saves the trace, for its own user alone', async () => {
    const server = await testBackend();
    const { decision_id: id } = await pick(server, 'task=general_assistant');
    const mine = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
    expect(mine.json).toMatchObject({
      decision: { id, task: 'general_assistant', model: 'haiku-4-5' },
    });
    const theirs = await server.ask('GET', `/v1/auto-router/decisions/${id}`, { token: BOB });
    expect([theirs.status, codeOf(theirs)]).toEqual([404, 'decision_not_found']);
  });
});

describe('GET /v1/auto-router/tasks, candidates, catalog; POST preview', () => {
  it('S0-107: tasks answers the defaults and leaves no trace in the history', async () => {
    const server = await testBackend();
    const tasks = await server.ask('GET', '/v1/auto-router/tasks');
    expect(tasks.json['tasks']).toHaveLength(5);
    await server.ask('GET', `${CANDIDATES}?task=general_assistant`);
    await server.ask('POST', '/v1/auto-router/preview', { body: { task: 'general_assistant' } });
    const metrics = metricsResponseSchema.parse(
      (await server.ask('GET', '/v1/auto-router/metrics')).json,
    );
    expect(metrics.pick_history).toEqual([]);
  });

  it('S0-108: candidates come ranked under the user’s weights, beside the defaults', async () => {
    const server = await testBackend();
    const body = { prefs: { ptt_response: { quality: 1, latency: 0, cost: 0 } } };
    await server.ask('PUT', PREFS, { body });
    const { json } = await server.ask('GET', `${CANDIDATES}?task=ptt_response`);
    expect(json).toMatchObject({
      task: 'ptt_response',
      default_weights: { quality: 0.4, latency: 0.5, cost: 0.1 },
    });
    const list = json['candidates'] as { id: string; total: number }[];
    expect([list[0]?.id, list[0]?.total]).toEqual(['claude-sonnet-4-6', 0.92]);
  });

  it('the preview says what a request would get: with nothing connected, nothing of the example', async () => {
    const server = await testBackend();
    const { json } = await server.ask('POST', '/v1/auto-router/preview', {
      body: { task: 'general_assistant', needs_tools: false, prompt_tokens: 10 },
    });
    const trace = json['trace'] as { candidates: { id: string; drop: string | null }[] };
    expect(trace.candidates.find(({ id }) => id === 'gpt-4o')?.drop).toBe('not_connected');
    const bad = await server.ask('POST', '/v1/auto-router/preview', { body: { task: 'nope' } });
    expect(codeOf(bad)).toBe('unknown_task');
    const sum = await server.ask('POST', '/v1/auto-router/preview', {
      body: { task: 'transcription', weights: { quality: 1, latency: 1, cost: 1 } },
    });
    expect(codeOf(sum)).toBe('invalid_weights');
  });

  it('catalog answers full candidates with the user’s own state', async () => {
    const server = await testBackend({ catalogFile: null });
    const { json } = await server.ask('GET', '/v1/auto-router/catalog?task=general_assistant');
    expect(json).toMatchObject({
      plain: false,
      prefsVersion: 0,
      pin: null,
      weightsSource: 'task_default',
    });
    expect((json['candidates'] as unknown[]).length).toBeGreaterThan(5);
  });
});

describe('GET /v1/auto-router/metrics', () => {
  it('S0-59, S0-62, S0-63, S0-64: the caller’s own picks and weights, a truthful source', async () => {
    const server = await testBackend();
    const body = { prefs: { general_assistant: { quality: 1, latency: 0, cost: 0 } } };
    await server.ask('PUT', PREFS, { body, token: BOB });
    await pick(server, 'task=general_assistant');
    const of = async (token?: string) =>
      metricsResponseSchema.parse(
        (await server.ask('GET', '/v1/auto-router/metrics', { token })).json,
      );
    const ann = await of();
    const bob = await of(BOB);
    expect(ann.pick_history).toHaveLength(1);
    expect(bob.pick_history).toEqual([]);
    expect(ann.tasks['general_assistant']?.current_pick).toBe('haiku-4-5');
    expect(bob.tasks['general_assistant']?.current_pick).toBe('claude-sonnet-4-6');
    expect(ann).toMatchObject({
      benchmarks_source: 'example',
      benchmarks_last_refresh: null,
      dispatch_without_capture_total: 0,
      cache: { is_fresh: true },
    });
  });

  it('S0-57: shows the newest 100 picks, oldest first', async () => {
    const server = await testBackend();
    for (let n = 0; n < 103; n += 1) await pick(server, 'task=transcription');
    const metrics = metricsResponseSchema.parse(
      (await server.ask('GET', '/v1/auto-router/metrics')).json,
    );
    expect(metrics.pick_history).toHaveLength(100);
    const times = metrics.pick_history.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
  });
});

describe('POST /v1/auto-router/refresh-benchmarks', () => {
  const PATH = '/v1/auto-router/refresh-benchmarks';

  it('S0-78: not configured is 503; missing, wrong and blank keys are 401; the right one refreshes', async () => {
    let adminKey: string | null = null;
    const server = await testBackend({ adminKey: () => adminKey });
    const ask = (key?: string) =>
      server.ask('POST', PATH, { headers: key === undefined ? {} : { 'x-admin-key': key } });
    expect(codeOf(await ask('anything'))).toBe('admin_not_configured');
    adminKey = '   ';
    expect((await ask('   ')).status).toBe(503);
    adminKey = 'right-admin-key';
    for (const key of [undefined, 'wrong', ' ', '']) {
      const answer = await ask(key);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'invalid_admin_key']);
    }
    const done = await ask('right-admin-key');
    expect(done.status, done.text).toBe(200);
    expect(done.json).toMatchObject({ status: 'ok', source: 'example', task_count: 5 });
    expect(server.logs.join('\n')).not.toContain('right-admin-key');
  });
});
