import type { CatalogResponse } from '@shared/api/auto-router';
import type { Candidate, Constraints, Weights } from '@shared/routing/candidate';
import { type DecisionRegion, decisionMap } from '@shared/routing/decision-map';
import { type Dropped, splitEligible } from '@shared/routing/eligibility';
import { type Flip, nearestFlip } from '@shared/routing/explain';
import { floorOf } from '@shared/routing/quality-floor';
import { type Ranked, rank } from '@shared/routing/rank';

/** Everything of a task that does not depend on the weights: computed once, not once a frame. */
export interface Landscape {
  readonly catalog: CatalogResponse;
  readonly eligible: readonly Candidate[];
  readonly dropped: readonly Dropped[];
  readonly regions: readonly DecisionRegion[];
  /** Order of models that win somewhere, largest area first: their colour, pattern and letter. */
  readonly seriesOf: ReadonlyMap<string, number>;
  readonly nameOf: (id: string) => string;
}

export function createLandscape(
  catalog: CatalogResponse,
  constraints: Constraints,
  pin: string | null,
): Landscape {
  const { eligible, dropped } = splitEligible(catalog.candidates, {
    needs: catalog.needs,
    constraints,
    requireCallable: !catalog.plain,
    pin,
    floor: floorOf({
      hintMinQuality: null,
      storedMinQuality: constraints.minQuality,
      hint: null,
      dial: constraints.dial,
      live: catalog.preferenceLive ?? true,
    }),
  });
  const regions = decisionMap(eligible);
  const names = new Map(catalog.candidates.map(({ id, name }) => [id, name]));
  return {
    catalog,
    eligible,
    dropped,
    regions,
    seriesOf: new Map(regions.map(({ id }, index) => [id, index])),
    nameOf: (id) => names.get(id) ?? id,
  };
}

export type PinState = 'none' | 'obeyed' | 'not_eligible' | 'gone';

/** What one set of weights gives on a landscape: all that changes while the thumb is dragged. */
export interface Preview {
  readonly ranked: readonly Ranked<Candidate>[];
  /** The model that the next request would get: the pin when it can be obeyed, else the best. */
  readonly winner: Ranked<Candidate> | null;
  readonly pin: PinState;
  /** Null while a pin decides: then no weight flips anything. */
  readonly flip: Flip | null;
}

export function previewAt(landscape: Landscape, weights: Weights, pin: string | null): Preview {
  const ranked = rank(landscape.eligible, weights);
  const best = ranked[0] ?? null;
  const pinned = ranked.find((row) => row.candidate.id === pin);
  const flip =
    best === null || pinned !== undefined
      ? null
      : nearestFlip(best.candidate, landscape.eligible, weights);
  return { ranked, winner: pinned ?? best, pin: pinState(landscape, pin), flip };
}

function pinState({ catalog, eligible }: Landscape, pin: string | null): PinState {
  if (pin === null) return 'none';
  if (eligible.some(({ id }) => id === pin)) return 'obeyed';
  return catalog.candidates.some(({ id }) => id === pin) ? 'not_eligible' : 'gone';
}
