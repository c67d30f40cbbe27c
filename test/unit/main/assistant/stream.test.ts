import { expect, test } from 'vitest';
import { createDeltaBatch } from '../../../../electron/main/assistant/delta-batch';
import { readChatStream, type Piece } from '../../../../electron/main/assistant/read-stream';
import { fakeClock } from '../support';

const chunk = (content: string): string => JSON.stringify({ choices: [{ delta: { content } }] });

async function read(bytes: Uint8Array, size: number): Promise<Piece[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size)
        controller.enqueue(bytes.subarray(at, at + size));
      controller.close();
    },
  });
  const pieces: Piece[] = [];
  for await (const piece of readChatStream(body)) pieces.push(piece);
  return pieces;
}

test.each([1, 2, 3, 7, 1000])(
  'cut every %i bytes, inside a character too, the text is whole',
  async (size) => {
    const source = `: hello\r\n\r\ndata: ${chunk('Grüße ')}\r\n\r\ndata: ${chunk('🦊')}\n\ndata: [DONE]\n\n`;
    expect(await read(new TextEncoder().encode(source), size)).toEqual([
      { kind: 'text', text: 'Grüße ' },
      { kind: 'text', text: '🦊' },
    ]);
  },
);

test('a finish reason closes a stream that has no [DONE]; usage without numbers is unknown', async () => {
  const source = [
    { choices: [{ delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: null } },
  ]
    .map((event) => `data: ${JSON.stringify(event)}\n\n`)
    .join('');
  expect(await read(new TextEncoder().encode(source), 50)).toEqual([
    { kind: 'usage', promptTokens: 3, completionTokens: null },
  ]);
});

test('pieces are sent at most once a frame, the first at once, the last without waiting', () => {
  const clock = fakeClock();
  const sent: string[] = [];
  const batch = createDeltaBatch((text) => sent.push(text), clock);
  for (const text of ['a', 'b', 'c']) batch.add(text);
  expect(sent).toEqual(['a']);
  clock.advance(16);
  expect(sent).toEqual(['a', 'bc']);
  batch.add('d');
  expect(sent).toEqual(['a', 'bc']);
  batch.flush();
  expect(sent).toEqual(['a', 'bc', 'd']);
  clock.advance(100);
  expect(clock.pending()).toBe(0);
  batch.add('e');
  expect(sent.at(-1)).toBe('e');
});
