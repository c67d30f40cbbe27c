import type { Kysely, Transaction } from 'kysely';
import type { LabelSource } from '@shared/api/memory';
import { chunks, type Scores, writeScores } from './memory-rows';
import type { Schema } from './schema';

/** Changes that can be taken back, per user; older ones are final. */
export const UNDO_KEPT = 50;

/** An example's rating before a change. */
export interface Before {
  readonly id: string;
  readonly scores: Scores;
  readonly source: LabelSource;
}

/** What a change did, so that the opposite can be done. */
export interface UndoDoc {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly edited: readonly Before[];
}

/** Notes a change, and makes the removals final that are too old to be undone. */
export async function noteChange(
  trx: Transaction<Schema>,
  uid: string,
  id: string,
  at: number,
  doc: UndoDoc,
): Promise<void> {
  await trx
    .insertInto('memory_undo')
    .values({ id, uid, at, doc: JSON.stringify(doc) })
    .execute();
  const old = await trx
    .selectFrom('memory_undo')
    .select(['id', 'doc'])
    .where('uid', '=', uid)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(UNDO_KEPT)
    .limit(UNDO_KEPT)
    .execute();
  if (old.length === 0) return;
  const gone = old.flatMap(({ doc: text }) => parse(text).removed);
  for (const part of chunks(gone)) {
    await trx
      .deleteFrom('memory_examples')
      .where('uid', '=', uid)
      .where('id', 'in', part)
      .where('removed_at', 'is not', null)
      .execute();
  }
  await trx
    .deleteFrom('memory_undo')
    .where(
      'id',
      'in',
      old.map((row) => row.id),
    )
    .execute();
}

/** Takes a change back, once. @returns what it was; null when this user has no such change */
export async function undoChange(
  trx: Transaction<Schema>,
  uid: string,
  id: string,
  at: number,
): Promise<UndoDoc | null> {
  const row = await trx
    .deleteFrom('memory_undo')
    .where('uid', '=', uid)
    .where('id', '=', id)
    .returning('doc')
    .executeTakeFirst();
  if (row === undefined) return null;
  const doc = parse(row.doc);
  for (const part of chunks(doc.added)) {
    await trx
      .deleteFrom('memory_examples')
      .where('uid', '=', uid)
      .where('id', 'in', part)
      .execute();
  }
  for (const part of chunks(doc.removed)) {
    await trx
      .updateTable('memory_examples')
      .set({ removed_at: null, updated_at: at })
      .where('uid', '=', uid)
      .where('id', 'in', part)
      .execute();
  }
  const there = await existing(
    trx,
    doc.edited.map(({ id: example }) => example),
  );
  const edited = doc.edited.filter((before) => there.has(before.id));
  await writeScores(trx, edited);
  for (const before of edited) {
    await trx
      .updateTable('memory_examples')
      .set({ source: before.source, updated_at: at })
      .where('uid', '=', uid)
      .where('id', '=', before.id)
      .execute();
  }
  return doc;
}

async function existing(trx: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const part of chunks(ids)) {
    const rows = await trx
      .selectFrom('memory_examples')
      .select('id')
      .where('id', 'in', part)
      .execute();
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** Written by this file alone. */
function parse(doc: string): UndoDoc {
  return JSON.parse(doc) as UndoDoc;
}
