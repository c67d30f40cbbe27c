import type { Message } from '@shared/api/conversations';

/** Messages form a tree: these walk it. Messages are in the order in which they were made. */

/** From the first message to the leaf. Empty when the leaf is not there. */
export function pathTo(messages: readonly Message[], leafId: string | null): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  const seen = new Set<string>();
  let at = leafId === null ? undefined : byId.get(leafId);
  while (at !== undefined && !seen.has(at.id)) {
    seen.add(at.id);
    path.unshift(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
}

/** The message and those that share its parent and role, oldest first. */
export function siblingsOf(messages: readonly Message[], message: Message): readonly Message[] {
  return messages.filter(
    (other) => other.parentId === message.parentId && other.role === message.role,
  );
}

/** The newest leaf under a message: what showing that branch shows. */
export function newestLeaf(messages: readonly Message[], id: string): string {
  let at = id;
  for (;;) {
    const child = messages.findLast((message) => message.parentId === at);
    if (child === undefined || child.id === at) return at;
    at = child.id;
  }
}

/** The leaf to show: the stored one when it is still there, else the newest message. */
export function leafToShow(messages: readonly Message[], leafId: string | null): string | null {
  if (leafId !== null && messages.some((message) => message.id === leafId)) return leafId;
  return messages.at(-1)?.id ?? null;
}

/** Adds the message, or puts it where its older version was. */
export function upsert(messages: readonly Message[], message: Message): readonly Message[] {
  const index = messages.findIndex((known) => known.id === message.id);
  return index < 0 ? [...messages, message] : messages.with(index, message);
}

/** Roughly what the prompt costs in tokens: four characters each, history included. */
export function estimateTokens(path: readonly Message[], draft: string): number {
  const characters = path.reduce((sum, message) => sum + message.content.length, draft.length);
  return Math.ceil(characters / 4);
}
