import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { PRACTICE_SET } from '@shared/practice-set/prompts';
import { openUpstream } from '../support/openai-upstream';
import { seriousFindings } from './support/axe';
import { expect, test } from './support/desk';
import { ChatPage, openView } from './support/pages';
import { TeachPage } from './support/teach-page';

/** Hard sums: Thrift is wrong about them. Easy ones: all are right. */
const HARD = (n: number): string =>
  `What is (${14 + n} + ${9 + n}) * ${11 + n} - ${36 + n * 4} / 4?`;
const EASY = (n: number): string => `What is ${2 + n} + ${3 + n}?`;

/** What a person sees: a wrong number is worth nothing, and working it out is worth a little more. */
function worth(text: string): number {
  if (text.includes('number is wrong')) return 0;
  return text.includes('Checked by working it out') ? 1 : 0.85;
}

/** Who writes like this of a hard sum. */
function writerOf(text: string): string {
  if (text.includes('number is wrong')) return 'Thrift';
  return text.includes('Checked by working it out') ? 'Sage' : 'Swift';
}

/** The model that Chat's answer came from. */
async function answeredBy(page: Page, prompt: string): Promise<string> {
  await openView(page, 'Chat');
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  const chat = new ChatPage(page);
  await chat.ask(prompt);
  return (await chat.answerChip().getAttribute('aria-label')) ?? '';
}

/** Rates the bundled set through the app's own bridge: twenty examples at once. */
async function teachPracticeSet(page: Page): Promise<void> {
  const rated = PRACTICE_SET.map(({ prompt, scores }) => ({ prompt, scores }));
  const result = await page.evaluate((examples) => window.api.memory.rank({ examples }), rated);
  expect(result.ok).toBe(true);
}

