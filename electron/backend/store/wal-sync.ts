import { type FileHandle, open } from 'node:fs/promises';

/** The log could not be brought to disk: what was committed may not survive a power cut. */
export class StoreSyncError extends Error {
  constructor(cause: unknown) {
    super(`the database could not be synced: ${String(cause)}`, { cause });
    this.name = 'StoreSyncError';
  }
}

/**
 * Brings SQLite's write-ahead log to disk beside the event loop. With `synchronous=FULL` a commit ends
 * with this very sync (of the log alone) and nothing else moves until it is done, streams to callers
 * included; with `NORMAL` it is left out, and whoever needs a commit to be durable waits for it here.
 * SQLite still syncs around a checkpoint and where it begins the log anew, so the file is as safe
 * either way; the log keeps its name and its file as long as the database is open, and no lock is on it.
 */
export class WalSync {
  readonly #file: string;
  #handle: FileHandle | null = null;

  constructor(databaseFile: string) {
    this.#file = `${databaseFile}-wal`;
  }

  /**
   * Resolves when every commit before this call is durable.
   *
   * @throws StoreSyncError
   */
  async sync(): Promise<void> {
    try {
      // Writable: Windows flushes no other.
      this.#handle ??= await open(this.#file, 'r+');
      await this.#handle.datasync();
    } catch (error) {
      throw new StoreSyncError(error);
    }
  }

  /** To be called before the database is closed, which removes the log. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }
}
