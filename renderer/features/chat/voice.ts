import type { VoiceNotice } from '@shared/ipc/voice';
import { askFocus, openConversation, setDraft } from './actions';
import { refreshList } from './list-actions';
import { selectConversation, selectDraft, selectLeaf, useChatStore } from './store';
import { joinStream } from './stream';

/** The message's box while there is one: dictated text goes to its caret. */
let box: HTMLTextAreaElement | null = null;

/** Given to the box as its `ref`. */
export function holdBox(element: HTMLTextAreaElement | null): void {
  box = element;
}

/** Where a spoken question goes: under the last message that is shown, or into a new conversation. */
export function voiceTarget(): {
  readonly conversationId: string | null;
  readonly parentId: string | null;
} {
  const state = useChatStore.getState();
  return { conversationId: state.currentId, parentId: selectLeaf(state) };
}

/** Shows a spoken question and its answer as they come; a new conversation is opened for it. */
export async function showVoiceTurn({
  conversationId,
  started,
}: Extract<VoiceNotice, { kind: 'answering' }>): Promise<void> {
  if (useChatStore.getState().currentId === null) await openConversation(conversationId);
  joinStream(conversationId, started);
  useChatStore.setState((state) => {
    const conversation = selectConversation(state);
    if (conversation?.id !== conversationId) return state;
    return {
      conversation: { state: 'ready', value: { ...conversation, leafId: started.answerId } },
    };
  });
  await refreshList();
}

/** Puts text at the caret of the message, with a space where two words would touch. */
export function insertIntoDraft(text: string): void {
  const draft = selectDraft(useChatStore.getState());
  const start = Math.min(box?.selectionStart ?? draft.length, draft.length);
  const end = Math.min(box?.selectionEnd ?? draft.length, draft.length);
  const before = draft.slice(0, start);
  const after = draft.slice(end);
  const lead = before === '' || /\s$/u.test(before) ? '' : ' ';
  const trail = after === '' || /^[\s.,!?;:]/u.test(after) ? '' : ' ';
  const put = `${before}${lead}${text}${trail}`;
  setDraft(`${put}${after}`);
  askFocus();
  // Once the new text is in the box; until then the caret would jump to its end.
  requestAnimationFrame(() => box?.setSelectionRange(put.length, put.length));
}
