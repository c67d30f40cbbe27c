import { describe, expect, it } from 'vitest';
import type { EmbeddingChoice } from '../../shared/api/memory';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';
import { startUpstream } from '../support/upstream';

async function taught(embeddingModel: string | null) {
  const upstream = await startUpstream(['m1', 'm2']);
  const server = await testBackend({
    catalogFile: null,
    providers: [{ id: 'up', kind: 'openai-compatible', baseUrl: upstream.url }],
    embeddingModel,
  });
  await server.backend.listed(5_000);
  const ranked = await server.ask('POST', '/v1/router/preferences/rank', {
    body: { examples: [{ prompt: 'write a poem', scores: { 'up/m1': 0.2, 'up/m2': 1 } }] },
  });
  expect([ranked.status, ranked.text]).toEqual([200, ranked.text]);
  const listed = await server.ask('GET', '/v1/router/memory');
  const [example] = listed.json['examples'] as { embedding_model: string | null }[];
  const asked = upstream.requests.filter(({ path }) => path.endsWith('/embeddings'));
  return { server, example, asked };
}

describe('the embedding model of the memory', () => {
  // The promise of the default: a prompt leaves the machine only for the model that answers it.
  it('is local unless another is chosen', async () => {
    const { example, asked } = await taught(null);
    expect([example?.embedding_model, asked.length]).toEqual(['local/use-lite', 0]);
  });

  it('is the provider’s that was chosen, its calls recorded and its vectors tagged', async () => {
    const { server, example, asked } = await taught('up/m1');
    expect(example?.embedding_model).toBe('up/m1');
    expect(asked.map(({ body }) => body['input'])).toEqual([['write a poem']]);
    const rows = await server.ask('GET', '/v1/auto-router/history?strategy=direct');
    expect(rows.json['rows']).toMatchObject([{ model: 'up/m1', status: 'succeeded' }]);
  });
});

describe('a provider’s embedding model of the memory', () => {
  const POEM = 'write a poem';
  const SECRET = 'what is my password here';

  /** A warm memory whose embedder runs elsewhere, and two models that run here. */
  async function warm() {
    const away = await startUpstream(['m1']);
    const here = await startUpstream(['m1', 'm2']);
    const server = await testBackend({
      catalogFile: null,
      providers: [
        // Not by its loopback name: what is there counts as a cloud provider.
        {
          id: 'away',
          kind: 'openai-compatible',
          baseUrl: away.url.replace('127.0.0.1', '0.0.0.0'),
        },
        { id: 'here', kind: 'openai-compatible', baseUrl: here.url },
      ],
      embeddingModel: 'away/m1',
    });
    await server.backend.listed(5_000);
    const examples = Array.from({ length: 24 }, (_, index) => ({
      prompt: `${POEM} ${index}`,
      scores: { 'here/m1': 0.2, 'here/m2': 1 },
    }));
    await server.ask('POST', '/v1/router/preferences/rank', { body: { examples } });
    away.requests.splice(0);
    return { server, away };
  }

  it('sees the prompt of a request that it decides', async () => {
    const { server, away } = await warm();
    const messages = [{ role: 'user', content: SECRET }];
    await server.ask('POST', '/v1/chat/completions', { body: { model: 'auto/learned', messages } });
    expect(JSON.stringify(away.requests)).toContain(SECRET);
  });

  // The words about a picture that must not leave would leave by the strategy's own embedder.
  it('is not shown a prompt that is for this machine alone; auto decides, and says why', async () => {
    const { server, away } = await warm();
    const answer = await server.ask('POST', '/v1/chat/completions', {
      body: {
        model: 'auto/learned',
        messages: [{ role: 'user', content: SECRET }],
        routing_hint: { local_only: true },
      },
    });
    expect(answer.headers.get('x-auto-router-model')).toContain('here/');
    expect(away.requests).toEqual([]);
    const id = answer.headers.get('x-auto-router-decision') ?? '';
    const { json } = await server.ask('GET', `/v1/auto-router/decisions/${id}`);
    expect(json['decision']).toMatchObject({ declined: { code: 'embedding_elsewhere' } });
  });

  // Every pause in typing would send the half-written prompt away and be paid for.
  it('is not shown what is only typed', async () => {
    const { server, away } = await warm();
    const preview = await server.ask('POST', '/v1/auto-router/preview', {
      body: { task: 'general_assistant', strategy: 'auto/learned', prompt: SECRET },
    });
    expect(preview.json['trace']).toMatchObject({ declined: { code: 'embedding_elsewhere' } });
    expect(away.requests).toEqual([]);
  });
});

