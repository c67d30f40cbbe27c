import { session, systemPreferences } from 'electron';
import { trustOrigin } from '../ipc/gate';
import { mayListen } from './may-listen';

export interface PermissionDeps {
  /** The app's own page. */
  readonly pageUrl: string;
  readonly developing: boolean;
  /** The person allowed the microphone. */
  readonly microphone: () => boolean;
}

/**
 * The page gets no permission and no device but the microphone, that one only for the app's own page
 * and once the person has asked for it, and no connection but to the app itself.
 */
export function limitPermissions({ pageUrl, developing, microphone }: PermissionDeps): void {
  const { defaultSession } = session;
  const isOwn = trustOrigin(pageUrl);
  defaultSession.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const allowed = mayListen(
      {
        permission,
        own: isOwn({ url: details.requestingUrl, isTopFrame: details.isMainFrame }),
        kinds: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
      },
      microphone(),
    );
    if (!allowed || process.platform !== 'darwin') {
      decide(allowed);
      return;
    }
    // macOS asks the person itself, once.
    systemPreferences.askForMediaAccess('microphone').then(decide, () => decide(false));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayListen(
      {
        permission,
        own: isOwn({ url: details.requestingUrl ?? origin, isTopFrame: details.isMainFrame }),
        kinds: details.mediaType === undefined ? [] : [details.mediaType],
      },
      microphone(),
    ),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  if (developing) return; // the dev server is http and a web socket
  defaultSession.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*'] },
    (_details, decide) => decide({ cancel: true }),
  );
}
