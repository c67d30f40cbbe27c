import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { ANSWER, type Upstream } from '../support/openai-upstream';
import { claimedPng, type Pixels, pixelsOf, pngOf } from '../support/pictures';
import { seriousFindings } from './support/axe';
import { expect, test } from './support/desk';
import { askedModels, ChatPage, connectLab, openView } from './support/pages';
import { PicturesPage, withCameraData } from './support/pictures-page';

const CATALOG = fileURLToPath(new URL('support/picture-benchmarks.json', import.meta.url));
/** Every pixel is another one, so that a scaled, shifted or re-coloured picture shows. */
const PICTURE = pngOf(40, 30, (x, y) => [x * 6, y * 8, (x + y) * 3]);
const FILE = { name: 'error dialog.png', mimeType: 'image/png', buffer: PICTURE };

test.use({ appEnv: { AUTO_ROUTER_CATALOG: CATALOG } });

async function connect(page: Page, upstream: Upstream): Promise<PicturesPage> {
  upstream.models = ['alpha', 'beta', 'gamma'];
  await connectLab(page, upstream);
  return new PicturesPage(page);
}

/** The bytes of every picture of one request, as the provider received them. */
function receivedPictures(upstream: Upstream, request: number): readonly Buffer[] {
  const text = JSON.stringify(upstream.requests[request]?.body['messages'] ?? []);
  return [...text.matchAll(/data:image\/\w+;base64,([A-Za-z0-9+/=]+)/gu)].map(([, data = '']) =>
    Buffer.from(data, 'base64'),
  );
}

function allPixels(picture: Pixels): readonly string[] {
  const { width, height } = picture;
  return Array.from({ length: width * height }, (_one, n) =>
    picture.at(n % width, Math.floor(n / width)).join(','),
  );
}

test('a picture goes, pixel by pixel, to the model that sees; and so does what is asked later', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  const chat = new ChatPage(page);
  await chat.composer.fill('What does it say?');
  await expect(chat.chip).toContainText('lab/alpha');

  await pictures.attach(FILE);
  await expect(pictures.thumbnail('error dialog.png')).toBeVisible();
  // Before it is sent: the other task's pick, and whose it is.
  await expect(chat.chip).toContainText('lab/beta');
  await expect(pictures.recipient).toHaveText('1 picture goes to lab/beta (on this machine).');

  await chat.ask('What does it say?');
  expect(askedModels(upstream)).toEqual(['beta']);
  const [sent] = receivedPictures(upstream, 0);
  expect(allPixels(pixelsOf(sent ?? Buffer.alloc(0)))).toEqual(allPixels(pixelsOf(PICTURE)));
  await expect(pictures.strip).toHaveCount(0);
  await expect(pictures.shown('error dialog.png')).toBeVisible();

  await chat.ask('And the corner?');
  expect(askedModels(upstream)).toEqual(['beta', 'beta']);
  expect(receivedPictures(upstream, 1)).toEqual([sent]);

  await page.getByRole('button', { name: 'Regenerate' }).last().click();
  await page.getByRole('menuitem', { name: /gamma/ }).first().click();
  await expect(page.getByText('2/2')).toBeVisible();
  await expect.poll(() => askedModels(upstream)).toEqual(['beta', 'beta', 'gamma']);
  expect(upstream.requests[2]?.body['messages']).toEqual(upstream.requests[1]?.body['messages']);

  // History and Why know what it was.
  const rows = await page.evaluate(async () => {
    const found = await window.api.history.page({ filter: {}, limit: 10, offset: 0 });
    return found.ok ? found.data.rows.map(({ task, model }) => [task, model]) : [];
  });
  expect(rows).toEqual([
    ['screenshot_understanding', 'lab/gamma'],
    ['screenshot_understanding', 'lab/beta'],
    ['screenshot_understanding', 'lab/beta'],
  ]);
  await openView(page, 'History');
  await expect(page.getByRole('row', { name: /Screenshot understanding/ }).first()).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('a picture is pasted, another dropped; words beside a picture are pasted as words', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  const chat = new ChatPage(page);
  await pictures.paste({ ...FILE, name: 'pasted.png' });
  await expect(pictures.thumbnail('pasted.png')).toBeVisible();
  await pictures.paste({ ...FILE, name: 'table.png' }, 'a cell of a table');
  await pictures.drop([{ ...FILE, name: 'dropped.png' }]);
  await expect(pictures.thumbnail('dropped.png')).toBeVisible();
  await expect(pictures.thumbnails).toHaveCount(2);

  // Taken out again by keyboard alone; the focus stays in the row.
  await pictures.removeButton('pasted.png').focus();
  await page.keyboard.press('Enter');
  await expect(pictures.removeButton('dropped.png')).toBeFocused();

  // Pictures alone are a question.
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(chat.transcript).toContainText(ANSWER);
  expect(receivedPictures(upstream, 0)).toHaveLength(1);
  await expect(page.getByRole('heading', { name: 'dropped.png' })).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('sound that is dropped is still transcribed, not attached', async ({ desk }) => {
  const page = await desk.start();
  const pictures = new PicturesPage(page);
  await pictures.drop([{ name: 'talk.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF') }]);
  await expect(page.getByRole('dialog', { name: 'Transcribe an audio file' })).toBeVisible();
  await expect(pictures.strip).toHaveCount(0);
});

test('a model that cannot see is refused before anything is lost', async ({ desk, upstream }) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  const chat = new ChatPage(page);
  await page.getByRole('button', { name: 'Choose the model' }).click();
  await page.getByRole('menuitem', { name: /alpha/ }).click();
  await pictures.attach(FILE);
  await chat.send('What does it say?');
  await expect(page.getByRole('alert')).toContainText('This model cannot see pictures');
  await expect(chat.composer).toHaveValue('What does it say?');
  await expect(pictures.thumbnail('error dialog.png')).toBeVisible();
  expect(upstream.requests).toEqual([]);

  await chat.chooseSetting('Auto');
  await chat.composer.press('Enter');
  await expect(chat.transcript).toContainText(ANSWER);
  expect(askedModels(upstream)).toEqual(['beta']);
  expect(receivedPictures(upstream, 0)).toHaveLength(1);
});

