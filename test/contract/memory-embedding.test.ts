import { describe, expect, it } from 'vitest';
import { testBackend } from '../support/backend';
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
