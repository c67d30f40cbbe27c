import { describe, expect, it } from 'vitest';
import { BOB, codeOf, testBackend } from '../support/backend';
import { fakeEmbedder } from '../support/fake-embedder';

/** Two models of the example catalog that both serve the chat task. */
async function server() {
  const embedder = fakeEmbedder();
  const backend = await testBackend({ embedder });
  const { json } = await backend.ask('GET', '/v1/auto-router/candidates?task=general_assistant');
  const [one = '', two = ''] = (json['candidates'] as { id: string }[]).map(({ id }) => id);
  const rank = (examples: unknown, more: object = {}, token?: string) =>
    backend.ask('POST', '/v1/router/preferences/rank', {
      body: { examples, ...more },
      ...(token !== undefined && { token }),
    });
  return { ...backend, embedder, one, two, rank };
}

interface Listed {
  readonly id: string;
  readonly prompt: string;
  readonly scores: Record<string, number>;
}

const without = (rows: Listed[]) => rows.map(({ prompt, scores }) => ({ prompt, scores }));

async function listed(
  { ask }: Pick<Awaited<ReturnType<typeof server>>, 'ask'>,
  token?: string,
): Promise<Listed[]> {
  const answer = await ask('GET', '/v1/router/memory', token === undefined ? {} : { token });
  return answer.json['examples'] as Listed[];
}

describe('POST /v1/router/preferences/rank', () => {
  it('stores scores with ties and answers with a receipt that can be undone', async () => {
    const s = await server();
    const ranked = await s.rank([{ prompt: 'hi', scores: { [s.one]: 1, [s.two]: 1 } }]);
    expect([ranked.status, ranked.json]).toEqual([200, expect.objectContaining({ added: 1 })]);
    expect(await listed(s)).toMatchObject([{ prompt: 'hi', scores: { [s.one]: 1, [s.two]: 1 } }]);
    const undo = { body: { undo_id: ranked.json['undo_id'] } };
    expect((await s.ask('POST', '/v1/router/memory/undo', undo)).status).toBe(200);
    expect(await listed(s)).toEqual([]);
    expect(codeOf(await s.ask('POST', '/v1/router/memory/undo', undo))).toBe('undo_not_found');
  });

  it.each([
    ['a score above 1', { score: 1.01 }],
    ['a score below 0', { score: -0.1 }],
    ['a score that is no number', { score: 'good' }],
    ['NaN, which JSON writes as null', { score: null }],
  ])('refuses %s and stores nothing of the batch', async (_, { score }) => {
    const s = await server();
    const answer = await s.rank([
      { prompt: 'fine', scores: { [s.one]: 1 } },
      { prompt: 'bad', scores: { [s.one]: score } },
    ]);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request']);
    expect(await listed(s)).toEqual([]);
  });

  it('refuses an unknown model and lists the candidates (S1-23)', async () => {
    const s = await server();
    const answer = await s.rank([{ prompt: 'hi', scores: { 'no/such': 1 } }]);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'unknown_rated_model']);
    expect(answer.text).toContain(s.one);
  });

  it('refuses practice models beside real ones', async () => {
    const s = await server();
    const answer = await s.rank([{ prompt: 'hi', scores: { [s.one]: 1, 'practice/sage': 1 } }]);
    expect(codeOf(answer)).toBe('invalid_request');
  });

  it('refuses an empty prompt, an empty batch, and more than 100', async () => {
    const s = await server();
    const one = (prompt: string) => ({ prompt, scores: { [s.one]: 1 } });
    expect((await s.rank([one('  ')])).status).toBe(400);
    expect((await s.rank([])).status).toBe(400);
    expect((await s.rank(Array.from({ length: 101 }, (_, i) => one(`p${i}`)))).status).toBe(400);
  });

  it('takes a whole batch of 100', async () => {
    const s = await server();
    const batch = Array.from({ length: 100 }, (_, i) => ({
      prompt: `p${i}`,
      scores: { [s.one]: 1 },
    }));
    expect((await s.rank(batch)).json).toMatchObject({ added: 100 });
  });

  it('says 502 when the prompts cannot be embedded, and stores nothing (S1-23)', async () => {
    const s = await server();
    s.embedder.mode = 'fail';
    const answer = await s.rank([{ prompt: 'hi', scores: { [s.one]: 1 } }]);
    expect([answer.status, codeOf(answer)]).toEqual([502, 'embedding_failed']);
    expect(await listed(s)).toEqual([]);
  });
});

