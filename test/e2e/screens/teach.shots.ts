import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { PRACTICE_SET } from '@shared/practice-set/prompts';
import { expect, test } from '../support/desk';
import { openView } from '../support/pages';
import { TeachPage } from '../support/teach-page';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

test('screens of Teach, Memory and Routes', async ({ desk }) => {
  const page = await desk.start();
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 820),
  );
  const taught = await page.evaluate(
    (examples) => window.api.memory.rank({ examples }),
    PRACTICE_SET.map(({ prompt, scores }) => ({ prompt, scores })),
  );
  expect(taught.ok).toBe(true);
  const teach = new TeachPage(page);
  await teach.open();
  await teach.ask('What is (14 + 9) * 12 - 30 / 5?');
  await openView(page, 'Routes');
  await page.getByRole('textbox', { name: 'Prompt' }).fill('What is (300 - 17) * 4 + 22?');
  await page.getByRole('button', { name: 'Walk it through' }).click();
  await expect(page.getByTestId('route-decision')).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await openView(page, 'Teach');
    await page.getByRole('tab', { name: 'Rate answers' }).click();
    await expect(teach.answers().first()).toBeVisible();
    await shoot(page, `teach-${theme}`);
    await teach.openMemory();
    await expect(page.getByText('20 examples', { exact: true })).toBeVisible();
    await shoot(page, `memory-${theme}`);
    await openView(page, 'Routes');
    await expect(page.getByTestId('route-decision')).toBeVisible();
    await shoot(page, `routes-${theme}`);
  }
  await page.evaluate(() => window.api.settings.set({ theme: 'light' }));
  await page.getByTestId('route-decision').scrollIntoViewIfNeeded();
  await shoot(page, 'routes-vote');
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  );
  await openView(page, 'Teach');
  await page.getByRole('tab', { name: 'Rate answers' }).click();
  await shoot(page, 'small-teach');
  await openView(page, 'Routes');
  await shoot(page, 'small-routes');
});
