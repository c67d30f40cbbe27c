import type { Conversation } from '@shared/api/conversations';
import type { AutoSetting } from '@shared/routing/strategy-setting';
import { api, LOADING } from '../../app/api';
import { useAppStore } from '../../app/store';
import { toastError } from '../../components/toaster';
import { runnerUpOf } from '../why/sentence';
import {
  asNewPicture,
  attachmentsOf,
  moveAttachments,
  removeAttachments,
  useAttachmentStore,
} from './attachment-store';
import { NEW_DRAFT, saveDrafts } from './drafts';
import { learnFromRunnerUp } from './learn';
import { refreshList } from './list-actions';
import { rememberPictures } from './picture-bytes';
import { usePreviewStore } from './preview';
import { currentPlan } from './send-plan';
import {
  selectConversation,
  selectDraft,
  selectKey,
  selectLeaf,
  selectLive,
  selectNextModel,
  useChatStore,
} from './store';
import { freezeStream, joinStream } from './stream';
import { newestLeaf } from './tree';

const TITLE_LENGTH = 60;
const set = useChatStore.setState;
const get = useChatStore.getState;
/** Conversations whose Stop was pressed before main had named the stream. */
const stopEarly = new Set<string>();

export function askFocus(): void {
  set((state) => ({ focusAsked: state.focusAsked + 1 }));
}

export function newChat(): void {
  set({ currentId: null, conversation: null, failure: null });
  askFocus();
}

