import { seriousFindings } from './support/axe';
import { expect } from './support/desk';
import { connectOpenAi, ModelsPage, test } from './support/models-page';
import { ChatPage, connectLab, openView } from './support/pages';

const LUNA = 'openai/gpt-6-luna';

test('a refresh shows new figures with their source; the changed pick is told, held, and taken', async ({
  desk,
  openai,
}) => {
  // Catches: figures that move without a word, and a hold that the chat does not obey.
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const chat = new ChatPage(page);
  await expect(chat.chip).toContainText('GPT-6.1 Sol');
  const models = new ModelsPage(page);
  await models.open();
  await models.openModel(LUNA);
  await expect(models.figure('Input, per 1M tokens')).toContainText('$0.10');
  await expect(models.figure('Input, per 1M tokens')).toContainText('pi-ai');

  await models.refresh();
  await expect(models.figure('Input, per 1M tokens')).toContainText('$0.20');
  await expect(models.figure('Input, per 1M tokens')).toContainText('models.dev');
  await expect(models.figure('Quality')).toContainText('1,521');
  await expect(models.figure('Quality')).toContainText('LMArena');
  await expect(models.row(LUNA)).toContainText('models.dev');
  await models.panel.getByRole('button', { name: 'View as table' }).click();
  await expect(
    models.panel.getByRole('row', { name: /^Input.*\$0\.20 [A-Z].*models\.dev$/u }),
  ).toBeVisible();

  const notice = page.getByRole('status').filter({ hasText: 'Chat: GPT-6 Luna now beats' });
  await expect(notice).toContainText('Quality');
  await notice.getByRole('button', { name: 'Keep the old one' }).click();
  await expect(notice).toHaveCount(0);
  await openView(page, 'Chat');
  await expect(chat.chip).toContainText('GPT-6.1 Sol');
  await expect(chat.chip).toContainText('held');
  await chat.chip.click();
  await expect(page.getByRole('dialog', { name: 'Why this model' })).toContainText(
    'kept for Chat although newer data ranks another first',
  );
  await page.keyboard.press('Escape');

  await models.open();
  await models.tab(/^Pick changes/u);
  await expect(page.getByText('GPT-6.1 Sol is held for Chat, until you release it')).toBeVisible();
  expect(await seriousFindings(page), 'pick changes').toEqual([]);
  await page.getByRole('button', { name: 'Release' }).click();
  await expect(page.getByText('Nothing is held')).toBeVisible();
  await openView(page, 'Chat');
  await expect(chat.chip).toContainText('GPT-6 Luna');
  expect(desk.errors).toEqual([]);
});

