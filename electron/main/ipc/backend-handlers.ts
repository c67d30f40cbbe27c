import { clipboard } from 'electron';
import type { Backend } from '../backend/backend';
import type { Handlers } from './register';

export interface BackendHandlersDeps {
  readonly backend: Backend;
  readonly token: () => string;
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
    copyToken: () => clipboard.writeText(token()),
    async setRemoteToken({ token: remote }) {
      await setRemoteToken(remote);
      return backend.status();
    },
  };
}
