import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import OpenAI from 'openai';
import { bundledCatalog } from '../../../electron/backend/catalog/sources/bundled';
import { openUpstream } from '../../support/openai-upstream';
import { expect, test } from '../support/desk';
import { GatewayPage, UsagePage } from '../support/gateway-page';
import { openView } from '../support/pages';
import { writePast } from './past';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));

async function shoot(page: Page, name: string): Promise<void> {
  // What has just appeared has come to rest.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

/** Two programs at work: answers, a stream, a model that is not there, one that may not. */
async function makeTraffic(url: string, editor: string, nightly: string): Promise<void> {
  const ask = (apiKey: string) => new OpenAI({ baseURL: url, apiKey, maxRetries: 0 });
  const hello = { model: 'auto', messages: [{ role: 'user' as const, content: 'Hello' }] };
  for (let turn = 0; turn < 6; turn += 1) {
    await ask(editor).chat.completions.create(hello);
    const stream = await ask(editor).chat.completions.create({ ...hello, stream: true });
    for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    await ask(nightly).chat.completions.create({ ...hello, model: 'openai/gpt-6-luna' });
  }
  // Not in the catalog, so nobody knows its price; then one of nobody.
  await ask(nightly).chat.completions.create({ ...hello, model: 'openai/gpt-9' });
  const refused = { ...hello, model: 'acme/large' };
  await expect(ask(nightly).chat.completions.create(refused)).rejects.toThrow();
  await ask(editor).responses.create({ model: 'auto', input: 'Hello' });
}

test('screens of the gateway, the live log, usage and the dial', async ({ desk }) => {
  const { upstream, close } = await openUpstream(
    bundledCatalog()
      .models.filter(({ id }) => id.startsWith('openai/'))
      .map(({ id }) => id.slice('openai/'.length)),
  );
  upstream.answer = 'Good morning. What shall we look at first?';
  await writePast(join(desk.userData, 'data'), ['anthropic', 'google', 'openai']);
  const page = await desk.start();
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 820),
  );
  await page.evaluate(
    (baseUrl) =>
      window.api.providers.save({
        id: 'openai',
        name: 'OpenAI',
        baseUrl,
        apiKey: 'sk-made-up-4711',
      }),
    upstream.url,
  );
  await page.evaluate(() => window.api.providers.probe({ id: 'openai' }));
  await page.evaluate(() => window.api.gateway.setDailyCap({ usd: 2 }));
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const gateway = new GatewayPage(page);
  const usage = new UsagePage(page);
  await gateway.open('Gateway');
  const editor = await gateway.makeKey('Editor');
  const nightly = await gateway.makeKey('Nightly report');
  await makeTraffic(await gateway.address(), editor, nightly);
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('switch', { name: 'Only certain models' }).click();
  await page.getByRole('dialog').getByRole('checkbox').nth(4).check();
  await shoot(page, 'key-dialog');
  await page.keyboard.press('Escape');
  const screens = async (nameOf: (view: string) => string): Promise<void> => {
    await gateway.open('Gateway');
    await expect(gateway.key('Editor')).not.toContainText('Never');
    await shoot(page, nameOf('gateway'));
    await gateway.open('Live requests');
    await expect(gateway.rows().nth(10)).toBeVisible();
    await shoot(page, nameOf('requests'));
    await usage.open();
    await expect(usage.totals).toBeVisible();
    await shoot(page, nameOf('usage'));
  };
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await screens((view) => `${view}-${theme}`);
  }
  await page.evaluate(() => window.api.settings.set({ theme: 'light' }));
  await openView(page, 'Preferences');
  const dial = page.getByRole('radiogroup', { name: 'Quality floor' });
  await dial.getByRole('radio', { name: 'Quality' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Saved/u })).toBeVisible();
  await page.getByTestId('dial-effect').scrollIntoViewIfNeeded();
  await shoot(page, 'dial-light');
  await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  );
  await screens((view) => `small-${view}`);
  await close();
});