test('a provider that fails costs neither the words nor the picture; both are asked again', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  upstream.fault = 'status_400';
  const chat = new ChatPage(page);
  await pictures.attach(FILE);
  await chat.send('What does it say?');
  const trouble = page.getByRole('alert');
  await expect(trouble).toContainText('rejected');
  await expect(pictures.shown('error dialog.png')).toBeVisible();
  upstream.fault = 'none';
  await trouble.getByRole('button', { name: 'Retry' }).click();
  await expect(chat.transcript).toContainText(ANSWER);
  const last = upstream.requests.length - 1;
  expect(receivedPictures(upstream, last)).toEqual(receivedPictures(upstream, 0));
});

test('a draft keeps its pictures over a restart; sent ones are read from the disk', async ({
  desk,
  upstream,
}) => {
  let page = await desk.start();
  await connect(page, upstream);
  await new PicturesPage(page).attach(FILE);
  await expect(new PicturesPage(page).thumbnail('error dialog.png')).toBeVisible();

  page = await desk.restart();
  const chat = new ChatPage(page);
  await expect(new PicturesPage(page).thumbnail('error dialog.png')).toBeVisible();
  await chat.ask('What does it say?');
  expect(allPixels(pixelsOf(receivedPictures(upstream, 0)[0] ?? Buffer.alloc(0)))).toEqual(
    allPixels(pixelsOf(PICTURE)),
  );

  page = await desk.restart();
  const pictures = new PicturesPage(page);
  await expect(pictures.strip).toHaveCount(0);
  await page.getByRole('button', { name: 'What does it say?', exact: true }).click();
  await pictures.shown('error dialog.png').click();
  const dialog = page.getByRole('dialog', { name: 'error dialog.png' });
  await expect(dialog).toContainText('40 × 30 pixels');
  await page.keyboard.press('Escape');

  // Its bytes go with the conversation, and not before the Undo has gone.
  const folder = join(desk.userData, 'data', 'pictures');
  expect(await readdir(folder)).toHaveLength(1);
  const id = await page.evaluate(async () => {
    const list = await window.api.conversations.list({ q: null, limit: 1, offset: 0 });
    return list.ok ? (list.data[0]?.id ?? '') : '';
  });
  await page.evaluate(
    (conversationId) => window.api.conversations.export({ id: conversationId, format: 'markdown' }),
    id,
  );
  const saved = await readdir(join(desk.saveDir, 'What-does-it-say-pictures'));
  expect(saved).toEqual(['1.png']);
  expect(await readFile(join(desk.saveDir, 'What-does-it-say.md'), 'utf8')).toContain(
    '![error dialog.png](What-does-it-say-pictures/1.png)',
  );
  await pictures.attach(FILE);
  await expect.poll(() => pictures.keptWithDrafts()).toBe(1);
  await page.evaluate(
    (conversationId) => window.api.conversations.remove({ id: conversationId }),
    id,
  );
  expect(await readdir(folder)).toEqual([]);
  expect(desk.errors).toEqual([]);

  // What was being written there goes too, at the latest with the next start.
  page = await desk.restart();
  await expect.poll(() => new PicturesPage(page).keptWithDrafts()).toBe(0);
});

test('what a camera wrote beside the pixels stays behind, and it is sent upright', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  const jpeg = await pictures.makeJpeg(60, 20);
  await pictures.attach({
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: withCameraData(jpeg, { orientation: 6, secret: 'GPS 52.5200N 13.4050E' }),
  });
  await expect(pictures.thumbnail('photo.jpg')).toBeVisible();
  await new ChatPage(page).ask('Where was this?');
  const [sent = Buffer.alloc(0)] = receivedPictures(upstream, 0);
  expect(sent.includes('GPS')).toBe(false);
  expect(sent.includes('Exif')).toBe(false);
  // Taken lying down: what is sent stands.
  await expect(pictures.shown('photo.jpg').locator('img')).toHaveAttribute('width', '20');
  await expect(pictures.shown('photo.jpg').locator('img')).toHaveAttribute('height', '60');
});

