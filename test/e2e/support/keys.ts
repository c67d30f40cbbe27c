import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** False = no X display, or xdotool is not installed; `scripts/lib/speech-tools.mjs` says how. */
export function canPressKeys(): boolean {
  if (process.platform !== 'linux' || process.env['DISPLAY'] === undefined) return false;
  return isInstalled('xdotool');
}

/** False = `xprop` is not installed, which tells capturers of a window without a window manager. */
export function canMarkWindows(): boolean {
  return isInstalled('xprop');
}

function isInstalled(tool: string): boolean {
  return spawnSync('which', [tool], { stdio: 'ignore' }).status === 0;
}

/** Real keys of the display, by their X names; what has the focus there gets them. */
export const keys = {
  down: (key: string) => xdotool('keydown', key),
  up: (key: string) => xdotool('keyup', key),
  /** Down and up at once: far less than what counts as holding. */
  tap: (key: string) => xdotool('key', key),
  /** The pointer, in pixels of the display. */
  pointer: ([x, y]: readonly [number, number]) =>
    xdotool('mousemove', '--sync', String(Math.round(x)), String(Math.round(y))),
  press: () => xdotool('mousedown', '1'),
  release: () => xdotool('mouseup', '1'),
  type: (text: string) => xdotool('type', '--delay', '5', text),
};

async function xdotool(...args: readonly string[]): Promise<void> {
  await run('xdotool', [...args], { timeout: 30_000 });
}
