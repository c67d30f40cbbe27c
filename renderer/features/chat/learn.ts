import type { FeedbackKind } from '@shared/api/compare';
import type { Message } from '@shared/api/conversations';
import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { useCatalogStore } from '../why';
import { runnerUpOf } from '../why/sentence';
import { selectConversation, useChatStore } from './store';
import { pathTo } from './tree';

/** What was learned from the rating of an answer, by its outcome, until it is taken back. */
const learnedFrom = new Map<string, string>();

/** What one act taught: how it is said, and how it is taken back. */
export interface Learned {
  readonly title: string;
  readonly body: string;
  readonly undo: () => Promise<void>;
}

interface Act {
  readonly kind: FeedbackKind;
  readonly prompt: string;
  readonly model: string;
  readonly against: string;
}

/** Stores one act; null = nothing was learned: it is switched off, or the prompt was rated on purpose. */
async function learn(act: Act): Promise<(Learned & { readonly undoId: string }) | null> {
  const result = await api().memory.feedback(act);
  // The chat itself went well; that nothing was learned by the way is no reason to interrupt it.
  if (!result.ok || result.data === null || result.data.receipt === null) return null;
  const { prefers, over, receipt } = result.data;
  const undoId = receipt.undo_id;
  return {
    title: t('teach.feedback.learned', {
      task: t('common.tasks.general_assistant'),
      model: nameOf(prefers),
    }),
    body: t('teach.feedback.body', { other: nameOf(over) }),
    undoId,
    undo: () => forget(undoId),
  };
}

async function forget(undoId: string): Promise<void> {
  const result = await api().memory.undo({ undoId });
  if (!result.ok && result.error.code !== 'undo_not_found') toastError(result.error);
}

/** A thumb, against the runner-up of the answer's decision. An earlier one of the same answer is taken back. */
export async function learnFromRating(
  message: Message,
  rating: 1 | -1 | null,
): Promise<Learned | null> {
  const { meta } = message;
  if (meta === null || meta.outcomeId === null || showsPictures(message)) return null;
  const { outcomeId, model, decisionId } = meta;
  const before = learnedFrom.get(outcomeId);
  if (before !== undefined) {
    learnedFrom.delete(outcomeId);
    await forget(before);
  }
  const prompt = promptOf(message);
  if (rating === null || model === null || decisionId === null || prompt === null) return null;
  const trace = await api().router.trace({ decisionId });
  const against = trace.ok ? runnerUpOf({ ...trace.data, model })?.id : undefined;
  if (against === undefined) return null;
  const kind = rating === 1 ? 'thumb_up' : 'thumb_down';
  const learned = await learn({ kind, prompt, model, against });
  if (learned !== null) learnedFrom.set(outcomeId, learned.undoId);
  return learned;
}

/** Another model was asked for the same message. */
export async function learnFromRegenerate(
  userMessageId: string,
  model: string,
  against: string | null,
): Promise<void> {
  const question = selectConversation(useChatStore.getState())?.messages.find(
    ({ id }) => id === userMessageId,
  );
  const prompt = question?.content;
  if (question === undefined || showsPictures(question)) return;
  if (prompt === undefined || against === null || against === model) return;
  tell(await learn({ kind: 'regenerated', prompt, model, against }));
}

/** A message went to the runner-up in place of the pick. */
export async function learnFromRunnerUp(
  prompt: string,
  model: string,
  against: string,
): Promise<void> {
  tell(await learn({ kind: 'runner_up', prompt, model, against }));
}

function tell(learned: Learned | null): void {
  if (learned === null) return;
  const { title, body, undo } = learned;
  const run = async (): Promise<void> => {
    await undo();
    toast({ title: t('teach.feedback.undone') });
  };
  toast({ title, body, action: { label: t('common.undo'), run: () => void run() } });
}

/**
 * A picture is on its branch. The memory knows words alone: which model was better at a picture says
 * nothing of them.
 */
function showsPictures({ id }: Message): boolean {
  const messages = selectConversation(useChatStore.getState())?.messages ?? [];
  return pathTo(messages, id).some(({ pictures = [] }) => pictures.length > 0);
}

/** The question that an answer answers. */
function promptOf({ parentId }: Message): string | null {
  const messages = selectConversation(useChatStore.getState())?.messages ?? [];
  const asked = messages.find(({ id }) => id === parentId)?.content.trim() ?? '';
  return asked === '' ? null : asked;
}

function nameOf(id: string): string {
  return useCatalogStore.getState().names[id] ?? id.slice(id.indexOf('/') + 1);
}
