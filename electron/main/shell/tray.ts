import { app, Menu, nativeImage, Tray } from 'electron';
import icon from './tray.png?inline';
import type { Command } from './menu';

const SIZE = 22;

/** The tray icon: opens the window, starts a chat, quits. */
export function createTray(show: () => void, run: (name: Command) => void): Tray {
  const image = nativeImage.createFromDataURL(icon).resize({ width: SIZE, height: SIZE });
  const tray = new Tray(image);
  const open = (name: Command): void => {
    show();
    run(name);
  };
  tray.setToolTip(app.getName());
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open Auto Router', click: show },
      { label: 'New chat', click: () => open('new-chat') },
      { label: 'Preferences', click: () => open('preferences') },
      { type: 'separator' },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
  tray.on('click', show);
  return tray;
}
