import type { Kysely, Transaction } from 'kysely';
import type { MessagePicture } from '@shared/api/conversations';
import type { MessagePicturesTable, Schema } from './schema';
import type { WriteQueue } from './write-queue';

/** A picture with the name of its file. */
export interface StoredPicture extends MessagePicture {
  readonly file: string;
}

/** Pictures of every user's messages; nobody is shown another's, whatever id is asked for. */
export interface PicturesStore {
  /** It waits for its message. False = there is no such conversation of this user. */
  add(uid: string, conversationId: string, picture: StoredPicture): Promise<boolean>;
  get(uid: string, conversationId: string, id: string): Promise<StoredPicture | null>;
  /** Removes what no message has taken since `before` (epoch ms). @returns the files that rows hold */
  sweep(before: number): Promise<ReadonlySet<string>>;
}

/** A message names a picture that its conversation does not have, or that another message shows. */
export class UnknownPictureError extends Error {
  constructor(id: string) {
    super(`the conversation has no picture ${id} that waits for a message`);
    this.name = 'UnknownPictureError';
  }
}

export function createPictures(
  db: Kysely<Schema>,
  writes: WriteQueue,
  now: () => number,
): PicturesStore {
  return {
    add: (uid, conversationId, { localOnly = false, ...about }) =>
      writes.write(async (trx) => {
        const conversation = await trx
          .selectFrom('conversations')
          .select('id')
          .where('id', '=', conversationId)
          .where('uid', '=', uid)
          .executeTakeFirst();
        if (conversation === undefined) return false;
        await trx
          .insertInto('message_pictures')
          .values({
            ...about,
            local_only: localOnly ? 1 : 0,
            conversation_id: conversationId,
            message_id: null,
            seq: 0,
            created_at: now(),
          })
          .execute();
        return true;
      }),

    async get(uid, conversationId, id) {
      const row = await db
        .selectFrom('message_pictures')
        .innerJoin('conversations', 'conversations.id', 'message_pictures.conversation_id')
        .selectAll('message_pictures')
        .where('conversations.uid', '=', uid)
        .where('message_pictures.conversation_id', '=', conversationId)
        .where('message_pictures.id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : { ...toPicture(row), file: row.file };
    },

    sweep: (before) =>
      writes.write(async (trx) => {
        await trx
          .deleteFrom('message_pictures')
          .where('message_id', 'is', null)
          .where('created_at', '<', before)
          .execute();
        const rows = await trx.selectFrom('message_pictures').select('file').execute();
        return new Set(rows.map(({ file }) => file));
      }),
  };
}

/** The pictures of a conversation by message, each message's in its order. */
export async function picturesByMessage(
  db: Kysely<Schema>,
  conversationId: string,
): Promise<ReadonlyMap<string, readonly MessagePicture[]>> {
  const rows = await db
    .selectFrom('message_pictures')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('message_id', 'is not', null)
    .orderBy('seq')
    .execute();
  const found = new Map<string, MessagePicture[]>();
  for (const row of rows) {
    const id = row.message_id ?? '';
    found.set(id, [...(found.get(id) ?? []), toPicture(row)]);
  }
  return found;
}

/** Gives waiting pictures to a message, in this order. @throws UnknownPictureError */
export async function takePictures(
  trx: Transaction<Schema>,
  conversationId: string,
  messageId: string,
  ids: readonly string[],
): Promise<void> {
  for (const [seq, id] of ids.entries()) {
    const { numUpdatedRows } = await trx
      .updateTable('message_pictures')
      .set({ message_id: messageId, seq })
      .where('conversation_id', '=', conversationId)
      .where('id', '=', id)
      .where('message_id', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new UnknownPictureError(id);
  }
}

/** The files of a conversation's pictures, those that wait included. */
export async function pictureFilesOf(
  trx: Transaction<Schema>,
  conversationId: string,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('message_pictures')
    .select('file')
    .where('conversation_id', '=', conversationId)
    .execute();
  return rows.map(({ file }) => file);
}

function toPicture(row: MessagePicturesTable): MessagePicture {
  const { id, mime, width, height, bytes, name, local_only } = row;
  const picture = { id, mime, width, height, bytes, name };
  return local_only === 1 ? { ...picture, localOnly: true } : picture;
}
