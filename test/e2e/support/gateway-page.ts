import { expect, type Locator, type Page } from '@playwright/test';
import { openView } from './pages';

export type GatewaySection = 'Model providers' | 'Gateway' | 'Live requests';

/** The gateway's part of Providers: its address, its keys, its live request log. */
export class GatewayPage {
  readonly keys: Locator;
  readonly requests: Locator;

  constructor(private readonly page: Page) {
    this.keys = page.getByRole('region', { name: 'API keys' });
    this.requests = page.getByRole('region', { name: 'Live requests' });
  }

  async open(section: GatewaySection): Promise<void> {
    await openView(this.page, 'Providers');
    await this.page.getByRole('tab', { name: section }).click();
  }

  /** The address as it is shown, with `/v1`. */
  async address(): Promise<string> {
    return this.page.getByText(/^http:\/\/127\.0\.0\.1:\d+\/v1$/u).innerText();
  }

  /** Makes a key as a person does; the key that the dialog showed. */
  async makeKey(name: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const key = await dialog.getByRole('textbox', { name: 'The new key' }).innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toHaveCount(0);
    return key;
  }

  key(name: string): Locator {
    return this.keys.getByRole('row', { name: new RegExp(name, 'u') });
  }

  async revoke(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Revoke ${name}` }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(this.key(name)).toHaveCount(0);
  }

  /** Rows of the live log, newest first, without its head. */
  rows(): Locator {
    return this.requests.locator('tbody').getByRole('row');
  }
}

/** The Usage view. */
export class UsagePage {
  readonly totals: Locator;

  constructor(private readonly page: Page) {
    this.totals = page.getByLabel('Totals');
  }

  async open(): Promise<void> {
    await openView(this.page, 'Usage');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible();
  }

  /** The row of a task, model or key. */
  async row(group: 'Task' | 'Model' | 'Key', name: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: group }).click();
    return this.page
      .getByRole('region', { name: `Usage by ${group}` })
      .getByRole('row', { name: new RegExp(name, 'u') });
  }
}
