import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefsResponseSchema } from '../../shared/api/prefs';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';

const PREFS = '/v1/auto-router/prefs';
const W = { quality: 0.2, latency: 0.3, cost: 0.5 };

const put = (server: TestBackend, prefs: unknown, more: object = {}) =>
  server.ask('PUT', PREFS, { body: { prefs, ...more } });
const get = async (server: TestBackend, token?: string) =>
  prefsResponseSchema.parse((await server.ask('GET', PREFS, { token })).json);

const many = (n: number) =>
  Object.fromEntries(Array.from({ length: n }, (_, index) => [`task_${index}`, W]));

describe('GET|PUT /v1/auto-router/prefs', () => {
  it('S0-54: never set is empty, without a date, version 0', async () => {
    const server = await testBackend();
    expect(await get(server)).toEqual({
      uid: 'ann',
      prefs: { overrides: {}, model_overrides: {} },
      updated_at: null,
      version: 0,
    });
  });

  it('S0-55: a flat write replaces everything, reads back flat, and {} or null clears', async () => {
    const server = await testBackend();
    expect((await put(server, { ptt_response: W, transcription: W })).status).toBe(200);
    expect((await get(server)).prefs).toEqual({ ptt_response: W, transcription: W });
    await put(server, { transcription: W });
    expect((await get(server)).prefs).toEqual({ transcription: W });
    for (const empty of [{}, null]) {
      await put(server, { transcription: W });
      expect((await put(server, empty)).json['prefs']).toEqual({});
    }
    const after = await get(server);
    expect(after.version).toBe(6);
    expect(after.updated_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('S0-108: a full write reads back full, pins and constraints included', async () => {
    const server = await testBackend();
    const prefs = {
      overrides: { ptt_response: W },
      model_overrides: { transcription: 'whisper-large-v3' },
      constraints: {
        ptt_response: {
          allowed: ['a/b'],
          excluded: ['c/d'],
          max_cost_usd: 0.01,
          max_latency_ms: 900,
          local_only: true,
        },
      },
    };
    expect((await put(server, prefs)).json['prefs']).toEqual(prefs);
    expect((await get(server)).prefs).toEqual(prefs);
    const pinsOnly = { model_overrides: { transcription: 'whisper-large-v3' } };
    expect((await put(server, pinsOnly)).json['prefs']).toEqual({ overrides: {}, ...pinsOnly });
  });

  it('S0-55: each wrong body has its code', async () => {
    const server = await testBackend();
    const cases: [unknown, string][] = [
      [{}, 'missing_prefs'],
      [[], 'missing_prefs'],
      ['"text"', 'missing_prefs'],
      ['null', 'missing_prefs'],
      ['{not json', 'invalid_request'],
      [{ prefs: [] }, 'invalid_prefs_type'],
      [{ prefs: 'x' }, 'invalid_prefs_type'],
      [{ prefs: 3 }, 'invalid_prefs_type'],
      [{ prefs: true }, 'invalid_prefs_type'],
      [{ prefs: { a: { quality: 1 } } }, 'invalid_prefs'], // S0-50
      [{ prefs: { a: { quality: -1, latency: 1, cost: 1 } } }, 'invalid_prefs'],
      [{ prefs: { a: { quality: true, latency: 0, cost: 0 } } }, 'invalid_prefs'], // S0-49
      [{ prefs: { a: { quality: '1', latency: 0, cost: 0 } } }, 'invalid_prefs'],
      ['{"prefs":{"a":{"quality":1e999,"latency":0,"cost":0}}}', 'invalid_prefs'], // S0-9
      [{ prefs: { a: null } }, 'invalid_prefs'],
      [{ prefs: { '': W } }, 'invalid_prefs'], // S0-47
      [{ prefs: { overrides: [] } }, 'invalid_prefs'],
      [{ prefs: { model_overrides: { a: '' } } }, 'invalid_prefs'],
      [{ prefs: { model_overrides: { a: 3 } } }, 'invalid_prefs'],
      [{ prefs: { constraints: { a: { max_cost_usd: -1 } } } }, 'invalid_prefs'],
      [{ prefs: {}, version: 'x' }, 'invalid_request'],
    ];
    for (const [body, code] of cases) {
      const answer = await server.ask('PUT', PREFS, { body });
      expect([body, answer.status, codeOf(answer)]).toEqual([body, 400, code]);
    }
    expect((await get(server)).version).toBe(0);
  });

  it('S0-51: unknown tasks are kept, but no more than 50 of a kind', async () => {
    const server = await testBackend();
    expect((await put(server, many(50))).json['prefs']).toEqual(many(50));
    expect(codeOf(await put(server, many(51)))).toBe('invalid_prefs');
    const pins = Object.fromEntries(Object.keys(many(51)).map((task) => [task, 'a/b']));
    expect(codeOf(await put(server, { overrides: {}, model_overrides: pins }))).toBe(
      'invalid_prefs',
    );
  });

  it('a save over a version that is gone is a conflict and changes nothing', async () => {
    const server = await testBackend();
    expect((await put(server, { a: W }, { version: 0 })).status).toBe(200);
    const late = await put(server, {}, { version: 0 });
    expect([late.status, codeOf(late)]).toEqual([409, 'prefs_conflict']);
    expect((await get(server)).prefs).toEqual({ a: W });
  });

  it('ruling 5: one user’s preferences never touch another’s, and survive a restart', async () => {
    const server = await testBackend();
    await put(server, { ptt_response: W });
    expect((await get(server, BOB)).version).toBe(0);
    await server.backend.close();
    const again = await testBackend({ dataDir: server.dir });
    expect((await get(again)).prefs).toEqual({ ptt_response: W });
  });

  it('a save marks the history with the tasks it changed', async () => {
    const server = await testBackend();
    await put(server, { ptt_response: W, transcription: W });
    await put(server, { ptt_response: W });
    const { json } = await server.ask('GET', '/v1/auto-router/history/summary');
    const marks = json['marks'] as { kind: string; label: string }[];
    expect(marks.filter(({ kind }) => kind === 'prefs').map(({ label }) => label)).toEqual([
      'ptt_response, transcription',
      'transcription',
    ]);
  });

  it('any valid preferences round-trip, __proto__ and all', async () => {
    const server = await testBackend();
    const name = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'ptt_response', 'тест', 'x y'),
      fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''),
    );
    const weights = fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
      .map(([a, b]) => ({ quality: a / 100, latency: (b - a) / 100, cost: (100 - b) / 100 }));
    const entries = <T>(value: fc.Arbitrary<T>) =>
      fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(entries(weights), entries(fc.constantFrom('a/b', 'm:1')), async (w, p) => {
        // Object.fromEntries makes an own property of __proto__, and JSON keeps it.
        const text = JSON.stringify({
          prefs: { overrides: Object.fromEntries(w), model_overrides: Object.fromEntries(p) },
        });
        const answer = await server.ask('PUT', PREFS, { body: text });
        expect(answer.status, answer.text).toBe(200);
        const read = (await server.ask('GET', PREFS)).text;
        expect(JSON.stringify((JSON.parse(read) as { prefs: unknown }).prefs)).toBe(
          JSON.stringify((JSON.parse(text) as { prefs: unknown }).prefs),
        );
      }),
      { numRuns: 40 },
    );
  });
});
