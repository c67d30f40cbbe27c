import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { CapturePage, OverlayPage } from '../support/capture-page';
import { expect, test } from '../support/desk';
import { keys } from '../support/keys';
import { openView } from '../support/pages';
import { openTextWindow } from '../support/text-window';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const LINES = [
  'Invoice 4711 from Northwind Traders',
  'Customer number 0815-2342',
  'Amount due on Friday: 129.90 EUR',
  'Thank you for your order',
];

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

test('screens of screenshots: what to take, the overlay, the preview, settings', async ({
  desk,
}) => {
  const page = await desk.start();
  const size = (width: number, height: number) =>
    desk.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to[0], to[1]),
      [width, height] as const,
    );
  await size(1280, 820);
  const capture = new CapturePage(page);
  const closeTextWindow = await openTextWindow({ lines: LINES });
  try {
    await capture.open();
    await expect(capture.sources('Screens')).toHaveCount(1);
    await shoot(page, 'capture-choose');
    const overlay = await OverlayPage.after(desk, () =>
      capture.chooser.getByRole('button', { name: /^Draw a region/ }).click(),
    );
    await keys.pointer([20, 110]);
    await keys.press();
    await keys.pointer([300, 200]);
    await keys.pointer([700, 290]);
    await expect(overlay.label).toHaveText('680 × 180');
    await shoot(overlay.page, 'capture-region');
    await keys.release();
    await expect(capture.preview).toBeVisible();
    await capture.blackOut([0.43, 0.1], [0.7, 0.45]);
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await shoot(page, `capture-${theme}`);
    }
    await size(900, 600);
    await shoot(page, 'small-capture');
    await capture.preview.getByRole('button', { name: 'Throw away' }).click();
    await page.evaluate(() => window.api.settings.set({ theme: 'light' }));
    await openView(page, 'Settings');
    await page.getByRole('heading', { name: 'Private apps' }).scrollIntoViewIfNeeded();
    await shoot(page, 'small-screenshots');
  } finally {
    await closeTextWindow();
  }
});
