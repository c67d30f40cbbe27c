import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { openUpstream, type Upstream } from '../support/openai-upstream';
import { seriousFindings } from './support/axe';
import { CapturePage, OverlayPage } from './support/capture-page';
import { type Desk, expect, test } from './support/desk';
import { canMarkWindows, canPressKeys, keys } from './support/keys';
import { ChatPage, connectLab, openView } from './support/pages';
import { PicturesPage } from './support/pictures-page';
import { openTextWindow } from './support/text-window';

const LINES = ['Invoice from Northwind Traders', 'SECRET hunter2', 'Amount due on Friday'];
/** Both lines of the window of text that matter, and 40 pixels of the one that does not. */
const REGION = { x: 0, y: 0, width: 700, height: 140 };
const CATALOG = fileURLToPath(new URL('support/picture-benchmarks.json', import.meta.url));

test.use({ appEnv: { AUTO_ROUTER_CATALOG: CATALOG } });
test.skip(!canPressKeys(), 'xdotool is not installed');

/** The address of the machine, but not its loopback name: what is there counts as a cloud provider. */
function cloud(upstream: Upstream): Upstream {
  return { ...upstream, url: upstream.url.replace('127.0.0.1', '0.0.0.0') };
}

function settingsCard(page: Page): Locator {
  const heading = page.getByRole('heading', { name: 'Screenshots', exact: true });
  return page.locator('section').filter({ has: heading }).first();
}

/** Draws the region over the window of text, which is behind the app. */
async function drawRegion(desk: Desk, page: Page): Promise<CapturePage> {
  const capture = new CapturePage(page);
  await capture.open();
  const overlay = await OverlayPage.after(desk, () =>
    capture.chooser.getByRole('button', { name: /^Draw a region/ }).click(),
  );
  await overlay.drag([REGION.x, REGION.y], [REGION.x + REGION.width, REGION.y + REGION.height]);
  await expect(capture.preview).toBeVisible();
  return capture;
}

/** The picture of the newest question that a provider was asked, decoded. */
async function pictureOf(page: Page, request: unknown): Promise<Picture> {
  const found = /data:image\/\w+;base64,[\w+/=]+/u.exec(JSON.stringify(request));
  if (found === null) throw new Error('the provider was sent no picture');
  return page.evaluate(async (url) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(picture, 0, 0);
    const { width, height } = canvas;
    const { data } = context.getImageData(0, 0, width, height);
    const rows: { least: number; most: number }[] = [];
    for (let y = 0; y < height; y += 1) {
      let least = 255;
      let most = 0;
      for (let x = 0; x < width; x += 1) {
        const red = data[(y * width + x) * 4] ?? 0;
        least = Math.min(least, red);
        most = Math.max(most, red);
      }
      rows.push({ least, most });
    }
    return { width, height, rows };
  }, found[0]);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** The darkest and brightest red of each row, 0..255. */
  readonly rows: readonly { readonly least: number; readonly most: number }[];
}

test('a region of the screen is drawn, blacked out and asked about: the provider gets those pixels and no others', async ({
  desk,
}) => {
  // Catches: a picture of more than was marked, of the app or its overlay, a box that is only drawn over.
  test.setTimeout(120_000);
  const { upstream, close } = await openUpstream(['alpha', 'beta', 'gamma']);
  const page = await desk.start();
  const closeTextWindow = await openTextWindow({ lines: LINES });
  try {
    await connectLab(page, cloud(upstream));
    const capture = await drawRegion(desk, page);
    expect(await capture.size()).toEqual({ width: REGION.width, height: REGION.height });
    await expect(capture.preview).toContainText('It would go to lab/beta (Lab), in the cloud');
    expect(await seriousFindings(page), 'the preview of a region').toEqual([]);
    await capture.blackOut([0, 100 / REGION.height], [1, 1]);
    await expect(capture.preview.getByText('1 area blacked out')).toBeVisible();
    await capture.preview.getByLabel('Title').fill('The bill');
    expect(upstream.requests.filter(({ path }) => path.endsWith('/completions'))).toEqual([]);
    await capture.finish('Ask about it');

    const chat = new ChatPage(page);
    await expect(new PicturesPage(page).thumbnail('The bill')).toBeVisible();
    await chat.ask('Who sent this?');
    const asked = upstream.requests.filter(({ path }) => path.endsWith('/completions'));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({ model: 'beta' });
    const { width, height, rows } = await pictureOf(page, asked[0]?.body);
    expect({ width, height }).toEqual({ width: REGION.width, height: REGION.height });
    // The line of text: black letters on white, as it is in the other program's window.
    const words = rows.slice(20, 80);
    expect(Math.min(...words.map(({ least }) => least))).toBeLessThan(60);
    expect(Math.min(...words.map(({ most }) => most))).toBe(255);
    // Beyond it the box, in every pixel.
    expect(rows.slice(100).map(({ most }) => most)).toEqual(Array(40).fill(0));
    expect(desk.errors).toEqual([]);
  } finally {
    await closeTextWindow();
    await close();
  }
});

