import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Serious and critical findings of axe, readable in the failure. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await settled(page);
  // Electron's windows are opened by main: axe must not open one of its own.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/**
 * What opens or closes has done so. In its first frame a popup has no opacity: axe then sees no dialog
 * but its focus guards, which are hidden from assistive technology and take the focus, and which axe
 * finds serious unless a dialog is open.
 */
async function settled(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const moving = document.querySelectorAll('[data-starting-style], [data-ending-style]');
        const running = document
          .getAnimations()
          .filter(
            ({ playState, effect }) =>
              playState === 'running' && effect?.getComputedTiming().iterations !== Infinity,
          );
        return moving.length + running.length;
      }),
    )
    .toBe(0);
}
