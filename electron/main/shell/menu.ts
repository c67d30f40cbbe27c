import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Events } from '@shared/ipc/contract';

export type Command = Events['command']['name'];

/** In the order of the page's navigation, which gives the same keys; Settings has a key of its own. */
const VIEWS: readonly { readonly label: string; readonly key: string; readonly name: Command }[] = [
  { label: 'Chat', key: 'CmdOrCtrl+1', name: 'chat' },
  { label: 'Preferences', key: 'CmdOrCtrl+2', name: 'preferences' },
  { label: 'Pick history', key: 'CmdOrCtrl+3', name: 'history' },
  { label: 'Teach', key: 'CmdOrCtrl+4', name: 'teach' },
  { label: 'Routes', key: 'CmdOrCtrl+5', name: 'routes' },
  { label: 'Benchmarks', key: 'CmdOrCtrl+6', name: 'benchmarks' },
  { label: 'Usage', key: 'CmdOrCtrl+7', name: 'usage' },
  { label: 'Models', key: 'CmdOrCtrl+8', name: 'models' },
  { label: 'Providers', key: 'CmdOrCtrl+9', name: 'providers' },
];

/** The application menu: its accelerators reach the page as `command` events. */
export function setMenu(run: (name: Command) => void): void {
  const item = (label: string, accelerator: string, name: Command): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => run(name),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: 'File',
      submenu: [
        item('New chat', 'CmdOrCtrl+N', 'new-chat'),
        item('Settings', 'CmdOrCtrl+,', 'settings'),
        { type: 'separator' },
        { role: 'close' },
        { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'Go',
      submenu: [
        item('Command palette', 'CmdOrCtrl+K', 'palette'),
        { type: 'separator' },
        ...VIEWS.map(({ label, key, name }) => item(label, key, name)),
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged
          ? []
          : [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
