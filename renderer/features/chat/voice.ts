import type { VoiceBeginInput, VoiceNotice } from '@shared/ipc/voice';
import { askFocus, openConversation, setDraft } from './actions';
import {
  asNewPicture,
  type Attachment,
  attachmentsOf,
  removeAttachments,
  useAttachmentStore,
} from './attachment-store';
import { refreshList } from './list-actions';
import { rememberPictures } from './picture-bytes';
import { selectConversation, selectDraft, selectKey, selectLeaf, useChatStore } from './store';
import { joinStream } from './stream';

/** The message's box while there is one: dictated text goes to its caret. */
let box: HTMLTextAreaElement | null = null;

/** Given to the box as its `ref`. */
export function holdBox(element: HTMLTextAreaElement | null): void {
  box = element;
}

/** The pictures that go along with a spoken question; they leave the composer when it is stored. */
let taken: {
  readonly turnId: string;
  readonly key: string;
  readonly attached: readonly Attachment[];
} | null = null;

/**
 * Where a spoken question goes: under the last message that is shown, or into a new conversation. The
 * pictures in the composer are what it is about.
 */
export function voiceTarget({
  turnId,
  purpose,
}: Pick<VoiceBeginInput, 'turnId' | 'purpose'>): Pick<
  VoiceBeginInput,
  'conversationId' | 'parentId' | 'pictures'
> {
  const state = useChatStore.getState();
  const place = { conversationId: state.currentId, parentId: selectLeaf(state) };
  const key = selectKey(state);
  const attached = attachmentsOf(key)(useAttachmentStore.getState());
  if (purpose === 'dictate' || attached.length === 0) return place;
  taken = { turnId, key, attached };
  return { ...place, pictures: attached.map(asNewPicture) };
}

/** Shows a spoken question and its answer as they come; a new conversation is opened for it. */
export async function showVoiceTurn({
  turnId,
  conversationId,
  started,
}: Extract<VoiceNotice, { kind: 'answering' }>): Promise<void> {
  if (taken?.turnId === turnId) {
    const { key, attached } = taken;
    taken = null;
    removeAttachments(
      key,
      attached.map(({ id }) => id),
    );
    rememberPictures(started.userMessage.pictures ?? [], attached);
  }
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
