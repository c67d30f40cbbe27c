import { safeStorage } from 'electron';

/** The OS's encryption. `backend` names it; available only when it really protects. */
export interface Vault {
  readonly available: boolean;
  readonly backend: string;
  encrypt(text: string): string;
  decrypt(base64: string): string;
}

/**
 * Electron's safeStorage. On Linux without a keyring it offers `basic_text`, a fixed key that only
 * obscures: that counts as no encryption (platform.md 7 and 13). Only meaningful after `ready`.
 */
export function osVault(platform: NodeJS.Platform): Vault {
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform;
  const weak = backend === 'basic_text' || backend === 'unknown';
  return {
    available: safeStorage.isEncryptionAvailable() && !weak,
    backend,
    encrypt: (text) => safeStorage.encryptString(text).toString('base64'),
    decrypt: (base64) => safeStorage.decryptString(Buffer.from(base64, 'base64')),
  };
}
