import { expect, type Locator, type Page } from '@playwright/test';
import type { PrefsView } from '@shared/ipc/contract';
import type { Desk } from './desk';
import { openView } from './pages';

export type AxisName = 'Quality' | 'Latency' | 'Cost';
const AXIS_NAMES: readonly AxisName[] = ['Quality', 'Latency', 'Cost'];

export class PreferencesPage {
  readonly slider: Locator;
  readonly saveState: Locator;
  readonly replaySentence: Locator;
  /** The answer to "who wins at these weights", live. */
  readonly winner: Locator;

  constructor(private readonly page: Page) {
    this.slider = page.getByRole('slider', { name: 'Weights', exact: true });
    this.saveState = page.getByRole('status').filter({ hasText: /saved|saving|unsaved/i });
    this.replaySentence = page.getByTestId('replay-sentence');
    this.winner = page.getByTestId('map-caption');
  }

  async open(): Promise<void> {
    await openView(this.page, 'Preferences');
    await expect(this.slider).toBeVisible();
  }

  async openTask(name: string): Promise<void> {
    await this.task(name).click();
    await expect(this.task(name)).toHaveAttribute('aria-current', 'true');
    await expect(this.slider).toBeVisible();
  }

  task(name: string): Locator {
    const tasks = this.page.getByRole('navigation', { name: 'Tasks' });
    return tasks.getByRole('button', { name: new RegExp(`^${name}`, 'u') });
  }

  field(axis: AxisName): Locator {
    return this.page.getByRole('textbox', { name: `${axis} %`, exact: true });
  }

  preset(name: string): Locator {
    return this.page
      .getByRole('group', { name: 'Presets' })
      .getByRole('button', { name, exact: true });
  }

  /** Types over a field as a person at the keyboard does. */
  async type(axis: AxisName, percent: number): Promise<void> {
    await this.field(axis).focus();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(String(percent));
    await this.page.keyboard.press('Enter');
  }

  /** The three shown percents: quality, latency, cost. */
  async percents(): Promise<number[]> {
    const texts = await Promise.all(AXIS_NAMES.map((axis) => this.field(axis).inputValue()));
    return texts.map(Number);
  }

  async expectPercents(percents: readonly number[]): Promise<void> {
    await expect.poll(() => this.percents()).toEqual(percents);
  }

  async expectSaved(): Promise<void> {
    await expect(this.saveState).toHaveText('Saved · in effect from the next request');
  }

  /** What a model of the list can do now: eligible, or what keeps it out. */
  modelRow(name: string): Locator {
    return this.page
      .getByRole('region', { name: 'Models of this task' })
      .getByRole('row', { name: new RegExp(name, 'u') });
  }

  /** Preferences as the server has them. */
  async stored(): Promise<PrefsView> {
    const answer = await this.page.evaluate(() => window.api.router.getPrefs());
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.data;
  }

  /** Waits until the server has these weights, in percent; null = the task's default. */
  async expectStored(task: string, percents: readonly number[] | null): Promise<void> {
    await expect
      .poll(async () => {
        const weights = (await this.stored()).prefs.overrides[task];
        if (weights === undefined) return null;
        return [weights.quality, weights.latency, weights.cost].map((one) => Math.round(one * 100));
      })
      .toEqual(percents);
  }
}

/** Process id of the app's backend. */
export async function backendPid(desk: Desk): Promise<number> {
  const pid = await desk.app.evaluate(
    ({ app }) =>
      app.getAppMetrics().find(({ type, name }) => type === 'Utility' && name?.includes('backend'))
        ?.pid ?? 0,
  );
  expect(pid).toBeGreaterThan(0);
  return pid;
}
