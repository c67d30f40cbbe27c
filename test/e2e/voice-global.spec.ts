import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { VoiceNotice } from '@shared/ipc/voice';
import type { TalkKey, VoiceSettings } from '@shared/settings/settings';
import { seriousFindings } from './support/axe';
import { type Desk, expect, test as base } from './support/desk';
import { canPressKeys, keys } from './support/keys';
import { ChatPage, openView } from './support/pages';
import { canSpeak, readWav, speakToFile } from './support/speech';
import { leftAtMost, startWithVoice, VOICE_CATALOG, voicePanel } from './support/voice-desk';
import { openVoiceUpstream, REPLY, type VoiceUpstream } from './support/voice-upstream';

/* Keys that are really pressed, by xdotool, while another window or none has the focus. */

const SAID = 'what is the weather like today';
const folder = mkdtempSync(join(tmpdir(), 'ar-voice-global-'));
const spokenFile = join(folder, 'spoken.wav');

base.skip(!canSpeak(), 'flite and pocketsphinx are not installed');
base.skip(!canPressKeys(), 'xdotool is not installed, or there is no X display');
base.beforeAll(() => speakToFile(SAID, spokenFile, 1, 30));
base.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const test = base.extend<{ readonly voice: VoiceUpstream }>({
  voice: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: VOICE_CATALOG },
  appArgs: [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${spokenFile}%noloop`,
  ],
});

/** The app with the global hold on and working. */
async function ready(
  desk: Desk,
  voice: VoiceUpstream,
  settings: Partial<VoiceSettings> = {},
): Promise<Page> {
  const page = await startWithVoice(desk, voice, {
    microphone: true,
    globalHold: 'F9',
    ...settings,
  });
  await page.evaluate(() => {
    const notices: VoiceNotice[] = [];
    Object.assign(window, { notices });
    window.api.on('voice', (notice) => notices.push(notice));
  });
  await expect.poll(() => holdState(page)).toBe('ready');
  return page;
}

function holdState(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const status = await window.api.voice.status();
    if (!status.ok) return status.error.code;
    const { globalHold } = status.data;
    return globalHold.state === 'unavailable' ? globalHold.reason : globalHold.state;
  });
}

/** What main told the page of the key. */
function told(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window as unknown as { notices: VoiceNotice[] }).notices.flatMap((notice) =>
      notice.kind === 'hold' ? [notice.key] : [],
    ),
  );
}

/** Puts another window in front, as another program would, with a field that takes what is typed. */
async function openOther(desk: Desk): Promise<Page> {
  const opened = desk.app.waitForEvent('window');
  await desk.app.evaluate(async ({ BrowserWindow }) => {
    const other = new BrowserWindow({ x: 0, y: 0, width: 500, height: 300 });
    await other.loadURL('data:text/html,<title>Other</title><textarea autofocus></textarea>');
    other.focus();
  });
  const page = await opened;
  await expect.poll(() => focusedTitle(desk)).toBe('Other');
  return page;
}

const hide = (desk: Desk): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      if (window.webContents.getURL().startsWith('app:')) window.hide();
    }
  });

const focusedTitle = (desk: Desk): Promise<string> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getTitle() ?? '');

const isVisible = (desk: Desk): Promise<boolean> =>
  desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isVisible()),
  );

/** Process id of the process that sees the keys; null = there is none. */
const watcher = (desk: Desk): Promise<number | null> =>
  desk.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'auto-router-hold')?.pid ?? null,
  );

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: there is no such process
  }
}

/** Whether the page slows down while nobody sees it; Playwright keeps that from being felt. */
const slowsDown = (desk: Desk): Promise<boolean | undefined> =>
  desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getBackgroundThrottling(),
  );

const held = (page: Page) => page.getByText('Listening. Let go');
const latched = (page: Page) => page.getByText('Listening. Press again');

test('held while the window is hidden: what is said then is transcribed and answered, and nothing pops up', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await hide(desk);
  expect(await slowsDown(desk)).toBe(false); // timers once a second would cut and stretch recordings
  await keys.down('F9');
  await expect(held(page)).toBeVisible();
  await leftAtMost(page, 26);
  await keys.up('F9');
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(voice.heard).toHaveLength(1);
  const wav = readWav(voice.heard[0]?.bytes ?? new Uint8Array());
  expect(wav.samples.length / wav.sampleRate).toBeGreaterThan(3.5);
  expect(voice.asked).toEqual([{ model: 'mind', last: SAID }]);
  expect(await told(page)).toEqual(['down', 'up']); // a key that is held repeats
  expect(await isVisible(desk)).toBe(false);
  expect(desk.errors).toEqual([]);
});

test('a tap latches and the next one ends; Esc in the window takes a held one back', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await openOther(desk);
  await keys.tap('F9');
  await expect(latched(page)).toBeVisible();
  await leftAtMost(page, 26);
  await keys.tap('F9');
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  await keys.down('F9');
  await expect(held(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await keys.up('F9');
  await expect(held(page)).toHaveCount(0);
  expect(voice.heard).toHaveLength(1);
});

test('in the window, where the same key is held to talk, one press stays one press', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await expect.poll(() => focusedTitle(desk)).toBe('Auto Router');
  // Twice told, a tap would latch and be taken back at once.
  await keys.tap('F9');
  await expect(latched(page)).toBeVisible();
  await leftAtMost(page, 26);
  await keys.tap('F9');
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(await told(page)).toEqual([]);
  // And it was the window that saw it: hidden, the other way takes over.
  await hide(desk);
  await keys.tap('F9');
  await expect.poll(() => told(page)).toEqual(['down', 'up']);
  await expect(latched(page)).toBeVisible();
});

test('every key that can be chosen is the one that is seen', async ({ desk, voice }) => {
  const page = await ready(desk, voice, { key: 'off' });
  const names: Readonly<Record<Exclude<TalkKey, 'off'>, string>> = {
    F8: 'F8',
    F9: 'F9',
    F10: 'F10',
    ControlRight: 'Control_R',
  };
  await openOther(desk);
  let presses = 0;
  for (const [globalHold, name] of Object.entries(names)) {
    await page.evaluate(async (key) => {
      const settings = await window.api.settings.get();
      if (!settings.ok) throw new Error(settings.error.code);
      const voice = { ...settings.data.voice, globalHold: key as TalkKey };
      await window.api.settings.set({ voice });
    }, globalHold);
    await expect.poll(() => holdState(page)).toBe('ready');
    for (const other of Object.values(names)) if (other !== name) await keys.tap(other);
    await keys.tap(name);
    presses += 1;
    await expect
      .poll(() => told(page))
      .toEqual(Array.from({ length: presses }, () => ['down', 'up']).flat());
  }
});

test('what is typed elsewhere goes there and nowhere else', async ({ desk, voice }) => {
  const page = await ready(desk, voice);
  const other = await openOther(desk);
  await keys.type('my secret is xyzzy');
  await expect(other.locator('textarea')).toHaveValue('my secret is xyzzy');
  await keys.tap('F9');
  await expect(latched(page)).toBeVisible();
  const notices = await page.evaluate(
    () => (window as unknown as { notices: VoiceNotice[] }).notices,
  );
  expect(notices.filter(({ kind }) => kind !== 'status')).toEqual([
    { kind: 'hold', key: 'down' },
    { kind: 'hold', key: 'up', heldMs: expect.any(Number) },
  ]);
  const log = await readFile(join(desk.userData, 'data/logs/main.log'), 'utf8');
  expect(`${log}${desk.log.join('')}`).not.toContain('xyzzy');
});

test('when the process ends while the key is held the recording stops and is kept, and the next press works', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice);
  await openOther(desk);
  await keys.down('F9');
  await expect(held(page)).toBeVisible();
  await leftAtMost(page, 26);
  const pid = await watcher(desk);
  if (pid === null) throw new Error('nothing watches the key');
  process.kill(pid, 'SIGKILL');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('lost sight of the key');
  await keys.up('F9');
  expect(voice.heard).toEqual([]);
  await alert.getByRole('button', { name: 'Send what was said' }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(voice.asked).toEqual([{ model: 'mind', last: SAID }]);

  await expect.poll(() => holdState(page)).toBe('ready');
  expect(await watcher(desk)).not.toBe(pid);
  await keys.tap('F9');
  await expect(latched(page)).toBeVisible();
});

test('nothing watches the keys until it is chosen in Settings, nor after it is taken back', async ({
  desk,
  voice,
}) => {
  const page = await startWithVoice(desk, voice, { microphone: true });
  expect(await watcher(desk)).toBeNull();
  expect(await slowsDown(desk)).toBe(true);
  await openView(page, 'Settings');
  const field = page.getByRole('combobox', { name: 'Hold this key to talk in every program' });
  await expect(field).toHaveAccessibleDescription(/sees every key.*none is kept, logged or sent/);
  await field.click();
  await page.getByRole('option', { name: 'F10' }).click();
  await expect(page.getByText('Works in every program: hold it')).toBeVisible();
  expect(await watcher(desk)).not.toBeNull();
  expect(await slowsDown(desk)).toBe(false);
  await field.click();
  await page.getByRole('option', { name: 'None' }).click();
  await expect(page.getByText('Works in every program: hold it')).toHaveCount(0);
  await expect.poll(() => watcher(desk)).toBeNull();
  expect(await slowsDown(desk)).toBe(true);
});

test('an app that is killed takes the process that sees the keys with it', async ({
  desk,
  voice,
}) => {
  await ready(desk, voice);
  const pid = await watcher(desk);
  if (pid === null) throw new Error('nothing watches the key');
  const main = desk.app.process();
  const ended = new Promise((resolve) => main.once('exit', resolve));
  main.kill('SIGKILL');
  await ended;
  await expect.poll(() => isRunning(pid)).toBe(false);
});

test('a microphone that is not allowed yet is asked for in the window, which comes up for it', async ({
  desk,
  voice,
}) => {
  const page = await ready(desk, voice, { microphone: false });
  await hide(desk);
  await keys.tap('F9');
  await expect.poll(() => isVisible(desk)).toBe(true);
  await expect(page.getByText('Use the microphone?')).toBeVisible();
});

test.describe('without a device', () => {
  test.use({ appArgs: [] });

  test('a hidden window comes up to say why nothing is heard, and takes no focus', async ({
    desk,
    voice,
  }) => {
    const page = await ready(desk, voice);
    await openOther(desk);
    await hide(desk);
    await keys.down('F9');
    await expect(page.getByRole('alert')).toContainText('No microphone was found');
    await keys.up('F9');
    await expect
      .poll(() =>
        desk.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().every((window) => window.isVisible()),
        ),
      )
      .toBe(true);
    expect(await focusedTitle(desk)).toBe('Other');
  });
});

test('the global shortcut is really pressed: a long hold of it is one press', async ({
  desk,
  voice,
}) => {
  const page = await startWithVoice(desk, voice, { microphone: true, globalToggle: 'F6' });
  await hide(desk);
  await keys.down('F6');
  await expect(latched(page)).toBeVisible();
  await leftAtMost(page, 26); // it has repeated some ninety times by now
  await keys.up('F6');
  await expect(latched(page)).toBeVisible();
  await leftAtMost(page, 24); // so soon after the last repeat it would be the same press
  await keys.tap('F6');
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(voice.heard).toHaveLength(1);
  // The second press ended it, and not the cap of thirty seconds.
  const wav = readWav(voice.heard[0]?.bytes ?? new Uint8Array());
  expect(wav.samples.length / wav.sampleRate).toBeLessThan(20);
});

for (const [name, env, reason] of [
  ['the native module is missing', { AR_HOLD_MODULE: '/nowhere/uiohook' }, 'is missing on this'],
  ['the session is a Wayland one', { XDG_SESSION_TYPE: 'wayland' }, 'Wayland'],
] as const) {
  test.describe(name, () => {
    test.use({ appEnv: { AUTO_ROUTER_CATALOG: VOICE_CATALOG, ...env } });

    test('Settings says why and what still works, and that works', async ({ desk, voice }) => {
      const page = await startWithVoice(desk, voice, {
        microphone: true,
        globalHold: 'F9',
        key: 'F8',
      });
      await openView(page, 'Settings');
      await expect(page.getByText('Does not work here.')).toContainText(reason);
      await expect(page.getByText('What still works:')).toContainText(
        'holding F8 in this window, the button beside the message, and a shortcut',
      );
      expect(await seriousFindings(page)).toEqual([]);
      const shortcut = page.getByLabel('Start and end from anywhere');
      await shortcut.fill('F6');
      await shortcut.press('Enter');
      await expect(page.getByText('What still works:')).toContainText('F6 from anywhere');
      await keys.tap('F9');
      await keys.tap('F6');
      await expect(latched(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(voicePanel(page)).toHaveCount(0);
      await page.keyboard.down('F8');
      await expect(held(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await page.keyboard.up('F8');
    });
  });
}
