import type { MemoryExample } from '@shared/api/memory';
import type { Candidate } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import type { Override } from '@shared/routing/weight-suggestion';

/** What a model that was taken instead of another is stored with is at least so far apart. */
const LEAST_GAP = 0.15;

/** The user's overrides of one task among the stored feedback; a thumb alone takes no other model. */
export function overridesOf(
  examples: readonly MemoryExample[],
  task: TaskName,
  candidates: readonly Candidate[],
): readonly Override[] {
  const scoresOf = new Map(candidates.map(({ id, scores }) => [id, scores]));
  return examples.flatMap((example): Override[] => {
    if (example.task !== task || example.label_source !== 'feedback') return [];
    const [best, next, ...more] = Object.entries(example.scores).sort((a, b) => b[1] - a[1]);
    if (best === undefined || next === undefined || more.length > 0) return [];
    if (best[1] - next[1] <= LEAST_GAP + 1e-9) return [];
    const taken = scoresOf.get(best[0]);
    const instead = scoresOf.get(next[0]);
    return taken === undefined || instead === undefined ? [] : [{ taken, instead }];
  });
}
