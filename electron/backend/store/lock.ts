import { DatabaseSync } from '@photostructure/sqlite';
import { isBusy } from './sqlite';

/** Another instance works in the data folder. */
export class DataDirInUseError extends Error {
  readonly code = 'data_dir_in_use';

  constructor(dir: string) {
    super(`the data folder ${dir} is in use by another running Auto Router`);
    this.name = 'DataDirInUseError';
  }
}

/** How long to wait for an instance that is just stopping. */
const WAIT_MS = 2000;

/**
 * Takes the data folder for this process. The lock is SQLite's own on a file of its own, so the
 * operating system frees it when the process dies, however it dies: nothing stale is left behind.
 *
 * @returns releases it.
 * @throws DataDirInUseError
 */
export function lockDataDir(dir: string, file: string): () => void {
  const db = new DatabaseSync(file, { timeout: WAIT_MS });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw new DataDirInUseError(dir);
    throw error;
  }
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}
