import type { BackendStatus } from '@shared/ipc/contract';
import type { Settings } from '@shared/settings/settings';
import { noTimer, type Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import type { BackendLink, Endpoint, StatusListener } from './link';

export interface BackendDeps {
  readonly embedded: (onStatus: StatusListener) => BackendLink;
  readonly remote: (url: string, onStatus: StatusListener) => BackendLink;
  readonly settings: () => Settings;
  readonly token: (mode: Settings['backend']['mode']) => string | null;
  readonly clock: Clock;
}

export interface Backend {
  status(): BackendStatus;
  start(): void;
  stop(): Promise<void>;
  retry(): BackendStatus;
  /** After a change of mode, address or port: ends the present one and starts the new. */
  restart(): Promise<void>;
  onStatus(listener: StatusListener): void;
  /** Where to call. Waits while it starts, at most `waitMs`, else fails as `backend_unavailable`. */
  readonly endpoint: (waitMs: number) => Promise<Endpoint>;
}

function unavailable(status: BackendStatus): IpcFailure {
  const why = status.error?.message ?? 'The router is not running.';
  return new IpcFailure('backend_unavailable', `${why} Nothing you wrote is lost; try again.`);
}

/** The backend that the settings name, whichever it is, behind one status. */
export function createBackend(deps: BackendDeps): Backend {
  const listeners = new Set<StatusListener>();
  let link = build();

  function build(): BackendLink {
    const { backend } = deps.settings();
    let own: BackendLink | null = null;
    const notify: StatusListener = (status) => {
      if (own !== null && link !== own) return; // a link that was replaced has nothing more to say
      for (const listener of listeners) listener(status);
    };
    own = backend.mode === 'embedded' ? deps.embedded(notify) : deps.remote(backend.url, notify);
    return own;
  }

  function endpointOf(status: BackendStatus): Endpoint | null {
    if (status.state !== 'running' || status.url === null) return null;
    const token = deps.token(deps.settings().backend.mode);
    if (token === null) {
      throw new IpcFailure('unauthorized', 'The team server has no token yet. Add it in Settings.');
    }
    return { url: status.url, token };
  }

  function endpoint(waitMs: number): Promise<Endpoint> {
    return new Promise((resolve, reject) => {
      let cancel: () => void = noTimer;
      const settle = (run: () => void): void => {
        cancel();
        listeners.delete(look);
        run();
      };
      function look(status: BackendStatus): void {
        try {
          const found = endpointOf(status);
          if (found !== null) settle(() => resolve(found));
          else if (status.state === 'stopped') settle(() => reject(unavailable(status)));
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : unavailable(status)));
        }
      }
      cancel = deps.clock.after(waitMs, () => settle(() => reject(unavailable(link.status()))));
      listeners.add(look);
      look(link.status());
    });
  }

  return {
    status: () => link.status(),
    start: () => link.start(),
    stop: () => link.stop(),
    retry() {
      link.retry();
      return link.status();
    },
    async restart() {
      await link.stop();
      link = build();
      link.start();
    },
    onStatus: (listener) => {
      listeners.add(listener);
    },
    endpoint,
  };
}
