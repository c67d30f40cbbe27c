import { beforeEach, describe, expect, test } from 'vitest';
import { type FileTranscript, MAX_PIECE_BYTES } from '@shared/ipc/voice';
import {
  type AudioTools,
  MAX_FILE_BYTES,
  piecesOf,
  refusalOf,
} from '../../../../renderer/features/voice/audio-file';
import {
  cancelFile,
  joinParts,
  retryFile,
  saveTranscript,
  transcribeFile,
  useFileStore,
} from '../../../../renderer/features/voice/file-store';
import { createFakeApi, fail, ok, type FakeApi } from '../../../support/fake-api';

const tools = (change: Partial<AudioTools> = {}): AudioTools => ({
  durationOf: () => Promise.resolve(10),
  decode: () => Promise.resolve(new Int16Array(16_000)),
  ...change,
});
const file = (name: string, bytes = 4): File => new File([new Uint8Array(bytes)], name);

const part = (segments: FileTranscript['segments']): FileTranscript => ({
  text: 'x',
  segments,
  model: 'a/b',
});
function noAnswer(): void {
  // nothing waits yet
}

let fake: FakeApi;
beforeEach(() => {
  fake = createFakeApi();
  Object.assign(window, { api: fake.api });
  useFileStore.setState({ open: false, job: { kind: 'none' } });
});

describe('which files are taken', () => {
  test.each([
    ['notes.txt', 10, 'voice_file_kind'],
    ['noending', 10, 'voice_file_kind'],
    ['a.wav', 0, 'voice_file_empty'],
    ['a.mp3', MAX_FILE_BYTES + 1, 'voice_file_large'],
    ['a.MP3', MAX_FILE_BYTES, null],
    ['a.b.webm', 1, null],
  ])('%s of %d bytes: %s', (name, size, code) => {
    expect(refusalOf(name, size)).toBe(code);
  });

  test('ten hours in a small file are refused before anything is decoded', async () => {
    const read = await piecesOf(
      file('a.ogg'),
      tools({
        durationOf: () => Promise.resolve(36_000),
        decode: () => Promise.reject(new Error()),
      }),
    );
    expect(read).toEqual({ code: 'voice_file_long' });
  });

  test('a text file that is called .mp3 is said to hold no sound', async () => {
    const read = await piecesOf(
      file('a.mp3'),
      tools({ durationOf: () => Promise.reject(new Error('no sound')) }),
    );
    expect(read).toEqual({ code: 'voice_file_unreadable' });
  });

  test('what the gateway takes goes as it is; what is larger goes in pieces that it takes', async () => {
    const small = await piecesOf(file('a.mp3'), tools());
    expect(small).toMatchObject({ pieces: [{ name: 'a.mp3', type: 'audio/mpeg', startS: 0 }] });
    const seconds = 700;
    const large = await piecesOf(
      file('a.mp3', MAX_PIECE_BYTES + 1),
      tools({ decode: () => Promise.resolve(new Int16Array(seconds * 16_000)) }),
    );
    if (!('pieces' in large)) throw new Error(large.code);
    expect(large.pieces).toHaveLength(2);
    for (const { bytes } of large.pieces) expect(bytes.length).toBeLessThanOrEqual(MAX_PIECE_BYTES);
    expect(large.pieces[1]?.startS).toBeGreaterThan(400);
  });
});

test.each([
  [9 * 60, 4, 1],
  [25 * 60, 4, 3],
  [2 * 3600, 4, 1], // small, but unpacked it would fill the memory
])('a recording of %d s and %d bytes goes in %d pieces', async (seconds, bytes, count) => {
  const read = await piecesOf(
    file('a.mp3', bytes),
    tools({
      durationOf: () => Promise.resolve(seconds),
      decode: () => Promise.resolve(new Int16Array(seconds * 16_000)),
    }),
  );
  expect('pieces' in read && read.pieces.length).toBe(count);
});

