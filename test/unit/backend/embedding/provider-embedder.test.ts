import { describe, expect, it } from 'vitest';
import { EMBEDDED_CHARACTERS } from '../../../../electron/backend/embedding/embedder';
import { providerEmbedder } from '../../../../electron/backend/embedding/provider-embedder';

const never = new AbortController().signal;

describe('providerEmbedder', () => {
  it("gives a provider's vectors unit length, whatever length they have", async () => {
    const embedder = providerEmbedder('openai/small', () => Promise.resolve([[3, 4]]));
    expect(embedder.dimensions).toBeNull();
    const [vector] = await embedder.embed(['hi'], never);
    expect(vector?.[0]).toBeCloseTo(0.6);
    expect(embedder.dimensions).toBe(2);
  });

  it('sends clipped texts, as the local model sees them', async () => {
    const sent: string[] = [];
    const embedder = providerEmbedder('openai/small', (texts) => {
      sent.push(...texts);
      return Promise.resolve([[1]]);
    });
    await embedder.embed(['word '.repeat(10_000)], never);
    expect(sent[0]?.length).toBeLessThanOrEqual(EMBEDDED_CHARACTERS + 1);
  });

  it.each([
    ['too few vectors', [] as number[][]],
    ['an empty vector', [[]]],
    ['numbers that are none', [[NaN, 1]]],
    ['a vector of nothing', [[0, 0]]],
  ])('refuses %s instead of storing it', async (_, answer) => {
    const embedder = providerEmbedder('openai/small', () => Promise.resolve(answer));
    await expect(embedder.embed(['hi'], never)).rejects.toMatchObject({ code: 'embedding_failed' });
  });

  it('refuses a second length: the two could not be compared', async () => {
    const answers = [[[1, 0]], [[1, 0, 0]]];
    const embedder = providerEmbedder('openai/small', () => Promise.resolve(answers.shift() ?? []));
    await embedder.embed(['hi'], never);
    await expect(embedder.embed(['hi'], never)).rejects.toMatchObject({ code: 'embedding_failed' });
  });

  it("tells a time limit from the provider's own failure", async () => {
    const stopped = new AbortController();
    const embedder = providerEmbedder('openai/small', () => {
      stopped.abort();
      return Promise.reject(new Error('aborted'));
    });
    await expect(embedder.embed(['hi'], stopped.signal)).rejects.toMatchObject({
      code: 'embedding_timeout',
    });
    const broken = providerEmbedder('openai/small', () => Promise.reject(new Error('401')));
    await expect(broken.embed(['hi'], never)).rejects.toThrow('openai/small: 401');
  });
});
