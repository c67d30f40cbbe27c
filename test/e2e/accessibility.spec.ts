import { seriousFindings } from './support/axe';
import { expect, test } from './support/desk';
import { ChatPage, connectLab, openView, type ViewName } from './support/pages';

const VIEWS: readonly ViewName[] = [
  'Chat',
  'Preferences',
  'History',
  'Models',
  'Providers',
  'Settings',
];

test.use({ labCatalog: true });

for (const theme of ['light', 'dark', 'contrast'] as const)
  test(`axe finds nothing serious on any screen in the ${theme} theme`, async ({
    desk,
    upstream,
  }) => {
    const page = await desk.start();
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    // Empty screens first, then the same ones with data.
    for (const view of VIEWS) {
      await openView(page, view);
      await expect(page.locator('main')).toBeVisible();
      expect(await seriousFindings(page), `${view}, empty`).toEqual([]);
    }
    await connectLab(page, upstream);
    await openView(page, 'Chat');
    const chat = new ChatPage(page);
    await chat.ask('Say hello');
    for (const view of VIEWS) {
      await openView(page, view);
      expect(await seriousFindings(page), view).toEqual([]);
    }
    await openView(page, 'Chat');
    await chat.answerChip().click();
    await expect(page.getByRole('dialog', { name: 'Why this model' })).toBeVisible();
    expect(await seriousFindings(page), 'Why card').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    expect(await seriousFindings(page), 'command palette').toEqual([]);
  });

test('a whole chat goes by keyboard alone', async ({ desk }) => {
  const page = await desk.start();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('New conversation');
  await page.keyboard.press('Enter');
  await page.keyboard.type('2 + 2');
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('2 + 2');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Transcript')).toContainText('simulated');
});

test('nothing overflows sideways in the smallest window', async ({ desk, upstream }) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  await desk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(900);
  for (const view of VIEWS) {
    await openView(page, view);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(wider, view).toBe(false);
  }
});
