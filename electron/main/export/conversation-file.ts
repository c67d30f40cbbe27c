import type { AnswerMeta, Conversation, Message } from '@shared/api/conversations';

/** The whole tree, as it is. */
export function toJson(conversation: Conversation): string {
  const { match: _match, ...kept } = conversation;
  return `${JSON.stringify(kept, null, 2)}\n`;
}

/** The branch that is shown, as Markdown to read. */
export function toMarkdown(conversation: Conversation): string {
  const title = conversation.title === '' ? 'Conversation' : conversation.title;
  const parts = shownBranch(conversation).map(
    ({ role, content, createdAt, meta }) =>
      `## ${role === 'user' ? 'You' : answerTitle(meta)}\n\n` +
      `*${new Date(createdAt).toISOString()}${meta === null ? '' : figures(meta)}*\n\n${content}`,
  );
  return `# ${title}\n\n${parts.join('\n\n')}\n`;
}

/** From the root to the leaf shown last; else to the newest message. */
function shownBranch({ messages, leafId }: Conversation): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  const seen = new Set<string>();
  let current = byId.get(leafId ?? '') ?? messages.at(-1);
  while (current !== undefined && !seen.has(current.id)) {
    seen.add(current.id);
    branch.unshift(current);
    current = current.parentId === null ? undefined : byId.get(current.parentId);
  }
  return branch;
}

function answerTitle(meta: AnswerMeta | null): string {
  const practice = meta?.practice === true ? ' (practice, simulated)' : '';
  return `${meta?.model ?? 'Assistant'}${practice}`;
}

function figures({ costUsd, totalMs, status }: AnswerMeta): string {
  const cost = costUsd === null ? 'price unknown' : `$${costUsd.toFixed(6)}`;
  const time = totalMs === null ? '' : ` · ${Math.round(totalMs)} ms`;
  return ` · ${cost}${time}${status === 'succeeded' ? '' : ` · ${status}`}`;
}
