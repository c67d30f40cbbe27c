import { ensureDisplay } from './display.mjs';
import { electronPath } from './electron-path.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/**
 * @typedef {object} ElectronSetup
 * @property {string} executable
 * @property {string[]} switches go before the path of the app
 * @property {NodeJS.ProcessEnv} env the whole environment for Electron
 * @property {() => Promise<void>} stop ends what was started for it
 */

/**
 * Everything that a start of Electron needs on this machine.
 * @returns {Promise<ElectronSetup>}
 */
export async function prepareElectron() {
  const executable = await electronPath();
  await ensureSystemLibraries(executable);
  const display = await ensureDisplay();
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...display.env, AR_ELECTRON: executable };
  // Set by some editors' terminals; it would turn Electron into plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  return { executable, switches: sandboxSwitches(), env, stop: display.stop };
}

/** Chromium refuses to run as root with its sandbox. */
export function sandboxSwitches() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
