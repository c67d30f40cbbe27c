import type { MessagePicture } from '@shared/api/conversations';
import type { NewPicture } from '@shared/ipc/contract';
import { picturesSent } from '@shared/pictures/sent';
import type { Candidate } from '@shared/routing/candidate';
import { autoSettingOf } from '@shared/routing/strategy-setting';
import { isTaskName, type TaskName } from '@shared/routing/tasks';
import type { BackendClient, ChatPart, ChatRequest } from '../backend/backend-client';
import { IpcFailure } from '../ipc/failure';
import type { ContextMessage } from './context';

export type PictureClient = Pick<
  BackendClient,
  'addPicture' | 'picture' | 'catalog' | 'providers' | 'preview'
>;

/** Stores the pictures of a question; the message that takes them is put afterwards. */
export async function storePictures(
  client: PictureClient,
  conversationId: string,
  pictures: readonly NewPicture[],
): Promise<readonly MessagePicture[]> {
  const stored: MessagePicture[] = [];
  // One after the other: a failure then leaves little behind that has to be swept.
  for (const picture of pictures) stored.push(await client.addPicture(conversationId, picture));
  return stored;
}

/**
 * What the gateway is sent: text alone as it is, with pictures in parts. A picture of an earlier
 * message that is not sent (too many, or deleted from the disk) is said in words, so that the model
 * does not answer as if it saw it.
 *
 * @param sees false = none is sent, all are said in words
 * @throws IpcFailure picture_not_found when one of the question itself is gone
 */
export async function withPictures(
  client: PictureClient,
  conversationId: string,
  context: readonly ContextMessage[],
  sees: boolean,
): Promise<ChatRequest['messages']> {
  const sent = sees ? picturesSent(context) : new Set<string>();
  const messages: { role: ContextMessage['role']; content: string | readonly ChatPart[] }[] = [];
  for (const message of context) {
    const { role, content, pictures } = message;
    if (pictures.length === 0) {
      messages.push({ role, content });
      continue;
    }
    const isQuestion = message === context.at(-1);
    const parts: ChatPart[] = content === '' ? [] : [{ type: 'text', text: content }];
    for (const picture of pictures) {
      const part = sent.has(picture.id)
        ? await partOf(client, conversationId, picture, isQuestion)
        : null;
      parts.push(
        part ?? {
          type: 'text',
          text: `[A picture was here: ${nameOf(picture)}. It is not included.]`,
        },
      );
    }
    messages.push({ role, content: parts });
  }
  return messages;
}

async function partOf(
  client: PictureClient,
  conversationId: string,
  { id }: MessagePicture,
  isNeeded: boolean,
): Promise<ChatPart | null> {
  try {
    const { mime, bytes } = await client.picture(conversationId, id);
    return {
      type: 'image_url',
      image_url: { url: `data:${mime};base64,${bytes.toString('base64')}` },
    };
  } catch (error) {
    const isGone = error instanceof IpcFailure && error.code === 'picture_not_found';
    if (isGone && !isNeeded) return null;
    throw error;
  }
}

function nameOf({ name, width, height }: MessagePicture): string {
  return `${name === '' ? 'unnamed' : JSON.stringify(name)}, ${width} x ${height}`;
}

/**
 * Refuses a model named by the person that plainly cannot take these pictures, before anything is
 * stored or sent. A model of which nothing is known may try: its provider says the rest.
 *
 * @throws IpcFailure model_cannot_see, picture_local_only
 */
export async function checkNamedModel(
  client: PictureClient,
  model: string,
  localOnly: boolean,
): Promise<void> {
  if (isRouted(model)) return;
  if (localOnly && !(await isLocal(client, model))) {
    throw new IpcFailure('picture_local_only', `${model} does not run on this machine.`);
  }
  const known = await candidateOf(client, model);
  if (known !== null && isDescribed(known) && !known.capabilities.input.includes('image')) {
    throw new IpcFailure('model_cannot_see', `${known.name} takes no pictures. Nothing was sent.`);
  }
}

/**
 * Whether a model that sees would answer: the named one as far as is known, else one that the router
 * has for the task. When the router cannot say, the request itself will.
 */
export async function isSeen(
  client: PictureClient,
  task: TaskName,
  model: string,
  localOnly: boolean,
): Promise<boolean> {
  if (!isRouted(model)) {
    const known = await candidateOf(client, model);
    return known === null || !isDescribed(known) || known.capabilities.input.includes('image');
  }
  const hint = localOnly ? { routing_hint: { local_only: true } } : {};
  const { trace } = await client.preview({ task, has_images: true, ...hint });
  return trace.model !== null;
}

/** `auto`, `auto/<task>` or a strategy: the gateway picks among models that can. */
function isRouted(model: string): boolean {
  const [head, task = ''] = model.trim().toLowerCase().split('/');
  return autoSettingOf(model) !== null || (head === 'auto' && isTaskName(task));
}

async function isLocal(client: PictureClient, model: string): Promise<boolean> {
  const provider = model.slice(0, model.indexOf('/'));
  const { providers } = await client.providers();
  return providers.some(({ id, local }) => id === provider && local);
}

async function candidateOf(client: PictureClient, model: string): Promise<Candidate | null> {
  for (const task of ['screenshot_understanding', 'general_assistant'] as const) {
    const { candidates } = await client.catalog(task);
    const found = candidates.find(({ id }) => id === model);
    if (found !== undefined) return found;
  }
  return null;
}

/** A model that a provider lists and no source describes counts as text only; that is a guess. */
function isDescribed({ capabilities: { tools, streaming, context } }: Candidate): boolean {
  return tools !== null || streaming !== null || context !== null;
}
