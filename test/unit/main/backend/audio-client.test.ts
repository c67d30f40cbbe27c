import { describe, expect, test } from 'vitest';
import { createAudioClient } from '../../../../electron/main/backend/audio-client';
import type { Http } from '../../../../electron/main/backend/http';

const MEGABYTE = 1024 * 1024;

function speak(body: BodyInit | null, headers: Record<string, string> = {}) {
  const http: Pick<Http, 'open'> = {
    open: () => Promise.resolve(new Response(body, { headers })),
  };
  const request = { model: 'lab/tts', voice: 'alloy', text: 'Hi.', localOnly: false };
  return createAudioClient(http as Http).speak(request, new AbortController().signal);
}

describe('speech of a provider', () => {
  test('is given with its type, in one piece', async () => {
    const body = new Blob([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    const { type, bytes } = await speak(body, { 'content-type': 'audio/wav' });
    expect([type, [...bytes]]).toEqual(['audio/wav', [1, 2, 3]]);
    // The page gets all of the memory that its bytes lie in.
    expect(bytes.buffer.byteLength).toBe(3);
  });

  test('of what must stay here is asked of a model here alone', async () => {
    const asked: unknown[] = [];
    const http: Pick<Http, 'open'> = {
      open(_path, options) {
        asked.push(options?.headers ?? null);
        return Promise.resolve(new Response('sound'));
      },
    };
    const client = createAudioClient(http as Http);
    for (const localOnly of [true, false]) {
      const request = { model: 'lab/tts', voice: 'alloy', text: 'Hi.', localOnly };
      await client.speak(request, new AbortController().signal);
    }
    expect(asked).toEqual([{ 'x-auto-router-local-only': 'true' }, null]);
  });

  test.each([null, ''])('that is empty (%j) is none', async (body) => {
    await expect(speak(body)).rejects.toMatchObject({ code: 'provider_bad_answer' });
  });

  // It was read to its end before it was measured.
  test('that never ends is let go as soon as it is too much', async () => {
    let given = 0;
    let isLetGo = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        if (given > 50) controller.close();
        else controller.enqueue(new Uint8Array(MEGABYTE));
      },
      cancel() {
        isLetGo = true;
      },
    });
    await expect(speak(endless)).rejects.toMatchObject({ code: 'provider_bad_answer' });
    expect([isLetGo, given < 25]).toEqual([true, true]);
  });
});
