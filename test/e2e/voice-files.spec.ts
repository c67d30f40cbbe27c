import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rms } from '@shared/voice/loudness';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { seriousFindings } from './support/axe';
import { expect, test as base } from './support/desk';
import { encodeOgg, recordTone, silentMp3 } from './support/sound-files';
import { readWav } from './support/speech';
import { startWithVoice, VOICE_CATALOG } from './support/voice-desk';
import { openVoiceUpstream, type VoiceUpstream } from './support/voice-upstream';

const folder = mkdtempSync(join(tmpdir(), 'ar-sound-'));
base.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const test = base.extend<{ readonly voice: VoiceUpstream }>({
  voice: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    upstream.told = { text: 'One. Two.', segments: SEGMENTS };
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: VOICE_CATALOG },
});

const SEGMENTS = [
  { start: 0, end: 1.5, text: 'One.' },
  { start: 1.5, end: 3, text: ' Two & <three>.' },
];

function toneFile(name: string, seconds: number): string {
  const second = Int16Array.from({ length: SAMPLE_RATE }, (_, at) =>
    Math.round(6000 * Math.sin(at / 12)),
  );
  const file = join(folder, name);
  writeFileSync(file, encodeWav(Array.from({ length: seconds }, () => second)));
  return file;
}

async function openFiles(page: Page) {
  await page.getByRole('button', { name: 'Transcribe an audio file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transcribe an audio file' });
  const input = dialog.locator('input[type=file]');
  const text = dialog.getByLabel('Transcript', { exact: true });
  const press = (name: string): Promise<void> => dialog.getByRole('button', { name }).click();
  return { dialog, input, text, press };
}

test('a transcript with times is copied, and saved as TXT, SRT and VTT', async ({
  desk,
  voice,
}) => {
  // Catches: a format that is saved under another one's name, and times or marks that are lost.
  const page = await startWithVoice(desk, voice, {});
  const { dialog, input, text, press } = await openFiles(page);
  await input.setInputFiles(toneFile('talk.wav', 3));
  await expect(text).toHaveValue('One. Two.', { timeout: 30_000 });
  await expect(dialog).toContainText(/talk\.wav · text by/);
  expect(await seriousFindings(page), 'a transcript').toEqual([]);
  await press('Copy');
  await expect
    .poll(() => desk.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('One. Two.');
  for (const format of ['TXT', 'SRT', 'VTT']) await press(`Save ${format}`);
  const saved = (ending: string): Promise<string> =>
    readFile(join(desk.saveDir, `talk.${ending}`), 'utf8').catch(() => '');
  await expect.poll(() => saved('txt')).toBe('One. Two.\n');
  await expect
    .poll(() => saved('srt'))
    .toBe(
      '1\n00:00:00,000 --> 00:00:01,500\nOne.\n\n2\n00:00:01,500 --> 00:00:03,000\nTwo & <three>.\n',
    );
  await expect
    .poll(() => saved('vtt'))
    .toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOne.\n\n00:00:01.500 --> 00:00:03.000\nTwo &amp; &lt;three>.\n',
    );
  expect(desk.errors).toEqual([]);
});

test('a long recording goes in pieces with progress; cancelled in the middle, nobody works on', async ({
  desk,
  voice,
}) => {
  // Catches: sound lost or doubled at a border, and a request that goes on after the cancel.
  test.setTimeout(180_000);
  const page = await startWithVoice(desk, voice, {});
  const { dialog, input, text, press } = await openFiles(page);
  const seconds = 660; // 21 MB: more than the gateway takes at once
  const file = toneFile('long.wav', seconds);
  voice.deaf = true;
  await input.setInputFiles(file);
  await expect(dialog.getByRole('status')).toContainText('part 1 of 2', { timeout: 60_000 });
  await expect(dialog.getByRole('progressbar')).toHaveAttribute('value', '0');
  await expect.poll(() => voice.heard.length).toBe(1);
  await press('Cancel');
  await expect(dialog.getByText('Drop a file here')).toBeVisible();
  await expect.poll(() => voice.abandoned.count).toBe(1);

  voice.deaf = false;
  await input.setInputFiles(file);
  await expect(text).toHaveValue('One. Two.\n\nOne. Two.', { timeout: 90_000 });
  const pieces = voice.heard.slice(1).map(({ bytes }) => readWav(bytes));
  expect(pieces.map(({ channels, sampleRate }) => [channels, sampleRate])).toEqual([
    [1, SAMPLE_RATE],
    [1, SAMPLE_RATE],
  ]);
  const samples = pieces.map((piece) => piece.samples.length);
  expect(Math.max(...samples)).toBeLessThanOrEqual(600 * SAMPLE_RATE);
  expect(samples.reduce((sum, count) => sum + count, 0)).toBe(seconds * SAMPLE_RATE);
  await press('Save SRT');
  await expect
    .poll(() => readFile(join(desk.saveDir, 'long.srt'), 'utf8').catch(() => ''))
    .toContain('00:07:');
});

