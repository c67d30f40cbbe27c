import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron as electron } from '@playwright/test';

const TEXT_WINDOW = fileURLToPath(new URL('text-window.cjs', import.meta.url));

export interface TextWindow {
  /** One paragraph each, 100 pixels high, black on white, from the upper left corner. */
  readonly lines: readonly string[];
  /** What its title says. */
  readonly title?: string;
  /** A global shortcut that it holds. */
  readonly shortcut?: string;
}

/** Another program with a window of known text in the upper left of the screen. @returns what closes it */
export async function openTextWindow({
  lines,
  title = 'Known text',
  shortcut = '',
}: TextWindow): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'auto-router-text-'));
  const other = await electron.launch({
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${home}`,
      TEXT_WINDOW,
    ],
    timeout: 60_000,
    env: {
      ...(process.env as Record<string, string>),
      HOME: home,
      AR_TEXT_WINDOW: lines.join('|'),
      AR_TEXT_TITLE: title,
      AR_TEXT_SHORTCUT: shortcut,
    },
  });
  const page = await other.firstWindow({ timeout: 60_000 });
  await page.getByText(lines[0] ?? '').waitFor();
  return async () => {
    await other.close();
    await rm(home, { recursive: true, force: true });
  };
}
