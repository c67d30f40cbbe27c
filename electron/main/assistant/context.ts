import type { Message, MessagePicture } from '@shared/api/conversations';

export interface ContextMessage {
  readonly role: 'user' | 'assistant';
  /** Empty beside pictures alone. */
  readonly content: string;
  readonly pictures: readonly MessagePicture[];
}

/**
 * What a model is given to answer `questionId`: the path from the root of the conversation's tree to
 * it. Regenerated answers are siblings under one question, so they share this exactly and never see
 * each other's text. Answers that came to nothing (failed before the first word) are left out.
 */
export function buildContext(
  messages: readonly Message[],
  questionId: string,
): readonly ContextMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: ContextMessage[] = [];
  const seen = new Set<string>();
  let current = byId.get(questionId);
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    const { role, content, parentId, pictures = [] } = current;
    if (content !== '' || pictures.length > 0) path.unshift({ role, content, pictures });
    current = parentId === null ? undefined : byId.get(parentId);
  }
  return path;
}

const MAX_TITLE_CHARS = 60;

/** A new conversation is called after its first message: one line, cut between words. */
export function titleOf(content: string): string {
  const line = content.replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  if (characters.length <= MAX_TITLE_CHARS) return line;
  const cut = characters.slice(0, MAX_TITLE_CHARS - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > MAX_TITLE_CHARS / 2 ? cut.slice(0, space) : cut}…`;
}