describe('the memory of another user', () => {
  it('is out of reach on every route (S1-20)', async () => {
    const s = await server();
    await s.rank([{ prompt: 'secret', scores: { [s.one]: 1 } }]);
    const [mine] = await listed(s);
    const path = `/v1/router/memory/${mine?.id}`;
    expect(await listed(s, BOB)).toEqual([]);
    for (const [method, body] of [
      ['GET', undefined],
      ['DELETE', undefined],
      ['PATCH', { label_source: 'judge' }],
    ] as const) {
      const answer = await s.ask(method, path, { token: BOB, body });
      expect([method, codeOf(answer)]).toEqual([method, 'memory_example_not_found']);
    }
    const explain = { token: BOB, body: { example_id: mine?.id } };
    expect(codeOf(await s.ask('POST', '/v1/router/explain', explain))).toBe(
      'memory_example_not_found',
    );
    await s.ask('DELETE', '/v1/router/memory', { token: BOB });
    expect(await listed(s)).toHaveLength(1);
  });

  it('a user who does not own the server can teach (S1-20)', async () => {
    const s = await server();
    const answer = await s.rank([{ prompt: 'hi', scores: { [s.one]: 1 } }], {}, BOB);
    expect(answer.status).toBe(200);
    expect(await listed(s, BOB)).toHaveLength(1);
  });
});

describe('GET /v1/router/status (S1-24)', () => {
  it('counts up to the seed and turns warm', async () => {
    const s = await server();
    const tasks = async () => (await s.ask('GET', '/v1/router/status')).json['tasks'];
    expect(await tasks()).toEqual([]);
    const batch = (from: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({ prompt: `p${from + i}`, scores: { [s.one]: 1 } }));
    await s.rank(batch(0, 19));
    expect(await tasks()).toMatchObject([{ examples: 19, seed_count: 20, state: 'cold' }]);
    await s.rank(batch(19, 1));
    expect(await tasks()).toMatchObject([{ examples: 20, state: 'warm', pending: 0 }]);
  });
});

describe('an example', () => {
  it('can be read, edited, removed, and each brought back', async () => {
    const s = await server();
    await s.rank([{ prompt: 'hi', scores: { [s.one]: 0.2 } }]);
    const [example] = await listed(s);
    const path = `/v1/router/memory/${example?.id}`;
    const edit = await s.ask('PATCH', path, { body: { scores: { [s.two]: 0.7 } } });
    expect((await s.ask('GET', path)).json['scores']).toEqual({ [s.two]: 0.7 });
    await s.ask('POST', '/v1/router/memory/undo', { body: { undo_id: edit.json['undo_id'] } });
    expect((await s.ask('GET', path)).json['scores']).toEqual({ [s.one]: 0.2 });
    const removal = await s.ask('DELETE', path);
    expect((await s.ask('GET', path)).status).toBe(404);
    await s.ask('POST', '/v1/router/memory/undo', { body: { undo_id: removal.json['undo_id'] } });
    expect((await s.ask('GET', path)).status).toBe(200);
    expect(codeOf(await s.ask('PATCH', path, { body: {} }))).toBe('invalid_request');
  });
});

describe('export and import', () => {
  it('carry a memory to another user whole', async () => {
    const s = await server();
    await s.rank([{ prompt: 'a', scores: { [s.one]: 0.2 } }], { label_source: 'judge' });
    await s.rank([{ prompt: 'b', scores: { [s.one]: 1, [s.two]: 1 } }]);
    const file = await s.ask('GET', '/v1/router/memory/export');
    const taken = await s.ask('POST', '/v1/router/memory/import', { token: BOB, body: file.text });
    expect(taken.json).toMatchObject({ added: 2 });
    expect(without(await listed(s, BOB))).toEqual(without(await listed(s)));
  });

  it('a file that was cut short or changed is named as such and changes nothing', async () => {
    const s = await server();
    await s.rank([{ prompt: 'kept', scores: { [s.one]: 1 } }]);
    const { text, json } = await s.ask('GET', '/v1/router/memory/export');
    const cut = await s.ask('POST', '/v1/router/memory/import', { body: text.slice(0, -20) });
    expect([cut.status, codeOf(cut)]).toEqual([400, 'invalid_request']);
    expect(cut.text).toContain('cut short');
    const bad = [
      JSON.stringify({ ...json, examples: [] }),
      JSON.stringify({ ...json, version: 2 }),
      JSON.stringify({ hello: 1 }),
      text.replace(':1}', ':1e9}'),
    ];
    for (const body of bad) {
      const answer = await s.ask('POST', '/v1/router/memory/import', { body });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_memory_file']);
    }
    expect(await listed(s)).toHaveLength(1);
  });
});

describe('POST /v1/router/explain', () => {
  it('says why the memory does not decide, as a sentence', async () => {
    const s = await server();
    const { json } = await s.ask('POST', '/v1/router/explain', { body: { prompt: 'hi' } });
    expect(json).toMatchObject({ ranked: [], trace: null });
    expect((json['decline'] as { reason: string }).reason).toMatch(/\.$/u);
  });
});
