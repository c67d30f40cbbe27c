import { AXES, type Axis, type Weights } from './candidate';
import { isJsonObject, jsonTypeOf } from './read-json';

/** How far the sum of three weights may be from 1, exclusive, as computed in doubles (S0-4). */
export const WEIGHT_SUM_TOLERANCE = 1e-3;

export type WeightsErrorCode =
  | 'not_an_object'
  | 'missing_key'
  | 'not_a_number'
  | 'not_finite'
  | 'out_of_range'
  | 'bad_sum';

export interface WeightsError {
  readonly code: WeightsErrorCode;
  /** Names the key and says what was wrong with it, e.g. `quality must be a number, got bool`. */
  readonly message: string;
}

export type ParsedWeights =
  | { readonly ok: true; readonly weights: Weights }
  | { readonly ok: false; readonly error: WeightsError };

const PLAIN_KEYS: Readonly<Record<Axis, string>> = {
  quality: 'quality',
  latency: 'latency',
  cost: 'cost',
};

/**
 * Checks three weights from outside, in S0-4's order and before any coercion: an object, no key
 * missing (S0-50), each one a number and not a boolean, string or null (S0-38, S0-49), finite
 * (`1e999` parses to Infinity: S0-9), within 0..1; then the sum, within {@link WEIGHT_SUM_TOLERANCE}.
 * Other keys are ignored. Weights are never renormalised (S0-7). The result is a frozen copy.
 *
 * @param keys the key of each axis in `value`, for formats that spell them differently.
 */
export function parseWeights(
  value: unknown,
  keys: Readonly<Record<Axis, string>> = PLAIN_KEYS,
): ParsedWeights {
  if (!isJsonObject(value)) {
    return failure('not_an_object', `weights must be an object, got ${jsonTypeOf(value)}`);
  }
  const missing = AXES.map((axis) => keys[axis]).filter((key) => !Object.hasOwn(value, key));
  if (missing.length > 0) {
    return failure('missing_key', `weights: missing ${missing.join(', ')}`);
  }
  const parsed: Record<Axis, number> = { quality: 0, latency: 0, cost: 0 };
  for (const axis of AXES) {
    const key = keys[axis];
    const weight = value[key];
    if (typeof weight !== 'number') {
      return failure('not_a_number', `${key} must be a number, got ${jsonTypeOf(weight)}`);
    }
    if (!Number.isFinite(weight)) {
      return failure('not_finite', `${key} must be a finite number`);
    }
    if (weight < 0 || weight > 1) {
      return failure('out_of_range', `${key} must be in [0.0, 1.0]`);
    }
    parsed[axis] = weight + 0; // -0 becomes 0
  }
  const sum = parsed.quality + parsed.latency + parsed.cost;
  if (Math.abs(sum - 1) > WEIGHT_SUM_TOLERANCE) {
    return failure('bad_sum', `weights sum to ${sum.toFixed(4)}, expected 1.0 (tolerance 1e-3)`);
  }
  return { ok: true, weights: Object.freeze(parsed) };
}

/** Equal on every axis within 1e-3 (S0-106). */
export function weightsEqual(a: Weights, b: Weights): boolean {
  return AXES.every((axis) => Math.abs(a[axis] - b[axis]) <= WEIGHT_SUM_TOLERANCE);
}

/**
 * Makes valid weights of any three numbers: what is negative or not finite counts as 0, then each
 * is divided by their sum; a third each when nothing is left. For values of our own controls only:
 * what comes from outside goes through {@link parseWeights}.
 */
export function normalizeWeights(raw: Readonly<Record<Axis, number>>): Weights {
  const quality = usable(raw.quality);
  const latency = usable(raw.latency);
  const cost = usable(raw.cost);
  const largest = Math.max(quality, latency, cost);
  if (largest === 0) return { quality: 1 / 3, latency: 1 / 3, cost: 1 / 3 };
  // Scaled by the largest first, so that neither huge nor tiny values spoil the sum.
  const sum = quality / largest + latency / largest + cost / largest;
  return {
    quality: quality / largest / sum,
    latency: latency / largest / sum,
    cost: cost / largest / sum,
  };
}

