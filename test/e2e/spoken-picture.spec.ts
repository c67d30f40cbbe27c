import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { pngOf } from '../support/pictures';
import { expect, test as base } from './support/desk';
import { ChatPage } from './support/pages';
import { PicturesPage } from './support/pictures-page';
import { leftAtMost, startWithVoice } from './support/voice-desk';
import { openVoiceUpstream, REPLY, type VoiceUpstream } from './support/voice-upstream';

const CATALOG = fileURLToPath(new URL('support/spoken-picture-benchmarks.json', import.meta.url));
const PICTURE = pngOf(40, 30, (x, y) => [x * 6, y * 8, 0]);

const test = base.extend<{ readonly voice: VoiceUpstream }>({
  voice: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: CATALOG },
  // Its own sound is a beep: what is said in it is told by the server.
  appArgs: ['--use-fake-device-for-media-stream'],
});

async function speak(page: Page): Promise<void> {
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await leftAtMost(page, 28);
  await page.keyboard.up('F9');
}

test('what is said about a picture takes it along; what is said later is answered in any case', async ({
  desk,
  voice,
}) => {
  // Catches: a question about the picture in the composer that goes out without it.
  voice.told = { text: 'What does it say' };
  const page = await startWithVoice(desk, voice, { microphone: true });
  const pictures = new PicturesPage(page);
  await pictures.attach({ name: 'error.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(pictures.thumbnail('error.png')).toBeVisible();
  await speak(page);
  const chat = new ChatPage(page);
  await expect(chat.transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  await expect(pictures.shown('error.png')).toBeVisible();
  await expect(pictures.strip).toHaveCount(0);
  expect(voice.asked[0]?.last).toMatchObject([
    { type: 'text', text: 'What does it say' },
    { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/png;base64,/u) } },
  ]);

  // No model of push-to-talk sees by this catalog: it is answered all the same, as words.
  voice.told = { text: 'And what was that' };
  await speak(page);
  await expect.poll(() => voice.asked.length).toBe(2);
  expect(voice.asked[1]?.last).toBe('And what was that');
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const found = await window.api.history.page({ filter: {}, limit: 10, offset: 0 });
        return found.ok ? found.data.rows.map(({ task, status }) => `${task} ${status}`) : [];
      }),
    )
    .toEqual([
      'ptt_response succeeded',
      'transcription succeeded',
      'screenshot_understanding succeeded',
      'transcription succeeded',
    ]);
  expect(desk.errors).toEqual([]);
});
