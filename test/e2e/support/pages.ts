import { expect, type Locator, type Page } from '@playwright/test';
import type { Api } from '@shared/ipc/api';
import type { Upstream } from '../../support/openai-upstream';

declare global {
  interface Window {
    readonly api: Api;
  }
}

export type ViewName =
  | 'Chat'
  | 'Preferences'
  | 'History'
  | 'Recall'
  | 'Teach'
  | 'Routes'
  | 'Benchmarks'
  | 'Usage'
  | 'Models'
  | 'Providers'
  | 'Settings';

/** Goes to a view as a person does, and waits for its heading or its composer. */
export async function openView(page: Page, name: ViewName): Promise<void> {
  // By role: in a narrow window the button shows only its icon.
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('button', { name, exact: true })
    .click();
}

export class ChatPage {
  readonly composer: Locator;
  readonly chip: Locator;
  readonly transcript: Locator;

  constructor(private readonly page: Page) {
    this.composer = page.getByRole('textbox', { name: 'Message' });
    this.chip = page.getByTestId('model-chip');
    this.transcript = page.getByLabel('Transcript');
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Sends and waits until the answer has ended. */
  async ask(text: string): Promise<void> {
    await this.send(text);
    await expect(this.transcript.getByText(text).first()).toBeVisible();
    await expect(this.page.getByRole('button', { name: 'Copy answer' }).last()).toBeVisible();
    await expect(this.page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  }

  /** Chooses what decides for every message, in the menu beside the chip. */
  async chooseSetting(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Choose the model' }).click();
    // By the label alone: under it stands what it does.
    await this.page.getByRole('menuitem').getByText(name, { exact: true }).click();
  }

  /** The chip of the newest answer. */
  answerChip(): Locator {
    return this.page.getByRole('button', { name: /^Model of this answer/ }).last();
  }
}

/** Connects the tests' own server as provider `lab` through the app's own bridge. */
export async function connectLab(page: Page, upstream: Upstream): Promise<void> {
  const result = await page.evaluate(
    (baseUrl) =>
      window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl, apiKey: 'lab-key-4711' }),
    upstream.url,
  );
  expect(result.ok).toBe(true);
  await expect
    .poll(async () => {
      const pick = await page.evaluate(() =>
        window.api.router.preview({ task: 'general_assistant' }),
      );
      return pick.ok ? pick.data.trace.model : pick.error.code;
    })
    .toMatch(/^lab\//);
}

/** Chat model ids the server was asked for, in order. */
export function askedModels(upstream: Upstream): unknown[] {
  return upstream.requests.map((request) => request.body['model']);
}
