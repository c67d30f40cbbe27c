import type { AnswerMeta, Conversation, Message, MessagePicture } from '@shared/api/conversations';

/** Base64 of a picture; null = its file is gone. */
export type PictureData = (id: string) => Promise<string | null>;

/** The whole tree, as it is, its pictures with their bytes as `data` in base64. */
export async function toJson(conversation: Conversation, dataOf: PictureData): Promise<string> {
  const { match: _match, messages, ...kept } = conversation;
  const whole: unknown[] = [];
  for (const message of messages) {
    const pictures: unknown[] = [];
    for (const picture of message.pictures ?? []) {
      pictures.push({ ...picture, data: await dataOf(picture.id) });
    }
    whole.push(pictures.length === 0 ? message : { ...message, pictures });
  }
  return `${JSON.stringify({ ...kept, messages: whole }, null, 2)}\n`;
}

/** A picture that a Markdown file links to. */
export interface LinkedPicture {
  readonly picture: MessagePicture;
  /** Its file's name, in the folder that the links name. */
  readonly file: string;
}

/**
 * The branch that is shown, as Markdown to read. Its pictures are files of their own.
 *
 * @param folder where they will lie, seen from the Markdown file
 */
export function toMarkdown(
  conversation: Conversation,
  folder: string,
): { readonly text: string; readonly linked: readonly LinkedPicture[] } {
  const title = conversation.title === '' ? 'Conversation' : conversation.title;
  const linked: LinkedPicture[] = [];
  const parts = shownBranch(conversation).map(
    ({ role, content, createdAt, meta, pictures = [] }) => {
      const shown = pictures.map((picture) => {
        const file = `${linked.length + 1}.${ENDINGS[picture.mime]}`;
        linked.push({ picture, file });
        return `![${altOf(picture)}](${encodeURI(folder)}/${file})`;
      });
      return [
        `## ${role === 'user' ? 'You' : answerTitle(meta)}`,
        `*${new Date(createdAt).toISOString()}${meta === null ? '' : figures(meta)}*`,
        ...shown,
        ...(content === '' ? [] : [content]),
      ].join('\n\n');
    },
  );
  return { text: `# ${title}\n\n${parts.join('\n\n')}\n`, linked };
}

const ENDINGS: Readonly<Record<MessagePicture['mime'], string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** Nothing in a name may end the link before its time. */
function altOf({ name, width, height }: MessagePicture): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ').trim();
  return plain === '' ? `${width} x ${height}` : plain;
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
