import type { Ranked, Scorable } from './rank';

/** A conversation changes its model only for one that scores more than this above it. */
export const SWITCH_MARGIN = 0.03;

/** 0.80 - 0.77 is 0.030000000000000027 in doubles; it counts as 0.03. */
const ROUNDING = 1e-9;

/** The model of the conversation so far. */
export interface Incumbent {
  readonly model: string;
  /** Version of the preferences under which it was decided; 0 = never set. */
  readonly prefsVersion: number;
  /** Prompt of its last turn, which its provider may have cached; absent or null = unknown. */
  readonly promptTokens?: number | null;
}

/**
 * The incumbent's row when the conversation should keep it, else null: it must still be eligible,
 * decided under the same preferences, behind the head by no more than {@link SWITCH_MARGIN}, and
 * not the head itself.
 *
 * @param ranked the eligible candidates, best first.
 */
export function keptIncumbent<C extends Scorable>(
  ranked: readonly Ranked<C>[],
  incumbent: Incumbent | null,
  prefsVersion: number,
): Ranked<C> | null {
  const best = ranked[0];
  if (best === undefined || incumbent === null) return null;
  if (incumbent.prefsVersion !== prefsVersion || incumbent.model === best.candidate.id) return null;
  const current = ranked.find((row) => row.candidate.id === incumbent.model);
  if (current === undefined) return null;
  return best.total - current.total <= SWITCH_MARGIN + ROUNDING ? current : null;
}