const EMBEDDING = '/v1/router/embedding';

async function withUpstream(embeddingModel: string | null = null) {
  const upstream = await startUpstream(['m1', 'm2']);
  const given = {
    catalogFile: null,
    providers: [{ id: 'up', kind: 'openai-compatible' as const, baseUrl: upstream.url }],
    embeddingModel,
  };
  const server = await testBackend(given);
  await server.backend.listed(5_000);
  await server.ask('POST', '/v1/router/preferences/rank', {
    body: {
      examples: ['write a poem', 'add two numbers'].map((prompt) => ({
        prompt,
        scores: { 'up/m1': 0.2, 'up/m2': 1 },
      })),
    },
  });
  return { upstream, server, given };
}

async function embedded(server: TestBackend): Promise<EmbeddingChoice> {
  for (;;) {
    const { json } = await server.ask('GET', EMBEDDING);
    const choice = json as unknown as EmbeddingChoice;
    if (choice.pending === 0 || choice.problem !== null) return choice;
  }
}

describe('choosing it while the router runs', () => {
  // A change that waits for a restart, or leaves old vectors beside new ones that they can't be compared to.
  it('embeds every example anew at once, and a restart keeps the choice', async () => {
    const { server, given } = await withUpstream();
    expect((await server.ask('GET', EMBEDDING)).json).toMatchObject({
      model: 'local/use-lite',
      local: true,
      chosen: null,
      fixed_by_environment: false,
      total: 2,
      pending: 0,
    });
    const put = await server.ask('PUT', EMBEDDING, { body: { model: 'up/m1' } });
    expect([put.status, put.json]).toMatchObject([200, { model: 'up/m1', chosen: 'up/m1' }]);
    await embedded(server);
    const listed = await server.ask('GET', '/v1/router/memory');
    expect(listed.json['examples']).toMatchObject([
      { embedding_model: 'up/m1' },
      { embedding_model: 'up/m1' },
    ]);
    const explained = await server.ask('POST', '/v1/router/explain', {
      body: { prompt: 'write a song' },
    });
    expect(explained.status).toBe(200);
    await server.backend.close();
    const again = await testBackend({ ...given, dataDir: server.dir });
    expect((await again.ask('GET', EMBEDDING)).json).toMatchObject({ model: 'up/m1', pending: 0 });
    const back = await again.ask('PUT', EMBEDDING, { body: { model: null } });
    expect(back.json).toMatchObject({ model: 'local/use-lite', chosen: null });
    expect(await embedded(again)).toMatchObject({ pending: 0, problem: null });
  });

  it('goes on after a stop in the middle, without being asked', async () => {
    const { server, given } = await withUpstream();
    await server.backend.close();
    // As if the choice had been the last thing that was written.
    const chosen = await testBackend({ ...given, dataDir: server.dir, embeddingModel: 'up/m2' });
    expect(await embedded(chosen)).toMatchObject({ model: 'up/m2', pending: 0 });
  });

  it('changes nothing for a model that makes no vector, a simulated one, or a guest', async () => {
    const { server } = await withUpstream();
    const ask = (model: unknown, token?: string) =>
      server.ask('PUT', EMBEDDING, { body: { model }, ...(token !== undefined && { token }) });
    expect(codeOf(await ask('nobody/m'))).toBe('embedding_failed');
    expect(codeOf(await ask('practice/sage'))).toBe('unknown_model');
    expect(codeOf(await ask('m1'))).toBe('invalid_request');
    expect(codeOf(await ask('up/m1', BOB))).toBe('forbidden');
    expect((await server.ask('GET', EMBEDDING)).json).toMatchObject({ model: 'local/use-lite' });
  });

  it('is not done while the environment says which it is', async () => {
    const { server } = await withUpstream('up/m2');
    expect(codeOf(await server.ask('PUT', EMBEDDING, { body: { model: null } }))).toBe(
      'embedding_fixed',
    );
    expect((await server.ask('GET', EMBEDDING)).json).toMatchObject({
      model: 'up/m2',
      chosen: null,
      fixed_by_environment: true,
    });
  });
});
