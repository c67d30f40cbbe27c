import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seriousFindings } from './support/axe';
import { expect, test } from './support/desk';
import { CapturePage } from './support/capture-page';
import { openView } from './support/pages';
import { openTextWindow } from './support/text-window';

const LINES = ['Invoice from Northwind Traders', 'SECRET hunter2', 'Amount due on Friday'];

/** Waits until everything that was kept is read and embedded. */
async function settled(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const result = await window.api.recall.status();
          if (!result.ok) return -1;
          const { unread, index, shots } = result.data;
          return shots === 0 ? -1 : unread + index.pending + (index.done === 0 ? 1 : 0);
        }),
      { timeout: 60_000 },
    )
    .toBe(0);
}

test('nothing is kept unless it is switched on', async ({ desk }) => {
  // Catches: a picture that lands on the disk of somebody who never asked for it.
  const page = await desk.start();
  await openView(page, 'Recall');
  await expect(page.getByRole('heading', { name: 'No screenshot is kept' })).toBeVisible();
  await expect(page.getByText('which runs on this machine')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take a screenshot' })).toHaveCount(0);
  expect(await seriousFindings(page), 'Recall, off').toEqual([]);
  const refused = await page.evaluate(() =>
    window.api.recall.keep({
      image: 'iVBORw0KGgo=',
      width: 1,
      height: 1,
      title: '',
      localOnly: false,
    }),
  );
  expect(refused).toMatchObject({ ok: false, error: { code: 'recall_off' } });
  expect(existsSync(join(desk.userData, 'data', 'recall'))).toBe(false);
});

test('a real screen is captured, blacked out, read, and found by words and by meaning', async ({
  desk,
}) => {
  // Catches: a capture of the app's own window, a box that is only drawn over, and a lost text.
  test.setTimeout(180_000);
  const page = await desk.start();
  const closeTextWindow = await openTextWindow({ lines: LINES });
  try {
    await openView(page, 'Recall');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'Take a screenshot' }).first().click();
    const capture = new CapturePage(page);
    await expect(capture.sources('Screens')).toHaveCount(1);
    expect(await seriousFindings(page), 'what to capture').toEqual([]);
    await capture.sources('Screens').click();
    await expect(capture.preview).toBeVisible();
    await expect(capture.preview).toContainText('Universal Sentence Encoder');
    expect(await seriousFindings(page), 'the preview').toEqual([]);
    // The second line: 100 to 200 of the screen's pixels.
    const { height } = await page.evaluate(() => ({ height: screen.height }));
    await capture.blackOut([0, 100 / height], [0.98, 200 / height]);
    await expect(capture.preview.getByText('1 area blacked out')).toBeVisible();
    await capture.preview.getByLabel('Title').fill('The bill');
    await capture.finish('Keep');
    await settled(page);
  } finally {
    await closeTextWindow();
  }

  const search = page.getByRole('searchbox', { name: 'Search screenshots' });
  await search.fill('northwind');
  const found = page.getByRole('button', { name: 'Open The bill' });
  await expect(found).toContainText('Northwind Traders');
  await expect(found).toContainText('words');
  // None of these words is on the screen.
  await search.fill('money I owe a company today');
  await expect(found).toContainText('By its meaning');
  await search.fill('northwind yesterday');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await search.fill('northwind from today');
  await found.click();
  const shot = page.getByRole('dialog', { name: 'The bill' });
  await expect(shot).toContainText('Amount due');
  await expect(shot).not.toContainText('hunter2');
  expect(await seriousFindings(page), 'an open screenshot').toEqual([]);

  // The kept file itself: black where the box was, the text beside it still there.
  const blacks = await page.evaluate(async () => {
    const list = await window.api.recall.search({
      q: '',
      from: null,
      to: null,
      limit: 1,
      offset: 0,
    });
    const id = list.ok ? (list.data.shots[0]?.id ?? '') : '';
    const kept = await window.api.recall.image({ id, width: null });
    const picture = new Image();
    picture.src = kept.ok ? kept.data.dataUrl : '';
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const brightest = (y: number, rows: number): number => {
      const pixels = context?.getImageData(10, y, 600, rows).data ?? [];
      let most = 0;
      for (let at = 0; at < pixels.length; at += 4) most = Math.max(most, pixels[at] ?? 0);
      return most;
    };
    return { inside: brightest(110, 80), outside: brightest(20, 60) };
  });
  expect(blacks).toEqual({ inside: 0, outside: 255 });
  expect(readdirSync(join(desk.userData, 'data', 'recall'))).toHaveLength(1);

  await shot.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog', { name: 'Delete this screenshot?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(page.getByText('Screenshot deleted')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  expect(readdirSync(join(desk.userData, 'data', 'recall'))).toEqual([]);
  expect(desk.errors).toEqual([]);
});