test('twenty ratings move the routing: a hard sum no longer goes where Auto sent it', async ({
  desk,
}) => {
  test.setTimeout(240_000);
  const page = await desk.start();
  // Cheap weights: without ratings Auto sends everything to the cheapest, which gets hard sums wrong.
  const cheap = { quality: 0.05, latency: 0.05, cost: 0.9 };
  const saved = await page.evaluate(
    (weights) =>
      window.api.router.putPrefs({
        prefs: { overrides: { general_assistant: weights }, model_overrides: {} },
      }),
    cheap,
  );
  expect(saved.ok).toBe(true);
  const question = 'What is (41 + 27) * 13 - 48 / 6?';
  expect(await answeredBy(page, question)).toContain('Thrift');

  const teach = new TeachPage(page);
  await teach.open();
  await expect(teach.warmth).toContainText('0 of 20');
  for (let n = 0; n < 20; n += 1) {
    await teach.ask(n % 2 === 0 ? HARD(n) : EASY(n));
    await teach.rate(worth);
    if (n === 0) await expect(teach.warmth).toContainText('1 of 20');
    if (n < 19) await teach.next();
  }
  await expect(teach.warmth).toContainText('warm');
  await page.getByRole('button', { name: 'Use Auto · learned in Chat' }).click();
  await expect(page.getByText('Chat uses Auto · learned')).toBeVisible();

  const after = await answeredBy(page, question);
  expect(after).not.toContain('Thrift');
  const chat = new ChatPage(page);
  await expect(chat.transcript).toContainText('876');
  // And it says why: the vote is on the card of the answer.
  await chat.answerChip().click();
  const why = page.getByRole('dialog', { name: 'Why this model' });
  await expect(why.getByTestId('learned-panel')).toContainText('rated prompts');
  await expect(why.getByRole('row').filter({ hasText: 'Thrift' }).first()).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('names stay hidden until the ratings are saved, and a letter keeps its answer', async ({
  desk,
}) => {
  const page = await desk.start();
  const teach = new TeachPage(page);
  await teach.open();
  await teach.ask('What is 17 * 23?');
  const texts = await Promise.all(['A', 'B', 'C'].map((l) => teach.answer(l).textContent()));
  expect(texts.join(' ')).not.toContain('practice - simulated answers');
  // Neither does the text itself give the name away.
  expect(texts.join(' ')).toContain('Practice answer - simulated');
  expect(texts.join(' ')).not.toMatch(/\b(?:Sage|Swift|Thrift)\b/u);
  await expect(page.getByRole('button', { name: 'Save ratings' })).toBeDisabled();
  // By keyboard alone: the slider takes the arrow keys.
  await teach.slider('A').focus();
  await page.keyboard.press('ArrowRight');
  await expect(teach.score('A')).toHaveValue('0.55');
  await teach.score('B').fill('0.2');
  await teach.score('B').press('Enter');
  await expect(page.getByRole('button', { name: 'Save ratings' })).toBeDisabled();
  await teach.score('C').fill('1');
  await teach.score('C').press('Enter');
  await page.getByRole('button', { name: 'Save ratings' }).click();
  await expect(page.getByRole('heading', { name: 'Who wrote what' })).toBeVisible();
  await expect(teach.answer('A')).toContainText('practice - simulated answers');
  for (const [at, letter] of ['A', 'B', 'C'].entries()) {
    await expect(teach.answer(letter)).toContainText(writerOf(texts[at] ?? ''));
  }
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(teach.warmth).toContainText('0 of 20');
});

test('an example is found, edited, removed, brought back, exported and imported', async ({
  desk,
}) => {
  const page = await desk.start();
  await teachPracticeSet(page);
  const teach = new TeachPage(page);
  await teach.open();
  await teach.openMemory();
  await expect(page.getByText('20 examples')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search prompts' }).fill('photosynthesis');
  await expect(page.getByText('1 example', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: /^What would change without/u }).click();
  await expect(page.getByTestId('without-sentence')).toContainText(/Sage|Swift|Thrift|Auto/u);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Edit/u }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit the example' });
  await dialog.getByRole('textbox', { name: /Score of Thrift/u }).fill('0.95');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'photosynthesis' })).toContainText('0.95');

  await page.getByRole('button', { name: /^Delete: /u }).click();
  await expect(page.getByText('No prompt contains “photosynthesis”')).toBeVisible();
  await page
    .getByRole('dialog')
    .filter({ hasText: 'Example deleted' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(page.getByRole('row').filter({ hasText: 'photosynthesis' })).toContainText('0.95');

  // By keyboard: notices of what was done lie over the buttons until they are read.
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  await expect(page.getByText(/20 examples exported/u).first()).toBeVisible();
  const file = join(desk.saveDir, 'auto-router-memory.json');
  const text = await readFile(file, 'utf8');
  await page.getByRole('button', { name: 'Delete all' }).press('Enter');
  const asked = page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog', { name: 'Delete the whole memory?' }));
  await asked.getByRole('button', { name: 'Delete all' }).click();
  await expect(page.getByText('No prompt contains “photosynthesis”')).toBeVisible();
  // A file that was cut short changes nothing; the whole one brings everything back.
  const cut = join(desk.saveDir, 'cut.json');
  await writeFile(cut, text.slice(0, -40));
  await page.locator('input[type=file]').setInputFiles(cut);
  await expect(page.getByText('The file is not a whole memory export').first()).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('20 examples imported').first()).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'photosynthesis' })).toContainText('0.95');
});

test('Routes walks a prompt through, and the dial of cost moves the decision at once', async ({
  desk,
}) => {
  const page = await desk.start();
  await openView(page, 'Routes');
  await page.getByRole('textbox', { name: 'Prompt' }).fill(HARD(1));
  await page.getByRole('button', { name: 'Walk it through' }).click();
  // Nothing is rated yet: the reason is a sentence, not an error.
  await expect(page.getByTestId('route-decline')).toContainText('still cold');

  await page.getByRole('tab', { name: 'Practice set' }).click();
  const decision = page.getByTestId('route-decision');
  await expect(decision).toContainText('is asked');
  await expect(page.getByRole('img', { name: /^Graph of \d+ neighbours/u })).toBeVisible();
  await page.getByRole('button', { name: 'Next prompt' }).click();
  await expect(page.getByText('2 of 20')).toBeVisible();

  const dial = page.getByRole('textbox', { name: 'Weight of cost, α' });
  await dial.fill('0');
  await dial.press('Enter');
  await expect(decision).toContainText('Sage (practice) is asked');
  await expect(decision).toContainText('the app decides with 0.30');
  await page.getByRole('button', { name: 'Back to 0.30' }).click();
  await expect(decision).toContainText('Swift (practice) is asked');
});

