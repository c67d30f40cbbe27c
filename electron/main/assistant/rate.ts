import type { Rating } from '@shared/api/history';
import type { BackendClient } from '../backend/backend-client';

/** Rates an outcome, and keeps the rating on its message when the conversation is named. */
export async function rateAnswer(
  client: Pick<BackendClient, 'rate' | 'getConversation' | 'putMessage'>,
  { id, conversationId, rating, tag }: Rating & { id: string; conversationId?: string | undefined },
): Promise<void> {
  await client.rate(id, { rating, tag });
  if (conversationId === undefined) return;
  const { messages } = await client.getConversation(conversationId);
  const message = messages.find(({ meta }) => meta?.outcomeId === id);
  if (message === undefined || message.meta === null) return;
  await client.putMessage(conversationId, { ...message, meta: { ...message.meta, rating } });
}
