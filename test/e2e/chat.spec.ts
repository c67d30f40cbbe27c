import { ANSWER } from '../support/openai-upstream';
import { expect, test } from './support/desk';
import { askedModels, ChatPage, connectLab, openView } from './support/pages';

test.describe('first start', () => {
  test('without a key, practice models answer, and say that they are simulated', async ({
    desk,
  }) => {
    const page = await desk.start();
    const chat = new ChatPage(page);
    await chat.composer.fill('What is 12 * 13?');
    // The chip names a model before anything is sent.
    await expect(chat.chip).toContainText(/Auto.*practice/i);
    await chat.ask('What is 12 * 13?');
    await expect(chat.transcript).toContainText('simulated');
    await expect(chat.answerChip()).toBeVisible();
    expect(desk.errors).toEqual([]);
  });

  test('every view opens without an error of the page', async ({ desk }) => {
    const page = await desk.start();
    for (const view of ['Preferences', 'History', 'Providers', 'Settings', 'Chat'] as const) {
      await openView(page, view);
      await expect(page.locator('main')).toBeVisible();
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await page.keyboard.type('History');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Pick history' })).toBeVisible();
    expect(desk.errors).toEqual([]);
  });
});

test.describe('over a real HTTP provider', () => {
  test.use({ labCatalog: true });

  test('Auto routes, streams, explains and records; the key leaves only to the provider', async ({
    desk,
    upstream,
  }) => {
    const page = await desk.start();
    await connectLab(page, upstream);
    const chat = new ChatPage(page);
    await chat.composer.fill('Say hello');
    await expect(chat.chip).toContainText('lab/alpha');
    await chat.ask('Say hello');
    await expect(chat.transcript).toContainText(ANSWER);
    expect(askedModels(upstream)).toEqual(['alpha']);
    expect(upstream.requests[0]?.authorization).toBe('Bearer lab-key-4711');

    await chat.answerChip().click();
    const why = page.getByRole('dialog', { name: 'Why this model' });
    await expect(why).toContainText('lab/alpha');
    await expect(why).toContainText('lab/beta');
    await page.keyboard.press('Escape');
    expect(desk.errors).toEqual([]);
  });

  test('Stop keeps what came, and the provider is told', async ({ desk, upstream }) => {
    const page = await desk.start();
    await connectLab(page, upstream);
    upstream.fault = 'stall';
    const chat = new ChatPage(page);
    await chat.send('Tell me a long story');
    const stop = page.getByRole('button', { name: 'Stop' });
    await expect(chat.transcript).toContainText(ANSWER.slice(0, 3));
    await stop.click();
    await expect(chat.transcript).toContainText('Stopped by you');
    await expect(chat.transcript).toContainText(ANSWER.slice(0, 3));
    await expect.poll(() => upstream.aborted).toBe(1);
  });

  test('a runner-up answers the same question as a sibling with the same context', async ({
    desk,
    upstream,
  }) => {
    const page = await desk.start();
    await connectLab(page, upstream);
    const chat = new ChatPage(page);
    await chat.ask('First question');
    await chat.ask('Second question');
    await page.getByRole('button', { name: 'Regenerate' }).last().click();
    await page.getByRole('menuitem', { name: /beta/ }).first().click();
    await expect(page.getByText('2/2')).toBeVisible();
    await expect.poll(() => askedModels(upstream)).toEqual(['alpha', 'alpha', 'beta']);
    const [, second, sibling] = upstream.requests.map((request) => request.body['messages']);
    // The other answer's text in the context would make the comparison worthless.
    expect(sibling).toEqual(second);
    await page.getByRole('button', { name: 'Previous answer' }).click();
    await expect(page.getByText('1/2')).toBeVisible();
  });

  for (const [fault, words] of [
    ['status_401', /key/i],
    ['status_429', /limit|busy|wait/i],
    ['html', /answer|understood|JSON/i],
    ['cut', /cut|broke|ended/i],
  ] as const)
    test(`${fault}: the failure is readable, and the question is kept`, async ({
      desk,
      upstream,
    }) => {
      const page = await desk.start();
      await connectLab(page, upstream);
      upstream.fault = fault;
      const chat = new ChatPage(page);
      await chat.send('Will this fail?');
      await expect(page.getByRole('alert').last()).toContainText(words);
      await expect(chat.transcript).toContainText('Will this fail?');
      upstream.fault = 'none';
      await page
        .getByRole('button', { name: /Try again|Retry/ })
        .last()
        .click();
      await expect(chat.transcript).toContainText(ANSWER);
    });

  test('a pin is obeyed and an excluded model is not served', async ({ desk, upstream }) => {
    const page = await desk.start();
    await connectLab(page, upstream);
    const chat = new ChatPage(page);
    await chat.ask('One');
    await chat.answerChip().click();
    await page.getByRole('button', { name: /^Exclude .*alpha/ }).click();
    await chat.ask('Two');
    await openView(page, 'Preferences');
    await page.getByLabel('Exclude lab/alpha').click();
    await expect(page.getByText('Saved · in effect from the next request')).toBeVisible();
    await page.getByRole('combobox', { name: 'Pin for Auto' }).click();
    await page.getByRole('option', { name: /beta/ }).click();
    await expect(page.getByText('Saved · in effect from the next request')).toBeVisible();
    await openView(page, 'Chat');
    await chat.ask('Three');
    expect(askedModels(upstream)).toEqual(['alpha', 'beta', 'beta']);
  });
});