test('a thumb teaches a little, says so, and is taken back with one press', async ({ desk }) => {
  const page = await desk.start();
  await openView(page, 'Chat');
  const chat = new ChatPage(page);
  await chat.ask('What is 12 + 30?');
  await page.getByRole('button', { name: 'Good answer' }).click();
  await expect(page.getByText(/^Chat now prefers .* slightly$/u)).toBeVisible();
  const examples = async (): Promise<unknown> => {
    const page1 = await page.evaluate(() => window.api.memory.list({ q: '', limit: 9, offset: 0 }));
    return page1.ok ? page1.data.examples.map(({ label_source }) => label_source) : page1.error;
  };
  await expect.poll(examples).toEqual(['feedback']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(examples).toEqual([]);

  // Switched off, it is a rating and nothing else.
  await page.evaluate(() => window.api.settings.set({ learnFromFeedback: false }));
  await page.getByRole('button', { name: 'Good answer' }).click();
  await expect(page.getByText('Rating saved with this pick in your history')).toBeVisible();
  expect(await examples()).toEqual([]);
});

for (const theme of ['light', 'dark', 'contrast'] as const)
  test(`full screens of Teach, Memory and Routes are sound in the ${theme} theme and fit 900x600`, async ({
    desk,
  }) => {
    const page = await desk.start();
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
    });
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(900);
    await teachPracticeSet(page);
    const sound = async (what: string): Promise<void> => {
      expect(await seriousFindings(page), what).toEqual([]);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(wider, what).toBe(false);
    };
    const teach = new TeachPage(page);
    await teach.open();
    await teach.ask('What is 17 * 23?');
    await sound('answers to rate');
    await teach.rate(worth);
    await sound('who wrote what');
    await teach.openMemory();
    await expect(page.getByText('21 examples', { exact: true })).toBeVisible();
    await sound('memory');
    await page.getByRole('button', { name: /^Edit/u }).first().click();
    await expect(page.getByRole('dialog', { name: 'Edit the example' })).toBeVisible();
    await sound('edit dialog');
    await page.keyboard.press('Escape');
    await openView(page, 'Routes');
    await page.getByRole('tab', { name: 'My examples' }).click();
    await expect(page.getByTestId('route-decision')).toBeVisible();
    await sound('routes');
  });

// A choice that waits for a restart, or prompts that leave the machine before anybody was told.
test('another embedding model is chosen with a warning, embeds everything anew, and can be taken back', async ({
  desk,
}) => {
  const { upstream, close } = await openUpstream(['text-embedding-3-large']);
  try {
    const page = await desk.start();
    await teachPracticeSet(page);
    // Under a name that is not loopback, so that it is no model on this machine.
    const baseUrl = upstream.url.replace('127.0.0.1', '0.0.0.0');
    const saved = await page.evaluate(
      (url) =>
        window.api.providers.save({
          id: 'openai',
          name: 'OpenAI',
          baseUrl: url,
          apiKey: 'key-4711',
        }),
      baseUrl,
    );
    expect(saved.ok).toBe(true);
    await openView(page, 'Teach');
    await new TeachPage(page).openMemory();
    await expect(page.getByText('Prompts are compared on this machine')).toBeVisible();
    const field = page.getByRole('combobox', { name: 'Embedding model' });
    await field.click();
    await page.getByRole('option', { name: /embedding.*openai/iu }).click();
    const asked = page.getByRole('dialog', { name: /^Embed the memory with/u });
    await expect(asked).toContainText('20 examples are embedded anew');
    await expect(asked).toContainText('are sent to openai and paid there');
    const embedded = () => upstream.requests.filter(({ path }) => path.endsWith('/embeddings'));
    expect(embedded()).toHaveLength(0);
    await asked.getByRole('button', { name: 'Use it' }).click();
    await expect(page.getByText('Prompts are sent to openai')).toBeVisible();
    await expect
      .poll(async () => {
        const status = await page.evaluate(() => window.api.memory.embedding());
        return status.ok ? [status.data.model, status.data.pending] : status.error.code;
      })
      .toEqual(['openai/text-embedding-3-large', 0]);
    await expect(page.getByRole('progressbar', { name: /^Embedding/u })).toHaveCount(0);
    // The trial, and all twenty in one request.
    expect(embedded().map(({ body }) => (body['input'] as unknown[]).length)).toEqual([1, 20]);
    expect(await seriousFindings(page)).toEqual([]);

    await field.click();
    await page.getByRole('option', { name: /in the app/u }).click();
    await page.getByRole('button', { name: 'Use it' }).click();
    await expect(page.getByText('Prompts are compared on this machine')).toBeVisible();
    expect(desk.errors).toEqual([]);
  } finally {
    await close();
  }
});
