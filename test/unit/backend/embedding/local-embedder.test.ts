import { EventEmitter } from 'node:events';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { clipText, EMBEDDED_CHARACTERS } from '../../../../electron/backend/embedding/embedder';
import {
  type EmbeddingThread,
  LocalEmbedder,
} from '../../../../electron/backend/embedding/local-embedder';
import { cosine } from '../../../../shared/routing/neighbours';

const never = new AbortController().signal;

/** A thread that answers only when told to. */
class FakeThread extends EventEmitter implements EmbeddingThread {
  readonly asked: { id: number; text: string }[] = [];
  ended = false;
  postMessage(message: { id: number; text: string }): void {
    this.asked.push(message);
  }
  answer(): void {
    const { id } = this.asked.at(-1) ?? { id: 0 };
    this.emit('message', { id, vector: new Float32Array(512).fill(2) });
  }
  terminate(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

function fake() {
  const threads: FakeThread[] = [];
  const embedder = new LocalEmbedder(() => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  });
  return { embedder, threads };
}

describe('the local model', () => {
  const real = new LocalEmbedder();
  afterAll(() => real.close());

  it('puts like texts near each other, in vectors of length 1 and the promised size', async () => {
    const [bread, cake, engine] = await real.embed(
      [
        'How do I bake bread?',
        'What is a good recipe for a cake?',
        'The car engine does not start.',
      ],
      never,
    );
    if (bread === undefined || cake === undefined || engine === undefined) throw new Error('none');
    expect(bread.length).toBe(real.dimensions);
    expect(cosine(bread, bread)).toBeCloseTo(1, 5);
    expect(cosine(bread, cake)).toBeGreaterThan(cosine(bread, engine) + 0.1);
  });

  it('takes odd texts: no Latin letter, half a character, a megabyte', async () => {
    const vectors = await real.embed(['你好，世界 🚀', '\ud800', 'word '.repeat(210_000)], never);
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  });

  it('says so when there is no text, instead of giving a vector of nothing', async () => {
    await expect(real.embed([' \n '], never)).rejects.toMatchObject({ code: 'embedding_failed' });
  });
});

describe('the queue before the thread', () => {
  it('gives the thread one text at a time and answers in order', async () => {
    const { embedder, threads } = fake();
    const all = embedder.embed(['a', 'b'], never);
    expect(threads[0]?.asked.map(({ text }) => text)).toEqual(['a']);
    threads[0]?.answer();
    expect(threads[0]?.asked.map(({ text }) => text)).toEqual(['a', 'b']);
    threads[0]?.answer();
    expect((await all).map((vector) => vector.length)).toEqual([512, 512]);
  });

  it('fails the text of a thread that ended, and serves the next one with a new thread', async () => {
    const { embedder, threads } = fake();
    const first = embedder.embed(['a'], never);
    const second = embedder.embed(['b'], never);
    threads[0]?.emit('exit', 1);
    await expect(first).rejects.toMatchObject({ code: 'embedding_failed' });
    threads[1]?.answer();
    expect(await second).toHaveLength(1);
  });

  it('gives up a thread that never answers, so that one text cannot block all', async () => {
    vi.useFakeTimers();
    try {
      const { embedder, threads } = fake();
      const stuck = embedder.embed(['a'], never);
      const failure = expect(stuck).rejects.toMatchObject({ code: 'embedding_failed' });
      vi.advanceTimersByTime(20_000);
      await failure;
      expect(threads[0]?.ended).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('drops a waiting text whose caller gave up, and says timeout', async () => {
    const { embedder, threads } = fake();
    const first = embedder.embed(['a'], never);
    const gone = new AbortController();
    const second = embedder.embed(['b'], gone.signal);
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'embedding_timeout' });
    const third = embedder.embed(['c'], never);
    threads[0]?.answer();
    threads[0]?.answer();
    await Promise.all([first, third]);
    expect(threads[0]?.asked.map(({ text }) => text)).toEqual(['a', 'c']);
  });

  it('refuses more than it can serve in time instead of growing without end', async () => {
    const { embedder } = fake();
    const many = Array.from({ length: 65 }, () => 'x');
    await expect(embedder.embed(many, never)).rejects.toMatchObject({ code: 'embedding_busy' });
  });

  it('ends the thread at close and refuses what waits', async () => {
    const { embedder, threads } = fake();
    const running = embedder.embed(['a'], never);
    const failure = expect(running).rejects.toMatchObject({ code: 'embedding_failed' });
    await embedder.close();
    await failure;
    expect(threads[0]?.ended).toBe(true);
  });
});

describe('clipText', () => {
  it('keeps both ends of a long text, where the question often is', () => {
    const clipped = clipText(`start ${'x '.repeat(5000)} end`);
    expect(clipped.length).toBeLessThanOrEqual(EMBEDDED_CHARACTERS + 1);
    expect(clipped.startsWith('start')).toBe(true);
    expect(clipped.endsWith('end')).toBe(true);
  });
});
