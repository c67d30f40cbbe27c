import { withPending } from '../assistant/chat';
import type { Outbox } from '../assistant/outbox';
import type { BackendClient } from '../backend/backend-client';
import { toJson, toMarkdown } from '../export/conversation-file';
import { fileNameOf, saveFile, type AskPath } from '../export/save-file';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

export function conversationHandlers(
  client: BackendClient,
  outbox: Outbox,
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
    async export({ id, format }) {
      const conversation = await get(id);
      const markdown = format === 'markdown';
      const path = await askPath(fileNameOf(conversation.title, markdown ? 'md' : 'json'));
      if (path === null) throw new IpcFailure('cancelled', 'Nothing was saved.');
      await saveFile(path, markdown ? toMarkdown(conversation) : toJson(conversation));
      return { path };
    },
  };
}
