import type { ProviderErrorCode, ProviderFailure } from '../providers/provider';

/** Kinds of failure that rest apart: a rate limit says nothing about a broken server. */
export type ErrorClass = 'rate' | 'error' | 'missing' | 'auth' | 'network';

export interface Policy {
  /** Whether every model of the provider rests, or this one alone. */
  readonly scope: 'model' | 'provider';
  /** The first wait; each failure in a row doubles it. */
  readonly firstMs: number;
  readonly capMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const POLICIES: Readonly<Record<ErrorClass, Policy>> = {
  rate: { scope: 'model', firstMs: 2 * SECOND, capMs: 5 * MINUTE },
  error: { scope: 'model', firstMs: 2 * SECOND, capMs: 2 * MINUTE },
  missing: { scope: 'model', firstMs: 30 * SECOND, capMs: 30 * MINUTE },
  auth: { scope: 'provider', firstMs: 10 * SECOND, capMs: 10 * MINUTE },
  // Nothing at an address answers for any of its models.
  network: { scope: 'provider', firstMs: 2 * SECOND, capMs: MINUTE },
};

/** A Retry-After is obeyed up to here: a clock gone wrong must not shut a model out for a year. */
export const RETRY_AFTER_CAP_MS = 60 * MINUTE;

const CLASSES: Readonly<Record<ProviderErrorCode, ErrorClass | null>> = {
  provider_auth_failed: 'auth',
  provider_model_not_found: 'missing',
  provider_rate_limited: 'rate',
  // The request is at fault, and the next one may be fine.
  provider_rejected: null,
  provider_error: 'error',
  provider_timeout: 'error',
  provider_unreachable: 'network',
  provider_cut_stream: 'error',
  provider_bad_answer: 'error',
};

/** What a failure makes rest; null = nothing. A 403 is about one model, a 401 about the key. */
export function classOf({ code, status }: Pick<ProviderFailure, 'code' | 'status'>) {
  return code === 'provider_auth_failed' && status === 403 ? 'missing' : CLASSES[code];
}

/** How long the n-th failure in a row rests, in milliseconds; n from 1. */
export function waitMs(policy: Policy, failures: number, retryAfterMs: number | null): number {
  // Past 2^30 the shift would turn negative; the cap is long reached by then.
  const backOff = Math.min(policy.capMs, policy.firstMs * 2 ** Math.min(failures - 1, 30));
  const asked = Math.min(retryAfterMs ?? 0, RETRY_AFTER_CAP_MS);
  return Math.max(backOff, asked);
}
