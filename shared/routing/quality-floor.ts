/** Positions of the dial (S2-1, S2-2): how high the quality floor of a request stands. */
export const PREFERENCES = ['quality', 'balanced', 'cost'] as const;
export type Preference = (typeof PREFERENCES)[number];

/** What an unknown or misspelt position acts as (S2-3). */
export const DEFAULT_PREFERENCE: Preference = 'balanced';

/** The floor of `balanced`, so that all three positions differ: 0.70, 0.60, 0.50 (ruling 8). */
export const BASE_FLOOR = 0.6;

/*
 * Integer hundredths: 0.50 + 0.10 is no exact number in doubles (S2-5).
 */
const HUNDRED = 100;
const FLOOR_DELTA: Readonly<Record<Preference, number>> = { quality: 10, balanced: 0, cost: -10 };
/** Nobody below this is let in by the dial (S2-7, `good`). */
const SAFETY_MIN = 50;
/** The dial asks nobody for more than this (S2-7, `frontier`). */
const SAFETY_MAX = 85;
/** How far a floor that nobody clears comes down at a time. */
const RELAX_STEP = 10;

export function isPreference(value: unknown): value is Preference {
  return PREFERENCES.some((preference) => preference === value);
}

/**
 * The floor of a position, 0..1, from the floor of `balanced` (S2-5 to S2-7): `quality` raises it by
 * 0.10 up to 0.85, `cost` lowers it by 0.10 down to 0.50, `balanced` returns it untouched. A lever
 * never moves the floor against its own direction: a base above 0.85 is not lowered by `quality`.
 * With a base of 0.50 `cost` changes nothing (S2-31).
 */
export function applyPreference(base: number, preference: Preference): number {
  const delta = FLOOR_DELTA[preference];
  if (delta === 0) return base;
  const hundredths = Math.round(base * HUNDRED);
  const moved = hundredths + delta;
  const clamped =
    delta > 0
      ? Math.max(hundredths, Math.min(moved, SAFETY_MAX))
      : Math.min(hundredths, Math.max(moved, SAFETY_MIN));
  return clamped / HUNDRED;
}

/** A position as it was asked for. */
export interface AskedPreference {
  readonly value: Preference;
  /** What was written when that is no position; null when it is one. */
  readonly normalisedFrom: string | null;
}

/** Reads a position; anything unknown acts as `balanced` and says so (S2-3). Null = none was given. */
export function readPreference(value: unknown): AskedPreference | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '');
  return isPreference(text)
    ? { value: text, normalisedFrom: null }
    : { value: DEFAULT_PREFERENCE, normalisedFrom: text.slice(0, 100) };
}

/**
 * Where the floor came from: `hint` = the request's routing_preference, `dial` = the position stored
 * for the task, `min_quality` = the request's own, `preferences` = the one stored for the task.
 */
export type FloorSource = 'dial' | 'hint' | 'min_quality' | 'preferences';

/** The floor in force for one request. */
export interface Floor {
  /** Least quality score, 0..1. */
  readonly value: number;
  readonly source: FloorSource;
  /** The position that was asked for, in force or not; null = none. */
  readonly preference: Preference | null;
  readonly normalisedFrom: string | null;
  /** True when it yields rather than leave nobody (the dial's, S2-9); an explicit one refuses (S2-16). */
  readonly soft: boolean;
}

export interface FloorInput {
  /** Of the request and of the stored preferences; null = not given. */
  readonly hintMinQuality: number | null;
  readonly storedMinQuality: number | null;
  readonly hint: AskedPreference | null;
  readonly dial: Preference | null;
  /** The gate (S2-10): while false every position acts as `balanced`. */
  readonly live: boolean;
}

/**
 * The floor of one request; null = none, the weights decide alone. An explicit least quality always
 * wins over the dial, also when it is lower (S2-8); of two explicit ones the stricter counts, since a
 * request may tighten what the user allows and never loosen it. A position in the request wins over
 * the stored one.
 */
export function floorOf(input: FloorInput): Floor | null {
  const { hintMinQuality, storedMinQuality, hint, dial, live } = input;
  const preference = hint?.value ?? dial;
  const asked = { preference, normalisedFrom: hint?.normalisedFrom ?? null };
  if (hintMinQuality !== null && hintMinQuality >= (storedMinQuality ?? 0)) {
    return { ...asked, value: hintMinQuality, source: 'min_quality', soft: false };
  }
  if (storedMinQuality !== null) {
    return { ...asked, value: storedMinQuality, source: 'preferences', soft: false };
  }
  if (preference === null) return null;
  return {
    ...asked,
    value: applyPreference(BASE_FLOOR, live ? preference : DEFAULT_PREFERENCE),
    source: hint === null ? 'dial' : 'hint',
    soft: true,
  };
}

/** Whether a quality score clears a floor; unknown quality clears none. */
export function clearsFloor(quality: number | null, floor: number): boolean {
  return quality !== null && quality >= floor;
}

/**
 * Where a floor that nobody clears comes to rest: lowered a tenth at a time until the best of them
 * clears it; 0 when no quality is known, and then everybody is let through.
 */
export function relaxedFloor(floor: number, qualities: readonly (number | null)[]): number {
  let best: number | null = null;
  for (const quality of qualities) {
    if (quality !== null && !Number.isNaN(quality) && (best === null || quality > best)) {
      best = quality;
    }
  }
  if (best === null) return 0;
  let hundredths = Math.round(floor * HUNDRED);
  while (hundredths > 0 && hundredths / HUNDRED > best) hundredths -= RELAX_STEP;
  return Math.max(0, hundredths) / HUNDRED;
}
