import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { type Desk, expect, test as base } from './support/desk';
import { killBackend } from './support/kill-backend';
import { ChatPage } from './support/pages';
import { readWav } from './support/speech';
import { leftAtMost, startWithVoice, VOICE_CATALOG, voicePanel } from './support/voice-desk';
import { openVoiceUpstream, REPLY, type VoiceUpstream } from './support/voice-upstream';

const folder = mkdtempSync(join(tmpdir(), 'ar-failures-'));
const toneFile = join(folder, 'tone.wav');
base.beforeAll(() => {
  const tone = Int16Array.from({ length: 2 * SAMPLE_RATE }, (_, at) =>
    Math.round(8000 * Math.sin(at / 12)),
  );
  writeFileSync(toneFile, encodeWav([tone]));
});
base.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const test = base.extend<{ readonly voice: VoiceUpstream }>({
  voice: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    upstream.told = { text: 'what was said' };
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: VOICE_CATALOG },
  appArgs: ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${toneFile}`],
});

/** The app with a microphone whose cable the test holds. */
async function ready(desk: Desk, voice: VoiceUpstream) {
  const page = await startWithVoice(desk, voice, { microphone: true });
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      Object.assign(window, {
        unplug: () => {
          for (const track of stream.getTracks()) {
            track.stop();
            // Chromium tells it of a device that goes; of a stop by the page itself it does not.
            track.dispatchEvent(new Event('ended'));
          }
        },
      });
      return stream;
    };
  });
  const unplug = (): Promise<void> =>
    page.evaluate(() => (window as unknown as { unplug: () => void }).unplug());
  return { page, unplug };
}

async function hold(page: Page, leftS: number): Promise<void> {
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await leftAtMost(page, leftS);
}

test('a device that is unplugged in the middle costs nothing that was said; the next turn opens another', async ({
  desk,
  voice,
}) => {
  // Catches: a recording that hangs without sound, and what was said until then thrown away.
  const { page, unplug } = await ready(desk, voice);
  await hold(page, 28);
  await unplug();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The microphone went away');
  await page.keyboard.up('F9');
  expect(voice.heard).toEqual([]);
  await alert.getByRole('button', { name: 'Send what was said' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY[0], { timeout: 30_000 });
  const [heard] = voice.heard;
  expect(readWav(heard?.bytes ?? new Uint8Array()).samples.length).toBeGreaterThan(SAMPLE_RATE);
  await hold(page, 29);
  await page.keyboard.up('F9');
  await expect.poll(() => voice.heard.length, { timeout: 30_000 }).toBe(2);
});

test('a router that dies while it transcribes: the recording outlives it, and Try again sends it', async ({
  desk,
  voice,
}) => {
  // Catches: a recording that was kept by the process that died.
  const { page } = await ready(desk, voice);
  voice.deaf = true;
  await hold(page, 28);
  await page.keyboard.up('F9');
  await expect.poll(() => voice.heard.length, { timeout: 30_000 }).toBe(1);
  await killBackend(desk);
  const alert = page.getByRole('alert').filter({ hasText: 'The recording is kept' });
  await expect(alert).toBeVisible();
  voice.deaf = false;
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const status = await window.api.backend.status();
        return status.ok && status.data.state;
      }),
    )
    .toBe('running');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY[0], { timeout: 30_000 });
  expect(voice.heard[1]?.bytes).toEqual(voice.heard[0]?.bytes);
});

test('a provider that cannot be reached at all: the recording is kept, the app says so and tries again', async ({
  desk,
  voice,
}) => {
  // Catches: a refused connection treated unlike an error that was answered.
  const { page } = await ready(desk, voice);
  const move = (baseUrl: string) =>
    page.evaluate(
      (url) => window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl: url, apiKey: 'k' }),
      baseUrl,
    );
  await move('http://127.0.0.1:9/v1');
  await hold(page, 29);
  await page.keyboard.up('F9');
  const alert = page.getByRole('alert').filter({ hasText: /is kept/ });
  await expect(alert).toContainText('The recording is kept', { timeout: 30_000 });
  expect(voice.heard).toEqual([]);
  await move(voice.url);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 30_000 });
  await expect(voicePanel(page)).toContainText('what was said');
});
