import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rms } from '@shared/voice/loudness';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { seriousFindings } from './support/axe';
import { type Desk, expect, test as base } from './support/desk';
import { HistoryPage } from './support/history-page';
import { ChatPage, openView } from './support/pages';
import { canSpeak, readWav, speakToFile } from './support/speech';
import { leftAtMost, said, startWithVoice, VOICE_CATALOG, voicePanel } from './support/voice-desk';
import { openVoiceUpstream, REPLY, type VoiceUpstream } from './support/voice-upstream';

const SAID = 'what is the weather like today';
/** Before the words, so that the key is down when they come. */
const LEAD_S = 1;

const folder = mkdtempSync(join(tmpdir(), 'ar-voice-'));
const spokenFile = join(folder, 'spoken.wav');
const silentFile = join(folder, 'silent.wav');

base.beforeAll(() => {
  speakToFile(SAID, spokenFile, LEAD_S, 30);
  writeFileSync(silentFile, encodeWav([new Int16Array(30 * SAMPLE_RATE)]));
});
base.skip(!canSpeak(), 'flite and pocketsphinx are not installed');
base.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Fixtures {
  readonly voice: VoiceUpstream;
}

const test = base.extend<Fixtures>({
  voice: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: VOICE_CATALOG },
  appArgs: [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${spokenFile}%noloop`,
  ],
});

/** The app with its provider connected and the microphone allowed. */
function ready(desk: Desk, voice: VoiceUpstream, microphone = true): Promise<Page> {
  return startWithVoice(desk, voice, { microphone });
}

/** Holds the key until the fake microphone has said its sentence, by the length of what was recorded. */
async function holdAndSpeak(page: Page): Promise<void> {
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await leftAtMost(page, 26);
  await page.keyboard.up('F9');
}

test('speech goes from the microphone to text, answer and voice, and is one turn in the history', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await holdAndSpeak(page);
  const chat = new ChatPage(page);
  await expect(chat.transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  await expect(voicePanel(page)).toContainText(SAID);
  await expect(chat.transcript).toContainText(/spoken, text by (?:lab\/)?ear/);
  await expect(page.getByLabel('What each stage took')).toContainText(/Picked\s*under 1 ms/);

  // What really reached the transcriber: format, length and sound.
  expect(voice.heard).toHaveLength(1);
  const [heard] = voice.heard;
  if (heard === undefined) throw new Error('nothing was heard');
  const wav = readWav(heard.bytes);
  expect([wav.channels, wav.sampleRate, wav.bits]).toEqual([1, 16_000, 16]);
  expect(wav.samples.length / wav.sampleRate).toBeGreaterThan(3.5);
  expect(wav.samples.length / wav.sampleRate).toBeLessThan(12);
  expect(rms(wav.samples)).toBeGreaterThan(0.01);
  expect(heard.fields['model']).toBe('ear');
  expect(voice.asked).toEqual([{ model: 'mind', last: SAID }]);
  expect(await said(page)).toEqual(REPLY.map((sentence) => sentence.trim()));

  const history = await page.evaluate(async () => {
    const result = await window.api.history.page({ filter: {}, limit: 10, offset: 0 });
    return result.ok ? result.data.rows : [];
  });
  expect(history.map(({ task }) => task).toSorted()).toEqual(['ptt_response', 'transcription']);
  expect(new Set(history.map(({ conversationId }) => conversationId)).size).toBe(1);
  const past = new HistoryPage(page);
  await past.open();
  await past.row(1).click();
  const turn = past.details.getByRole('region', { name: 'One spoken turn' });
  await expect(turn.getByRole('listitem')).toContainText([
    'Recorded',
    /To text.*ear/,
    /Answer.*mind/,
  ]);
  await turn.getByRole('button', { name: 'Show the request of: To text' }).click();
  await expect(turn.getByRole('listitem').nth(1)).toContainText('shown here');
  expect(await seriousFindings(page)).toEqual([]);
  expect(desk.errors).toEqual([]);
});

test('the first sentence is spoken while the rest is still coming; a press interrupts it', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  voice.hold = true;
  await holdAndSpeak(page);
  await expect.poll(() => said(page), { timeout: 60_000 }).toEqual([REPLY[0]]);
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.up('F9');
  await expect(voicePanel(page)).toHaveCount(0);
  voice.letGo();
  expect(await said(page)).toEqual([REPLY[0]]);
});

test('dictated text stands at the caret of the message, and nobody is asked', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  const { composer } = new ChatPage(page);
  await composer.fill('He asked: and left.');
  await composer.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(9, 9));
  const button = page.getByRole('button', { name: 'Dictate' });
  await button.focus();
  await page.keyboard.press('Space'); // a tap latches
  await expect(page.getByText('Listening. Press again')).toBeVisible();
  await leftAtMost(page, 26);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(composer).toHaveValue(`He asked: ${SAID} and left.`, { timeout: 60_000 });
  expect(voice.asked).toEqual([]);
});

test('a transcription that fails keeps the recording, and Try again sends the same one', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  voice.broken.add('transcriptions');
  await holdAndSpeak(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The recording is kept', { timeout: 30_000 });
  voice.broken.clear();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY[0], { timeout: 60_000 });
  const [first] = voice.heard;
  expect(voice.heard.at(-1)?.bytes).toEqual(first?.bytes);
});

test('an answer that fails keeps the question, and Retry does not transcribe again', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  voice.broken.add('chat');
  await holdAndSpeak(page);
  const alert = page.getByRole('alert').filter({ hasText: 'Your question is kept' });
  await expect(alert).toContainText(SAID, { timeout: 60_000 });
  const before = voice.heard.length;
  voice.broken.clear();
  await alert.getByRole('button', { name: 'Retry' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY[0], { timeout: 30_000 });
  expect(voice.heard).toHaveLength(before);
});

test('the global shortcut is really taken and given back; nonsense is said to be refused', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await openView(page, 'Settings');
  const shortcut = page.getByLabel('Start and end from anywhere');
  const use = async (text: string): Promise<void> => {
    await shortcut.fill(text);
    await shortcut.press('Enter');
  };
  const isTaken = (): Promise<boolean> =>
    desk.app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('F6'));
  await use('F6');
  await expect(page.getByText('Works in every program.')).toBeVisible();
  expect(await isTaken()).toBe(true);
  await use('no key at all');
  await expect(page.getByText('The system did not give this shortcut')).toBeVisible();
  expect(await isTaken()).toBe(false);
});

test('Esc while recording sends nothing', async ({ desk, voice }) => {
  const page = await ready(desk, voice);
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.up('F9');
  await expect(voicePanel(page)).toHaveCount(0);
  expect(voice.heard).toEqual([]);
});

test('a speech model speaks when it is chosen; when it fails the text is there all the same', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await page.evaluate(async () => {
    const settings = await window.api.settings.get();
    if (!settings.ok) return;
    await window.api.settings.set({
      voice: { ...settings.data.voice, speech: 'provider', speechModel: 'lab/tts' },
    });
  });
  voice.broken.add('speech');
  await holdAndSpeak(page);
  await expect(voicePanel(page)).toContainText('could not be spoken', { timeout: 60_000 });
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''));
  // Each is asked for as soon as it is known: two that come together may arrive in either order.
  await expect
    .poll(() => voice.spoken.toSorted())
    .toEqual(REPLY.map((sentence) => sentence.trim()));
  expect(await said(page)).toEqual([]);
});

test('an audio file becomes text that can be saved; a text file called .mp3 is refused', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await page.getByRole('button', { name: 'Transcribe an audio file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transcribe an audio file' });
  const choose = dialog.locator('input[type=file]');
  await choose.setInputFiles({
    name: 'notes.mp3',
    mimeType: 'audio/mpeg',
    buffer: Buffer.from('only words'),
  });
  await expect(dialog.getByRole('alert')).toContainText('holds no sound');
  expect(voice.heard).toEqual([]);

  await choose.setInputFiles(spokenFile);
  await expect(dialog.getByLabel('Transcript')).toHaveValue(SAID, { timeout: 90_000 });
  expect(voice.heard[0]?.fileName).toBe('spoken.wav');
  expect(voice.heard[0]?.fields['response_format']).toBe('verbose_json');
  await dialog.getByRole('button', { name: 'Save TXT' }).click();
  await expect
    .poll(() => readFile(join(desk.saveDir, 'spoken.txt'), 'utf8').catch(() => ''))
    .toBe(`${SAID}\n`);
  expect(desk.errors).toEqual([]);
});

test('the voice screens have no serious accessibility violation', async ({ desk, voice }) => {
  const page = await ready(desk, voice);
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.up('F9');
  await page.getByRole('button', { name: 'Transcribe an audio file' }).click();
  expect(await seriousFindings(page)).toEqual([]);
});

test.describe('a silent microphone', () => {
  test.use({
    appArgs: [
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${silentFile}`,
    ],
  });

  test('nothing heard is said, and nothing is sent unless the person wants it', async ({
    desk,
    voice,
  }) => {
    const page = await ready(desk, voice);
    await page.keyboard.down('F9');
    await leftAtMost(page, 28);
    await page.keyboard.up('F9');
    await expect(page.getByRole('alert')).toContainText('Nothing was heard');
    expect(voice.heard).toEqual([]);
    await page.getByRole('button', { name: 'Discard recording' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test.describe('without a device', () => {
  test.use({ appArgs: [] });

  test('the app says that there is no microphone', async ({ desk, voice }) => {
    const page = await ready(desk, voice);
    await page.keyboard.down('F9');
    await expect(page.getByRole('alert')).toContainText('No microphone was found');
    await page.keyboard.up('F9');
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  });
});

test('before the person allows it the page gets no microphone; the button asks, and Settings takes it back', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice, false);
  const listen = (): Promise<string> =>
    page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop();
          return 'granted';
        },
        (error: DOMException) => error.name,
      ),
    );
  expect(await listen()).toBe('NotAllowedError');
  await page.getByRole('button', { name: 'Push to talk' }).click();
  await page.getByRole('button', { name: 'Allow microphone' }).click();
  await expect.poll(listen).toBe('granted');
  await openView(page, 'Settings');
  await page.getByRole('switch', { name: 'Use the microphone' }).click();
  await expect.poll(listen).toBe('NotAllowedError');
  await page.getByRole('switch', { name: 'Use the microphone' }).click();
  await expect.poll(listen).toBe('granted');
  // The camera stays out of reach, whatever is allowed.
  const video = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
      () => 'granted',
      (error: DOMException) => error.name,
    ),
  );
  expect(video).toBe('NotAllowedError');
});
