import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { compose } from './compose';
import { readEnv } from './env';
import { emitToWindow as emit } from './ipc/events';
import { trustOrigin } from './ipc/gate';
import { registerIpc } from './ipc/register';
import { createSecrets } from './secrets/secrets';
import { osVault } from './secrets/vault';
import { openInUserData } from './settings/electron-file';
import { openOrSetAside, type JsonFile } from './settings/json-file';
import { openSettings } from './settings/settings-store';
import { watchCrashes } from './shell/crash';
import { createLog } from './shell/log';
import { applyStartAtLogin } from './shell/login-item';
import { setMenu, type Command } from './shell/menu';
import { lockNavigation } from './shell/navigation';
import { createNotices } from './shell/notices';
import { limitPermissions } from './shell/permissions';
import { APP_URL, registerAppScheme, serveApp } from './shell/protocol';
import { stopBeforeQuit } from './shell/quit';
import { createRedactor } from './shell/redact';
import { setAsideNotice, trayNotice } from './shell/notice-texts';
import { applyTheme } from './shell/theme';
import { createTray } from './shell/tray';
import { createMainWindow } from './shell/window';

/* What main does, in order. Everything with a decision in it is in the modules. */

const env = readEnv(process.env, app.isPackaged);
if (env.userData !== null) app.setPath('userData', env.userData);
const userData = app.getPath('userData');
mkdirSync(userData, { recursive: true });
const pageUrl = env.rendererUrl ?? APP_URL;

if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  app.whenReady().then(start).catch(failToStart);
} else {
  app.quit(); // the first instance comes to the front
}

function run(name: Command): void {
  emit('command', { name });
}

function failToStart(error: unknown): void {
  dialog.showErrorBox('Auto Router could not start', String(error));
  app.exit(1);
}

function start(): void {
  const redactor = createRedactor();
  const log = createLog(userData, redactor);
  const notices = createNotices((notice) => emit('notice', notice));
  watchCrashes(log, notices);
  lockNavigation(pageUrl, log);
  serveApp(join(__dirname, '../renderer'));

  const open = openInUserData(userData);
  const openFile = (name: string): JsonFile => {
    const { file, setAside } = openOrSetAside(open, userData, name, Date.now());
    if (setAside !== null) notices.add(setAsideNotice(name, setAside));
    return file;
  };
  const settings = openSettings({
    open,
    dir: userData,
    now: Date.now,
    notify: notices.add,
    log,
  });
  limitPermissions({
    pageUrl,
    developing: env.rendererUrl !== null,
    microphone: () => settings.get().voice.microphone,
  });
  const secrets = createSecrets({
    file: openFile('secrets'),
    vault: osVault(process.platform),
    register: redactor.register,
    log,
  });

  const { backend, stopChats, capture, handlers } = compose({
    env,
    userData,
    pageUrl,
    log,
    notices,
    settings,
    secrets,
    openFile,
    emit,
    mainWindow: {
      show: () => window.show(),
      isOpen: () => window.isOpen(),
      isFocused: () => window.isFocused(),
      attend: () => window.attend(),
    },
  });
  registerIpc(handlers, trustOrigin(pageUrl), log);

  applyTheme(settings.get().theme);
  const window = createMainWindow({
    url: pageUrl,
    state: openFile('window-state'),
    closesToTray: () => settings.get().closeToTray,
    // A recording that is started from another program runs in the hidden page, by its timers.
    worksHidden: () => {
      const { globalHold, globalToggle } = settings.get().voice;
      return globalHold !== 'off' || globalToggle !== '';
    },
    onHidden: () => {
      if (settings.get().trayAnnounced) return;
      notices.add(trayNotice());
      settings.set({ trayAnnounced: true });
    },
    log,
  });
  window.show();
  // On few cores the router's process would take its time from the first paint.
  window.whenLoaded(() => backend.start());
  capture.onTaken(window.show);

  setMenu(run);
  const tray = createTray(window.show, run);
  app.on('second-instance', window.show);
  app.on('activate', window.show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  settings.onChange((now, before) => {
    emit('settings', now);
    window.throttle();
    if (now.theme !== before.theme) applyTheme(now.theme);
    if (now.startAtLogin !== before.startAtLogin) applyStartAtLogin(now.startAtLogin);
  });
  app.on('before-quit', capture.stop);
  stopBeforeQuit(async () => {
    await stopChats();
    await backend.stop();
    tray.destroy();
  }, log);
}
