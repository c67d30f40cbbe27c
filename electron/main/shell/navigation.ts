import { app } from 'electron';
import type { Log } from './log';

/** The page stays the page: no navigation, redirect, new window or webview, wherever it comes from. */
export function lockNavigation(pageUrl: string, log: Log): void {
  const own = new URL(pageUrl);
  const isOwn = (address: string): boolean => {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    return url.protocol === own.protocol && url.host === own.host && url.pathname === own.pathname;
  };
  const guard = (event: { preventDefault(): void; readonly url: string }): void => {
    if (isOwn(event.url)) return;
    event.preventDefault();
    log.warn('shell: navigation blocked', { url: event.url });
  };
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', guard);
    contents.on('will-redirect', guard);
    contents.on('will-frame-navigate', guard);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      log.warn('shell: new window blocked', { url });
      return { action: 'deny' };
    });
  });
}
