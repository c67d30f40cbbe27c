import type { Weights } from '@shared/routing/candidate';
import { parseWeights } from '@shared/routing/weights';
import { ApiError } from './http';

/** The `weights` parameter: JSON, for this call only (S0-37). @throws ApiError invalid_weights */
export function weightsParam(text: string | undefined): Weights | null {
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    throw new ApiError('invalid_weights', 'weights is not valid JSON');
  }
  return checkedWeights(value);
}

/** @throws ApiError invalid_weights */
export function checkedWeights(value: unknown): Weights {
  const parsed = parseWeights(value);
  if (!parsed.ok) throw new ApiError('invalid_weights', parsed.error.message);
  return parsed.weights;
}
