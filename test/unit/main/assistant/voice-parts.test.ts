import { describe, expect, test } from 'vitest';
import { MAX_CHUNK_SAMPLES } from '@shared/ipc/voice';
import { VOICE_SCHEMAS } from '@shared/ipc/voice-schemas';
import { createGlobalToggle } from '../../../../electron/main/assistant/global-toggle';
import { createFileTranscriber } from '../../../../electron/main/assistant/transcribe-file';
import type { TranscribeRequest } from '../../../../electron/main/backend/audio-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { mayListen } from '../../../../electron/main/shell/may-listen';

const input = { jobId: 'j1', name: 'a.mp3', type: 'audio/mpeg', bytes: Uint8Array.of(1) };
const chunk = (samples: unknown) =>
  VOICE_SCHEMAS.chunk.safeParse({ turnId: 't', seq: 0, samples }).success;

function desk(accepts = true) {
  const held = new Map<string, () => void>();
  let now = 0;
  let toggled = 0;
  const toggle = createGlobalToggle(
    {
      register(accelerator, run) {
        if (accelerator === 'nonsense') throw new TypeError('no accelerator');
        if (accepts) held.set(accelerator, run);
        return accepts;
      },
      unregister: (accelerator) => held.delete(accelerator),
    },
    () => now,
    () => (toggled += 1),
  );
  return {
    toggle,
    held,
    count: () => toggled,
    fireAt: (at: number): void => {
      now = at;
      held.get('F6')?.();
    },
  };
}

function build(answer: (request: TranscribeRequest, signal: AbortSignal) => Promise<string>) {
  const asked: TranscribeRequest[] = [];
  const files = createFileTranscriber({
    client: {
      async transcribe(request, signal) {
        asked.push(request);
        const text = await answer(request, signal);
        return { text, segments: null, model: 'a/b', outcomeId: null };
      },
    },
    selection: () => 'auto',
    keepExcerpts: () => true,
  });
  return { files, asked };
}

describe('the global toggle', () => {
  test('a held shortcut repeats, and is one press however long it is held', () => {
    const { toggle, fireAt, count } = desk();
    toggle.use('F6');
    for (let at = 1000; at < 5000; at += 400) fireAt(at);
    expect(count()).toBe(1);
    fireAt(9000);
    expect(count()).toBe(2);
  });

  test('a shortcut that another program holds, or that is none, is said to be refused', () => {
    const taken = desk(false).toggle;
    taken.use('F6');
    expect(taken.status()).toBe('refused');
    const wrong = desk().toggle;
    wrong.use('nonsense');
    expect(wrong.status()).toBe('refused');
  });

  test('a new shortcut lets go of the old one; none lets go of all', () => {
    const { toggle, held } = desk();
    toggle.use('F6');
    toggle.use('F7');
    expect([...held.keys()]).toEqual(['F7']);
    toggle.use('');
    expect(held.size).toBe(0);
    expect(toggle.status()).toBe('off');
  });
});

describe('transcribing a file', () => {
  test('a model without times is asked again without them', async () => {
    const { files, asked } = build(({ format }) =>
      format === 'json'
        ? Promise.resolve(' Hello ')
        : Promise.reject(new IpcFailure('provider_rejected', 'verbose_json is not supported')),
    );
    expect(await files.transcribe(input)).toEqual({ text: 'Hello', segments: null, model: 'a/b' });
    expect(asked.map(({ format }) => format)).toEqual(['verbose_json', 'json']);
  });

  test('another failure is not tried twice', async () => {
    const { files, asked } = build(() => Promise.reject(new IpcFailure('provider_error', 'down')));
    await expect(files.transcribe(input)).rejects.toMatchObject({ code: 'provider_error' });
    expect(asked).toHaveLength(1);
  });

  test('cancelling ends the request', async () => {
    const { files } = build(
      (_request, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new IpcFailure('cancelled', 'x'))),
        ),
    );
    const job = files.transcribe(input);
    files.cancel('j1');
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('who may listen', () => {
  const asked = { permission: 'media', own: true, kinds: ['audio'] };
  test('the own page, the microphone alone, after the person allowed it', () => {
    expect(mayListen(asked, true)).toBe(true);
  });
  test.each([
    [asked, false],
    [{ ...asked, own: false }, true],
    [{ ...asked, kinds: ['audio', 'video'] }, true],
    [{ ...asked, kinds: ['video'] }, true],
    [{ ...asked, kinds: [] }, true],
    [{ ...asked, permission: 'geolocation' }, true],
    [{ ...asked, permission: 'display-capture' }, true],
  ])('%j with opt-in %j is denied', (request, allowed) => {
    expect(mayListen(request, allowed)).toBe(false);
  });
});

test('sound from the page is bounded and has its type', () => {
  expect(chunk(new Int16Array(MAX_CHUNK_SAMPLES))).toBe(true);
  expect(chunk(new Int16Array(MAX_CHUNK_SAMPLES + 1))).toBe(false);
  expect(chunk(new Int16Array())).toBe(false);
  expect(chunk(new Uint8Array(4))).toBe(false);
  expect(chunk([1, 2, 3])).toBe(false);
});
