import type { Axis, AxisScores } from './candidate';
import { isJsonObject, type JsonObject, jsonTypeOf, readJson } from './read-json';

/** One model of one task in S0's plain format (S0-2): scores normalised, 1 = best on every axis. */
export interface ModelSpec {
  readonly id: string;
  readonly scores: AxisScores;
  /** May be empty. */
  readonly provider: string;
  /** Declared to take live sessions, and nothing but them; absent = the row does not say (S0-95). */
  readonly realtime?: boolean;
}

/** A benchmark file that cannot be used; the message names the path and what was expected. */
export class ModelValidationError extends Error {
  override readonly name = 'ModelValidationError';

  constructor(
    message: string,
    /** Keys and indexes from the top level to the place; empty = the top level. */
    readonly at: Path = [],
  ) {
    super(message);
  }
}

type Path = readonly (string | number)[];

const SCORE_KEYS: Readonly<Record<Axis, string>> = {
  quality: 'quality_score',
  latency: 'latency_score',
  cost: 'cost_score',
};

/** Ways of writing "unknown" as a string that the format has always meant to take (S0-19). */
const UNKNOWN_WORDS: ReadonlySet<string> = new Set(['', 'null', 'none', 'nan']);

/** Immutable; tasks and models keep the order of the file. */
export class ModelRegistry {
  readonly #models: ReadonlyMap<string, readonly ModelSpec[]>;

  private constructor(models: ReadonlyMap<string, readonly ModelSpec[]>) {
    this.#models = models;
    Object.freeze(this);
  }

  static empty(): ModelRegistry {
    return new ModelRegistry(new Map());
  }

  /**
   * From `{task: [{id, quality_score, latency_score, cost_score, provider?}]}` (S0-15). A score may
   * be null. Scores outside 0..1 are kept, since scoring clamps them (S0-5).
   * @throws {ModelValidationError}
   */
  static fromModelDicts(models: unknown): ModelRegistry {
    if (!isJsonObject(models)) {
      throw wrong(['models'], `must be an object, got ${jsonTypeOf(models)}`);
    }
    const byTask = new Map<string, readonly ModelSpec[]>();
    for (const [task, list] of Object.entries(models)) {
      byTask.set(task, readModels(list, ['models', task]));
    }
    return new ModelRegistry(byTask);
  }

  /** The models of a task, in a list of the caller's own; empty for a task without any (S0-17). */
  candidatesFor(task: string): ModelSpec[] {
    return [...(this.#models.get(task) ?? [])];
  }

  allTasks(): string[] {
    return [...this.#models.keys()];
  }

  has(task: string): boolean {
    return this.#models.has(task);
  }

  /** Over all tasks; a model listed for two tasks counts twice. */
  get totalCandidateCount(): number {
    return [...this.#models.values()].reduce((total, models) => total + models.length, 0);
  }
}

/**
 * Reads a benchmark file `{"models": {...}, "_comment"?}`; null = the file is missing: an empty
 * registry and a warning to log (S0-16).
 * @throws {ModelValidationError}
 */
export function parseBenchmarks(text: string | null): {
  registry: ModelRegistry;
  warning: string | null;
} {
  if (text === null) {
    return {
      registry: ModelRegistry.empty(),
      warning: 'benchmark file not found: no models are registered',
    };
  }
  const json = readJson(text);
  if (!json.ok) throw new ModelValidationError(json.message);
  if (!isJsonObject(json.value)) {
    throw new ModelValidationError(`top level must be an object, got ${jsonTypeOf(json.value)}`);
  }
  if (!Object.hasOwn(json.value, 'models')) throw new ModelValidationError('missing key: models');
  return { registry: ModelRegistry.fromModelDicts(json.value['models']), warning: null };
}

function readModels(list: unknown, path: Path): readonly ModelSpec[] {
  if (!Array.isArray(list)) {
    throw wrong(path, `must be a list, got ${jsonTypeOf(list)}`);
  }
  const models = list.map((entry: unknown, index) => readModel(entry, [...path, index]));
  const seen = new Set<string>();
  for (const [index, { id }] of models.entries()) {
    if (seen.has(id)) throw wrong([...path, index, 'id'], `is a duplicate: ${id}`);
    seen.add(id);
  }
  return Object.freeze(models);
}

function readModel(entry: unknown, path: Path): ModelSpec {
  if (!isJsonObject(entry)) {
    throw wrong(path, `must be an object, got ${jsonTypeOf(entry)}`);
  }
  const id = field(entry, 'id', path);
  if (typeof id !== 'string') {
    throw wrong([...path, 'id'], `must be a string, got ${jsonTypeOf(id)}`);
  }
  if (id === '') throw wrong([...path, 'id'], 'must be non-empty');
  return Object.freeze({
    id,
    scores: readScores(entry, path),
    provider: readProvider(entry, path),
    ...readRealtime(entry, path),
  });
}

function readScores(entry: JsonObject, path: Path): AxisScores {
  return Object.freeze({
    quality: readScore(entry, SCORE_KEYS.quality, path),
    latency: readScore(entry, SCORE_KEYS.latency, path),
    cost: readScore(entry, SCORE_KEYS.cost, path),
  });
}

function readScore(entry: JsonObject, key: string, path: Path): number | null {
  const value = field(entry, key, path);
  if (value === null) return null;
  if (typeof value === 'string' && UNKNOWN_WORDS.has(value.trim().toLowerCase())) return null;
  if (typeof value !== 'number') {
    throw wrong([...path, key], `must be a number or null, got ${jsonTypeOf(value)}`);
  }
  if (Number.isNaN(value)) return null;
  // JSON has no infinity to show later: kept as what it counts as (S0-6, S0-9).
  return Number.isFinite(value) ? value : Number(value > 0);
}

function readProvider(entry: JsonObject, path: Path): string {
  const provider = Object.hasOwn(entry, 'provider') ? entry['provider'] : null;
  if (provider === null) return '';
  if (typeof provider !== 'string') {
    throw wrong([...path, 'provider'], `must be a string, got ${jsonTypeOf(provider)}`);
  }
  return provider;
}

function readRealtime(entry: JsonObject, path: Path): Pick<ModelSpec, 'realtime'> {
  const realtime = Object.hasOwn(entry, 'realtime') ? entry['realtime'] : null;
  if (realtime === null) return {};
  if (typeof realtime !== 'boolean') {
    throw wrong([...path, 'realtime'], `must be true or false, got ${jsonTypeOf(realtime)}`);
  }
  return { realtime };
}

function field(entry: JsonObject, key: string, path: Path): unknown {
  if (!Object.hasOwn(entry, key)) throw wrong([...path, key], 'is missing');
  return entry[key];
}

function wrong(path: Path, problem: string): ModelValidationError {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return new ModelValidationError(`${place.slice(1)} ${problem}`, path);
}