/**
 * The weights as whole percents that total exactly 100: every share is rounded down and the points
 * left over go to the largest remainders, ties in axis order.
 */
export function toPercents(weights: Weights): Record<Axis, number> {
  const shares = normalizeWeights(weights);
  const percents: Record<Axis, number> = { quality: 0, latency: 0, cost: 0 };
  const remainders: { axis: Axis; remainder: number }[] = [];
  let left = 100;
  for (const axis of AXES) {
    // 0.29 * 100 is 28.999999999999996: what a double loses must not cost a point.
    const share = Number((shares[axis] * 100).toFixed(9));
    const whole = Math.floor(share);
    percents[axis] = whole;
    left -= whole;
    remainders.push({ axis, remainder: share - whole });
  }
  remainders.sort((a, b) => b.remainder - a.remainder);
  for (const { axis } of remainders.slice(0, left)) percents[axis] += 1;
  return percents;
}

/** Percents to weights. A total of 100 divides exactly; any other total is normalised. */
export function fromPercents(percents: Readonly<Record<Axis, number>>): Weights {
  const valid = AXES.every((axis) => percents[axis] >= 0);
  if (valid && percents.quality + percents.latency + percents.cost === 100) {
    return {
      quality: percents.quality / 100,
      latency: percents.latency / 100,
      cost: percents.cost / 100,
    };
  }
  return normalizeWeights(percents);
}

/**
 * Sets one axis to `value` (clamped to what is free) and takes the difference from the other two in
 * proportion, equally when both are 0 (S0-106). A locked axis keeps its weight: then the third one
 * takes the whole difference. Moving the locked axis itself, or to NaN, changes nothing.
 */
export function rebalance(weights: Weights, axis: Axis, value: number, locked?: Axis): Weights {
  if (axis === locked || Number.isNaN(value)) return weights;
  const others = AXES.filter((other) => other !== axis);
  const held = locked === undefined ? 0 : weights[locked];
  const moved = Math.min(Math.max(value, 0), Math.max(1 - held, 0));
  const rest = Math.max(1 - held - moved, 0);
  const free = others.filter((other) => other !== locked);
  const freeSum = free.reduce((sum, other) => sum + weights[other], 0);
  const result: Record<Axis, number> = { ...weights, [axis]: moved };
  for (const other of free) {
    result[other] = freeSum > 0 ? (rest * weights[other]) / freeSum : rest / free.length;
  }
  return result;
}

/** The names of the presets, in the order in which they are shown. */
export const PRESET_IDS = ['best', 'balanced', 'fast', 'cheap'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** Weights of each preset; null = the task's own default. */
export const PRESETS: Readonly<Record<PresetId, Weights | null>> = Object.freeze({
  best: Object.freeze({ quality: 0.9, latency: 0.05, cost: 0.05 }),
  balanced: null,
  fast: Object.freeze({ quality: 0.2, latency: 0.7, cost: 0.1 }),
  cheap: Object.freeze({ quality: 0.2, latency: 0.1, cost: 0.7 }),
});

export function presetWeights(preset: PresetId, taskDefault: Weights): Weights {
  return PRESETS[preset] ?? taskDefault;
}

/** The preset that these weights are, or `custom`. */
export function presetOf(weights: Weights, taskDefault: Weights): PresetId | 'custom' {
  if (weightsEqual(weights, taskDefault)) return 'balanced';
  return (
    PRESET_IDS.find((preset) => weightsEqual(weights, presetWeights(preset, taskDefault))) ??
    'custom'
  );
}

function usable(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : 0;
}

function failure(code: WeightsErrorCode, message: string): ParsedWeights {
  return { ok: false, error: { code, message } };
}
