import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type {
  AnswerMeta,
  ConversationSummary,
  Message,
  MessagePicture,
} from '@shared/api/conversations';
import { containsPattern } from './fold';
import { pictureFilesOf, picturesByMessage, takePictures } from './message-pictures';
import type { Schema } from './schema';
import type { Store } from './store';
import type { WriteQueue } from './write-queue';

/** Characters shown before and after what a search found. */
const MATCH_CONTEXT = 40;

/** A message names a parent that its conversation does not have. */
export class UnknownParentError extends Error {
  constructor(parentId: string) {
    super(`the conversation has no message ${parentId}`);
    this.name = 'UnknownParentError';
  }
}

/**
 * Conversations of each user. Messages form a tree: a message's parent, role and pictures are fixed
 * when it is first put, and its parent must be there, so that no cycle can arise; putting it again
 * replaces content and meta, as an answer grows.
 */
export function createConversations(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
  newId: () => string,
): Store['conversations'] {
  return {
    async list(uid, q, limit, offset) {
      const pattern = q === null ? null : containsPattern(q);
      let query = db.selectFrom('conversations').selectAll().where('uid', '=', uid);
      if (pattern !== null) query = query.where(matches(pattern));
      const rows = await query
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute();
      if (q === null || pattern === null) return rows.map((row) => summary(row, null));
      return Promise.all(rows.map(async (row) => summary(row, await matchIn(db, row, q, pattern))));
    },

    create: (uid, title) =>
      writes.write(async (trx) => {
        const at = now();
        const row = { id: newId(), uid, title, created_at: at, updated_at: at, leaf_id: null };
        await trx.insertInto('conversations').values(row).execute();
        return { ...summary(row, null), messages: [], leafId: null };
      }),

    async get(uid, id) {
      const row = await db
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', id)
        .where('uid', '=', uid)
        .executeTakeFirst();
      if (row === undefined) return null;
      const messages = await db
        .selectFrom('messages')
        .selectAll()
        .where('conversation_id', '=', id)
        .orderBy('seq')
        .execute();
      const pictures = await picturesByMessage(db, id);
      return {
        ...summary(row, null),
        messages: messages.map((message) => toMessage(message, pictures.get(message.id))),
        leafId: row.leaf_id,
      };
    },

    patch: (uid, id, patch) =>
      writes.write(async (trx) => {
        if (patch.title === undefined && patch.leafId === undefined) {
          const unchanged = await trx
            .selectFrom('conversations')
            .selectAll()
            .where('id', '=', id)
            .where('uid', '=', uid)
            .executeTakeFirst();
          return unchanged === undefined ? null : summary(unchanged, null);
        }
        const row = await trx
          .updateTable('conversations')
          .set({
            // Looking at another branch is no change and does not move it to the top.
            ...(patch.title === undefined ? {} : { title: patch.title, updated_at: now() }),
            ...(patch.leafId === undefined ? {} : { leaf_id: patch.leafId }),
          })
          .where('id', '=', id)
          .where('uid', '=', uid)
          .returningAll()
          .executeTakeFirst();
        return row === undefined ? null : summary(row, null);
      }),

    remove: (uid, id) =>
      writes.write(async (trx) => {
        const files = await pictureFilesOf(trx, id);
        const result = await trx
          .deleteFrom('conversations')
          .where('id', '=', id)
          .where('uid', '=', uid)
          .executeTakeFirst();
        return result.numDeletedRows > 0n ? { files } : null;
      }),

    putMessage: (uid, id, message) =>
      writes.write((trx) => putMessage(trx, uid, id, message, now())),
  };
}

/** @throws UnknownParentError, UnknownPictureError */
async function putMessage(
  trx: Transaction<Schema>,
  uid: string,
  id: string,
  message: Message,
  at: number,
): Promise<boolean> {
  const conversation = await trx
    .selectFrom('conversations')
    .select('id')
    .where('id', '=', id)
    .where('uid', '=', uid)
    .executeTakeFirst();
  if (conversation === undefined) return false;
  const inConversation = trx.selectFrom('messages').where('conversation_id', '=', id);
  const known = await inConversation.select('id').where('id', '=', message.id).executeTakeFirst();
  const content = {
    content: message.content,
    meta: message.meta === null ? null : JSON.stringify(message.meta),
  };
  if (known !== undefined) {
    await trx
      .updateTable('messages')
      .set(content)
      .where('conversation_id', '=', id)
      .where('id', '=', message.id)
      .execute();
  } else {
    if (message.parentId !== null) {
      const parent = await inConversation
        .select('id')
        .where('id', '=', message.parentId)
        .executeTakeFirst();
      if (parent === undefined) throw new UnknownParentError(message.parentId);
    }
    const last = await inConversation.select((eb) => eb.fn.max('seq').as('seq')).executeTakeFirst();
    await trx
      .insertInto('messages')
      .values({
        conversation_id: id,
        id: message.id,
        seq: (last?.seq ?? 0) + 1,
        parent_id: message.parentId,
        role: message.role,
        created_at: message.createdAt,
        ...content,
      })
      .execute();
    const pictures = message.pictures ?? [];
    await takePictures(
      trx,
      id,
      message.id,
      pictures.map((picture) => picture.id),
    );
  }
  await trx
    .updateTable('conversations')
    .set({ updated_at: at, ...(known === undefined ? { leaf_id: message.id } : {}) })
    .where('id', '=', id)
    .execute();
  return true;
}

function matches(pattern: string) {
  return sql<boolean>`(lower(title) like ${pattern} escape '\\' or exists (
    select 1 from messages where messages.conversation_id = conversations.id
    and lower(messages.content) like ${pattern} escape '\\'))`;
}

/** The piece of text that matched: of the first matching message, else of the title. */
async function matchIn(
  db: Kysely<Schema>,
  row: Schema['conversations'],
  q: string,
  pattern: string,
): Promise<string> {
  const message = await db
    .selectFrom('messages')
    .select('content')
    .where('conversation_id', '=', row.id)
    .where(sql<boolean>`lower(content) like ${pattern} escape '\\'`)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  const text = message?.content ?? row.title;
  const at = Math.max(0, text.toLowerCase().indexOf(q.toLowerCase()));
  const from = Math.max(0, at - MATCH_CONTEXT);
  const to = Math.min(text.length, at + q.length + MATCH_CONTEXT);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

function summary(row: Schema['conversations'], match: string | null): ConversationSummary {
  return {
    id: row.id,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    match,
  };
}

function toMessage(
  row: Schema['messages'],
  pictures: readonly MessagePicture[] | undefined,
): Message {
  return {
    id: row.id,
    parentId: row.parent_id,
    role: row.role,
    content: row.content,
    createdAt: row.created_at,
    // Written by this file alone, from a message that passed the door.
    meta: row.meta === null ? null : (JSON.parse(row.meta) as AnswerMeta),
    ...(pictures === undefined ? {} : { pictures }),
  };
}