test('the shortcut draws a region while another program has the keyboard, and brings the app', async ({
  desk,
}) => {
  // Catches: a shortcut that works in the app alone, one that is lost at a restart, a lost picture.
  test.setTimeout(120_000);
  const page = await desk.start();
  await openView(page, 'Settings');
  const card = settingsCard(page);
  await card.getByLabel('Shortcut').fill('CommandOrControl+Shift+F6');
  await card.getByRole('button', { name: 'Apply' }).click();
  await expect(card.getByText('Works from every program')).toBeVisible();
  const again = await desk.restart();
  const capture = new CapturePage(again);
  const closeTextWindow = await openTextWindow({ lines: LINES });
  try {
    await desk.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.minimize();
    });
    const overlay = await OverlayPage.after(desk, () => keys.tap('ctrl+shift+F6'));
    expect(await seriousFindings(overlay.page), 'the overlay').toEqual([]);
    // The overlay is a page of its own: nothing of the app is within its reach, nor it within the app's.
    expect(await overlay.page.evaluate(() => ['api' in window, 'overlay' in window])).toEqual([
      false,
      true,
    ]);
    expect(await again.evaluate(() => 'overlay' in window)).toBe(false);
    // By real keys alone: half of the screen in its middle, moved, made smaller, taken.
    await keys.tap('Left');
    await expect(overlay.label).toHaveText('720 × 450');
    await keys.tap('shift+Right');
    await keys.tap('Up');
    await expect(overlay.label).toHaveText('736 × 450');
    await keys.tap('Return');
    await expect(capture.preview).toBeVisible();
    expect(await capture.size()).toEqual({ width: 736, height: 450 });
    expect(
      await desk.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      ),
    ).toEqual([true]);

    // One more while this is looked at: it waits, and nothing of either is lost.
    const next = await OverlayPage.after(desk, () => keys.tap('ctrl+shift+F6'));
    await next.drag([10, 10], [110, 60]);
    await expect(capture.preview.getByText('1 more screenshot waits')).toBeVisible();
    expect(await seriousFindings(again), 'a preview with another behind it').toEqual([]);
    await capture.preview.getByRole('button', { name: 'Throw away' }).click();
    await expect.poll(() => capture.size()).toEqual({ width: 100, height: 50 });
    await capture.preview.getByRole('button', { name: 'Throw away' }).click();

    // Cancelled: nothing comes of it.
    const last = await OverlayPage.after(desk, () => keys.tap('ctrl+shift+F6'));
    await keys.tap('Escape');
    await expect.poll(() => last.page.isClosed()).toBe(true);
    await expect(capture.preview).toHaveCount(0);
    expect(desk.errors).toEqual([]);
  } finally {
    await closeTextWindow();
  }
});

test('a shortcut that another program holds is told, and works once it is free', async ({
  desk,
}) => {
  // Catches: a shortcut that silently does nothing.
  const page = await desk.start();
  const use = (shortcut: string) =>
    page.evaluate(async (next) => {
      const settings = await window.api.settings.get();
      if (!settings.ok) throw new Error(settings.error.code);
      const { screenshots } = settings.data;
      await window.api.settings.set({ screenshots: { ...screenshots, shortcut: next } });
      const found = await window.api.capture.status();
      return found.ok ? found.data.shortcut : null;
    }, shortcut);
  expect(await use('no such key')).toBe('refused');
  const closeTextWindow = await openTextWindow({ lines: LINES, shortcut: 'F7' });
  try {
    expect(await use('F7')).toBe('refused');
    await openView(page, 'Settings');
    await expect(settingsCard(page)).toContainText('Another program has this shortcut');
  } finally {
    await closeTextWindow();
  }
  expect(await use('')).toBe('off');
  expect(await use('F7')).toBe('ready');
});

