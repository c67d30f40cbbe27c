import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect } from '@playwright/test';
import { launch } from '../lib/launch.mjs';
import { note } from '../lib/log.mjs';
import { missingLibraries } from '../lib/system-libraries.mjs';

/** A first start on two busy cores takes 10-20 s. */
const START_LIMIT_MS = 60_000;
const ANSWER_LIMIT_MS = 30_000;
const HOLD_MODULE = `resources/app.asar.unpacked/node_modules/uiohook-napi/prebuilds/linux-${process.arch}/uiohook-napi.node`;

/**
 * Starts the packaged app as a person with an empty home does, asks it something and closes it. Over
 * Chromium's debugging port, because the fuse for Node's inspector is off.
 * @param {string} executable
 * @param {import('../lib/electron.mjs').ElectronSetup} electron
 */
export async function smokeTest(executable, { switches, env }) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'auto-router-smoke-'));
  try {
    const app = await launch(executable, switches, cleanEnv(env, home));
    try {
      await useApp(app.debuggerUrl, executable);
      await app.ended();
      note('Smoke test: closed, and nothing is left running');
    } catch (error) {
      note(`What the packaged app wrote:\n${app.output()}`);
      throw error;
    } finally {
      app.kill();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * @param {string} debuggerUrl
 * @param {string} executable
 */
async function useApp(debuggerUrl, executable) {
  const browser = await chromium.connectOverCDP(debuggerUrl, { timeout: START_LIMIT_MS });
  try {
    const context = browser.contexts()[0];
    if (!context) throw new Error('The packaged app has no browser context');
    const page =
      context.pages()[0] ?? (await context.waitForEvent('page', { timeout: START_LIMIT_MS }));
    await page.waitForSelector('html[data-ready="true"]', { timeout: START_LIMIT_MS });
    await expect(page).toHaveTitle('Auto Router');
    note('Smoke test: the packaged app is up');
    const composer = page.getByRole('textbox', { name: 'Message' });
    await composer.fill('What is a router?');
    await composer.press('Enter');
    await expect(page.getByLabel('Transcript')).toContainText('Practice answer - simulated', {
      timeout: ANSWER_LIMIT_MS,
    });
    note('Smoke test: a practice model answered');
    note(
      `Smoke test: the global hold is ${await globalHold(page, path.join(path.dirname(executable), HOLD_MODULE))}`,
    );
    const closed = page.waitForEvent('close');
    // From a timer, so that the call itself has returned before its page is gone.
    await page.evaluate(() => void setTimeout(() => window.close(), 0));
    await closed;
  } finally {
    await browser.close();
  }
}

/**
 * Switches the global hold on, so that its native module is loaded from beside the archive.
 * @param {import('@playwright/test').Page} page
 * @param {string} module
 * @returns {Promise<string>} `ready`, or why a machine that packages can't have it
 */
async function globalHold(page, module) {
  // A string, because these scripts are checked without the types of a page.
  const ask = (/** @type {string} */ text) => page.evaluate(`(async () => { ${text} })()`);
  await ask(`
    const { data } = await api.settings.get();
    await api.settings.set({ voice: { ...data.voice, globalHold: 'F9' } });`);
  const state = `
    const { globalHold } = (await api.voice.status()).data;
    return globalHold.reason ?? globalHold.state;`;
  await expect.poll(() => ask(state), { timeout: ANSWER_LIMIT_MS }).not.toBe('starting');
  const found = String(await ask(state));
  if (found !== 'module_missing') return found;
  // A library of X that this machine lacks is no fault of the package.
  const missing = await missingLibraries(module);
  if (missing.length > 0) return `not tried: this machine lacks ${missing.join(', ')}`;
  throw new Error('The module that sees the keys does not load');
}

/**
 * Nothing of the machine that packages is seen: no settings, no server, no provider of its owner.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
function cleanEnv(env, home) {
  const own = Object.entries(env).filter(
    ([name]) => !/^(AR_|AUTO_ROUTER_|ADMIN_KEY$|XDG_)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    HOME: home,
    AR_USER_DATA: path.join(home, 'data'),
    AR_OLLAMA_URL: 'http://127.0.0.1:9',
    AR_LMSTUDIO_URL: 'http://127.0.0.1:9',
    AUTO_ROUTER_SOURCES: 'off',
  };
}
