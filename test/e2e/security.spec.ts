import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/desk';
import { connectLab, openView } from './support/pages';

test('the page has no Node, no network but itself, and no way out', async ({ desk }) => {
  const page = await desk.start();
  const seen = await page.evaluate(async () => ({
    url: location.href,
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    // A generic bridge would let any script in the page reach every channel.
    bridge: Object.keys(window.api).toSorted(),
    fetched: await fetch('https://example.com/').then(
      () => 'fetched',
      () => 'blocked',
    ),
    loopback: await fetch('http://127.0.0.1:9/').then(
      () => 'fetched',
      () => 'blocked',
    ),
    opened: window.open('https://example.com/') === null,
    // Playwright's own scripts may do what the policy forbids to the page's, so one is put into it.
    inlineScriptRan: (() => {
      const script = document.createElement('script');
      script.textContent = 'document.documentElement.dataset.inline = "ran"';
      document.head.append(script);
      return document.documentElement.dataset['inline'] === 'ran';
    })(),
  }));
  expect(seen.url).toMatch(/^app:\/\//);
  expect(seen).toMatchObject({
    node: [],
    fetched: 'blocked',
    loopback: 'blocked',
    opened: true,
    inlineScriptRan: false,
  });
  expect(seen.bridge).not.toContain('invoke');
  const preferences = await desk.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    // Still there at run time; Electron 45's types leave it out.
    const contents = window?.webContents as unknown as { getLastWebPreferences(): unknown };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
  });
});

test('navigation stays inside the app, and only safe links leave it', async ({ desk }) => {
  const page = await desk.start();
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await expect.poll(() => page.url()).toBe(before);
  for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share'])
    expect(
      await page.evaluate((link) => window.api.app.openExternal({ url: link }), url),
    ).toMatchObject({ ok: false, error: { code: 'unsafe_link' } });
});

test('permissions are denied: no camera, no location, no clipboard reading', async ({ desk }) => {
  const page = await desk.start();
  const granted = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
      () => 'granted',
      (error: DOMException) => error.name,
    ),
  );
  expect(granted).not.toBe('granted');
});

test('arguments that do not fit are refused with a code, and nothing is changed', async ({
  desk,
}) => {
  const page = await desk.start();
  const before = await page.evaluate(() => window.api.settings.get());
  const refused = await page.evaluate(() =>
    window.api.settings.set({ theme: 'neon' } as unknown as Parameters<
      typeof window.api.settings.set
    >[0]),
  );
  expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_arguments' } });
  expect(await page.evaluate(() => window.api.settings.get())).toEqual(before);
});

test.describe('a provider key', () => {
  test.use({ labCatalog: true });

  test('is written once and found neither in the page, nor on the disk, nor in the log', async ({
    desk,
    upstream,
  }) => {
    const page = await desk.start();
    await connectLab(page, upstream);
    await openView(page, 'Providers');
    await expect(page.getByText('4711').first()).toBeVisible();
    const readBack = await page.evaluate(async () =>
      JSON.stringify(await window.api.providers.list()),
    );
    expect(readBack + (await page.content())).not.toContain('lab-key-4711');
    await desk.stop();
    for (const file of await readdir(desk.userData, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(bytes.includes('lab-key-4711'), join(file.parentPath, file.name)).toBe(false);
    }
    expect(desk.log.join('')).not.toContain('lab-key-4711');
  });
});
