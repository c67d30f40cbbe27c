import OpenAI from 'openai';
import type { Page } from '@playwright/test';
import { bundledCatalog } from '../../electron/backend/catalog/sources/bundled';
import { openUpstream, type Upstream } from '../support/openai-upstream';
import { test as base, expect } from './support/desk';
import { GatewayPage, UsagePage } from './support/gateway-page';
import { HistoryPage } from './support/history-page';
import { ChatPage } from './support/pages';
import { backendPid } from './support/preferences-page';

const HELLO = { model: 'auto', messages: [{ role: 'user' as const, content: 'Hello' }] };

/** A server with OpenAI's models by their real names, so that the catalog knows their prices. */
const test = base.extend<{ openai: Upstream }>({
  openai: async ({}, use) => {
    const models = bundledCatalog().models.filter(({ id }) => id.startsWith('openai/'));
    const { upstream, close } = await openUpstream(
      models.map(({ id }) => id.slice('openai/'.length)),
    );
    await use(upstream);
    await close();
  },
});

async function connectOpenAi(page: Page, { url }: Upstream): Promise<void> {
  const saved = await page.evaluate(
    (baseUrl) =>
      window.api.providers.save({ id: 'openai', name: 'OpenAI', baseUrl, apiKey: 'sk-made-up' }),
    url,
  );
  expect(saved.ok).toBe(true);
  await expect
    .poll(async () => {
      const preview = await page.evaluate(() =>
        window.api.router.preview({ task: 'general_assistant' }),
      );
      return preview.ok ? preview.data.trace.model : preview.error.code;
    })
    .toMatch(/^openai\//u);
}

const client = (baseURL: string, apiKey: string): OpenAI =>
  new OpenAI({ baseURL, apiKey, maxRetries: 0 });

test('a key made here opens the gateway to the openai client; its request comes live, costs, and opens; revoked it is refused', async ({
  desk,
  openai,
}) => {
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const gateway = new GatewayPage(page);
  await gateway.open('Gateway');
  const url = await gateway.address();
  const key = await gateway.makeKey('Editor');
  expect(key).toMatch(/^ar-[\w-]{43}$/u);
  await expect(gateway.key('Editor')).toContainText('Never');
  // Shown once: nothing of the window has it any more.
  expect(await page.content()).not.toContain(key);

  await gateway.open('Live requests');
  await expect(page.getByText('No requests yet')).toBeVisible();
  const editor = client(url, key);
  const answer = await editor.chat.completions.create(HELLO);
  expect(answer.choices[0]?.message.content).not.toBe('');
  await expect(gateway.rows()).toHaveCount(1);
  const row = gateway.rows().last();
  await expect(row).toContainText('Succeeded');
  await expect(row).toContainText('Editor');
  await expect(row).toContainText('/chat/completions');
  await expect(row).toContainText('asked for auto');
  await expect(row).toContainText(/\$0\.\d+/u);
  // A second one, streamed, stands above it while nothing was clicked.
  const stream = await editor.chat.completions.create({ ...HELLO, stream: true });
  for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
  await expect(gateway.rows()).toHaveCount(2);
  await expect(gateway.rows().first()).toContainText('streamed');

  await row.getByRole('button', { name: /^Open the request/u }).click();
  const history = new HistoryPage(page);
  await expect(history.details).toBeVisible();
  await expect(history.details).toContainText('Succeeded');

  const usage = new UsagePage(page);
  await usage.open();
  await expect(usage.totals).toContainText('every cost is known');
  const ofKey = await usage.row('Key', 'Editor');
  await expect(ofKey).toContainText(/\$0\.\d+/u);
  await expect(await usage.row('Task', 'Chat')).toContainText(/\$0\.\d+/u);

  await gateway.open('Gateway');
  await expect(gateway.key('Editor')).toContainText(/\$0\.\d+/u);
  await gateway.revoke('Editor');
  await expect(editor.chat.completions.create(HELLO)).rejects.toMatchObject({ status: 401 });
  expect(desk.errors).toEqual([]);
});

test('a key that is limited says so to its client, and nothing is sent for it', async ({
  desk,
  openai,
}) => {
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const gateway = new GatewayPage(page);
  await gateway.open('Gateway');
  const url = await gateway.address();
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  // What is wrong is named before anything is made.
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await expect(dialog.getByText('Give it a name.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Only auto');
  for (const strategy of ['auto/efficient', 'auto/learned', 'direct']) {
    await dialog.getByRole('checkbox', { name: new RegExp(`^${strategy} `, 'u') }).uncheck();
  }
  await dialog.getByRole('textbox', { name: 'Daily cap (US$)' }).fill('0');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const key = await dialog.getByRole('textbox', { name: 'The new key' }).innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(gateway.key('Only auto')).toContainText('$0.00 of $0.00');

  const limited = client(url, key);
  const named = { ...HELLO, model: `openai/${openai.models[0] ?? ''}` };
  await expect(limited.chat.completions.create(named)).rejects.toMatchObject({
    status: 403,
    code: 'strategy_not_allowed',
  });
  await expect(limited.chat.completions.create(HELLO)).rejects.toMatchObject({
    code: 'spending_cap_reached',
  });
  expect(openai.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toEqual([]);
  await gateway.open('Live requests');
  await expect(gateway.rows()).toHaveCount(2);
  for (const row of await gateway.rows().all()) await expect(row).toContainText('Refused');
});

// The log stood still after a crash of the router until the view was opened anew.
test('the live log goes on after the router was killed, and keeps what it showed', async ({
  desk,
}) => {
  const page = await desk.start();
  const gateway = new GatewayPage(page);
  await gateway.open('Gateway');
  const key = await gateway.makeKey('Script');
  const before = client(await gateway.address(), key);
  await gateway.open('Live requests');
  await before.chat.completions.create(HELLO);
  await expect(gateway.rows()).toHaveCount(1);

  process.kill(await backendPid(desk), 'SIGKILL');
  await expect(page.getByText('Connection lost, trying again')).toBeVisible();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await gateway.open('Gateway');
  const after = client(await gateway.address(), key);
  await gateway.open('Live requests');
  await after.chat.completions.create(HELLO);
  await expect(gateway.rows()).toHaveCount(2);
  await page.getByRole('button', { name: 'Pause' }).click();
  await after.chat.completions.create(HELLO);
  await expect(page.getByRole('button', { name: 'Resume · 1 new' })).toBeVisible();
  await expect(gateway.rows()).toHaveCount(2);
});

test('a daily cap holds from the next request on, and says so in Chat, until it is removed', async ({
  desk,
  openai,
}) => {
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const usage = new UsagePage(page);
  await usage.open();
  const cap = page.getByRole('textbox', { name: 'Daily cap (US$)' });
  await cap.fill('0');
  await page.getByRole('button', { name: 'Save cap' }).click();
  await expect(page.getByText('of $0.00 · $0.00 left')).toBeVisible();
  const chat = new ChatPage(page);
  await page.keyboard.press('Control+1');
  await chat.send('Not today');
  await expect(page.getByRole('alert').last()).toContainText(/cap/iu);
  expect(openai.requests.filter(({ path }) => path.endsWith('/chat/completions'))).toEqual([]);
  await usage.open();
  await cap.fill('');
  await page.getByRole('button', { name: 'Remove cap' }).click();
  await expect(page.getByText('no daily cap', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+1');
  await chat.ask('Now it goes');
});
