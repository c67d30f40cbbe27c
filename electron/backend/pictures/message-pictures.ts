import { join } from 'node:path';
import type { MessagePicture } from '@shared/api/conversations';
import { readPictureHead } from '@shared/pictures/head';
import { MAX_PICTURE_PIXELS, PICTURE_TYPES } from '@shared/pictures/limits';
import type { BackendContext } from '../context';
import { type Picture, PictureFiles } from './picture-files';

/** A picture that no message has taken by then was left by a send that failed. */
const WAITS_MS = 24 * 60 * 60 * 1000;

/** Pictures of messages: a row in the database and a file beside it. */
export interface MessagePictures {
  /** What the bytes are is read from them. `no_conversation` of this user; nothing is stored then. */
  add(
    uid: string,
    conversationId: string,
    name: string,
    bytes: Uint8Array,
    localOnly?: boolean,
  ): Promise<MessagePicture | 'not_a_picture' | 'too_many_pixels' | 'no_conversation'>;
  /** Null = there is none, or its file is gone. */
  read(uid: string, conversationId: string, id: string): Promise<Picture | null>;
  /** Deletes files that no row holds any more. */
  removeFiles(names: readonly string[]): Promise<void>;
  /** Removes what a crash or a send that failed left behind. */
  sweep(): Promise<void>;
}

/** @param dataDir folder of the database; pictures go into `pictures` in it */
export function createMessagePictures(
  { store, newId, clock }: Pick<BackendContext, 'store' | 'newId' | 'clock'>,
  dataDir: string,
): MessagePictures {
  const files = new PictureFiles(join(dataDir, 'pictures'), PICTURE_TYPES);
  return {
    async add(uid, conversationId, name, bytes, localOnly = false) {
      const head = readPictureHead(bytes);
      if (head === null) return 'not_a_picture';
      if (head.width * head.height > MAX_PICTURE_PIXELS) return 'too_many_pixels';
      const about = { id: newId(), ...head, bytes: bytes.byteLength, name };
      const picture: MessagePicture = localOnly ? { ...about, localOnly } : about;
      // The file first: a row without its bytes would be a lie, bytes without a row are swept away.
      const file = await files.save(picture.id, bytes);
      if (file === null) return 'not_a_picture';
      if (await store.pictures.add(uid, conversationId, { ...picture, file })) return picture;
      await files.remove([file]);
      return 'no_conversation';
    },
    async read(uid, conversationId, id) {
      const found = await store.pictures.get(uid, conversationId, id);
      return found === null ? null : files.read(found.file);
    },
    removeFiles: (names) => files.remove(names),
    async sweep() {
      await files.removeBut(await store.pictures.sweep(clock.now() - WAITS_MS));
    },
  };
}
