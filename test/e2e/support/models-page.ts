import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { openUpstream, type Upstream } from '../../support/openai-upstream';
import { openSourceServers, type SourceServers } from '../../support/source-servers';
import { expect, test as base } from './desk';
import { openView } from './pages';

interface Fixtures {
  /** Every catalog source on loopback, in the file that `AUTO_ROUTER_SOURCES` names. */
  readonly sources: SourceServers & { readonly file: string };
  /** OpenAI as far as the tests need it: three of its models, on loopback. */
  readonly openai: Upstream;
}

/** The app with each catalog source served from the fixtures; Artificial Analysis off and without key. */
export const test = base.extend<Fixtures>({
  sources: async ({}, use) => {
    const opened = await openSourceServers();
    const dir = await mkdtemp(join(tmpdir(), 'auto-router-sources-'));
    const file = join(dir, 'sources.json');
    const { 'artificial-analysis': analysis, ...others } = opened.sources;
    const off = { baseUrl: analysis?.baseUrl, enabled: false };
    await writeFile(file, JSON.stringify({ ...others, 'artificial-analysis': off }));
    await use({ ...opened, file });
    await opened.close();
    await rm(dir, { recursive: true, force: true });
  },
  appEnv: async ({ sources }, use) => use({ AUTO_ROUTER_SOURCES: sources.file }),
  openai: async ({}, use) => {
    const { upstream, close } = await openUpstream(['gpt-6-luna', 'gpt-6.1-sol', 'gpt-6.1-terra']);
    await use(upstream);
    await close();
  },
});

export class ModelsPage {
  readonly grid: Locator;
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Models' });
    this.panel = page.getByRole('complementary');
  }

  async open(): Promise<void> {
    await openView(this.page, 'Models');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  }

  async tab(name: RegExp): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  row(id: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: id });
  }

  /** Searches for the model and opens its panel. */
  async openModel(id: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Search', exact: true }).fill(id);
    await this.row(id).getByRole('rowheader').click();
    await expect(this.panel).toContainText(id);
  }

  /** The line of a figure in the panel. */
  figure(name: string): Locator {
    return this.panel.getByRole('row', { name: new RegExp(`^${name}`, 'u') });
  }

  async refresh(): Promise<void> {
    const told = this.page.getByText(/sources? (?:answered|failed)|No source is switched on/u);
    // What an earlier refresh said would be taken for the word of this one.
    await expect(told).toHaveCount(0);
    await this.page.getByRole('button', { name: 'Refresh now' }).click();
    await expect(told.first()).toBeVisible();
  }

  dialog(name: RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  source(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
}

/** Connects OpenAI on loopback, and wants the best chat model whatever it costs. */
export async function connectOpenAi(page: Page, openai: Upstream): Promise<void> {
  const saved = await page.evaluate(async (baseUrl) => {
    const provider = await window.api.providers.save({ id: 'openai', name: 'OpenAI', baseUrl });
    await window.api.providers.probe({ id: 'openai' });
    const general_assistant = { quality: 1, latency: 0, cost: 0 };
    const prefs = { overrides: { general_assistant }, model_overrides: {} };
    const wanted = await window.api.router.putPrefs({ prefs });
    return provider.ok && wanted.ok;
  }, openai.url);
  expect(saved).toBe(true);
}
