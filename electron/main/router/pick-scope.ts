import { createHash } from 'node:crypto';
import type { ProviderConfig } from '@shared/api/providers';
import type { Settings } from '@shared/settings/settings';
import type { JsonFile } from '../settings/json-file';
import type { Log } from '../shell/log';
import type { PickScope } from './pick-cache';

const VERSION_KEY = 'autoRouterPrefsVersion';

export interface ScopeDeps {
  readonly settings: () => Settings;
  /** With their keys, of which only the presence counts. */
  readonly providers: () => readonly ProviderConfig[];
  readonly remoteToken: () => string | null;
  readonly file: JsonFile;
  readonly log: Log;
}

/**
 * Under what the picks are cached (S0-86). The embedded backend has one user, whatever its token of
 * the day, and is another one with other providers: without its key a model cannot be picked. A
 * server's user is known by the token, of which only a digest is written.
 */
export function createPickScope({ settings, providers, remoteToken, file, log }: ScopeDeps) {
  const stored = file.read()[VERSION_KEY];
  let prefsVersion = typeof stored === 'number' ? stored : 0;
  return {
    get(): PickScope {
      const { backend } = settings();
      return backend.mode === 'embedded'
        ? { backend: `embedded:${digest(reachable(providers()))}`, user: 'local', prefsVersion }
        : { backend: backend.url, user: digest(remoteToken() ?? ''), prefsVersion };
    },
    setPrefsVersion(version: number): void {
      prefsVersion = version;
      try {
        file.set({ [VERSION_KEY]: version });
      } catch (error) {
        log.warn('picks: preferences version could not be written', { error });
      }
    },
  };
}

/** What decides which models can be called. */
function reachable(providers: readonly ProviderConfig[]): string {
  return JSON.stringify(
    providers.map(({ id, kind, baseUrl, apiKey }) => [id, kind, baseUrl, apiKey !== undefined]),
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
