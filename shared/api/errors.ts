import { z } from 'zod';

/** Every code a caller can act on, in one list; `docs/http-api.md` is tested against it. */
export const ERROR_CODES = {
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  unknown_task: 400,
  missing_task: 422,
  invalid_weights: 400,
  missing_prefs: 400,
  invalid_prefs_type: 400,
  invalid_prefs: 400,
  prefs_conflict: 409,
  invalid_request: 400,
  payload_too_large: 413,
  admin_not_configured: 503,
  invalid_admin_key: 401,
  refresh_failed: 503,
  invalid_providers: 400,
  unknown_provider: 404,
  unknown_model: 404,
  no_eligible_candidate: 503,
  tools_not_supported_by_backend: 422,
  unsupported_feature: 422,
  strategy_not_allowed: 403,
  model_not_allowed: 403,
  spending_cap_reached: 402,
  key_not_found: 404,
  invalid_key: 400,
  request_timeout: 408,
  decision_not_found: 404,
  conversation_not_found: 404,
  outcome_not_found: 404,
  edit_not_found: 404,
  unknown_source: 404,
  terms_not_accepted: 400,
  pick_change_not_found: 404,
  provider_auth_failed: 502,
  provider_model_not_found: 502,
  provider_rejected: 400,
  provider_rate_limited: 429,
  provider_error: 502,
  provider_timeout: 504,
  provider_unreachable: 502,
  provider_cut_stream: 502,
  provider_bad_answer: 502,
  invalid_benchmark_config: 400,
  benchmark_not_configured: 400,
  benchmark_active: 409,
  benchmark_quota_reached: 429,
  benchmark_run_not_found: 404,
  routing_table_not_found: 404,
  storage_failed: 503,
  internal_error: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The one shape of every error answer: a stable code, a readable message, where to read more. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    docs: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
