import { join } from 'node:path';
import { openStore } from '../../../electron/backend/store/open-store';
import type { OutcomeEnd } from '../../../electron/backend/store/store';
import type { Trace } from '../../../shared/routing/trace';
import { directCall, end, silentLog, trace } from '../../support/records';
import type { Desk } from './desk';

export interface SeedRow {
  readonly at: number;
  readonly excerpt: string;
  readonly trace?: Partial<Trace>;
  readonly end?: Partial<OutcomeEnd>;
  /** A named model: no decision, no outcome. */
  readonly direct?: string;
}

/** The only user of the app's own backend. */
const UID = 'local';

/** Writes requests into the desk's database as the backend would have; the app must not run. */
export async function seedHistory(desk: Desk, rows: readonly SeedRow[]): Promise<void> {
  const { store } = await openStore({
    dir: join(desk.userData, 'data'),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    log: silentLog,
  });
  try {
    // Together: the store commits what waits in one transaction.
    await Promise.all(rows.map((row, index) => write(row, `seed-${index}`)));
  } finally {
    await store.close();
  }

  async function write(row: SeedRow, id: string): Promise<void> {
    const { at, excerpt, direct } = row;
    if (direct !== undefined) {
      const names = { model: direct, requestedModel: direct };
      await store.calls.record(directCall(id, { uid: UID, at, excerpt, ...names }));
      return;
    }
    const decision = trace(`d-${id}`, { createdAt: at, ...row.trace });
    await store.outcomes.begin({
      id,
      uid: UID,
      trace: decision,
      excerpt,
      conversationId: null,
      status: 'running',
      errorCode: null,
    });
    await store.outcomes.end(id, end({ model: decision.model, ...row.end }));
  }
}
