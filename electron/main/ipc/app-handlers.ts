import { app, clipboard, shell } from 'electron';
import { parseExternalLink } from '../shell/external-link';
import type { Notices } from '../shell/notices';
import type { Handlers } from './register';

export function appHandlers(notices: Notices, logFile: string): Handlers['app'] {
  return {
    info: () => ({
      version: app.getVersion(),
      platform: process.platform,
      electron: process.versions.electron,
      logFile,
    }),
    openExternal: ({ url }) => shell.openExternal(parseExternalLink(url)),
    notices: () => notices.list(),
    dismissNotice: ({ id }) => notices.dismiss(id),
    copyText: ({ text }) => clipboard.writeText(text),
  };
}
