import type { SecretsState } from '@shared/ipc/contract';
import type { JsonFile } from '../settings/json-file';
import type { Log } from '../shell/log';
import type { Vault } from './vault';

export interface Secrets {
  state(): SecretsState;
  get(name: string): string | null;
  /** Null removes it. Without OS encryption it is kept until the app closes and never written. */
  set(name: string, value: string | null): void;
}

export interface SecretsDeps {
  readonly file: JsonFile;
  readonly vault: Vault;
  /** Every value that passes here is registered for redaction. */
  readonly register: (secret: string) => void;
  readonly log: Log;
}

/** Provider keys and tokens, encrypted in a file of their own. */
export function createSecrets({ file, vault, register, log }: SecretsDeps): Secrets {
  const known = new Map<string, string>();
  if (vault.available) {
    for (const [name, stored] of Object.entries(file.read())) {
      const value = typeof stored === 'string' ? decrypt(vault, stored, name, log) : null;
      if (value === null) continue;
      register(value);
      known.set(name, value);
    }
  }
  return {
    state: () => ({
      storage: vault.available ? 'encrypted' : 'session',
      backend: vault.backend,
    }),
    get: (name) => known.get(name) ?? null,
    set(name, value) {
      if (value === null) {
        file.delete([name]);
        known.delete(name);
        return;
      }
      register(value);
      if (vault.available) file.set({ [name]: vault.encrypt(value) });
      known.set(name, value);
    },
  };
}

function decrypt(vault: Vault, stored: string, name: string, log: Log): string | null {
  try {
    return vault.decrypt(stored);
  } catch (error) {
    log.warn('secrets: a stored secret cannot be decrypted on this machine', { name, error });
    return null;
  }
}
