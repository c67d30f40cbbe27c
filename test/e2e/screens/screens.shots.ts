import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { bundledCatalog } from '../../../electron/backend/catalog/sources/bundled';
import { openUpstream } from '../../support/openai-upstream';
import { expect, test } from '../support/desk';
import { BenchmarksPage } from '../support/benchmarks-page';
import { ChatPage, openView } from '../support/pages';
import { writePast } from './past';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const PROVIDERS = ['anthropic', 'google', 'openai'] as const;
const NAMES = { anthropic: 'Anthropic', google: 'Google', openai: 'OpenAI' } as const;

const BLOOM = `A **Bloom filter** answers one question: *have I seen this before?* It may say "yes" wrongly, but its "no" is always right.

1. Keep an array of *m* bits, all 0.
2. To add an item, hash it *k* ways and set those bits.
3. To ask, hash it again: any bit still 0 means **never seen**.

\`\`\`ts
const has = (item: string) => hashes(item).every((bit) => bits[bit % m]);
\`\`\`

With 10 bits per item and 7 hashes about 1 % of the answers are false alarms.`;

async function shoot(page: Page, name: string): Promise<void> {
  // What has just appeared has come to rest.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

/** A benchmark of the practice models, which cost nothing, with the table that it publishes. */
async function shootBenchmarks(page: Page): Promise<void> {
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.open();
  await benchmarks.setUp(['Sage', 'Swift', 'Thrift']);
  await benchmarks.askForRun();
  await benchmarks.start();
  await expect(benchmarks.runStatus('Completed')).toBeVisible({ timeout: 120_000 });
  await benchmarks.tab('Routing table');
  await page.getByRole('tab', { name: 'Medium' }).click();
  // What was said of saving and starting stands in the way.
  for (const toast of await page.getByRole('button', { name: 'Dismiss' }).all()) {
    await toast.click().catch(() => null);
  }
  await shoot(page, 'benchmarks-light');
  await openView(page, 'Chat');
}

test('screens of the docs', async ({ desk }) => {
  const upstreams = await Promise.all(
    PROVIDERS.map((provider) =>
      openUpstream(
        bundledCatalog()
          .models.filter((model) => model.id.startsWith(`${provider}/`))
          .map((model) => model.id.slice(provider.length + 1)),
      ),
    ),
  );
  for (const { upstream } of upstreams) upstream.answer = BLOOM;
  await writePast(join(desk.userData, 'data'), PROVIDERS);
  const page = await desk.start();
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 820),
  );
  await shoot(page, 'first-start');
  await shootBenchmarks(page);
  for (const [index, id] of PROVIDERS.entries()) {
    const baseUrl = upstreams[index]?.upstream.url ?? '';
    const saved = await page.evaluate((provider) => window.api.providers.save(provider), {
      id,
      name: NAMES[id],
      baseUrl,
      apiKey: `sk-made-up-${id}-4711`,
    });
    expect(saved.ok).toBe(true);
    await page.evaluate((provider) => window.api.providers.probe({ id: provider }), id);
  }
  // This machine has no keychain; most have one.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const chat = new ChatPage(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await openView(page, 'Chat');
    if (theme === 'light') await chat.ask('Explain how a Bloom filter works');
    // Highlighting comes a moment after the words.
    await expect(chat.transcript.locator('pre span[style*="--sdm-c"]').nth(5)).toBeVisible();
    await chat.composer.fill('And when should I not use one?');
    await expect(chat.chip).toContainText('est.');
    await shoot(page, `chat-${theme}`);
    await chat.answerChip().click();
    await expect(page.getByRole('dialog', { name: 'Why this model' })).toBeVisible();
    await shoot(page, `why-${theme}`);
    await page.keyboard.press('Escape');
    for (const view of ['Preferences', 'History', 'Models', 'Providers', 'Settings'] as const) {
      await openView(page, view);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      if (view === 'History' || view === 'Models') {
        await expect(page.getByRole('grid').or(page.getByRole('table')).first()).toBeVisible();
      }
      if (view === 'Preferences')
        await expect(page.getByText('Winner', { exact: true })).toBeVisible();
      await shoot(page, `${view.toLowerCase()}-${theme}`);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await shoot(page, `palette-${theme}`);
    await page.keyboard.press('Escape');
  }
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  );
  await page.evaluate(() => window.api.settings.set({ theme: 'light' }));
  for (const view of ['Chat', 'Preferences', 'History', 'Models', 'Providers'] as const) {
    await openView(page, view);
    await shoot(page, `small-${view.toLowerCase()}`);
  }
  for (const { close } of upstreams) await close();
});
