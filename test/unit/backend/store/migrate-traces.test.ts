import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { expect, it } from 'vitest';
import { migrationsFor } from '../../../../electron/backend/store/migrations';
import { DATABASE_FILE } from '../../../../electron/backend/store/open-store';
import type { Schema } from '../../../../electron/backend/store/schema';
import {
  APPLICATION_ID,
  embeddedDatabase,
  openDatabase,
} from '../../../../electron/backend/store/sqlite';
import { packWhole } from '../../../../electron/backend/store/trace-pack';
import { tempDir, testStore, trace } from '../../../support/store';

const UID = 'ann';

/** A database as the version before sets of candidates left it, with one outcome that was running. */
async function writeOldDatabase(dir: string): Promise<void> {
  const raw = openDatabase(join(dir, DATABASE_FILE));
  const { dialect, close } = embeddedDatabase(raw, () => undefined);
  const migrator = new Migrator({
    db: new Kysely<Schema>({ dialect }),
    provider: migrationsFor('sqlite'),
  });
  const { error, results } = await migrator.migrateTo('0007-recall');
  expect(error).toBeUndefined();
  raw.exec(`PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${results?.length ?? 0}`);
  const replay = [
    { id: 'acme/small', scores: trace('d').candidates[0]?.scores, costUsd: 1, latencyMs: 2 },
  ];
  raw
    .prepare(
      `insert into decisions (id, uid, at, task, has_outcome, replay, trace) values (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      'd-old',
      UID,
      1,
      'general_assistant',
      1,
      JSON.stringify(replay),
      packWhole(trace('d-old')),
    );
  raw
    .prepare(
      `insert into outcomes (id, uid, at, task, requested_model, status, model, search, strategy, decision_id,
       reason, prefs_version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      'o-old',
      UID,
      1,
      'general_assistant',
      'auto',
      'running',
      'acme/small',
      '',
      'auto',
      'd-old',
      'highest_score',
      0,
    );
  close();
}

// A person's history whose reasons are gone after an update.
it('traces of an older version are read, replayed and closed as before', async () => {
  const dir = tempDir();
  await writeOldDatabase(dir);
  const { store } = await testStore(dir);
  expect(await store.decisions.get(UID, 'd-old')).toEqual(trace('d-old'));
  const [row] = await store.history.replaySet(UID, 'general_assistant', 10);
  expect(row).toMatchObject({ id: 'd-old', candidates: [{ id: 'acme/small', costUsd: 1 }] });
  const { rows } = await store.history.page(UID, {}, 10, 0);
  expect(rows).toMatchObject([{ id: 'o-old', status: 'interrupted' }]);
});
