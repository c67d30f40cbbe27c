import { basename } from 'node:path';
import type { Notice } from '@shared/ipc/contract';

export function secretsNotice(): Notice {
  return {
    id: 'secrets-session',
    tone: 'warning',
    title: 'Keys are kept for this session only',
    body:
      'This system offers no keychain, so provider keys are not written to disk. ' +
      'Enter them again after a restart, or install a keyring (for example gnome-keyring).',
  };
}

export function trayNotice(): Notice {
  return {
    id: 'tray',
    tone: 'info',
    title: 'Auto Router is still running',
    body: 'Closing the window leaves it in the tray. Quit from the tray icon, or change this in Settings.',
  };
}

export function setAsideNotice(name: string, setAside: string): Notice {
  return {
    id: `set-aside-${name}`,
    tone: 'warning',
    title: `The file ${name}.json could not be read`,
    body: `It is kept as ${basename(setAside)}, and a new one was begun.`,
  };
}

export function databaseNotice(keptAside: string): Notice {
  return {
    id: 'database-kept-aside',
    tone: 'warning',
    title: 'The database was damaged',
    body:
      `It is kept as ${basename(keptAside)}, and a new one was begun: conversations, history and ` +
      'preferences start empty.',
  };
}
