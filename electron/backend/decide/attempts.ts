import type { Candidate } from '@shared/routing/candidate';
import { type DecisionTrace, fallbackOrder } from '@shared/routing/decide';
import type { Cooldown } from '../cooldown/cooldown';

/**
 * The models to call for a decision, one at a time, as long as the caller asks for the next: the chosen
 * one, then the others by rank. Each is given only when it may be called at that moment, so a model, or
 * a whole provider, that an earlier attempt has just shown to be broken is passed over. A pin goes
 * whatever rests, alone (ruling 12); so does a last resort. When somebody else is just trying all of
 * them, the chosen one is tried nevertheless: an attempt serves better than a refusal.
 *
 * Whoever takes one reports back to the cooldown: `succeeded`, `failed` or `released`.
 */
export function* attempts(
  cooldown: Pick<Cooldown, 'claim'>,
  trace: DecisionTrace,
  candidates: ReadonlyMap<string, Candidate>,
): Generator<Candidate, void, void> {
  const chosen = trace.model === null ? undefined : candidates.get(trace.model);
  if (chosen === undefined) return;
  const must = trace.reason === 'pinned' || trace.lastResort === true;
  let tried = false;
  for (const id of [chosen.id, ...fallbackOrder(trace)]) {
    const candidate = candidates.get(id);
    if (candidate === undefined || !cooldown.claim(candidate, must)) continue;
    tried = true;
    yield candidate;
  }
  if (!tried) {
    cooldown.claim(chosen, true);
    yield chosen;
  }
}
