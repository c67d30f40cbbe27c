import type { MemoryReceipt } from '@shared/api/memory';
import type { TaskName } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import { EmbeddingError } from '../embedding/embedder';
import type { LearnedService } from '../memory/learned-service';
import { canonicalScores } from '../memory/model-names';
import type { MemoryChange } from '../store/memory';
import { ApiError } from './http';

/**
 * Scores under the candidates' own ids.
 *
 * @throws ApiError unknown_rated_model with the candidates (S1-23), invalid_request
 */
export function checkedScores(
  ctx: BackendContext,
  task: TaskName,
  scores: Readonly<Record<string, number>>,
  path: string,
): Readonly<Record<string, number>> {
  const candidates = [
    ...ctx.catalog.candidatesFor(task, ctx.providers.connections()),
    ...ctx.catalog.practiceFor(task),
  ];
  const checked = canonicalScores(candidates, scores);
  if (checked.ok) return checked.scores;
  const code = checked.unknown ? 'unknown_rated_model' : 'invalid_request';
  throw new ApiError(code, `${path}: ${checked.message}`);
}

/** @throws ApiError embedding_failed: nothing is stored that could not vote (S1-23) */
export async function embedded(
  { learned }: BackendContext,
  prompts: readonly string[],
): ReturnType<LearnedService['embedAll']> {
  try {
    return await learned.embedAll(prompts);
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error;
    throw new ApiError('embedding_failed', `${error.message}; nothing was stored`);
  }
}

/** Every change goes this way: what is held ready is out of date. */
export function receiptOf(
  learned: LearnedService,
  uid: string,
  change: MemoryChange,
): MemoryReceipt {
  learned.memories.changed(uid);
  const { ids, added, updated, evicted, removed, undoId } = change;
  return { ids, added, updated, evicted, removed, undo_id: undoId };
}
