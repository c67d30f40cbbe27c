import type { Page } from '@playwright/test';
import { expect, test } from './support/desk';
import { BenchmarksPage } from './support/benchmarks-page';
import { ChatPage, openView } from './support/pages';

const MODELS = ['Sage', 'Swift', 'Thrift'];

/** Saves a config of practice models and runs it until its table is published. */
async function publish(page: Page): Promise<BenchmarksPage> {
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.open();
  await benchmarks.setUp(MODELS);
  await benchmarks.askForRun();
  await benchmarks.start();
  await expect(benchmarks.runStatus('Completed')).toBeVisible({ timeout: 60_000 });
  return benchmarks;
}

// The promise of the whole feature, from an empty app: without any step of it nobody gets a table.
test('from an empty app: config, estimate, run, table, and a chat that is decided by it', async ({
  desk,
}) => {
  const page = await desk.start();
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.open();
  await expect(page.getByText('Nothing has been measured yet')).toBeVisible();
  await benchmarks.setUp(MODELS);
  await benchmarks.askForRun();
  await expect(benchmarks.estimate).toHaveText(/^Estimate: no charge, [\d,]+ calls\.$/u);
  await expect(benchmarks.dialog.getByRole('row')).toHaveCount(MODELS.length + 1);
  await benchmarks.start();
  await expect(benchmarks.runStatus('Completed')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Published.')).toBeVisible();

  await benchmarks.tab('Routing table');
  const picked = page.getByTestId('would-pick');
  await expect(picked).toContainText('practice');
  await page.getByRole('tab', { name: 'Hard' }).click();
  await expect(picked).toContainText('Hard:');

  await openView(page, 'Chat');
  const chat = new ChatPage(page);
  await chat.chooseSetting('Auto · efficient');
  await chat.composer.fill('Reverse a string in Python');
  await expect(chat.chip).toContainText('Auto · efficient → ');
  await chat.ask('Reverse a string in Python');
  await chat.answerChip().click();
  const card = page.getByRole('dialog', { name: 'Why this model' });
  await expect(card.getByTestId('efficient-tier')).toContainText(
    /request · .* · good enough from/u,
  );
  await expect(card.getByText('on this machine', { exact: false })).toBeVisible();
  await expect(
    card.getByRole('region', { name: 'Rows of the routing table' }).getByRole('row'),
  ).toHaveCount(MODELS.length + 1);
  await expect(card.getByTestId('efficient-sticky')).toContainText('is not held to it');
});

const EASY = {
  taskType: 'implementation',
  subtaskType: 'code_generation',
  reasoningComplexity: 'low',
  contextComplexity: 'small',
  executionMode: 'answer_only',
  riskLevel: 'low',
  requiresTools: false,
};

// Without a label by a model nothing may hold a conversation (S4-28); with one, everything must.
test('with a classifier the conversation keeps its model, and the Why card says so', async ({
  desk,
  upstream,
}) => {
  upstream.answer = JSON.stringify(EASY);
  const page = await desk.start();
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.connect(upstream);
  await benchmarks.open();
  await benchmarks.add(['alpha', 'beta']);
  await benchmarks.choose('Always label with', 'alpha');
  await benchmarks.save();
  await benchmarks.askForRun();
  await benchmarks.start();
  await expect(benchmarks.runStatus('Completed')).toBeVisible({ timeout: 60_000 });
  await benchmarks.tab('Routing table');
  await expect(page.getByText('set by you in Settings', { exact: false })).toBeVisible();
  await openView(page, 'Chat');
  const chat = new ChatPage(page);
  await chat.chooseSetting('Auto · efficient');
  await chat.ask('Reverse a string in Python');
  await chat.ask('Thanks, and now in one line');
  await chat.answerChip().click();
  const card = page.getByRole('dialog', { name: 'Why this model' });
  await expect(card.getByText(/alpha told how hard it is/u)).toBeVisible();
  await expect(card.getByTestId('efficient-sticky')).toContainText('The conversation keeps');
});

// Somebody chooses the strategy before there is a table and believes that it decides.
test('without a table the chip and the Why card say that Auto decided', async ({ desk }) => {
  const page = await desk.start();
  const chat = new ChatPage(page);
  await chat.chooseSetting('Auto · efficient');
  await chat.ask('Hello');
  await chat.answerChip().click();
  await expect(page.getByTestId('declined-line')).toHaveText(
    'Auto decided in place of Auto · efficient: no routing table has been published.',
  );
});

test('the setting stays over a restart, and goes back to plain Auto', async ({ desk }) => {
  let page = await desk.start();
  await new ChatPage(page).chooseSetting('Auto · efficient');
  page = await desk.restart();
  const chat = new ChatPage(page);
  await expect(chat.chip).toContainText('Auto · efficient →');
  await chat.chooseSetting('Auto');
  await expect(chat.chip).toContainText(/^Auto → /u);
});

test('a second run carries what was measured, costs nothing, and can be forced', async ({
  desk,
}) => {
  const page = await desk.start();
  const benchmarks = await publish(page);
  await benchmarks.askForRun();
  await expect(benchmarks.estimate).toHaveText('Nothing is spent: every result is carried over.');
  await benchmarks.dialog.getByRole('switch').click();
  await expect(benchmarks.estimate).toContainText('Estimate:');
  // Of classifiers none was chosen: it says so, instead of a start that fails.
  await benchmarks.dialog.getByRole('tab', { name: 'Classifiers' }).click();
  await expect(benchmarks.dialog.getByText('There is nothing to measure yet')).toBeVisible();
  await expect(benchmarks.dialog.getByRole('button', { name: /^Start/u })).toBeDisabled();
  await page.keyboard.press('Escape');
  await benchmarks.tab('Cases');
  await benchmarks.choose('Verdict', 'Failed');
  await page.getByRole('list', { name: 'Cases' }).getByRole('button').first().click();
  const article = page.getByRole('article');
  await expect(article.getByRole('region', { name: 'Prompt' })).not.toBeEmpty();
  await expect(article.getByRole('region', { name: 'Check' })).not.toBeEmpty();
});

test('a run is cancelled, and what was measured stays in the history', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.connectSilent(upstream);
  await benchmarks.open();
  await benchmarks.setUp(['alpha']);
  await benchmarks.askForRun();
  await benchmarks.start();
  await expect(page.getByRole('progressbar', { name: 'Progress of the run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page
    .getByRole('dialog', { name: 'Cancel this run?' })
    .getByRole('button', { name: 'Cancel the run' })
    .click();
  await expect(benchmarks.runStatus('Cancelled')).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

// The message of the server is the only thing that says which model is the trouble.
test('settings that cannot be used are not saved, and it says why', async ({ desk, upstream }) => {
  const page = await desk.start();
  const benchmarks = new BenchmarksPage(page);
  await benchmarks.open();
  await benchmarks.add(['Sage']);
  await benchmarks.connectSilent(upstream);
  await benchmarks.add(['alpha']);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByRole('alert')).toContainText('practice models are not mixed');
});
