import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvRecords } from './support/csv';
import { expect, test } from './support/desk';
import { expectRecorded, HistoryPage } from './support/history-page';
import { ChatPage, connectLab } from './support/pages';

test.use({ labCatalog: true });

/** `lab` under a name that is not loopback: no local model, so its price is not taken for free. */
function cloud<T extends { readonly url: string }>(upstream: T): T {
  return { ...upstream, url: upstream.url.replace('127.0.0.1', '0.0.0.0') };
}

test('each chat is a row with its model, reason, tokens and a price that is said to be unknown', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, cloud(upstream));
  const chat = new ChatPage(page);
  await chat.ask('Routed by weights');
  await page.getByRole('button', { name: 'Choose the model' }).click();
  await page.getByRole('menuitem', { name: /beta/ }).first().click();
  await chat.ask('Named by me');
  await expectRecorded(page, 2);

  const history = new HistoryPage(page);
  await history.open();
  await expect(history.count).toHaveText('2 requests');
  await history.expectCells(1, {
    Strategy: 'Named model',
    Model: /beta/,
    Why: 'You named it',
    Status: 'Succeeded',
  });
  await history.expectCells(2, {
    Task: 'Chat',
    Strategy: 'Auto',
    Model: /alpha/,
    Why: 'Best score, 0.155 ahead of lab/beta',
    Cost: 'Price unknown',
    Tokens: '11 in, 7 out',
    Status: 'Succeeded',
  });
  await expect(history.total('Spent')).toContainText('2 unknown');
  expect(desk.errors).toEqual([]);
});

test('a row opens its trace by keyboard, and the replay says who would win under new weights', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  await new ChatPage(page).ask('Which one?');
  await expectRecorded(page, 1);
  const history = new HistoryPage(page);
  await history.open();
  await history.grid.focus();
  await page.keyboard.press('Enter');
  await expect(history.details).toContainText('Which one?');
  await expect(history.details).toContainText('The decision, as recorded');
  const replay = history.details.getByRole('button', { name: 'Replay under today’s weights' });
  await replay.click();
  const verdict = history.details.getByTestId('replay-today');
  await expect(verdict).toHaveText('lab/alpha would win again, with 0.725.');
  await page.keyboard.press('Escape');
  await expect(history.details).toHaveCount(0);
  await expect(history.grid).toBeFocused();

  await page.evaluate(() =>
    window.api.router.putPrefs({
      prefs: {
        overrides: { general_assistant: { quality: 0.2, latency: 0.1, cost: 0.7 } },
        model_overrides: {},
      },
    }),
  );
  await page.keyboard.press('Enter');
  await replay.click();
  await expect(verdict).toHaveText('lab/beta would win now, with 0.805: 0.405 ahead of lab/alpha.');
  await expect(history.details).toContainText('Today: quality 20, latency 10, cost 70.');
});

test('a rating given in the table persists, and goes away when it is pressed again', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  await new ChatPage(page).ask('Rate me');
  await expectRecorded(page, 1);
  const history = new HistoryPage(page);
  await history.open();
  const bad = history.row(1).getByRole('button', { name: 'Bad answer' });
  await bad.click();
  await expect(bad).toHaveAttribute('aria-pressed', 'true');
  await expect(history.details).toHaveCount(0);

  const again = new HistoryPage(await desk.restart());
  await again.open();
  const kept = again.row(1).getByRole('button', { name: 'Bad answer' });
  await expect(kept).toHaveAttribute('aria-pressed', 'true');
  await kept.click();
  await expect(kept).toHaveAttribute('aria-pressed', 'false');
});

test('exports hold the filtered rows only, as safe RFC 4180 CSV and as JSON, in UTC', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const chat = new ChatPage(page);
  const formula = '=1+1, then "quoted"';
  await chat.ask(formula);
  await chat.ask('Nothing of this is exported');
  await expectRecorded(page, 2);
  const history = new HistoryPage(page);
  await history.open();
  await expect(history.count).toHaveText('2 requests');
  await history.find('=1+1');
  await expect(history.count).toHaveText('1 request');
  await history.export('CSV', 1);
  await history.export('JSON', 1);

  const csv = await readFile(join(desk.saveDir, 'pick-history.csv'), 'utf8');
  // Quoted because of its comma and quotes, and made plain text by the apostrophe.
  expect(csv).toContain(`,"'=1+1, then ""quoted""",`);
  const [row, ...others] = csvRecords(csv);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    excerpt: `'${formula}`,
    model: 'lab/alpha',
    strategy: 'auto',
    status: 'succeeded',
    prompt_tokens: '11',
    completion_tokens: '7',
  });
  expect(row?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

  const json: unknown = JSON.parse(await readFile(join(desk.saveDir, 'pick-history.json'), 'utf8'));
  expect(json).toEqual([
    expect.objectContaining({ excerpt: formula, time: row?.['time'], model: 'lab/alpha' }),
  ]);
});
