import { expect, type Locator, type Page } from '@playwright/test';
import { openView } from './pages';

const ANSWERS_MS = 30_000;

/** Teach as a person uses it: ask, rate, save, look at the memory. */
export class TeachPage {
  readonly warmth: Locator;
  readonly prompt: Locator;

  constructor(private readonly page: Page) {
    this.warmth = page.getByTestId('warmth');
    this.prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  }

  async open(): Promise<void> {
    await openView(this.page, 'Teach');
    await expect(this.warmth).toBeVisible();
  }

  /** Asks the chosen models and waits for the answers. */
  async ask(prompt: string): Promise<void> {
    await this.prompt.fill(prompt);
    await this.page.getByRole('button', { name: /^Ask \d models$/u }).click();
    await expect(this.answers().first()).toBeVisible({ timeout: ANSWERS_MS });
  }

  /** The answers under their letters. */
  answers(): Locator {
    return this.page.getByRole('heading', { level: 3, name: /^Answer [A-E]$/u });
  }

  /** The whole of one answer. */
  answer(letter: string): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: `Answer ${letter}`, exact: true }) })
      .last();
  }

  score(letter: string): Locator {
    return this.page.getByRole('textbox', { name: `Score of answer ${letter}` });
  }

  slider(letter: string): Locator {
    return this.page.getByRole('slider', { name: `Score of answer ${letter}` });
  }

  /** Rates every answer by what it says, and saves. */
  async rate(score: (text: string) => number): Promise<void> {
    const headings = await this.answers().allTextContents();
    for (const heading of headings) {
      const letter = heading.slice(-1);
      const text = (await this.answer(letter).textContent()) ?? '';
      await this.score(letter).fill(score(text).toFixed(2));
      await this.score(letter).press('Enter');
    }
    await this.page.getByRole('button', { name: 'Save ratings' }).click();
    await expect(this.page.getByRole('heading', { name: 'Who wrote what' })).toBeVisible();
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Next prompt' }).click();
    await expect(this.prompt).toHaveValue('');
  }

  async openMemory(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Memory' }).click();
  }
}
