import { expect, test } from './support/desk';
import { HistoryPage } from './support/history-page';
import { seedHistory, type SeedRow } from './support/seed-history';
import type { Page } from '@playwright/test';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 5, 12);

/** Five requests over three days that differ in everything that can be filtered. */
const ROWS: readonly SeedRow[] = [
  { at: FIRST, excerpt: 'Apples and pears' },
  {
    at: FIRST + DAY,
    excerpt: 'Read the apples on this screen',
    trace: { task: 'screenshot_understanding', model: 'acme/large' },
  },
  { at: FIRST + DAY, excerpt: 'Named bananas', direct: 'acme/large' },
  {
    at: FIRST + 2 * DAY,
    excerpt: 'Cherries',
    end: { status: 'failed', errorCode: 'provider_error' },
  },
  { at: FIRST + 2 * DAY, excerpt: 'Apples again', end: { costUsd: null } },
];

test('filters by task, model, strategy, status and text leave what they say, until cleared', async ({
  desk,
}) => {
  await seedHistory(desk, ROWS);
  const history = new HistoryPage(await desk.start());
  await history.open();
  await expect(history.count).toHaveText('5 requests');
  for (const [name, option, count] of [
    ['Task', 'Screenshot understanding', '1 request'],
    ['Model', 'large', '2 requests'],
    ['Strategy', 'Named model', '1 request'],
    ['Status', 'Failed', '1 request'],
  ] as const) {
    await history.filter(name, option);
    await expect(history.count, name).toHaveText(count);
    await history.clearFilters();
    await expect(history.count).toHaveText('5 requests');
  }
  await history.find('apples');
  await expect(history.count).toHaveText('3 requests');
  await history.filter('Task', 'Chat');
  await expect(history.count).toHaveText('2 requests');
  await expect(history.total('Requests')).toContainText('2');
  await history.filter('Status', 'Refused');
  await expect(desk.page.getByText('No request matches these filters')).toBeVisible();
  await history.clearFilters();
  await expect(history.count).toHaveText('5 requests');
  expect(desk.errors).toEqual([]);
});

test('totals say what was spent and saved, and the timeline filters by day and reads as a table', async ({
  desk,
}) => {
  await seedHistory(desk, ROWS);
  const page = await desk.start();
  const history = new HistoryPage(page);
  await history.open();
  // 3 x $0.003 routed + $0.001 named; saved against $0.02 for each routed one with a known cost.
  await expect(history.total('Spent')).toContainText('$0.01');
  await expect(history.total('Spent')).toContainText('1 unknown');
  await expect(history.total('Saved against best quality')).toContainText('$0.051');
  await expect(history.total('Saved against best quality')).toContainText('over 3 requests');
  await page.getByRole('button', { name: 'How this is worked out' }).click();
  await expect(page.getByRole('dialog')).toContainText('The sum over 3 requests');
  await page.keyboard.press('Escape');

  const firstDay = page.getByRole('slider', { name: 'First day shown' });
  await expect(firstDay).toHaveAttribute('aria-valuetext', 'Jan 5, 2026');
  await firstDay.press('ArrowRight');
  await expect(history.count).toHaveText('4 requests');
  await firstDay.press('ArrowRight');
  await expect(history.count).toHaveText('2 requests');
  await page.getByRole('button', { name: 'Whole time' }).click();
  await expect(history.count).toHaveText('5 requests');

  await page.getByRole('button', { name: 'View as table' }).click();
  const table = page.getByRole('region', { name: 'Requests per day' }).getByRole('table');
  await expect(table.getByRole('row', { name: /^Jan 6, 2026 2 / })).toBeVisible();
  await page.getByRole('button', { name: 'View as chart' }).click();
  await expect(firstDay).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('thousands of rows: first, middle and last come into sight, and few are in the document', async ({
  desk,
}) => {
  const total = 3200;
  // Each row is known by its tokens, the oldest has 1.
  const rows = Array.from({ length: total }, (_, index) => ({
    at: FIRST + index * 60_000,
    excerpt: `Prompt ${index + 1}`,
    end: { promptTokens: index + 1 },
  }));
  await seedHistory(desk, rows);
  const page = await desk.start();
  const history = new HistoryPage(page);
  await history.open();
  await expect(history.count).toHaveText('3,200 requests');
  const shown = async (place: number, tokens: string) => {
    await expect(history.row(place)).toBeInViewport();
    await history.expectCells(place, { Tokens: `${tokens} in, 20 out` });
    expect(await history.grid.getByRole('row').count()).toBeLessThan(80);
  };
  await shown(1, '3,200');
  const rowHeight = (await history.row(1).boundingBox())?.height ?? 0;
  await history.grid.focus();
  await page.keyboard.press('End');
  await shown(total, '1');
  await page.keyboard.press('PageUp');
  await expect(history.row(total)).not.toBeInViewport();
  await page.keyboard.press('Home');
  await shown(1, '3,200');
  await history.grid.hover();
  await page.mouse.wheel(0, (total / 2 - 1) * rowHeight);
  await shown(total / 2, '1,601');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(history.details).toContainText('Prompt 3199');
  expect(desk.errors).toEqual([]);
});

/** A request that the open view knows nothing of. */
async function askElsewhere(page: Page, prompt: string): Promise<void> {
  const said = await page.evaluate(
    (text) =>
      window.api.memory.compare({
        id: text,
        prompt: text,
        models: ['practice/swift', 'practice/thrift'],
        maxCostUsd: null,
      }),
    prompt,
  );
  expect(said.ok).toBe(true);
}

// A history that stands still until Refresh, or one that moves the row that is being read.
test('new requests come in by themselves at the top, and as a number further down', async ({
  desk,
}) => {
  const rows = Array.from({ length: 300 }, (_, n) => ({ at: FIRST + n, excerpt: `Row ${n}` }));
  await seedHistory(desk, rows);
  const page = await desk.start();
  const history = new HistoryPage(page);
  await history.open();
  await expect(history.count).toHaveText('300 requests');
  await askElsewhere(page, 'First from elsewhere');
  await expect(history.count).toHaveText('302 requests');
  await expect(history.row(1)).toContainText('practice');
  await history.grid.focus();
  await page.keyboard.press('End');
  await expect(history.row(302)).toBeVisible();
  await askElsewhere(page, 'Second from elsewhere');
  const fresh = page.getByRole('button', { name: '2 new' });
  await expect(fresh).toBeVisible();
  await expect(history.count).toHaveText('302 requests');
  await expect(history.row(302)).toBeVisible();
  await fresh.click();
  await expect(history.count).toHaveText('304 requests');
  await expect(history.row(1)).toBeVisible();
  await expect(fresh).toHaveCount(0);
  expect(desk.errors).toEqual([]);
});
