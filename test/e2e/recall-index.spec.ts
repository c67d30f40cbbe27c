import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { seriousFindings } from './support/axe';
import { expect, test as base } from './support/desk';
import { type EmbeddingUpstream, openEmbeddingUpstream } from './support/embedding-upstream';
import { openView } from './support/pages';

const CATALOG = fileURLToPath(new URL('support/embedding-benchmarks.json', import.meta.url));
const SCREENS = {
  'The bill': 'Invoice of Northwind Traders\nAmount due 120 euros\nPayable on Friday',
  'The recipe': 'Apple pie\nFlour butter sugar\nBake for one hour',
  'The ticket': 'Train to Lisbon\nPlatform seven\nDeparture at noon',
};
const HERE = 'local/use-lite';

const test = base.extend<{ readonly vectors: EmbeddingUpstream }>({
  vectors: async ({}, use) => {
    const upstream = await openEmbeddingUpstream();
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: CATALOG },
});

/** Keeps pictures with these texts on them, as black letters on white. */
async function keepAll(page: Page, screens: Readonly<Record<string, string>>): Promise<void> {
  const failed = await page.evaluate(async (wanted) => {
    await window.api.recall.change({ keep: true });
    for (const [title, text] of Object.entries(wanted)) {
      const canvas = document.createElement('canvas');
      canvas.width = 900;
      canvas.height = 300;
      const context = canvas.getContext('2d');
      if (context === null) return 'no canvas';
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 900, 300);
      context.fillStyle = '#000';
      context.font = '36px sans-serif';
      for (const [line, words] of text.split('\n').entries()) {
        context.fillText(words, 40, 70 + line * 70);
      }
      const image = canvas.toDataURL('image/png').split(',')[1] ?? '';
      const size = { width: 900, height: 300 };
      const kept = await window.api.recall.keep({ image, ...size, title, localOnly: false });
      if (!kept.ok) return kept.error.code;
    }
    return '';
  }, screens);
  expect(failed).toBe('');
}

const statusOf = (page: Page) =>
  page.evaluate(async () => {
    const result = await window.api.recall.status();
    if (!result.ok) throw new Error(result.error.code);
    return result.data;
  });

/** Everything kept is read and has a vector of this model. */
async function embeddedBy(page: Page, model: string, count: number): Promise<void> {
  await expect
    .poll(async () => (await statusOf(page)).index, { timeout: 90_000 })
    .toMatchObject({ model, done: count, pending: 0 });
}

test('another embedding pick: the old index is searched until the new one is whole, and it stays pinned', async ({
  desk,
  vectors,
}) => {
  // Catches: vectors of two models compared, an index half built that is searched, and a screenshot
  // that cannot be found because the model of its vector is gone.
  test.setTimeout(240_000);
  const page = await desk.start();
  await keepAll(page, SCREENS);
  await embeddedBy(page, HERE, 3);
  await openView(page, 'Recall');
  const search = page.getByRole('searchbox', { name: 'Search screenshots' });
  const bill = page.getByRole('button', { name: 'Open The bill' });
  const recipe = page.getByRole('button', { name: 'Open The recipe' });

  // A new pick alone changes nothing: the index is pinned.
  const saved = await page.evaluate(
    (baseUrl) => window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl }),
    vectors.url,
  );
  expect(saved.ok).toBe(true);
  await expect.poll(async () => (await statusOf(page)).pick.model).toBe('lab/vec');
  await openView(page, 'Chat');
  await openView(page, 'Recall');
  await expect(page.getByText('Your pick for screenshots is now')).toBeVisible();
  expect(vectors.texts).toEqual([]);

  vectors.hold();
  await page.getByRole('button', { name: 'Embed everything again' }).click();
  await expect(page.getByText(/with lab\/vec: 0 of 3/)).toBeVisible();
  await expect(page.getByRole('progressbar')).toBeVisible();
  expect(await seriousFindings(page), 'an index that is being built').toEqual([]);
  // Words, and a meaning that only the model in the app knows.
  await search.fill('northwind');
  await expect(bill).toBeVisible();
  await search.fill('baking a cake');
  await expect(recipe).toContainText('By its meaning');

  vectors.letGo();
  await embeddedBy(page, 'lab/vec', 3);
  await expect(page.getByText('Everything that has text can be found by meaning.')).toBeVisible();
  await expect(page.getByText(/0 of 3/)).toHaveCount(0);
  // A meaning that only the new model knows.
  await search.fill('journey');
  await expect(page.getByRole('button', { name: 'Open The ticket' })).toContainText('meaning');

  // The provider goes: words still find, and the reason is said; the way back needs it no more.
  const removed = await page.evaluate(() => window.api.providers.remove({ id: 'lab' }));
  expect(removed.ok).toBe(true);
  await search.fill('northwind traders');
  await expect(bill).toBeVisible();
  await expect(page.getByText('Found by words alone')).toBeVisible();
  await openView(page, 'Chat');
  await openView(page, 'Recall');
  await page.getByRole('button', { name: 'Embed everything again' }).click();
  await embeddedBy(page, HERE, 3);
  expect(desk.errors).toEqual([]);
});

test('what is kept is counted in bytes, for as long as was said, and all of it can be deleted', async ({
  desk,
}) => {
  // Catches: a disk that fills unseen, and pictures that stay after everything was deleted.
  test.setTimeout(120_000);
  const page = await desk.start();
  await keepAll(page, { 'The bill': SCREENS['The bill'], Nothing: '' });
  await embeddedBy(page, HERE, 1);
  await openView(page, 'Recall');
  await expect(page.getByText(/2 screenshots, [\d.]+ kB/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open Nothing' })).toContainText('No text');
  const bytes = (await statusOf(page)).bytes;
  expect(bytes).toBeGreaterThan(1000);
  await page.getByRole('combobox', { name: 'Keep them for' }).click();
  await page.getByRole('option', { name: '7 days' }).click();
  await page.getByRole('button', { name: 'Delete older ones' }).click();
  await expect.poll(async () => (await statusOf(page)).retentionDays).toBe(7);
  await page.getByRole('button', { name: 'Delete all…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('0 screenshots, 0 kB')).toBeVisible();
  expect(await statusOf(page)).toMatchObject({ shots: 0, bytes: 0 });
});