test('a price set by hand wins over a refresh until it is reset', async ({ desk, openai }) => {
  // Catches: a refresh that overwrites what a person set, and 0 or text taken for a price.
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const models = new ModelsPage(page);
  await models.open();
  await models.openModel(LUNA);
  await models.panel.getByRole('button', { name: 'Edit figures' }).click();
  const dialog = models.dialog(/by hand$/u);
  const price = dialog.getByRole('textbox', { name: 'Input, per 1M tokens', exact: true });
  for (const [text, problem] of [
    ['cheap', 'not a number'],
    ['0', 'above 0'],
    ['99999', 'larger than anything'],
  ] as const) {
    await price.fill(text);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toContainText(problem);
  }
  await price.fill('0.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  const line = models.figure('Input, per 1M tokens');
  await expect(line).toContainText('$0.50');
  await expect(line).toContainText('set by you');
  await models.refresh();
  await expect(line).toContainText('Public figure: $0.20 (models.dev');
  await expect(line).toContainText('$0.50');
  await models.panel.getByRole('button', { name: 'Reset to sources' }).click();
  await expect(line).not.toContainText('set by you');
  await expect(line).toContainText('$0.20');
});

test('a model added by hand is a candidate, marked as one’s own, and can be removed', async ({
  desk,
}) => {
  // Catches: an added model that is lost, or that cannot be told from a source's.
  const page = await desk.start();
  const models = new ModelsPage(page);
  await models.open();
  await page.getByRole('button', { name: 'Add a model' }).click();
  const dialog = models.dialog(/^Add a model/u);
  await dialog.getByRole('textbox', { name: 'Id' }).fill('no provider');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('Write provider/model');
  await dialog.getByRole('textbox', { name: 'Id' }).fill('acme/our-tune');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Our tune');
  await dialog.getByRole('textbox', { name: /^Quality/u }).fill('0.9');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await models.openModel('acme/our-tune');
  await expect(models.panel).toContainText('added by you');
  await expect(models.panel).toContainText('Connect Acme with a key');
  await models.panel.getByRole('button', { name: 'Remove this model' }).click();
  await expect(models.row('acme/our-tune')).toHaveCount(0);
});

test('failing sources are told in words, and what they gave before stays in use', async ({
  desk,
  openai,
  sources,
}) => {
  // Catches: codes in place of words, and figures that vanish because a source is down.
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const models = new ModelsPage(page);
  await models.open();
  await models.refresh();
  const { servers } = sources;
  const faults = { 'models.dev': 'html', litellm: '429', lmarena: 'truncated' } as const;
  for (const [id, fault] of Object.entries(faults)) {
    const server = servers[id];
    if (server) server.fault = fault;
  }
  await models.refresh();
  await expect(page.getByText(/3 of \d sources failed/u)).toBeVisible();
  await models.tab(/^Sources/u);
  await expect(models.source('models.dev')).toContainText('Failed');
  await expect(models.source('models.dev')).toContainText('not data, as a sign-in page');
  await expect(models.source('models.dev')).toContainText('stay in use');
  await expect(page.getByText('asked too often and wants a pause')).toBeVisible();
  const refused = models.source('models.dev').getByText(/not in use$/u);
  await refused.click();
  await expect(models.source('models.dev')).toContainText('waits for a second source');
  expect(await seriousFindings(page), 'sources').toEqual([]);
  await models.tab(/^Models/u);
  await models.openModel(LUNA);
  await expect(models.figure('Input, per 1M tokens')).toContainText('$0.20');

  // Off is off: it is not asked, and the next witness gives the price.
  await models.tab(/^Sources/u);
  const asked = servers['models.dev']?.requests.length;
  await models.source('models.dev').getByRole('switch').click();
  await expect(models.source('models.dev')).toContainText('Off');
  await models.refresh();
  expect(servers['models.dev']?.requests).toHaveLength(asked ?? -1);
});

test('Artificial Analysis is on only after its terms were accepted; its key is never shown', async ({
  desk,
  openai,
  sources,
}) => {
  // Catches: a source with terms that starts by itself, and a key that comes back to the page.
  const page = await desk.start();
  await connectOpenAi(page, openai);
  const server = sources.servers['artificial-analysis'];
  const models = new ModelsPage(page);
  await models.open();
  await models.refresh();
  expect(server?.requests).toEqual([]);
  await models.tab(/^Sources/u);
  const card = models.source('Artificial Analysis');
  await expect(card).toContainText('Off');
  await card.getByRole('switch').click();
  const dialog = models.dialog(/^Before Artificial Analysis/u);
  await expect(dialog).toContainText('without its written consent');
  const accept = dialog.getByRole('button', { name: 'Accept and switch on' });
  await expect(accept).toBeDisabled();
  await dialog.getByLabel('Key').fill('aa-very-secret-key');
  await expect(accept).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await accept.click();
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('Up to date');
  expect(server?.requests[0]?.headers['x-api-key']).toBe('aa-very-secret-key');
  const seen = await page.evaluate(async () =>
    JSON.stringify(await window.api.models.list({ task: 'general_assistant' })),
  );
  expect(seen).not.toContain('aa-very-secret-key');
  await models.tab(/^Models/u);
  await expect(page.getByText('Source: Artificial Analysis').first()).toBeVisible();
  await openView(page, 'Chat');
  await new ChatPage(page).chip.click();
  await expect(page.getByRole('dialog', { name: 'Why this model' })).toContainText(
    'Source: Artificial Analysis',
  );
});

test('a model on this machine is measured on request, and the probe can be stopped', async ({
  desk,
  upstream,
}) => {
  // Catches: a probe that cannot be ended, and measurements that are not shown as one's own.
  const page = await desk.start();
  await connectLab(page, upstream);
  const models = new ModelsPage(page);
  await models.open();
  await models.openModel('lab/alpha');
  upstream.fault = 'silent';
  await models.panel.getByRole('button', { name: 'Measure now' }).click();
  await expect(models.panel).toContainText('Measuring');
  await models.panel.getByRole('button', { name: 'Stop measuring' }).click();
  await expect(models.panel.getByRole('button', { name: 'Measure now' })).toBeVisible();
  upstream.fault = 'none';
  await models.panel.getByRole('button', { name: 'Measure now' }).click();
  await expect(page.getByText('alpha was measured')).toBeVisible();
  await expect(models.figure('First token, here')).toContainText('yours, n=2');
  expect(await seriousFindings(page), 'panel').toEqual([]);
});

test('the view goes by keyboard: sort, move, open and close', async ({ desk }) => {
  // Catches: rows that only a mouse reaches, and a focus that is lost when the panel closes.
  const page = await desk.start();
  const models = new ModelsPage(page);
  await models.open();
  const head = models.grid.getByRole('columnheader', { name: 'Context' });
  await head.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await models.grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(models.panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(models.panel).toHaveCount(0);
  await expect(models.grid).toBeFocused();
});

test.describe('without a network', () => {
  test.use({
    appEnv: async ({}, use) => use({ AUTO_ROUTER_SOURCES: 'off' }),
  });

  test('the bundled figures are there at once, without an error', async ({ desk }) => {
    // Catches: a first start that waits for sources, or complains that it is offline.
    const page = await desk.start();
    const models = new ModelsPage(page);
    await models.open();
    await models.openModel(LUNA);
    await expect(models.row(LUNA)).toContainText('$0.10');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await models.refresh();
    await expect(page.getByText('No source is switched on')).toBeVisible();
  });
});
