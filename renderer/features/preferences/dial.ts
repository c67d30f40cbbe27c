import type { CatalogResponse } from '@shared/api/auto-router';
import type { Constraints, Weights } from '@shared/routing/candidate';
import { decideAuto } from '@shared/routing/decide';
import { floorOf, type Preference, PREFERENCES } from '@shared/routing/quality-floor';
import type { FloorTrace } from '@shared/routing/trace';
import { weightsEqual } from '@shared/routing/weights';

/** `off` = no floor: the weights alone decide. */
export const DIAL_POSITIONS = ['off', ...PREFERENCES] as const;
export type DialPosition = Preference | 'off';

/** What one position of the dial would do now. */
export interface DialEffect {
  readonly position: DialPosition;
  /** The floor as asked for, 0..1; null = none. */
  readonly floor: number | null;
  /** The model that would be picked; null = nobody is eligible. */
  readonly model: string | null;
  /** How the floor acted; null = there was none. */
  readonly trace: FloorTrace | null;
}

/** Every position, decided by the one scorer over the same candidates, weights and limits. */
export function dialEffects(
  catalog: CatalogResponse,
  constraints: Constraints,
  weights: Weights,
  pin: string | null,
): readonly DialEffect[] {
  return DIAL_POSITIONS.map((position) => {
    const floor = floorOf({
      hintMinQuality: null,
      storedMinQuality: constraints.minQuality,
      hint: null,
      dial: position === 'off' ? null : position,
      live: catalog.preferenceLive ?? true,
    });
    const { model, floor: trace } = decideAuto({
      task: catalog.task,
      requestedModel: 'auto',
      candidates: catalog.candidates,
      weights,
      weightsSource: 'user_prefs',
      needs: catalog.needs,
      constraints,
      requireCallable: !catalog.plain,
      pin,
      // A hold lasts as long as the weights that it was made under.
      hold: weightsEqual(weights, catalog.weights) ? (catalog.hold ?? null) : null,
      floor,
      incumbent: null,
      prefsVersion: catalog.prefsVersion,
      catalog: catalog.catalog,
    });
    return { position, floor: floor?.value ?? null, model, trace: trace ?? null };
  });
}

/** True when the position picks what would be picked without it. */
export function changesNothing(effect: DialEffect, effects: readonly DialEffect[]): boolean {
  return effect.model === effects.find(({ position }) => position === 'off')?.model;
}
