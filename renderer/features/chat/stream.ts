import type { Message } from '@shared/api/conversations';
import type { ChatEvent, ChatStarted } from '@shared/ipc/contract';
import { type Live, useChatStore } from './store';
import { upsert } from './tree';

/*
 * Events can overtake the answer of `chat.send` (both cross IPC on their own), so a stream is known
 * from whichever comes first and joined to its conversation when both are there.
 */
const finals = new Map<string, Message>();
const joined = new Set<string>();
const pendingText = new Map<string, string>();
let frame: number | null = null;

const set = useChatStore.setState;

function putMessages(conversationId: string, ...messages: readonly Message[]): void {
  set((state) => {
    if (state.conversation?.state !== 'ready') return state;
    const conversation = state.conversation.value;
    if (conversation.id !== conversationId) return state;
    return {
      conversation: {
        state: 'ready',
        value: { ...conversation, messages: messages.reduce(upsert, conversation.messages) },
      },
    };
  });
}

function putLive(streamId: string, change: (live: Live | undefined) => Live): void {
  set((state) => ({ live: { ...state.live, [streamId]: change(state.live[streamId]) } }));
}

function dropLive(streamId: string): void {
  set((state) => {
    const { [streamId]: _ended, ...live } = state.live;
    return { live };
  });
}

/** Words are shown once a frame, however fast they come. */
function flush(): void {
  frame = null;
  const texts = new Map(pendingText);
  pendingText.clear();
  set((state) => {
    const live = { ...state.live };
    for (const [streamId, text] of texts) {
      const known = live[streamId];
      if (known !== undefined && !known.stopped) {
        live[streamId] = { ...known, text: known.text + text };
      }
    }
    return { live };
  });
}

function finish(streamId: string, message: Message): void {
  set((state) => {
    if (state.conversation?.state !== 'ready') return state;
    const conversation = state.conversation.value;
    const belongs = conversation.messages.some(
      (known) => known.id === message.id || known.id === message.parentId,
    );
    if (!belongs) return state;
    return {
      conversation: {
        state: 'ready',
        value: { ...conversation, messages: upsert(conversation.messages, message) },
      },
    };
  });
  dropLive(streamId);
}

/** Takes one event of main's chat stream. */
export function takeChatEvent(event: ChatEvent): void {
  const { streamId } = event;
  if (event.kind === 'start') {
    putLive(streamId, (live) => ({
      streamId,
      answerId: event.answerId,
      text: live?.text ?? '',
      meta: event.meta,
      stopped: live?.stopped ?? false,
    }));
    return;
  }
  if (event.kind === 'delta') {
    pendingText.set(streamId, (pendingText.get(streamId) ?? '') + event.text);
    frame ??= requestAnimationFrame(flush);
    return;
  }
  pendingText.delete(streamId);
  if (!joined.delete(streamId)) finals.set(streamId, event.message);
  finish(streamId, event.message);
}

/** Joins a started stream to the conversation it was sent in. */
export function joinStream(conversationId: string, started: ChatStarted): void {
  const { streamId, userMessage, answerId } = started;
  const final = finals.get(streamId);
  finals.delete(streamId);
  putMessages(
    conversationId,
    userMessage,
    final ?? {
      id: answerId,
      parentId: userMessage.id,
      role: 'assistant',
      content: '',
      createdAt: userMessage.createdAt,
      meta: null,
    },
  );
  if (final === undefined) {
    joined.add(streamId);
    putLive(
      streamId,
      (live) => live ?? { streamId, answerId, text: '', meta: null, stopped: false },
    );
  }
}

/** Freezes what is shown of a stream. */
export function freezeStream(streamId: string): void {
  if (pendingText.has(streamId)) flush();
  set((state) => {
    const live = state.live[streamId];
    return live === undefined
      ? state
      : { live: { ...state.live, [streamId]: { ...live, stopped: true } } };
  });
}
