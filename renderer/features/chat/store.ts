import type { AnswerMeta, Conversation, ConversationSummary } from '@shared/api/conversations';
import type { IpcError } from '@shared/ipc/result';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';
import { loadDrafts, NEW_DRAFT } from './drafts';
import { leafToShow, pathTo } from './tree';

/** An answer that is being written. */
export interface Live {
  readonly streamId: string;
  readonly answerId: string;
  readonly text: string;
  /** Null until the decision is known. */
  readonly meta: AnswerMeta | null;
  /** Stop was pressed: what still comes is not shown. */
  readonly stopped: boolean;
}

/** A send that did not start; its message is still in the composer. */
export interface SendFailure {
  readonly conversationKey: string;
  readonly error: IpcError;
}

export interface ChatState {
  readonly query: string;
  readonly list: Loadable<readonly ConversationSummary[]>;
  /** Deleted ones whose Undo still shows. */
  readonly hidden: readonly string[];
  /** Null = a new conversation that is stored with its first message. */
  readonly currentId: string | null;
  readonly conversation: Loadable<Conversation> | null;
  readonly drafts: Readonly<Record<string, string>>;
  /** By stream id. */
  readonly live: Readonly<Record<string, Live>>;
  /** Conversation keys whose send has not been answered by main yet. */
  readonly sending: readonly string[];
  readonly failure: SendFailure | null;
  /** A model named for the next message only, by conversation key. */
  readonly nextModel: Readonly<Record<string, string>>;
  /** Rises when something asks for the composer's focus. */
  readonly focusAsked: number;
}

export const useChatStore = create<ChatState>()(() => ({
  query: '',
  list: LOADING,
  hidden: [],
  currentId: null,
  conversation: null,
  drafts: loadDrafts(),
  live: {},
  sending: [],
  failure: null,
  nextModel: {},
  focusAsked: 0,
}));

/** What drafts and sends are kept under. */
export const selectKey = (state: ChatState): string => state.currentId ?? NEW_DRAFT;

export const selectDraft = (state: ChatState): string => state.drafts[selectKey(state)] ?? '';

export const selectNextModel = (state: ChatState): string | null =>
  state.nextModel[selectKey(state)] ?? null;

export const selectConversation = (state: ChatState): Conversation | null =>
  state.conversation?.state === 'ready' ? state.conversation.value : null;

export const selectLeaf = (state: ChatState): string | null => {
  const conversation = selectConversation(state);
  return conversation === null ? null : leafToShow(conversation.messages, conversation.leafId);
};

/** The stream that writes into the shown branch, or null. */
export const selectLive = (state: ChatState): Live | null => {
  const conversation = selectConversation(state);
  if (conversation === null) return null;
  const shown = new Set(pathTo(conversation.messages, selectLeaf(state)).map((m) => m.id));
  return Object.values(state.live).find((live) => shown.has(live.answerId)) ?? null;
};

export const selectBusy = (state: ChatState): boolean =>
  state.sending.includes(selectKey(state)) || selectLive(state) !== null;