test('a piece that fails is tried again without those before it', async ({ desk, voice }) => {
  // Catches: an hour that is sent and paid again because its last minutes failed.
  test.setTimeout(180_000);
  const page = await startWithVoice(desk, voice, {});
  const { dialog, input, text } = await openFiles(page);
  voice.broken.add('transcriptions');
  await input.setInputFiles({
    name: 'talk.mp3',
    mimeType: 'audio/mpeg',
    buffer: silentMp3(25 * 60),
  });
  await expect(dialog.getByRole('alert')).toContainText('talk.mp3', { timeout: 60_000 });
  const failed = voice.heard.length;
  voice.broken.clear();
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await expect(text).toHaveValue(/One/, { timeout: 90_000 });
  const names = voice.heard.slice(failed).map(({ fileName }) => fileName);
  expect(names).toEqual(['part-1.wav', 'part-2.wav', 'part-3.wav']);
  const last = voice.heard.slice(failed).map(({ bytes }) => readWav(bytes).samples.length);
  const seconds = last.reduce((sum, count) => sum + count, 0) / SAMPLE_RATE;
  expect(seconds).toBeGreaterThan(25 * 60 - 2);
  expect(seconds).toBeLessThan(25 * 60 + 2);
});

test('Ogg, WebM and M4A that are real are taken, the short ones byte for byte', async ({
  desk,
  voice,
}) => {
  // Catches: a kind that Chromium cannot read, and a recording without a length taken for ten hours.
  test.setTimeout(180_000);
  const page = await startWithVoice(desk, voice, {});
  const { dialog, input, text } = await openFiles(page);
  const short = [
    ['memo.webm', 'audio/webm', await recordTone(page, 'audio/webm', 1500)],
    ['memo.m4a', 'audio/mp4', await recordTone(page, 'audio/mp4;codecs=opus', 1500)],
    ['memo.ogg', 'audio/ogg', await encodeOgg(page, 3)],
  ] as const;
  for (const [name, mimeType, buffer] of short) {
    await input.setInputFiles({ name, mimeType, buffer });
    await expect(dialog).toContainText(`${name} · text by`, { timeout: 30_000 });
    const heard = voice.heard.at(-1);
    expect([heard?.fileName, heard?.type]).toEqual([name, mimeType]);
    expect(Buffer.from(heard?.bytes ?? []).equals(buffer), name).toBe(true);
  }
  // A WebM under another name goes as what it is.
  await input.setInputFiles({ name: 'memo.mp3', mimeType: 'audio/mpeg', buffer: short[0][2] });
  await expect(dialog).toContainText('memo.mp3 · text by', { timeout: 30_000 });
  expect(voice.heard.at(-1)?.fileName).toBe('memo.webm');

  const before = voice.heard.length;
  const long = await encodeOgg(page, 620);
  await input.setInputFiles({ name: 'long.ogg', mimeType: 'audio/ogg', buffer: long });
  await expect(text).toHaveValue('One. Two.\n\nOne. Two.', { timeout: 90_000 });
  for (const { bytes } of voice.heard.slice(before)) {
    expect(rms(readWav(bytes).samples)).toBeGreaterThan(0.05);
  }
});

test('empty, foreign and too large files are refused with the reason, unsent; a head that lies of hours holds nothing up', async ({
  desk,
  voice,
}) => {
  // Catches: a request that is bound to fail and may cost, in place of a word.
  const page = await startWithVoice(desk, voice, {});
  const { dialog, input } = await openFiles(page);
  const refused = async (name: string, buffer: Buffer, reason: RegExp): Promise<void> => {
    await input.setInputFiles({ name, mimeType: 'audio/mpeg', buffer });
    await expect(dialog.getByRole('alert')).toContainText(reason, { timeout: 30_000 });
    await expect(dialog.getByRole('alert')).toContainText(name);
  };
  await refused('empty.mp3', Buffer.alloc(0), /empty/i);
  await refused('notes.mp3', Buffer.from('only words'), /no sound/i);
  await refused('notes.txt', Buffer.from('only words'), /WAV/);
  // Ten hours of a WAV that says so in its head, in a hundred bytes.
  const lying = Buffer.from(encodeWav([new Int16Array(28)]));
  lying.writeUInt32LE(10 * 3600 * SAMPLE_RATE * 2, 40);
  await input.setInputFiles({ name: 'hours.wav', mimeType: 'audio/wav', buffer: lying });
  await expect(dialog).toContainText('hours.wav');
  await refused('large.mp3', Buffer.alloc(26 * 1024 * 1024), /25 MB/);
  expect(voice.heard.filter(({ fileName }) => fileName !== 'hours.wav')).toEqual([]);
});
