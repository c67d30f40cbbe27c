import type { Message } from '@shared/api/conversations';
import { TOKENS_PER_IMAGE } from '@shared/pictures/limits';
import { picturesSent } from '@shared/pictures/sent';
import type { TaskName } from '@shared/routing/tasks';
import { useMemo } from 'react';
import { type Attachment, attachmentsOf, useAttachmentStore } from './attachment-store';
import { type ChatState, selectConversation, selectKey, selectLeaf, useChatStore } from './store';
import { pathTo } from './tree';

/** What the next message is, as main will see it: the whole branch counts, not its last words alone. */
export interface SendPlan {
  readonly task: Extract<TaskName, 'general_assistant' | 'screenshot_understanding'>;
  /** How many pictures go along, those of earlier messages included. */
  readonly pictures: number;
  /** Some of them are of earlier messages. */
  readonly earlier: boolean;
  /** How many of earlier messages do not fit any more. */
  readonly leftOut: number;
  /** One of them may be shown to models on this machine alone. */
  readonly localOnly: boolean;
  /** What the pictures add to the prompt. */
  readonly pictureTokens: number;
}

export function planFor(path: readonly Message[], attached: readonly Attachment[]): SendPlan {
  const next = attached.map(({ id, bytes }) => ({ id, bytes: bytes.byteLength }));
  const branch = [...path, { pictures: next }];
  const total = branch.reduce((sum, { pictures = [] }) => sum + pictures.length, 0);
  const sent = picturesSent(branch).size;
  const earlier = path.flatMap(({ pictures = [] }) => pictures);
  return {
    task: total > 0 ? 'screenshot_understanding' : 'general_assistant',
    pictures: sent,
    earlier: sent > attached.length,
    leftOut: total - sent,
    localOnly: [...earlier, ...attached].some((picture) => picture.localOnly === true),
    pictureTokens: sent * TOKENS_PER_IMAGE,
  };
}

/** The plan of what is in the composer now. */
export function currentPlan(state: ChatState = useChatStore.getState()): SendPlan {
  const path = pathTo(selectConversation(state)?.messages ?? [], selectLeaf(state));
  return planFor(path, attachmentsOf(selectKey(state))(useAttachmentStore.getState()));
}

export function useSendPlan(): SendPlan {
  const messages = useChatStore((state) => selectConversation(state)?.messages);
  const leaf = useChatStore(selectLeaf);
  const key = useChatStore(selectKey);
  const attached = useAttachmentStore(attachmentsOf(key));
  return useMemo(() => planFor(pathTo(messages ?? [], leaf), attached), [messages, leaf, attached]);
}
