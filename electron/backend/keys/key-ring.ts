import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity } from '../auth';
import type { Clock, Log } from '../context';
import type { StoredKey } from '../store/api-keys';
import type { Store } from '../store/store';

/** What every key starts with, so that a person, and a secret scanner, knows it for one. */
const KEY_PREFIX = 'ar-';
const KEY_BYTES = 32;
const HINT_LENGTH = 8;
/** A key's last use is written down this often at most. */
const USED_EVERY_MS = 60_000;

export interface NewKey {
  readonly name: string;
  readonly uid: string;
  readonly strategies: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly dailyCapUsd: number | null;
}

export interface KeyRingOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  readonly log: Log;
}

interface Entry {
  readonly stored: StoredKey;
  readonly hash: Buffer;
  readonly identity: Identity;
}

/** The API keys of other programs, in memory: a revoked one opens nothing from that moment on. */
export class KeyRing {
  readonly #options: KeyRingOptions;
  readonly #byHash = new Map<string, Entry>();
  readonly #byId = new Map<string, StoredKey>();
  /** What is to be ended with a key, by its id. */
  readonly #open = new Map<string, Set<() => void>>();

  private constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  static async load(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    for (const stored of await options.store.apiKeys.all()) ring.#add(stored);
    return ring;
  }

  /** Who the key of this SHA-256 belongs to; null when to nobody, or no more. */
  find(hash: Buffer): Identity | null {
    const entry = this.#byHash.get(hash.toString('hex'));
    if (entry === undefined || !timingSafeEqual(entry.hash, hash)) return null;
    this.#used(entry);
    return entry.identity;
  }

  /** Oldest first, revoked ones included. */
  list(): readonly StoredKey[] {
    return [...this.#byId.values()];
  }

  /** Makes a key; `secret` is answered here once and kept nowhere. */
  async create(key: NewKey): Promise<{ readonly stored: StoredKey; readonly secret: string }> {
    const { store, clock, newId, randomBytes } = this.#options;
    const secret = KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
    const stored: StoredKey = {
      ...key,
      id: newId(),
      hash: createHash('sha256').update(secret).digest('hex'),
      hint: secret.slice(0, HINT_LENGTH),
      createdAt: clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await store.apiKeys.insert(stored);
    this.#add(stored);
    return { stored, secret };
  }

  /** From this call on the key opens nothing. @returns false when there is no such key. */
  async revoke(id: string): Promise<boolean> {
    const stored = this.#byId.get(id);
    if (stored === undefined) return false;
    if (stored.revokedAt !== null) return true;
    const at = this.#options.clock.now();
    this.#byHash.delete(stored.hash);
    for (const end of this.#open.get(id) ?? []) end();
    await this.#options.store.apiKeys.revoke(id, at);
    // Only now: a revocation that could not be written is no more than half of one, and is asked again.
    this.#byId.set(id, { ...(this.#byId.get(id) ?? stored), revokedAt: at });
    return true;
  }

  /**
   * For what a key has opened and is still open: `end` runs once the key is revoked, at once where it
   * is already. @returns stops waiting for it.
   */
  whileValid(id: string, end: () => void): () => void {
    if (!this.#byHash.has(this.#byId.get(id)?.hash ?? '')) {
      end();
      return () => undefined;
    }
    const open = this.#open.get(id) ?? new Set();
    this.#open.set(id, open.add(end));
    return () => {
      open.delete(end);
      if (open.size === 0) this.#open.delete(id);
    };
  }

  #add(stored: StoredKey): void {
    this.#byId.set(stored.id, stored);
    if (stored.revokedAt !== null) return;
    const { id, name, uid, strategies, models, dailyCapUsd } = stored;
    this.#byHash.set(stored.hash, {
      stored,
      hash: Buffer.from(stored.hash, 'hex'),
      identity: { uid, owner: false, key: { id, name, strategies, models, dailyCapUsd } },
    });
  }

  #used({ stored: { id } }: Entry): void {
    const now = this.#options.clock.now();
    const stored = this.#byId.get(id);
    if (stored === undefined || now - (stored.lastUsedAt ?? -Infinity) < USED_EVERY_MS) return;
    this.#byId.set(id, { ...stored, lastUsedAt: now });
    this.#options.store.apiKeys.used(id, now).catch((error: unknown) => {
      this.#options.log.warn('the last use of a key could not be recorded', { key: id, error });
    });
  }
}
