import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ANSWER } from '../support/openai-upstream';
import { expect, test } from './support/desk';
import { killBackend } from './support/kill-backend';
import { ChatPage, connectLab, openView } from './support/pages';

test.use({ labCatalog: true });

test('a killed backend is said, the draft stays, and the app recovers by itself', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const chat = new ChatPage(page);
  await chat.ask('Before the crash');
  await chat.composer.fill('A draft that took an hour');
  await killBackend(desk);
  await expect(page.getByText(/router is (not reachable|restarting)/)).toBeVisible();
  await expect(chat.composer).toHaveValue('A draft that took an hour');
  await expect(page.getByText(/router is (not reachable|restarting)/)).toHaveCount(0);
  await expect(chat.composer).toHaveValue('A draft that took an hour');
  await chat.composer.press('Enter');
  await expect(chat.transcript.getByText(ANSWER.slice(0, 5))).toHaveCount(2);
});

test('an answer cut by the crash keeps what came, and is closed in the history', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  upstream.fault = 'stall';
  const chat = new ChatPage(page);
  await chat.send('Long answer');
  await expect(chat.transcript).toContainText(ANSWER.slice(0, 5));
  await killBackend(desk);
  await expect(page.getByRole('alert').last()).toBeVisible();
  await expect(chat.transcript).toContainText(ANSWER.slice(0, 5));
  const statuses = async () => {
    const history = await page.evaluate(() =>
      window.api.history.page({ filter: {}, limit: 10, offset: 0 }),
    );
    return history.ok ? history.data.rows.map((row) => row.status) : history.error.code;
  };
  await expect.poll(statuses).toEqual(['interrupted']);
});

test('a restart keeps conversations, weights, providers and history', async ({
  desk,
  upstream,
}) => {
  let page = await desk.start();
  await connectLab(page, upstream);
  await new ChatPage(page).ask('Remember this');
  await page.evaluate(() =>
    window.api.router.putPrefs({
      prefs: {
        overrides: { general_assistant: { quality: 0.1, latency: 0.2, cost: 0.7 } },
        model_overrides: {},
      },
    }),
  );
  page = await desk.restart();
  await page.getByRole('button', { name: 'Remember this', exact: true }).click();
  await expect(page.getByLabel('Transcript')).toContainText(ANSWER);
  const kept = await page.evaluate(async () => ({
    prefs: await window.api.router.getPrefs(),
    providers: await window.api.providers.list(),
    history: await window.api.history.page({ filter: {}, limit: 10, offset: 0 }),
  }));
  expect(kept.prefs.ok && kept.prefs.data.prefs.overrides['general_assistant']).toEqual({
    quality: 0.1,
    latency: 0.2,
    cost: 0.7,
  });
  expect(kept.providers.ok && kept.providers.data.map(({ id }) => id)).toContain('lab');
  expect(kept.history.ok && kept.history.data.total).toBe(1);
});

test('an unreadable settings file is kept aside and named, and the last good one is used', async ({
  desk,
}) => {
  let page = await desk.start();
  await page.evaluate(() => window.api.settings.set({ theme: 'dark' }));
  await desk.stop();
  const data = join(desk.userData, 'data');
  const file = 'settings.json';
  expect(await readdir(data)).toContain(file);
  await desk.writeData(file, '{"theme": "da');
  page = await desk.start();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByText(/settings\.corrupt-/)).toBeVisible();
  const aside = (await readdir(data)).find((name) => name.startsWith('settings.corrupt-'));
  expect(await readFile(join(data, aside ?? ''), 'utf8')).toBe('{"theme": "da');
});

test('with the backend gone for good, the pickers answer from the cache', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const pick = () =>
    page.evaluate(async () => {
      const answer = await window.api.router.pick({ task: 'general_assistant' });
      return answer.ok ? answer.data.decision : answer.error.code;
    });
  await expect.poll(pick).toMatchObject({ model: 'lab/alpha', reason: 'routerPick' });
  await killBackend(desk);
  // No answer can come from the backend before it is up again.
  expect(await pick()).toMatchObject({ model: 'lab/alpha', reason: 'routerPick' });
  await openView(page, 'Chat');
});
