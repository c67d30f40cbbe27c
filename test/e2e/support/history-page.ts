import { expect, type Locator, type Page } from '@playwright/test';
import { openView } from './pages';

export type FilterName = 'Task' | 'Model' | 'Strategy' | 'Status';

export class HistoryPage {
  readonly grid: Locator;
  /** How many rows match, as shown. */
  readonly count: Locator;
  /** The details of an opened row. */
  readonly details: Locator;

  constructor(private readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Requests, newest first' });
    this.count = page.getByRole('status').filter({ hasText: /^[\d,]+ requests?$/u });
    this.details = page.getByRole('complementary', { name: /^Request of / });
  }

  async open(): Promise<void> {
    await openView(this.page, 'History');
    await expect(this.page.getByRole('heading', { name: 'Pick history' })).toBeVisible();
  }

  /** The row of this place, 1 = the newest of the filtered ones. */
  row(place: number): Locator {
    return this.grid.locator(`[role="row"][aria-rowindex="${place + 1}"]`);
  }

  /** The cell of a row under the header of this name. */
  async cell(place: number, header: string): Promise<Locator> {
    const headers = await this.grid.getByRole('columnheader').allTextContents();
    expect(headers).toContain(header);
    return this.row(place).getByRole('gridcell').nth(headers.indexOf(header));
  }

  async expectCells(place: number, cells: Readonly<Record<string, string | RegExp>>) {
    for (const [header, text] of Object.entries(cells)) {
      await expect(await this.cell(place, header), header).toHaveText(text);
    }
  }

  async filter(name: FilterName, option: string): Promise<void> {
    const bar = this.page.getByRole('search', { name: 'Filters' });
    await bar.getByRole('combobox', { name, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async find(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Find in prompts' }).fill(text);
  }

  async clearFilters(): Promise<void> {
    const bar = this.page.getByRole('search', { name: 'Filters' });
    await bar.getByRole('button', { name: 'Clear filters' }).click();
  }

  /** Exports what the filters leave, and waits until the app says how many rows it saved. */
  async export(format: 'CSV' | 'JSON', rows: number): Promise<void> {
    await this.page.getByRole('button', { name: `Export ${format}` }).click();
    const said = `${rows} ${rows === 1 ? 'row' : 'rows'} exported`;
    const path = `pick-history.${format.toLowerCase()}`;
    const toast = this.page.getByRole('dialog').filter({ hasText: said }).filter({ hasText: path });
    await toast.getByRole('button', { name: 'Dismiss' }).click();
    await expect(toast).toHaveCount(0);
  }

  /** One figure of the totals, by its label. */
  total(label: string): Locator {
    return this.page.getByRole('term').filter({ hasText: label }).locator('xpath=..');
  }
}

/** Waits until the router has recorded this many requests, all of them ended. */
export async function expectRecorded(page: Page, count: number): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const filter = {};
        const answer = await window.api.history.page({ filter, limit: 1000, offset: 0 });
        if (!answer.ok) return answer.error.code;
        return answer.data.rows.filter(({ status }) => status !== 'running').length;
      }),
    )
    .toBe(count);
}