test('files that cannot be sent are told one by one, and the message stays', async ({ desk }) => {
  const page = await desk.start();
  const pictures = new PicturesPage(page);
  const chat = new ChatPage(page);
  await chat.composer.fill('Look at these');
  const png = { mimeType: 'image/png', name: 'x.png' };
  for (const [file, title] of [
    [{ ...png, buffer: Buffer.alloc(0) }, 'This file is empty'],
    [{ ...png, buffer: Buffer.from('words') }, 'not a picture that can be sent'],
    [{ ...png, buffer: PICTURE.subarray(0, 60) }, 'not a picture that can be sent'],
    [{ ...png, buffer: claimedPng(60_000, 60_000) }, 'This picture is too large'],
    [
      { name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="a"></svg>') },
      'SVG drawings cannot be sent',
    ],
  ] as const) {
    await pictures.attach(file);
    await expect(page.getByRole('alert')).toContainText(`${file.name}: `);
    await expect(page.getByRole('alert')).toContainText(title);
    await expect(pictures.thumbnails).toHaveCount(0);
  }
  await expect(chat.composer).toHaveValue('Look at these');

  // The ninth is one too many, the eight stay; a wide one is made to fit and says so.
  const wide = { ...png, name: 'wide.png', buffer: pngOf(5000, 10, (x) => [x % 256, 0, 0]) };
  await pictures.attach(wide, ...Array.from({ length: 8 }, () => ({ ...FILE })));
  await expect(pictures.thumbnails).toHaveCount(8);
  await expect(page.getByRole('alert')).toContainText('A message takes eight pictures at most');
  await expect(pictures.thumbnail('wide.png')).toHaveAccessibleDescription(
    'made smaller to fit: 4096 × 8 pixels',
  );
  await expect(page.getByRole('button', { name: 'A message takes eight pictures' })).toBeVisible();
  expect(desk.errors).toEqual([]);
});

test('a kept screenshot is asked about; one of a private app keeps its mark on the way', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  const pictures = await connect(page, upstream);
  const kept = await page.evaluate(async (image) => {
    await window.api.recall.change({ keep: true });
    const title = 'The bank';
    return window.api.recall.keep({ image, width: 40, height: 30, title, localOnly: true });
  }, PICTURE.toString('base64'));
  expect(kept.ok).toBe(true);
  await openView(page, 'Recall');
  await page.getByRole('button', { name: 'Open The bank' }).click();
  await page.getByRole('button', { name: 'Ask about it' }).click();
  await expect(pictures.thumbnail('The bank')).toHaveAccessibleDescription(
    /Stays on this machine/u,
  );
  expect(upstream.requests).toEqual([]);
  await new ChatPage(page).ask('How much is left?');
  const [sent = Buffer.alloc(0)] = receivedPictures(upstream, 0);
  expect(allPixels(pixelsOf(sent))).toEqual(allPixels(pixelsOf(PICTURE)));
  await expect(pictures.shown('The bank')).toHaveAccessibleDescription(/Stays on this machine/u);
});

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`axe finds nothing serious beside pictures in the ${theme} theme`, async ({
    desk,
    upstream,
  }, info) => {
    const page = await desk.start();
    await page.evaluate((name) => window.api.settings.set({ theme: name }), theme);
    const pictures = await connect(page, upstream);
    const screen = { ...FILE, buffer: await pictures.makeScreen() };
    await pictures.attach(screen, { ...screen, name: 'second.png' });
    await expect(pictures.thumbnails).toHaveCount(2);
    await expect(pictures.recipient).toContainText('2 pictures go to lab/beta');
    expect(await seriousFindings(page), 'composer').toEqual([]);
    await page.screenshot({ path: info.outputPath(`composer-${theme}.png`) });
    await new ChatPage(page).ask('What does it say?');
    await pictures.attach(screen, { name: 'x.svg', mimeType: '', buffer: Buffer.from('<svg >') });
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await seriousFindings(page), 'transcript').toEqual([]);
    await page.screenshot({ path: info.outputPath(`transcript-${theme}.png`) });
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
    });
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(900);
    const box = await page.evaluate(() => [document.body.scrollWidth, window.innerWidth]);
    expect(box[0]).toBeLessThanOrEqual(box[1] ?? 0);
    await page.screenshot({ path: info.outputPath(`small-${theme}.png`) });
    await pictures.shown('error dialog.png').click();
    await expect(page.getByRole('dialog', { name: 'error dialog.png' })).toBeVisible();
    expect(await seriousFindings(page), 'enlarged').toEqual([]);
    await page.screenshot({ path: info.outputPath(`enlarged-${theme}.png`) });
  });
}
