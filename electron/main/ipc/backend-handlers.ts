import { clipboard } from 'electron';
import type { Backend } from '../backend/backend';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

export interface BackendHandlersDeps {
  readonly backend: Backend;
  /** Null = the team's server has none yet. */
  readonly token: () => string | null;
  readonly setRemoteToken: (token: string | null) => Promise<void>;
}

export function backendHandlers({
  backend,
  token,
  setRemoteToken,
}: BackendHandlersDeps): Handlers['backend'] {
  return {
    status: () => backend.status(),
    retry: () => backend.retry(),
    copyToken() {
      const text = token();
      if (text === null) {
        throw new IpcFailure('unauthorized', 'The team server has no token yet.');
      }
      return clipboard.writeText(text);
    },
    async setRemoteToken({ token: remote }) {
      await setRemoteToken(remote);
      return backend.status();
    },
  };
}
