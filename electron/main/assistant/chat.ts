import type { AnswerMeta, Conversation, Message, VoiceMeta } from '@shared/api/conversations';
import type { ChatEvent, ChatSendInput, ChatStarted } from '@shared/ipc/contract';
import type { TaskName } from '@shared/routing/tasks';
import type { BackendClient } from '../backend/backend-client';
import type { Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import { streamAnswer, type AnswerDeps } from './answer';
import { buildContext, titleOf } from './context';
import type { Outbox } from './outbox';

export interface ChatDeps extends Omit<AnswerDeps, 'client'> {
  readonly client: AnswerDeps['client'] &
    Pick<BackendClient, 'getConversation' | 'putMessage' | 'patchConversation'>;
  readonly emit: (event: ChatEvent) => void;
  readonly outbox: Outbox;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly task: TaskName;
  /** The user's setting for the task: `auto` or a model. */
  readonly selection: () => string;
  readonly keepExcerpts: () => boolean;
}

export interface Chat {
  /** Stores the question, then answers it in the background; the events tell the rest. */
  send(input: ChatSendInput, voice?: VoiceMeta): Promise<ChatStarted>;
  /** Ends an answer at once and keeps what came. */
  stop(streamId: string): void;
  /** Ends and stores every answer that is under way. */
  stopAll(): Promise<void>;
}

export function createChat(deps: ChatDeps): Chat {
  const { client, emit, outbox, newId, clock, selection, task } = deps;
  const running = new Map<
    string,
    { readonly stop: AbortController; readonly done: Promise<void> }
  >();

  /** A model named for this answer, else the setting, else the router's choice (ruling 12). */
  function modelFor(asked: string): string {
    const named = [asked, selection()].find((name) => name.trim().toLowerCase() !== 'auto');
    return named?.trim() ?? `auto/${task}`; // the gateway decides
  }

  async function ask(conversation: Conversation, input: ChatSendInput): Promise<Message> {
    const { parentId, content } = input;
    const parent = conversation.messages.find(({ id }) => id === parentId);
    if (parentId !== null && parent === undefined) {
      throw new IpcFailure(
        'invalid_arguments',
        'The message to answer is not in this conversation.',
      );
    }
    if (content === null) {
      if (parent?.role === 'user') return parent;
      throw new IpcFailure('invalid_arguments', 'Only a question can be answered again.');
    }
    const question: Message = {
      id: newId(),
      parentId,
      role: 'user',
      content,
      createdAt: clock.now(),
      meta: null,
    };
    await client.putMessage(conversation.id, question);
    await client.patchConversation(conversation.id, {
      leafId: question.id,
      ...(conversation.title === '' ? { title: titleOf(content) } : {}),
    });
    return question;
  }

  async function answer(
    streamId: string,
    answerId: string,
    conversation: Conversation,
    input: ChatSendInput,
    question: Message,
    signal: AbortSignal,
    voice: VoiceMeta | undefined,
  ): Promise<void> {
    const withVoice = (meta: AnswerMeta): AnswerMeta =>
      voice === undefined ? meta : { ...meta, voice };
    const request = {
      task,
      model: modelFor(input.model),
      messages: buildContext([...conversation.messages, question], question.id),
      conversationId: conversation.id,
      keepExcerpt: deps.keepExcerpts(),
    };
    const ended = await streamAnswer(request, signal, deps, {
      onStart: (meta) =>
        emit({ kind: 'start', streamId, conversationId: conversation.id, answerId, meta }),
      onText: (text) => emit({ kind: 'delta', streamId, text }),
    });
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
    async send(input, voice) {
      const stored = await client.getConversation(input.conversationId);
      const conversation = withPending(stored, outbox.pending(stored.id));
      const question = await ask(conversation, input);
      const streamId = newId();
      const answerId = newId();
      const stop = new AbortController();
      // After the reply to this call, so that the page knows the stream before its first event.
      const replied = new Promise<void>((resolve) => clock.after(0, resolve));
      const done = replied
        .then(() => answer(streamId, answerId, conversation, input, question, stop.signal, voice))
        .finally(() => running.delete(streamId));
      running.set(streamId, { stop, done });
      return { streamId, userMessage: question, answerId };
    },
    stop: (streamId) => running.get(streamId)?.stop.abort(),
    async stopAll() {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort();
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}

/** The conversation with the answers that the backend has not stored yet. */
export function withPending(conversation: Conversation, pending: readonly Message[]): Conversation {
  const known = new Set(pending.map(({ id }) => id));
  const stored = conversation.messages.filter(({ id }) => !known.has(id));
  return { ...conversation, messages: [...stored, ...pending] };
}