export async function openConversation(id: string): Promise<void> {
  set({ currentId: id, conversation: LOADING, failure: null });
  const result = await api().conversations.get({ id });
  if (get().currentId !== id) return;
  set({
    conversation: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
  askFocus();
}

export function setDraft(text: string): void {
  putDraft(selectKey(get()), text);
}

function putDraft(key: string, text: string): void {
  set((state) => {
    const { [key]: _old, ...others } = state.drafts;
    return { drafts: text === '' ? others : { ...others, [key]: text } };
  });
  saveDrafts(get().drafts);
}

/** Names a model for the next message only; null goes back to the setting. */
export function nameNextModel(model: string | null): void {
  set((state) => {
    const key = selectKey(state);
    const { [key]: _old, ...others } = state.nextModel;
    return { nextModel: model === null ? others : { ...others, [key]: model } };
  });
}

/**
 * The setting from now on of the task that the message is for; a model named for the next message only
 * is forgotten.
 */
export async function chooseSetting(setting: AutoSetting): Promise<void> {
  nameNextModel(null);
  const result = await api().router.select({ task: currentPlan().task, model: setting });
  if (!result.ok) toastError(result.error);
}

/** Sends the draft with its pictures. On any failure all of it stays where it is. */
export async function sendDraft(): Promise<void> {
  const state = get();
  const content = selectDraft(state).trim();
  const attached = attachmentsOf(selectKey(state))(useAttachmentStore.getState());
  if (content === '' && attached.length === 0) return;
  const { task } = currentPlan(state);
  const named = selectNextModel(state);
  const { preview } = usePreviewStore.getState();
  const sent = await start(content, selectLeaf(state), null);
  if (!sent) return;
  nameNextModel(null);
  // The memory knows words alone: what was preferred for a picture says nothing of them.
  if (task !== 'general_assistant') return;
  if (named === null || preview.state !== 'ready' || preview.trace.model === null) return;
  // Only the runner-up was weighed against the pick; any other model may be named for its own sake.
  if (runnerUpOf(preview.trace)?.id !== named) return;
  await learnFromRunnerUp(content, named, preview.trace.model);
}

/** Answers a user message again; the new answer becomes a sibling and is shown. */
export async function regenerate(userMessageId: string, model: string): Promise<void> {
  await start(null, userMessageId, model);
}

async function start(
  content: string | null,
  parentId: string | null,
  named: string | null,
): Promise<boolean> {
  const key = selectKey(get());
  // One start at a time: it takes main a few milliseconds, streams then run side by side.
  if (get().sending.length > 0) return false;
  set((state) => ({ sending: [...state.sending, key], failure: null }));
  try {
    return await deliver(key, content, parentId, named);
  } finally {
    stopEarly.clear();
    set({ sending: [] });
  }
}

async function deliver(
  key: string,
  content: string | null,
  parentId: string | null,
  named: string | null,
): Promise<boolean> {
  const { task } = currentPlan();
  const attached = content === null ? [] : attachmentsOf(key)(useAttachmentStore.getState());
  const model = named ?? get().nextModel[key] ?? useAppStore.getState().settings.selections[task];
  const called = (content ?? '') === '' ? (attached[0]?.name ?? '') : (content ?? '');
  const conversation = await ensureConversation(key, called);
  if (conversation === null) return false;
  const result = await api().chat.send({
    conversationId: conversation.id,
    parentId,
    content,
    ...(attached.length > 0 && {
      pictures: attached.map(asNewPicture),
    }),
    model,
  });
  if (!result.ok) {
    set({ failure: { conversationKey: selectKeyOf(conversation.id, key), error: result.error } });
    return false;
  }
  if (content !== null) {
    // Typing went on while the message was on its way: only what was sent leaves the composer.
    for (const draftKey of new Set([key, conversation.id])) {
      if (get().drafts[draftKey]?.trim() === content) putDraft(draftKey, '');
      removeAttachments(
        draftKey,
        attached.map(({ id }) => id),
      );
    }
    rememberPictures(result.data.userMessage.pictures ?? [], attached);
  }
  joinStream(conversation.id, result.data);
  showLeaf(conversation.id, result.data.answerId);
  if (stopEarly.has(key) || stopEarly.has(conversation.id)) await stopStream(result.data.streamId);
  await refreshList();
  return true;
}

function selectKeyOf(conversationId: string, key: string): string {
  return get().currentId === conversationId ? conversationId : key;
}

/** The shown conversation; the first message of a new one makes it. */
async function ensureConversation(key: string, text: string): Promise<Conversation | null> {
  const known = selectConversation(get());
  if (key !== NEW_DRAFT) return known;
  const title = text.split('\n', 1)[0]?.slice(0, TITLE_LENGTH) ?? '';
  const result = await api().conversations.create({ title });
  if (!result.ok) {
    set({ failure: { conversationKey: key, error: result.error } });
    return null;
  }
  // The draft moves along, so that a failing send still finds it.
  const draft = get().drafts[NEW_DRAFT] ?? '';
  const nextModel = get().nextModel[NEW_DRAFT];
  if (get().currentId === null) {
    set({ currentId: result.data.id, conversation: { state: 'ready', value: result.data } });
    putDraft(NEW_DRAFT, '');
    putDraft(result.data.id, draft);
    moveAttachments(NEW_DRAFT, result.data.id);
    set((state) => {
      const { [NEW_DRAFT]: _moved, ...others } = state.nextModel;
      return {
        nextModel: nextModel === undefined ? others : { ...others, [result.data.id]: nextModel },
        sending: state.sending.map((other) => (other === key ? result.data.id : other)),
      };
    });
  }
  return result.data;
}

/** Stops the shown answer: frozen at once, then told to main. */
export async function stop(): Promise<void> {
  const live = selectLive(get());
  if (live === null) {
    stopEarly.add(selectKey(get()));
    return;
  }
  await stopStream(live.streamId);
}

async function stopStream(streamId: string): Promise<void> {
  freezeStream(streamId);
  const result = await api().chat.stop({ streamId });
  if (!result.ok) toastError(result.error);
}

function showLeaf(conversationId: string, leafId: string): void {
  set((state) => {
    if (state.conversation?.state !== 'ready') return state;
    const conversation = state.conversation.value;
    if (conversation.id !== conversationId) return state;
    return { conversation: { state: 'ready', value: { ...conversation, leafId } } };
  });
}

/** Shows the branch under a sibling, and remembers it. */
export async function showSibling(messageId: string): Promise<void> {
  const conversation = selectConversation(get());
  if (conversation === null) return;
  const leafId = newestLeaf(conversation.messages, messageId);
  showLeaf(conversation.id, leafId);
  const result = await api().conversations.patch({ id: conversation.id, leafId });
  if (!result.ok) toastError(result.error);
}
