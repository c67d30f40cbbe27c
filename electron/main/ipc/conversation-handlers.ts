import { basename, join } from 'node:path';
import type { Conversation } from '@shared/api/conversations';
import { withPending } from '../assistant/chat';
import type { Outbox } from '../assistant/outbox';
import type { BackendClient } from '../backend/backend-client';
import { toJson, toMarkdown } from '../export/conversation-file';
import { fileNameOf, makeFolder, saveFile, type AskPath } from '../export/save-file';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

type ConversationClient = Pick<
  BackendClient,
  | 'listConversations'
  | 'createConversation'
  | 'getConversation'
  | 'patchConversation'
  | 'removeConversation'
  | 'picture'
>;

export function conversationHandlers(
  client: ConversationClient,
  outbox: Pick<Outbox, 'pending'>,
  askPath: AskPath,
): Handlers['conversations'] {
  const get = async (id: string) =>
    withPending(await client.getConversation(id), outbox.pending(id));
  return {
    list: ({ q, limit, offset }) => client.listConversations(q, limit, offset),
    create: ({ title }) => client.createConversation(title),
    get: ({ id }) => get(id),
    patch: ({ id, ...patch }) => client.patchConversation(id, patch),
    remove: ({ id }) => client.removeConversation(id),
    picture: ({ id, pictureId }) => client.picture(id, pictureId),
    async export({ id, format }) {
      const conversation = await get(id);
      const markdown = format === 'markdown';
      const path = await askPath(fileNameOf(conversation.title, markdown ? 'md' : 'json'));
      if (path === null) throw new IpcFailure('cancelled', 'Nothing was saved.');
      const read = (pictureId: string) => readPicture(client, id, pictureId);
      if (markdown) await saveMarkdown(path, conversation, read);
      else {
        const dataOf = async (pictureId: string) =>
          (await read(pictureId))?.toString('base64') ?? null;
        await saveFile(path, await toJson(conversation, dataOf));
      }
      return { path };
    },
  };
}

/** Null = its file is gone; the rest is exported all the same. */
async function readPicture(
  client: Pick<BackendClient, 'picture'>,
  id: string,
  pictureId: string,
): Promise<Buffer | null> {
  try {
    return (await client.picture(id, pictureId)).bytes;
  } catch (error) {
    if (error instanceof IpcFailure && error.code === 'picture_not_found') return null;
    throw error;
  }
}

/** The pictures lie in a folder beside the file; the file comes last, so that its links are whole. */
async function saveMarkdown(
  path: string,
  conversation: Conversation,
  read: (pictureId: string) => Promise<Buffer | null>,
): Promise<void> {
  const folder = `${path.replace(/\.md$/iu, '')}-pictures`;
  const { text, linked } = toMarkdown(conversation, basename(folder));
  if (linked.length > 0) await makeFolder(folder);
  for (const { picture, file } of linked) {
    const bytes = await read(picture.id);
    if (bytes !== null) await saveFile(join(folder, file), bytes);
  }
  await saveFile(path, text);
}
