import { z } from 'zod';
import { type AskedPreference, readPreference } from '../routing/quality-floor';
import { HEADERS } from './auto-router';

/** What a request says about how it wants to be routed (S2-1), read once at the door. */
export interface Hints {
  readonly preference: AskedPreference | null;
  /** Least quality score, 0..1; null = not given. */
  readonly minQuality: number | null;
  /** Most that this request may cost by estimate, US dollars; null = not given. */
  readonly maxCostUsd: number | null;
  /** Longest typical time, milliseconds; null = not given. */
  readonly maxLatencyMs: number | null;
  /** Null = not given. */
  readonly localOnly: boolean | null;
}

export const NO_HINTS: Hints = {
  preference: null,
  minQuality: null,
  maxCostUsd: null,
  maxLatencyMs: null,
  localOnly: null,
};

export type ReadHints =
  | { readonly ok: true; readonly hints: Hints }
  /** For an `invalid_request`. */
  | { readonly ok: false; readonly message: string };

const SHARE = 'must be a number from 0 to 1';
const AMOUNT = 'must be a number of at least 0';
const TIME = 'must be a number above 0';

/**
 * `routing_hint` of a body. Unknown fields are left alone; an unknown `routing_preference` is no
 * error (S2-3).
 */
const routingHintSchema = z.object({
  routing_preference: z.unknown().optional(),
  min_quality: z.number(SHARE).min(0, SHARE).max(1, SHARE).nullish(),
  max_cost_usd: z.number(AMOUNT).nonnegative(AMOUNT).nullish(),
  max_latency_ms: z.number(TIME).positive(TIME).nullish(),
  local_only: z.boolean('must be true or false').nullish(),
});

const NOTHING_GIVEN: z.output<typeof routingHintSchema> = {};

/** What node:http and undici call headers: lower-case names, one value or several. */
export type HintHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The hints of a request from `routing_hint` in its body and from its headers; the body wins, field by
 * field. A bad number is an error; an unknown preference is not: it acts as `balanced`.
 */
export function readHints(
  body: Readonly<Record<string, unknown>>,
  headers: HintHeaders,
): ReadHints {
  const given = body['routing_hint'];
  // Most requests have none, and the schema would take longer than the rest of the door.
  const parsed =
    given === undefined || given === null
      ? ({ success: true, data: NOTHING_GIVEN } as const)
      : routingHintSchema.safeParse(given);
  if (!parsed.success) return { ok: false, message: problemOf(parsed.error) };
  const { data } = parsed;
  const header = new HeaderReader(headers);
  const hints: Hints = {
    preference: readPreference(data.routing_preference ?? header.text(HEADERS.preference)),
    minQuality: data.min_quality ?? header.number(HEADERS.minQuality, 0, 1),
    maxCostUsd: data.max_cost_usd ?? header.number(HEADERS.maxCostUsd, 0, Infinity),
    maxLatencyMs: data.max_latency_ms ?? header.number(HEADERS.maxLatencyMs, 1, Infinity),
    localOnly: data.local_only ?? header.flag(HEADERS.localOnly),
  };
  return header.problem === null ? { ok: true, hints } : { ok: false, message: header.problem };
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = ['routing_hint', ...(issue?.path.map(String) ?? [])].join('.');
  return issue === undefined || issue.path.length === 0
    ? 'routing_hint: must be an object.'
    : `${path}: ${issue.message}.`;
}

const TRUE = new Set(['1', 'true', 'on', 'yes']);
const FALSE = new Set(['0', 'false', 'off', 'no']);

/** Reads headers and keeps the first thing wrong. */
class HeaderReader {
  problem: string | null = null;

  constructor(private readonly headers: HintHeaders) {}

  text(name: string): string | null {
    const value = this.headers[name];
    const text = (typeof value === 'string' ? value : value?.[0])?.trim() ?? '';
    return text === '' ? null : text;
  }

  number(name: string, min: number, max: number): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = Number(text);
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    const range = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
    this.problem ??= `${name}: must be a number ${range}.`;
    return null;
  }

  flag(name: string): boolean | null {
    const text = this.text(name)?.toLowerCase() ?? null;
    if (text === null) return null;
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
    this.problem ??= `${name}: must be true or false.`;
    return null;
  }
}
