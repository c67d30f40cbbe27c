import { expect, type Locator, type Page } from '@playwright/test';
import type { Upstream } from '../../support/openai-upstream';
import { openView } from './pages';

export class BenchmarksPage {
  readonly dialog: Locator;
  readonly estimate: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Run a benchmark' });
    this.estimate = page.getByTestId('estimate');
  }

  async open(): Promise<void> {
    await openView(this.page, 'Benchmarks');
    await expect(this.page.getByRole('heading', { name: 'Benchmarks', level: 1 })).toBeVisible();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** Chooses in a labelled select of the view. */
  async choose(label: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** Adds models to measure in Settings; nothing is saved yet. */
  async add(models: readonly string[]): Promise<void> {
    await this.tab('Settings');
    for (const model of models) {
      await this.page.getByRole('combobox', { name: 'Add a model' }).first().click();
      await this.page.getByRole('option', { name: model }).click();
    }
  }

  async setUp(models: readonly string[]): Promise<void> {
    await this.add(models);
    await this.save();
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save settings' }).click();
    await expect(this.page.getByText('Benchmark settings saved')).toBeVisible();
  }

  async askForRun(): Promise<void> {
    await this.page.getByRole('button', { name: 'Run a benchmark…' }).click();
    await expect(this.estimate).toBeVisible();
  }

  async start(): Promise<void> {
    await this.dialog.getByRole('button', { name: /^Start/u }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** The status of the newest run in the history. */
  runStatus(text: string): Locator {
    return this.page
      .getByRole('region', { name: 'Run history' })
      .getByRole('row')
      .nth(1)
      .getByText(text, { exact: true });
  }

  /** A provider that takes questions and never answers them. */
  async connectSilent(upstream: Upstream): Promise<void> {
    upstream.fault = 'silent';
    await this.connect(upstream);
  }

  async connect(upstream: Upstream): Promise<void> {
    const saved = await this.page.evaluate(
      (baseUrl) => window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl, apiKey: 'k-4711' }),
      upstream.url,
    );
    expect(saved.ok).toBe(true);
  }
}
