import type { PickState } from '@shared/ipc/contract';
import type { DecisionTrace } from '@shared/routing/decide';
import type { AutoSetting } from '@shared/routing/strategy-setting';
import type { TaskName } from '@shared/routing/tasks';
import { create } from 'zustand';
import { api } from '../../app/api';

/** What the chip knows before sending. */
export type Preview =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly trace: DecisionTrace }
  /** The backend does not answer: the last pick known to main. */
  | { readonly state: 'cached'; readonly pick: PickState }
  | { readonly state: 'none' };

/** Which strategy fills the chip, and the text it may look into. */
export interface PreviewBy {
  readonly strategy: AutoSetting;
  readonly prompt: string;
  readonly task: TaskName;
  /** Only models on this machine may be chosen. */
  readonly localOnly: boolean;
}

const CHAT: PreviewBy = {
  strategy: 'auto',
  prompt: '',
  task: 'general_assistant',
  localOnly: false,
};

interface PreviewState {
  readonly preview: Preview;
}

export const usePreviewStore = create<PreviewState>()(() => ({ preview: { state: 'loading' } }));

const set = usePreviewStore.setState;
let latest = 0;

/** Asks what Auto would pick now; when the router does not answer, what it picked last. */
export async function refreshPreview(
  promptTokens: number,
  conversationId: string | null,
  { strategy, prompt, task, localOnly }: PreviewBy = CHAT,
): Promise<void> {
  latest += 1;
  const turn = latest;
  const result = await api().router.preview({
    task,
    ...(localOnly && { routing_hint: { local_only: true } }),
    prompt_tokens: promptTokens,
    ...(conversationId === null ? {} : { conversation_id: conversationId }),
    // Plain auto does not look into the text, so it is not handed over.
    ...(strategy === 'auto' ? {} : { strategy, prompt }),
  });
  if (turn !== latest) return;
  if (result.ok) {
    set({ preview: { state: 'ready', trace: result.data.trace } });
    return;
  }
  const pick = await api().router.pick({ task });
  if (turn !== latest) return;
  set({ preview: pick.ok ? { state: 'cached', pick: pick.data } : { state: 'none' } });
}
