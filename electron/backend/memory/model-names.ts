import type { Candidate } from '@shared/routing/candidate';

/**
 * The one id of a model that a caller may spell in several ways (S1-17): the id itself,
 * `provider:model`, or the bare model where only one provider has it. Null = none of the candidates.
 */
export function canonicalModel(
  candidates: readonly Pick<Candidate, 'id' | 'model'>[],
  given: string,
): string | null {
  if (candidates.some(({ id }) => id === given)) return given;
  const slashed = given.replace(':', '/');
  if (candidates.some(({ id }) => id === slashed)) return slashed;
  const bare = candidates.filter(({ model }) => model === given);
  const [only] = bare;
  return bare.length === 1 && only !== undefined ? only.id : null;
}

/** Scores under canonical ids; or what is wrong with them, as a sentence. */
export function canonicalScores(
  candidates: readonly Pick<Candidate, 'id' | 'model'>[],
  scores: Readonly<Record<string, number>>,
):
  | { readonly ok: true; readonly scores: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly unknown: boolean; readonly message: string } {
  const known = new Map<string, number>();
  for (const [given, score] of Object.entries(scores)) {
    const id = canonicalModel(candidates, given);
    if (id === null) {
      const ids = candidates.map((candidate) => candidate.id).join(', ');
      return {
        ok: false,
        unknown: true,
        message: `no candidate is called ${given}; there are: ${ids}`,
      };
    }
    if (known.has(id)) {
      return { ok: false, unknown: false, message: `${id} is scored twice under different names` };
    }
    known.set(id, score);
  }
  const practice = [...known.keys()].filter((id) => id.startsWith('practice/')).length;
  if (practice > 0 && practice < known.size) {
    const message = 'practice models and real ones are never rated together';
    return { ok: false, unknown: false, message };
  }
  return { ok: true, scores: Object.fromEntries(known) };
}