test('a window of a private app is not captured; one for local models is, and never leaves', async ({
  desk,
}) => {
  // Catches: a password on its way to a cloud provider.
  test.skip(!canMarkWindows(), 'xprop is not installed');
  test.setTimeout(120_000);
  const { upstream, close } = await openUpstream(['alpha', 'beta', 'gamma']);
  const page = await desk.start();
  const title = 'Northwind diary';
  const closeTextWindow = await openTextWindow({ lines: LINES, title });
  try {
    await connectLab(page, cloud(upstream));
    markAsManaged(title);
    await openView(page, 'Settings');
    const card = settingsCard(page);
    await card.getByLabel('Part of the window title').fill('diary');
    await card.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(card.getByRole('button', { name: 'Remove diary' })).toBeVisible();
    await openView(page, 'Chat');
    const capture = new CapturePage(page);
    await capture.open();
    const source = capture.sources('Windows').filter({ hasText: title });
    await expect(source).toBeDisabled();
    await expect(source).toContainText('not captured');
    await page.keyboard.press('Escape');

    await openView(page, 'Settings');
    await card.getByRole('combobox', { name: 'What happens with diary' }).click();
    await page.getByRole('option', { name: 'Only local models' }).click();
    await openView(page, 'Chat');
    await capture.open();
    await expect(source).toContainText('only for models on this machine');
    await source.click();
    await expect(capture.preview).toContainText('Only models on this machine may see it');
    await expect(capture.preview).toContainText('No model on this machine can see pictures');
    expect(await seriousFindings(page), 'the preview of a private app').toEqual([]);
    await capture.finish('Ask about it');

    // Nobody may be asked: that is said, the message and its picture stay, and nothing was sent.
    const chat = new ChatPage(page);
    const pictures = new PicturesPage(page);
    await expect(pictures.recipient).toContainText(/this machine/u);
    await chat.send('What did I write?');
    await expect(chat.transcript.getByRole('alert')).toContainText('2 not_local');
    expect(upstream.requests.filter(({ path }) => path.endsWith('/completions'))).toEqual([]);

    // In the same conversation, once the provider runs here: then its model may look.
    await connectLab(page, upstream);
    await expect(pictures.recipient).toContainText('(on this machine)');
    await chat.ask('And now?');
    const asked = upstream.requests.filter(({ path }) => path.endsWith('/completions'));
    expect(asked).toHaveLength(1);
    // A window comes as large as fits on the screen: its white is a little less than white.
    expect((await pictureOf(page, asked[0]?.body)).rows[50]?.most).toBeGreaterThan(200);

    // A region while it is open may show it.
    const region = await drawRegion(desk, page);
    await expect(region.preview).toContainText('Open and on your list of private apps: diary.');
    expect(desk.errors).toEqual([]);
  } finally {
    await closeTextWindow();
    await close();
  }
});

/** What a window manager does to a window, without which a capturer does not list it (ICCCM 4.1.3.1). */
function markAsManaged(title: string): void {
  const id = execFileSync('xdotool', ['search', '--name', title], { encoding: 'utf8' });
  const [first = ''] = id.trim().split('\n');
  execFileSync('xprop', ['-id', first, '-f', 'WM_STATE', '32x', '-set', 'WM_STATE', '1']);
}

test.describe('on a screen that is scaled', () => {
  test.use({ appArgs: ['--force-device-scale-factor=1.5'] });

  test('a region is cut in the pixels of the screen, not in those of the page', async ({
    desk,
  }) => {
    // Catches: a crop that is shifted and a third too small, as soon as somebody magnifies the screen.
    const page = await desk.start();
    const closeTextWindow = await openTextWindow({ lines: LINES });
    try {
      const capture = await drawRegion(desk, page);
      expect(await capture.size()).toEqual({ width: REGION.width, height: REGION.height });
      await capture.preview.getByRole('button', { name: 'Choose another' }).click();
      await expect(capture.sources('Screens')).toContainText('1440 × 900');
      await capture.sources('Screens').click();
      await expect(capture.preview).toBeVisible();
      expect(await capture.size()).toEqual({ width: 1440, height: 900 });
      expect(desk.errors).toEqual([]);
    } finally {
      await closeTextWindow();
    }
  });
});
