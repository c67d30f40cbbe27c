import type { Message } from '@shared/api/conversations';
import type { BackendClient } from '../backend/backend-client';
import { IpcFailure } from '../ipc/failure';
import type { Log } from '../shell/log';

export interface Outbox {
  /** Stores an answer; keeps it while the backend is down. Never fails. */
  put(conversationId: string, message: Message): Promise<void>;
  /** The backend is back: stores what was kept. */
  flush(): Promise<void>;
  /** A conversation as the user left it: what is not stored yet included. */
  pending(conversationId: string): readonly Message[];
}

type Entry = { readonly conversationId: string; readonly message: Message };

/** Answers on their way to the backend, so that one which dies in the middle of an answer loses none. */
export function createOutbox(
  client: Pick<BackendClient, 'putMessage' | 'patchConversation'>,
  log: Log,
): Outbox {
  const kept = new Map<string, Entry>();

  async function store(entry: Entry): Promise<void> {
    const { conversationId, message } = entry;
    kept.set(message.id, entry);
    try {
      await client.putMessage(conversationId, message);
      await client.patchConversation(conversationId, { leafId: message.id });
    } catch (error) {
      log.warn('chat: an answer could not be stored yet', { id: message.id, error });
      if (error instanceof IpcFailure && error.code === 'backend_unavailable') return;
    }
    if (kept.get(message.id) === entry) kept.delete(message.id);
  }

  return {
    put: (conversationId, message) => store({ conversationId, message }),
    async flush() {
      for (const entry of kept.values()) await store(entry);
    },
    pending: (conversationId) =>
      [...kept.values()]
        .filter((entry) => entry.conversationId === conversationId)
        .map((entry) => entry.message),
  };
}