// OpenAI goes by the ending: a WAV that is called .mp3 would be refused there.
test.each([
  ['talk.mp3', 'RIFF\0\0\0\0WAVEfmt ', 'talk.wav', 'audio/wav'],
  ['a.b.wav', 'ID3\x04', 'a.b.mp3', 'audio/mpeg'],
  ['voice.wav', '\xff\xf3', 'voice.mp3', 'audio/mpeg'],
  ['talk.ogg', '\x1a\x45\xdf\xa3', 'talk.webm', 'audio/webm'],
  ['talk.M4A', '\0\0\0\x20ftypM4A ', 'talk.M4A', 'audio/mp4'],
  ['talk.mp3', '\xff\xf3', 'talk.mp3', 'audio/mpeg'],
])('%s that begins with %j goes as %s', async (name, head, sent, type) => {
  const bytes = Uint8Array.from(head, (character) => character.charCodeAt(0));
  const read = await piecesOf(new File([bytes], name), tools());
  expect(read).toMatchObject({ pieces: [{ name: sent, type, bytes }] });
});

test('what is both too large to go whole and too long to be unpacked is refused', async () => {
  const read = await piecesOf(
    file('a.mp3', MAX_PIECE_BYTES + 1),
    tools({ durationOf: () => Promise.resolve(2 * 3600) }),
  );
  expect(read).toEqual({ code: 'voice_file_long' });
});

describe('a job', () => {
  test('ends with the text, its model and a file name from the recording', async () => {
    fake.override('voice.transcribeFile', () =>
      ok({ text: 'Hi.', segments: [{ start: 0, end: 1, text: 'Hi.' }], model: 'a/b' }),
    );
    await transcribeFile(file('talk.one.wav'), tools());
    expect(useFileStore.getState().job).toMatchObject({ kind: 'done', text: 'Hi.', model: 'a/b' });
    await saveTranscript('srt');
    expect(fake.calls.at(-1)?.input).toEqual({
      name: 'talk.one.srt',
      text: '1\n00:00:00,000 --> 00:00:01,000\nHi.\n',
    });
  });

  test('a failure is said with its code', async () => {
    fake.override('voice.transcribeFile', () => fail('provider_error'));
    await transcribeFile(file('a.wav'), tools());
    expect(useFileStore.getState().job).toMatchObject({ kind: 'failed', code: 'provider_error' });
  });

  // Nine pieces that were paid for, and the tenth fails: all of them again, or only the tenth.
  test('after a failure it goes on with the piece that failed', async () => {
    const asked: string[] = [];
    let down = true;
    fake.override('voice.transcribeFile', ({ name }) => {
      asked.push(name);
      if (down && asked.length === 2) return fail('provider_unreachable');
      return ok({ text: name, segments: null, model: null });
    });
    const seconds = 1100;
    await transcribeFile(
      file('long.ogg'),
      tools({
        durationOf: () => Promise.resolve(seconds),
        decode: () => Promise.resolve(new Int16Array(seconds * 16_000)),
      }),
    );
    expect(useFileStore.getState().job).toMatchObject({ kind: 'failed', kept: true });
    down = false;
    await retryFile();
    expect(asked.slice(0, 3)).toEqual(['part-1.wav', 'part-2.wav', 'part-2.wav']);
    expect(useFileStore.getState().job).toMatchObject({ kind: 'done' });
  });

  test('a file that cannot be read has nothing to go on with', async () => {
    await transcribeFile(file('notes.txt'), tools());
    expect(useFileStore.getState().job).toMatchObject({ kind: 'failed', kept: false });
    await retryFile();
    expect(fake.calls).toEqual([]);
  });

  test('after a cancel the late answer changes nothing', async () => {
    let answer = noAnswer;
    fake.override('voice.transcribeFile', () => {
      return new Promise((resolve) => {
        answer = () => resolve({ ok: true, data: { text: 'late', segments: null, model: null } });
        void cancelFile();
      });
    });
    const job = transcribeFile(file('a.wav'), tools());
    await expect.poll(() => fake.calls.some(({ name }) => name === 'voice.cancelFile')).toBe(true);
    answer();
    await job;
    expect(useFileStore.getState().job).toEqual({ kind: 'none' });
  });

  test('times of later pieces count from the start of the recording; without them for one there are none', () => {
    expect(
      joinParts([part([]), part([{ start: 1, end: 2, text: 'x' }])], [0, 600]).segments,
    ).toEqual([{ start: 601, end: 602, text: 'x' }]);
    expect(joinParts([part([]), part(null)], [0, 600]).segments).toBeNull();
  });
});
