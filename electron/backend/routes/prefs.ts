import { constraintsWireSchema, type ConstraintsWire, type PrefsResponse } from '@shared/api/prefs';
import type { Constraints, Weights } from '@shared/routing/candidate';
import { parseWeights } from '@shared/routing/weights';
import type { PrefsInput, StoredPrefs } from '../store/store';
import { ApiError, firstIssue, jsonBody, route, type RouteDeps, type Router } from './http';

/** Entries of each kind that a user may keep (S0-51). */
export const MAX_PREFS_ENTRIES = 50;
/** Longest task name or model id taken; S0-18 asks for ids of 500. */
const MAX_NAME_LENGTH = 512;
/** Longest list of allowed or excluded models. */
const MAX_LIST_LENGTH = 1000;
const FULL_KEYS: ReadonlySet<string> = new Set(['overrides', 'model_overrides', 'constraints']);

type JsonRecord = Readonly<Record<string, unknown>>;

/** `GET|PUT /v1/auto-router/prefs` (S0-47 to S0-55, S0-108). */
export function prefsRoutes(app: Router, { ctx }: RouteDeps): void {
  route(app, '/v1/auto-router/prefs', {
    GET: async (c) => {
      const { uid } = c.var.identity;
      return c.json(prefsResponse(uid, await ctx.store.prefs.get(uid)));
    },

    PUT: async (c) => {
      const { uid } = c.var.identity;
      const body = await jsonBody(c);
      if (!isRecord(body) || !Object.hasOwn(body, 'prefs')) {
        throw new ApiError('missing_prefs', 'the body must be an object with prefs');
      }
      const input = readPrefs(body['prefs']);
      const before = await ctx.store.prefs.get(uid);
      const stored = await ctx.store.prefs.set(uid, input, expectedVersion(body));
      if (stored === null) {
        throw new ApiError('prefs_conflict', 'the preferences were changed by somebody else');
      }
      await ctx.store.history.mark(uid, 'prefs', changedTasks(before, stored).join(', '));
      return c.json(prefsResponse(uid, stored));
    },
  });
}

/** Optional `version` beside `prefs`: save only over that version. */
function expectedVersion(body: JsonRecord): number | null {
  const version = body['version'] ?? null;
  if (version === null) return null;
  if (typeof version === 'number' && Number.isInteger(version) && version >= 0) return version;
  throw new ApiError('invalid_request', 'version must be a whole number');
}

/**
 * Preferences from outside in either shape: full, when every key is one of the full shape's and
 * there is one; else the flat legacy shape of weights by task (S0-55). `null` counts as `{}`.
 *
 * @throws ApiError invalid_prefs_type, invalid_prefs
 */
export function readPrefs(value: unknown): PrefsInput {
  const prefs = value ?? {};
  if (!isRecord(prefs)) throw new ApiError('invalid_prefs_type', 'prefs must be an object');
  const keys = Object.keys(prefs);
  if (keys.length === 0 || !keys.every((key) => FULL_KEYS.has(key))) {
    return {
      overrides: readEntries('prefs', prefs, readWeights),
      modelOverrides: {},
      constraints: {},
      shape: 'flat',
    };
  }
  return {
    overrides: readEntries('overrides', prefs['overrides'], readWeights),
    modelOverrides: readEntries('model_overrides', prefs['model_overrides'], readPin),
    constraints: readEntries('constraints', prefs['constraints'], readConstraints),
    shape: 'full',
  };
}

/** Entries by task; task names unknown to this version are kept (S0-48, S0-51). */
function readEntries<T>(
  name: string,
  value: unknown,
  read: (path: string, entry: unknown) => T,
): Record<string, T> {
  const record = value ?? {};
  if (!isRecord(record)) throw new ApiError('invalid_prefs', `${name} must be an object`);
  const entries = Object.entries(record);
  if (entries.length > MAX_PREFS_ENTRIES) {
    throw new ApiError('invalid_prefs', `${name} has more than ${MAX_PREFS_ENTRIES} entries`);
  }
  // fromEntries defines own properties, so a task called __proto__ is a task like any other.
  return Object.fromEntries(
    entries.map(([task, entry]) => {
      if (task.trim() === '' || task.length > MAX_NAME_LENGTH) {
        throw new ApiError('invalid_prefs', `${name}: a task name must be non-empty text`);
      }
      return [task, read(`${name}.${task}`, entry)];
    }),
  );
}

function readWeights(path: string, entry: unknown): Weights {
  const parsed = parseWeights(entry);
  if (!parsed.ok) throw new ApiError('invalid_prefs', `${path}: ${parsed.error.message}`);
  return parsed.weights;
}

function readPin(path: string, entry: unknown): string {
  if (typeof entry !== 'string' || entry.trim() === '' || entry.length > MAX_NAME_LENGTH) {
    throw new ApiError('invalid_prefs', `${path}: a pin must be the id of a model`);
  }
  return entry.trim();
}

function readConstraints(path: string, entry: unknown): Constraints {
  const parsed = constraintsWireSchema.safeParse(entry);
  if (!parsed.success) throw new ApiError('invalid_prefs', `${path}: ${firstIssue(parsed.error)}`);
  const wire = parsed.data;
  if ([wire.allowed ?? [], wire.excluded].some((list) => list.length > MAX_LIST_LENGTH)) {
    throw new ApiError('invalid_prefs', `${path}: more than ${MAX_LIST_LENGTH} models`);
  }
  return {
    allowed: wire.allowed,
    excluded: wire.excluded,
    maxCostUsd: wire.max_cost_usd,
    maxLatencyMs: wire.max_latency_ms,
    localOnly: wire.local_only,
    minQuality: wire.min_quality ?? null,
    dial: wire.dial ?? null,
  };
}

/** Answers in the shape of the last write, so that a client reads back what it wrote (S0-108). */
function prefsResponse(uid: string, stored: StoredPrefs): PrefsResponse {
  const constraints = Object.entries(stored.constraints);
  return {
    uid,
    prefs:
      stored.shape === 'flat'
        ? stored.overrides
        : {
            overrides: stored.overrides,
            model_overrides: stored.modelOverrides,
            ...(constraints.length === 0
              ? {}
              : {
                  constraints: Object.fromEntries(
                    constraints.map(([task, value]) => [task, toWire(value)]),
                  ),
                }),
          },
    updated_at: stored.updatedAt === null ? null : new Date(stored.updatedAt).toISOString(),
    version: stored.version,
  };
}

function toWire(constraints: Constraints): ConstraintsWire {
  return {
    allowed: constraints.allowed === null ? null : [...constraints.allowed],
    excluded: [...constraints.excluded],
    max_cost_usd: constraints.maxCostUsd,
    max_latency_ms: constraints.maxLatencyMs,
    local_only: constraints.localOnly,
    ...(constraints.minQuality !== null && { min_quality: constraints.minQuality }),
    ...(constraints.dial !== null && { dial: constraints.dial }),
  };
}

function changedTasks(before: StoredPrefs, after: StoredPrefs): string[] {
  const tasks = [before, after].flatMap((prefs) =>
    [prefs.overrides, prefs.modelOverrides, prefs.constraints].flatMap((part) => Object.keys(part)),
  );
  return [...new Set(tasks)]
    .filter((task) => partsOf(before, task) !== partsOf(after, task))
    .sort();
}

/** Everything that is stored for one task, as text to compare. */
function partsOf(prefs: StoredPrefs, task: string): string {
  const parts = [prefs.overrides, prefs.modelOverrides, prefs.constraints];
  return JSON.stringify(parts.map((part) => Object.entries(part).find(([key]) => key === task)));
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
