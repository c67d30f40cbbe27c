import type { AnswerMeta, Conversation, Message, VoiceMeta } from '@shared/api/conversations';
import type { ChatEvent, ChatSendInput, ChatStarted } from '@shared/ipc/contract';
import type { TaskName } from '@shared/routing/tasks';
import type { BackendClient } from '../backend/backend-client';
import type { Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import { type AnswerDeps, type AnswerEvents, type AnswerSource, streamAnswer } from './answer';
import { buildContext, titleOf } from './context';
import type { Outbox } from './outbox';
import {
  checkNamedModel,
  isSeen,
  type PictureClient,
  storePictures,
  withPictures,
} from './pictures';

export interface ChatDeps extends Omit<AnswerDeps, 'client'> {
  readonly client: AnswerDeps['client'] &
    PictureClient &
    Pick<BackendClient, 'getConversation' | 'putMessage' | 'patchConversation'>;
  readonly emit: (event: ChatEvent) => void;
  readonly outbox: Outbox;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly task: TaskName;
  /**
   * The task once a picture is on the branch that is asked. Absent = the same: then a model that sees
   * is taken where there is one, and told in words what it cannot see where there is none.
   */
  readonly pictureTask?: TaskName;
  /** The task of a question that comes with pictures of its own; absent = as for any on the branch. */
  readonly ownPictureTask?: TaskName;
  /** The user's setting for a task: `auto` or a model. */
  readonly selection: (task: TaskName) => string;
  /** Asks for the task's pick anew in the background when it is stale (S0-88, S0-89). */
  readonly refreshPick?: (task: TaskName) => void;
  /** False = the router is somebody's server: what must stay here is not stored there. */
  readonly isOwnRouter?: () => boolean;
  readonly keepExcerpts: () => boolean;
}

export interface Chat {
  /**
   * Stores the question, then answers it in the background; the events tell the rest. `source` = the
   * answer is on its way already, by a live session.
   */
  send(input: ChatSendInput, voice?: VoiceMeta, source?: AnswerSource): Promise<ChatStarted>;
  /** Ends an answer at once and keeps what came. */
  stop(streamId: string): void;
  /** Ends and stores every answer that is under way. */
  stopAll(): Promise<void>;
}

/** How a question is answered, settled before anything is stored. */
interface Plan {
  readonly task: TaskName;
  readonly model: string;
  readonly localOnly: boolean;
  /** False = the pictures are told in words. */
  readonly sees: boolean;
  /** The stored question that is answered again; null = a new one. */
  readonly again: Message | null;
}

export function createChat(deps: ChatDeps): Chat {
  const { client, emit, outbox, newId, clock, selection } = deps;
  const running = new Map<
    string,
    { readonly stop: AbortController; readonly done: Promise<void> }
  >();

  /** A model named for this answer, else the setting, else the router's choice (ruling 12). */
  function modelFor(asked: string, task: TaskName): string {
    const named = [asked, selection(task)].find((name) => name.trim().toLowerCase() !== 'auto');
    return named?.trim() ?? `auto/${task}`; // the gateway decides
  }

  /** A later question may be about a picture further up, so the whole branch counts. */
  async function plan(
    conversation: Conversation,
    input: ChatSendInput,
    isUnderWay: boolean,
  ): Promise<Plan> {
    const { parentId, content, pictures: added = [] } = input;
    const parent = conversation.messages.find(({ id }) => id === parentId);
    if (parentId !== null && parent === undefined) {
      throw new IpcFailure(
        'invalid_arguments',
        'The message to answer is not in this conversation.',
      );
    }
    if (content === null && parent?.role !== 'user') {
      throw new IpcFailure('invalid_arguments', 'Only a question can be answered again.');
    }
    const branch = parentId === null ? [] : buildContext(conversation.messages, parentId);
    const pictures = [...branch.flatMap((message) => message.pictures), ...added];
    const hasPictures = pictures.length > 0;
    const hasOwn = (content === null ? (parent?.pictures ?? []) : added).length > 0;
    const ownTask = hasOwn ? deps.ownPictureTask : undefined;
    const task = hasPictures ? (ownTask ?? deps.pictureTask ?? deps.task) : deps.task;
    const localOnly = pictures.some((picture) => picture.localOnly === true);
    if (localOnly && deps.isOwnRouter?.() === false) {
      throw new IpcFailure('picture_local_only', 'The router runs on another machine.');
    }
    deps.refreshPick?.(task);
    const model = modelFor(input.model, task);
    // A live session that answers already was sent no pictures.
    const sees = hasPictures && !isUnderWay && (await checkSight(task, model, localOnly));
    return { task, model, localOnly, sees, again: content === null ? (parent ?? null) : null };
  }

  /** @throws IpcFailure model_cannot_see, picture_local_only */
  async function checkSight(task: TaskName, model: string, localOnly: boolean): Promise<boolean> {
    // What was only said goes on all the same; what is about a picture can be asked of another model.
    const goesOn = task === deps.task;
    if (goesOn && !(await isSeen(client, task, model, localOnly))) return false;
    await checkNamedModel(client, model, localOnly);
    return true;
  }

  async function ask(
    conversation: Conversation,
    { parentId, content, pictures = [] }: ChatSendInput,
  ): Promise<Message> {
    const stored = await storePictures(client, conversation.id, pictures);
    const question: Message = {
      id: newId(),
      parentId,
      role: 'user',
      content: content ?? '',
      createdAt: clock.now(),
      meta: null,
      ...(stored.length === 0 ? {} : { pictures: stored }),
    };
    // A new message becomes the leaf by being put. Both at once: the answer waits for one write.
    const untitled = conversation.title === '';
    await Promise.all([
      client.putMessage(conversation.id, question),
      untitled && client.patchConversation(conversation.id, { title: titleFor(question) }),
    ]);
    return question;
  }

  async function answer(
    streamId: string,
    answerId: string,
    conversation: Conversation,
    { task, model, localOnly, sees }: Plan,
    question: Message,
    signal: AbortSignal,
    voice: VoiceMeta | undefined,
    source: AnswerSource | undefined,
  ): Promise<void> {
    const withVoice = (meta: AnswerMeta): AnswerMeta =>
      voice === undefined ? meta : { ...meta, voice };
    const context = buildContext([...conversation.messages, question], question.id);
    const request = {
      task,
      model,
      messages: () => withPictures(client, conversation.id, context, sees),
      conversationId: conversation.id,
      keepExcerpt: deps.keepExcerpts(),
      localOnly,
    };
    const events: AnswerEvents = {
      onStart: (meta) =>
        emit({ kind: 'start', streamId, conversationId: conversation.id, answerId, meta }),
      onText: (text) => emit({ kind: 'delta', streamId, text }),
    };
    const ended = await (source?.(signal, events) ?? streamAnswer(request, signal, deps, events));
    const message: Message = {
      id: answerId,
      parentId: question.id,
      role: 'assistant',
      content: ended.content,
      createdAt: clock.now(),
      meta: withVoice(ended.meta),
    };
    const stored = outbox.put(conversation.id, message);
    emit({ kind: 'end', streamId, message });
    await stored;
    const final = await ended.lateMeta;
    if (final !== null) await outbox.put(conversation.id, { ...message, meta: withVoice(final) });
  }

  return {
    async send(input, voice, source) {
      const stored = await client.getConversation(input.conversationId);
      const conversation = withPending(stored, outbox.pending(stored.id));
      const planned = await plan(conversation, input, source !== undefined);
      const question = planned.again ?? (await ask(conversation, input));
      const streamId = newId();
      const answerId = newId();
      const stop = new AbortController();
      // After the reply to this call, so that the page knows the stream before its first event.
      const replied = new Promise<void>((resolve) => clock.after(0, resolve));
      const done = replied
        .then(() =>
          answer(streamId, answerId, conversation, planned, question, stop.signal, voice, source),
        )
        .finally(() => running.delete(streamId));
      running.set(streamId, { stop, done });
      const started: ChatStarted = { streamId, userMessage: question, answerId };
      return planned.localOnly ? { ...started, localOnly: true } : started;
    },
    stop: (streamId) => running.get(streamId)?.stop.abort(),
    async stopAll() {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort();
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}

/** Pictures alone are called after the first of them. */
function titleFor({ content, pictures: [first] = [] }: Message): string {
  return titleOf(content.trim() === '' ? (first?.name ?? '') : content);
}

/** The conversation with the answers that the backend has not stored yet. */
export function withPending(conversation: Conversation, pending: readonly Message[]): Conversation {
  const known = new Set(pending.map(({ id }) => id));
  const stored = conversation.messages.filter(({ id }) => !known.has(id));
  return { ...conversation, messages: [...stored, ...pending] };
}
