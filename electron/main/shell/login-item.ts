import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** Starts the installed app at login, or no longer; a development build is never registered. */
export function applyStartAtLogin(enabled: boolean): void {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: enabled });
    return;
  }
  // Electron has no call for Linux: the desktop reads this folder (XDG autostart).
  const dir = join(app.getPath('appData'), 'autostart');
  const file = join(dir, 'auto-router.desktop');
  if (!enabled) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, desktopEntry(process.execPath), { mode: 0o644 });
}

function desktopEntry(executable: string): string {
  const quoted = `"${executable.replaceAll(/(["`$\\])/gu, '\\$1')}"`;
  return `[Desktop Entry]\nType=Application\nName=Auto Router\nExec=${quoted}\nTerminal=false\n`;
}
