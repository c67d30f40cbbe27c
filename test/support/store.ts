import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../electron/backend/store/open-store';
import type { Store } from '../../electron/backend/store/store';
import { silentLog } from './records';

export { directCall, end, silentLog, trace, traceCandidate } from './records';

/** A folder of its own, removed after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'auto-router-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Ids that sort in the order in which they were made. */
export function sequentialIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${String((count += 1)).padStart(8, '0')}`;
}

/** A real store on a real file, closed after the test; `time.now` is the clock. */
export async function testStore(
  dir: string = tempDir(),
): Promise<{ store: Store; dir: string; time: { now: number }; keptAside: string | null }> {
  const time = { now: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const { store, keptAside } = await openStore({
    dir,
    now: () => time.now,
    newId: sequentialIds(),
    log: silentLog,
  });
  onTestFinished(() => store.close());
  return { store, dir, time, keptAside };
}
