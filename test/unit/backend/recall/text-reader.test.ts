import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OcrThread, OcrReader } from '../../../../electron/backend/recall/text-reader';

const picture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../../docs/images/${name}.png`, import.meta.url));
const never = new AbortController().signal;

/** A thread that does what it is told to. */
function fakeThread(
  onMessage: (thread: { emit: (event: string, value: unknown) => void }, id: number) => void,
) {
  const listeners = new Map<string, (value: never) => void>();
  const emit = (event: string, value: unknown) => listeners.get(event)?.(value as never);
  const started: { terminated: boolean }[] = [];
  const start = (): OcrThread => {
    const state = { terminated: false };
    started.push(state);
    return {
      postMessage: ({ id }) => onMessage({ emit }, id),
      on: (event: string, listener: (value: never) => void) => void listeners.set(event, listener),
      terminate: async () => {
        state.terminated = true;
      },
    };
  };
  return { start, started };
}

describe('the text recogniser', () => {
  it('reads a real screen, after a file that is no picture, and tells how far it is', async () => {
    const reader = new OcrReader();
    onTestFinished(() => reader.close());
    const failure = reader.read(Buffer.from('no picture at all'), never);
    await expect(failure).rejects.toMatchObject({ code: 'ocr_failed' });
    const shares: number[] = [];
    const text = await reader.read(picture('chat-light'), never, (share) => shares.push(share));
    expect(text).toContain('Explain how a Bloom filter works');
    expect(shares.at(-1)).toBe(1);
  }, 60_000);

  it('goes on with a new thread when one ends over a picture, and the picture fails', async () => {
    let first = true;
    const { start, started } = fakeThread((thread, id) => {
      if (first) thread.emit('exit', 1);
      else thread.emit('message', { id, text: 'read' });
      first = false;
    });
    const reader = new OcrReader(start);
    onTestFinished(() => reader.close());
    await expect(reader.read(new Uint8Array(1), never)).rejects.toMatchObject({
      code: 'ocr_failed',
    });
    expect(await reader.read(new Uint8Array(1), never)).toBe('read');
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false]);
  });

  it('is cancelled at once, and what waited behind it is still read', async () => {
    const cancel = new AbortController();
    let count = 0;
    const { start } = fakeThread((thread, id) => {
      count += 1;
      if (count > 1) thread.emit('message', { id, text: 'second' });
      else cancel.abort();
    });
    const reader = new OcrReader(start);
    onTestFinished(() => reader.close());
    const both = [
      reader.read(new Uint8Array(1), cancel.signal),
      reader.read(new Uint8Array(1), never),
    ];
    await expect(both[0]).rejects.toMatchObject({ code: 'ocr_cancelled' });
    expect(await both[1]).toBe('second');
  });

  it('closes while it reads: nothing hangs, and nothing is begun after it', async () => {
    const { start, started } = fakeThread(() => undefined);
    const reader = new OcrReader(start);
    const reading = reader.read(new Uint8Array(1), never);
    const ended = expect(reading).rejects.toMatchObject({ code: 'ocr_cancelled' });
    await Promise.resolve();
    await reader.close();
    await ended;
    await expect(reader.read(new Uint8Array(1), never)).rejects.toThrow();
    expect(started).toHaveLength(1);
  });
});
