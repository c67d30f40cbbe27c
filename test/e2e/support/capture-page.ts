import { expect, type Locator, type Page } from '@playwright/test';
import type { Desk } from './desk';
import { keys } from './keys';

type Share = readonly [number, number];

/** Screenshots in the app's window: what can be captured, and the preview. */
export class CapturePage {
  readonly chooser: Locator;
  readonly preview: Locator;
  readonly canvas: Locator;

  constructor(private readonly page: Page) {
    this.chooser = page.getByRole('dialog', { name: 'Take a screenshot' });
    this.preview = page.getByRole('dialog', { name: 'Check the screenshot' });
    this.canvas = page.getByRole('application', { name: 'Preview of the screenshot' });
  }

  /** From the composer. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Take a screenshot' }).click();
    await expect(this.chooser).toBeVisible();
  }

  sources(group: 'Screens' | 'Windows'): Locator {
    return this.chooser
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: group, exact: true }) })
      .getByRole('listitem')
      .getByRole('button');
  }

  /** Blacks out a part of the preview, given in shares of the picture. */
  async blackOut(from: Share, to: Share): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('there is no preview');
    await this.page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Pixels of the picture in the preview. */
  size(): Promise<{ readonly width: number; readonly height: number }> {
    return this.canvas.evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      return { width, height };
    });
  }

  async finish(name: 'Ask about it' | 'Keep' | 'Keep and ask'): Promise<void> {
    await this.preview.getByRole('button', { name, exact: true }).click();
    await expect(this.preview).toHaveCount(0);
  }
}

/** The overlay over a screen, once its picture is there. */
export class OverlayPage {
  readonly surface: Locator;
  readonly label: Locator;

  private constructor(readonly page: Page) {
    this.surface = page.getByRole('application');
    this.label = page.locator('output');
  }

  /** Waits for the overlay that `open` brings up. */
  static async after(desk: Desk, open: () => Promise<void>): Promise<OverlayPage> {
    const shown = desk.app.waitForEvent('window', {
      predicate: (page) => page.url().endsWith('/overlay.html'),
      timeout: 30_000,
    });
    await open();
    const overlay = new OverlayPage(await shown);
    await overlay.surface.waitFor();
    // In front of everything: before that a real pointer would hit what is under it.
    await expect
      .poll(() =>
        desk.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().some(
            (window) => window.isVisible() && window.webContents.getURL().endsWith('/overlay.html'),
          ),
        ),
      )
      .toBe(true);
    return overlay;
  }

  /** With the display's own pointer, in its pixels. */
  async drag(from: Share, to: Share): Promise<void> {
    await keys.pointer(from);
    await keys.press();
    await keys.pointer([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
    await keys.pointer(to);
    await keys.release();
  }
}
