import { session } from 'electron';

/** The page gets no permission, no device, and no connection but to the app itself. */
export function denyPermissions(developing: boolean): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  if (developing) return; // the dev server is http and a web socket
  defaultSession.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*'] },
    (_details, decide) => decide({ cancel: true }),
  );
}
