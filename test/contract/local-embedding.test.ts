import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../electron/backend/decide/decide-request';
import { LOCAL_EMBEDDING_MODEL } from '../../electron/backend/embedding/local-embedder';
import { embeddingFacts } from '../../electron/backend/gateway/facts';
import { provider, startGateway } from '../support/gateway';
import { startUpstream } from '../support/upstream';

const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('/v1/embeddings on this machine', () => {
  it('answers with auto and by name, offline and without a key, on first start', async () => {
    const { client, history } = await startGateway({});
    const texts = [
      'TypeError: cannot read properties of undefined',
      'an exception was thrown in JavaScript',
      'a recipe for apple pie with cinnamon',
    ];
    const auto = await client.embeddings.create({ model: 'auto', input: texts });
    const named = await client.embeddings.create({
      model: LOCAL_EMBEDDING_MODEL,
      input: texts[0]!,
    });
    const [error, exception, pie] = auto.data.map(({ embedding }) => embedding);
    expect(error).toHaveLength(512);
    // The official client asks for base64: both forms carry the same numbers.
    expect(named.data[0]?.embedding).toEqual(error);
    expect(cosine(error!, exception!)).toBeGreaterThan(cosine(error!, pie!) + 0.1);

    const rows = await history();
    expect(rows.map(({ strategy, model, costUsd }) => [strategy, model, costUsd])).toEqual([
      ['direct', LOCAL_EMBEDDING_MODEL, 0],
      ['auto', LOCAL_EMBEDDING_MODEL, 0],
    ]);
  });

  it('is a real model: no simulated one stands beside it, and its unknown figures say so', async () => {
    const { ctx, client } = await startGateway({});
    const all = ctx.catalog.candidatesFor('screenshot_embedding', ctx.providers.connections());
    expect(all.filter(({ practice }) => practice)).toEqual([]);
    const local = all.find(({ id }) => id === LOCAL_EMBEDDING_MODEL);
    expect(local).toMatchObject({ availability: 'callable', local: true, typicalCostUsd: 0 });
    expect(local?.figures.quality).toMatchObject({ source: 'prior', estimate: true });
    expect(local?.figures.latency).toMatchObject({ source: 'prior', estimate: true });
    // The other tasks keep their practice models until a provider is connected.
    const chat = ctx.catalog.candidatesFor('general_assistant', ctx.providers.connections());
    expect(chat.some(({ practice }) => practice)).toBe(true);
    const listed = await client.models.list();
    expect(listed.data.map(({ id }) => id)).toContain(LOCAL_EMBEDDING_MODEL);
  });

  // A query of Recall was recorded at the price of 1,000 screenshots, and "saved" most of it.
  it('is weighed against the price of this very text, not of 1,000 screenshots', async () => {
    const { ctx } = await startGateway({});
    const facts = embeddingFacts('that error from Tuesday');
    const all = candidatesOf(ctx, { task: 'screenshot_embedding', facts });
    const priced = all.filter(({ local, price }) => !local && (price?.inputPerMTok ?? 0) > 0);
    expect(priced.length).toBeGreaterThan(1);
    for (const { id, typicalCostUsd } of priced) expect(typicalCostUsd, id).toBeLessThan(0.00001);
  });

  it('stays callable beside a connected provider', async () => {
    const upstream = await startUpstream();
    const { client } = await startGateway({ providers: [provider('up', upstream.url)] });
    const answer = await client.embeddings.create({ model: LOCAL_EMBEDDING_MODEL, input: 'hello' });
    expect(answer.data[0]?.embedding).toHaveLength(512);
    expect(upstream.requests.filter(({ path }) => path.endsWith('/embeddings'))).toEqual([]);
  });

  it.each([
    ['an empty text', { input: '' }],
    ['no text at all', { input: [] }],
    ["another model's token numbers", { input: [1, 2, 3] }],
    ['dimensions it has not', { input: 'hello', dimensions: 256 }],
  ])('refuses %s instead of answering with something else', async (_, body) => {
    const { url } = await startGateway({});
    const answer = await fetch(`${url}/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: LOCAL_EMBEDDING_MODEL, ...body }),
    });
    expect(answer.status).toBe(400);
  });

  it('is an embedding model only: a chat with it is refused before anything is sent', async () => {
    const { client } = await startGateway({});
    const chat = client.chat.completions.create({
      model: LOCAL_EMBEDDING_MODEL,
      messages: [{ role: 'user', content: 'hello' }],
    });
    await expect(chat).rejects.toMatchObject({ status: 422, code: 'unsupported_feature' });
  });
});
