import { describe, expect, it } from 'vitest';
import type { FeedbackResponse } from '../../shared/api/compare';
import type { ExplainResponse } from '../../shared/api/memory';
import { BOB, codeOf, testBackend } from '../support/backend';
import { fakeEmbedder } from '../support/fake-embedder';

const FEEDBACK = '/v1/router/preferences/feedback';
const SAGE = 'practice/sage';
const SWIFT = 'practice/swift';

async function server() {
  const embedder = fakeEmbedder();
  const backend = await testBackend({ catalogFile: null, embedder });
  const feedback = async (body: object, token?: string) =>
    backend.ask('POST', FEEDBACK, {
      body: { prompt: 'why?', kind: 'thumb_up', model: SAGE, against: SWIFT, ...body },
      ...(token !== undefined && { token }),
    });
  const examples = async (token?: string) =>
    (await backend.ask('GET', '/v1/router/memory', token === undefined ? {} : { token })).json[
      'examples'
    ] as { scores: Record<string, number>; label_source: string }[];
  return { ...backend, embedder, feedback, examples };
}

describe('POST /v1/router/preferences/feedback', () => {
  it('makes a paired example that says it is feedback, with a receipt that takes it back', async () => {
    const s = await server();
    const { json } = await s.feedback({ kind: 'runner_up' });
    const { receipt, prefers, over } = json as unknown as FeedbackResponse;
    expect([prefers, over]).toEqual([SAGE, SWIFT]);
    expect(await s.examples()).toMatchObject([
      { label_source: 'feedback', scores: { [SAGE]: 0.6, [SWIFT]: 0.4 } },
    ]);
    await s.ask('POST', '/v1/router/memory/undo', { body: { undo_id: receipt?.undo_id } });
    expect(await s.examples()).toEqual([]);
  });

  it('a thumb down prefers the other', async () => {
    const s = await server();
    const { json } = await s.feedback({ kind: 'thumb_down' });
    expect(json).toMatchObject({ prefers: SWIFT, over: SAGE });
  });

  it.each(['human', 'judge'])('never changes a rating of source %s', async (source) => {
    const s = await server();
    const rated = { prompt: 'why?', scores: { [SAGE]: 0.1, [SWIFT]: 1 } };
    await s.ask('POST', '/v1/router/preferences/rank', {
      body: { label_source: source, examples: [rated] },
    });
    const { json } = await s.feedback({});
    expect(json).toMatchObject({ receipt: null, kept: 'rated' });
    expect(await s.examples()).toMatchObject([{ label_source: source, scores: rated.scores }]);
  });

  it('stays with the user who gave it', async () => {
    const s = await server();
    await s.feedback({}, BOB);
    expect(await s.examples()).toEqual([]);
    expect(await s.examples(BOB)).toHaveLength(1);
  });

  it.each([
    ['a model against itself', { against: SAGE }, 'invalid_request'],
    ['an unknown model', { model: 'no/such' }, 'unknown_rated_model'],
    ['an unknown act', { kind: 'shrug' }, 'invalid_request'],
    ['an empty prompt', { prompt: '' }, 'invalid_request'],
  ])('refuses %s and stores nothing', async (_, body, code) => {
    const s = await server();
    expect(codeOf(await s.feedback(body))).toBe(code);
    expect(await s.examples()).toEqual([]);
  });

  it('stores nothing that cannot vote', async () => {
    const s = await server();
    s.embedder.mode = 'fail';
    expect(codeOf(await s.feedback({}))).toBe('embedding_failed');
    expect(await s.examples()).toEqual([]);
  });
});

const walk = (s: Awaited<ReturnType<typeof server>>, body: object) =>
  s.ask('POST', '/v1/router/explain', { body });

describe('POST /v1/router/explain with a prompt of the practice set', () => {
  it('decides it by the others, and leaves the memory as it was', async () => {
    const s = await server();
    const { json } = await walk(s, { practice_id: 'hard-1' });
    const { trace, ranked, prompts } = json as unknown as ExplainResponse;
    expect(ranked).toHaveLength(3);
    expect(trace?.examples).toBe(20);
    expect(trace?.neighbours.map(({ id }) => id)).not.toContain('hard-1');
    expect(Object.keys(prompts)).toHaveLength(trace?.neighbours.length ?? 0);
    expect(await s.examples()).toEqual([]);
  });

  it('is unknown when there is no such prompt, and a decline when it cannot be embedded', async () => {
    const s = await server();
    expect(codeOf(await walk(s, { practice_id: 'none' }))).toBe('memory_example_not_found');
    s.embedder.mode = 'fail';
    const { json } = await walk(s, { practice_id: 'sum-1' });
    expect(json).toMatchObject({ decline: { code: 'embedding_failed' }, ranked: [] });
    s.embedder.mode = 'answer';
    expect((await walk(s, { practice_id: 'sum-1' })).json['decline']).toBeNull();
  });
});
