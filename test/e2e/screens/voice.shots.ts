import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { bundledCatalog } from '../../../electron/backend/catalog/sources/bundled';
import { openUpstream } from '../../support/openai-upstream';
import { type Desk, expect, test } from '../support/desk';
import { openView } from '../support/pages';
import { leftAtMost, voicePanel } from '../support/voice-desk';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));
/** What is kept in the picture of Recall: the app's own screens. */
const KEPT = {
  'Bloom filters, asked about': 'chat-light',
  'What the routes were': 'routes-light',
  'Prices of all models': 'models-light',
  'Who won where': 'preferences-light',
  'Spending of the month': 'usage-light',
} as const;

const folder = mkdtempSync(join(tmpdir(), 'ar-shots-'));
const sound = join(folder, 'voice.wav');
test.beforeAll(() => {
  const voice = Int16Array.from({ length: 4 * SAMPLE_RATE }, (_, at) =>
    Math.round(5000 * Math.sin(at / 14) * (1 + Math.sin(at / 2500))),
  );
  writeFileSync(sound, encodeWav([voice]));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.use({
  appArgs: ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${sound}`],
});

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

function size(desk: Desk, width: number, height: number): Promise<void> {
  return desk.app.evaluate(
    ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to[0], to[1]),
    [width, height] as const,
  );
}

async function wear(page: Page, theme: 'light' | 'dark' | 'contrast'): Promise<void> {
  await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

test('screens of push-to-talk and of files', async ({ desk }) => {
  const { upstream, close } = await openUpstream(
    bundledCatalog()
      .models.filter(({ id }) => id.startsWith('openai/'))
      .map(({ id }) => id.slice('openai/'.length)),
  );
  upstream.answer =
    'Guten Tag! I hear you loud and clear, so the test has gone well. What would you like to know?';
  const voice = { microphone: true, capSeconds: 30, speech: 'off' };
  await desk.writeData('settings.json', JSON.stringify({ version: 2, voice }));
  const page = await desk.start();
  await size(desk, 1280, 820);
  const saved = await page.evaluate(
    (baseUrl) =>
      window.api.providers.save({ id: 'openai', name: 'OpenAI', baseUrl, apiKey: 'sk-made-up' }),
    upstream.url,
  );
  expect(saved.ok).toBe(true);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  for (const task of ['transcription', 'ptt_response'] as const) {
    await expect
      .poll(async () => {
        const pick = await page.evaluate((name) => window.api.router.pick({ task: name }), task);
        return pick.ok && pick.data.decision.model;
      })
      .toMatch(/^openai\//);
  }
  await page.keyboard.down('F9');
  await leftAtMost(page, 28);
  await shoot(page, 'voice-recording');
  await page.keyboard.up('F9');
  await expect(voicePanel(page)).toContainText('Whole answer', { timeout: 30_000 });
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await wear(page, theme);
    await shoot(page, `voice-${theme}`);
  }
  await wear(page, 'light');
  await size(desk, 900, 600);
  await shoot(page, 'small-voice');
  await size(desk, 1280, 820);
  await page.getByRole('button', { name: 'Transcribe an audio file' }).click();
  await page.locator('input[type=file][aria-label="Choose a file"]').setInputFiles(sound);
  await expect(page.getByLabel('Transcript', { exact: true })).toBeVisible({ timeout: 30_000 });
  await shoot(page, 'voice-file');
  await close();
});

test('screens of Recall', async ({ desk }) => {
  const page = await desk.start();
  await size(desk, 1280, 820);
  const pictures = Object.entries(KEPT).map(([title, name]) => ({
    title,
    image: readFileSync(join(IMAGES, `${name}.png`)).toString('base64'),
  }));
  await page.evaluate(async (all) => {
    await window.api.recall.change({ keep: true });
    for (const { title, image } of all) {
      const kept = { image, width: 1280, height: 820, title, localOnly: false };
      await window.api.recall.keep(kept);
    }
  }, pictures);
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const status = await window.api.recall.status();
          return status.ok && status.data.unread === 0 ? status.data.index.pending : -1;
        }),
      { timeout: 120_000 },
    )
    .toBe(0);
  await openView(page, 'Recall');
  const found = page.getByRole('button', { name: /^Open / });
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await wear(page, theme);
    await page.getByRole('searchbox').fill('spending last month');
    await expect(found.getByText(/^By (?:its|words)/).first()).toBeVisible();
    await shoot(page, `recall-${theme}`);
  }
  await wear(page, 'light');
  await page.getByRole('searchbox').fill('');
  await expect(found).toHaveCount(pictures.length);
  await size(desk, 900, 600);
  await shoot(page, 'small-recall');
});
