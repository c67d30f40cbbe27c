import { z } from 'zod';
import type { Availability, AxisScores, Capabilities, Figure } from '../routing/candidate';
import { TASK_NAMES, type TaskName } from '../routing/tasks';
import type { RefusedValue, SourceState } from './sources';

/** Prices that a person may set by hand, in US dollars. */
export const EDITABLE_RATES = [
  'inputPerMTok',
  'outputPerMTok',
  'cacheReadPerMTok',
  'perMinute',
  'perImage',
  'imageInputPerMTok',
] as const;
export type EditableRate = (typeof EDITABLE_RATES)[number];

/**
 * Every figure of a model under a fixed name; null = unknown. `quality`, `latency` and `cost` are
 * those that are scored; `latency` may be a blend of public and own measurements (`source` is then
 * `yours`, with `n`).
 */
export const FIGURE_NAMES = [
  'quality',
  'latency',
  'cost',
  'inputPerMTok',
  'outputPerMTok',
  'cacheReadPerMTok',
  'perMinute',
  'perImage',
  'imageInputPerMTok',
  'throughput',
  'context',
  'firstToken',
  'total',
  'failureRate',
  'realCost',
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

/** A price as it was from a time on. */
export interface PricePoint {
  readonly rate: string;
  /** US dollars in the unit of the rate; null = the price was withdrawn. */
  readonly value: number | null;
  readonly source: string;
  /** When this app first saw it, ISO. */
  readonly at: string;
}

/** What a person set by hand for one model; never overwritten by a source. */
export interface ModelEdit {
  readonly model: string;
  /** True when the person added the model. */
  readonly added: boolean;
  readonly rates: Readonly<Partial<Record<EditableRate, number>>>;
  readonly name: string | null;
  readonly tasks: Readonly<Partial<Record<TaskName, TaskEdit>>>;
  readonly tools: boolean | null;
  readonly realtime: boolean | null;
  readonly context: number | null;
  readonly note: string | null;
  /** ISO. */
  readonly updatedAt: string;
}

/** What it takes to be able to call a model. */
export type Unlock =
  | { readonly kind: 'nothing' }
  /** Connect this provider with a key. */
  | { readonly kind: 'key'; readonly provider: string }
  /** Start or connect this local provider. */
  | { readonly kind: 'connect'; readonly provider: string }
  /** Pull the model there. */
  | { readonly kind: 'install'; readonly provider: string }
  /** The key is there, but the provider does not list this model for it. */
  | { readonly kind: 'not_listed'; readonly provider: string };

export interface ModelRow {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly name: string;
  readonly local: boolean;
  readonly practice: boolean;
  /** ISO date; null = not known. */
  readonly released: string | null;
  /** `unlisted`: only a provider's list names it; `user`: added by hand; `plain`: the operator's file. */
  readonly origin: 'catalog' | 'unlisted' | 'user' | 'practice' | 'plain';
  readonly availability: Availability;
  readonly unlock: Unlock;
  readonly capabilities: Capabilities;
  readonly scores: AxisScores;
  readonly figures: Readonly<Record<FigureName, Figure | null>>;
  /** The public figure behind a figure that is `yours` or set by hand; absent otherwise. */
  readonly publicFigures: Readonly<Partial<Record<FigureName, Figure>>>;
  /** Further measurements that are known and not scored. */
  readonly others: readonly Figure[];
  /** Other spellings of the same model (S1-17). */
  readonly aliases: readonly string[];
  readonly refused: readonly RefusedValue[];
  /** Oldest first, at most 50. */
  readonly priceHistory: readonly PricePoint[];
  readonly edit: ModelEdit | null;
}

/** `GET /v1/auto-router/models?task=`: every candidate with every figure and where it is from. */
export interface ModelsResponse {
  readonly task: TaskName;
  readonly candidates: readonly ModelRow[];
  readonly sources: readonly SourceState[];
  /** Names and links for every `source` of a figure. */
  readonly sourceNames: Readonly<Record<string, { name: string; url: string; licence: string }>>;
  /** Labels for every `metric` of a figure. */
  readonly metricNames: Readonly<Record<string, string>>;
  /** Lines to show with the figures. */
  readonly attribution: readonly string[];
  readonly catalog: {
    readonly version: string;
    /** `bundled`, `file`, `example`, or the live sources in use joined by `+`. */
    readonly source: string;
    readonly plain: boolean;
    /** When the oldest part in use was loaded, ISO. */
    readonly loadedAt: string;
    readonly ageSeconds: number;
    readonly isFresh: boolean;
  };
  readonly generatedAt: string;
}

const positivePrice = z.number().finite().positive().max(10_000);

const taskEditSchema = z.strictObject({
  /** 0..1, the person's own judgement; scored as it is. */
  quality: z.number().min(0).max(1).optional(),
  /** Milliseconds in the task's own latency unit. */
  latencyMs: z.number().finite().positive().max(600_000).optional(),
});
export type TaskEdit = z.infer<typeof taskEditSchema>;

/** `provider/model`: ids are data from outside, so control characters and spaces stay out. */
export const modelIdSchema = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}\/[^\s\p{C}]+$/iu, 'expected provider/model');

/**
 * `PUT /v1/auto-router/models/edit` (owner token): replaces what was set by hand for one model. A
 * model that no source knows is added, as a candidate of the tasks that are named. A price of 0 is
 * refused: local models are free by themselves, cloud models never are.
 */
export const modelEditSchema = z.strictObject({
  model: modelIdSchema,
  rates: z.partialRecord(z.enum(EDITABLE_RATES), positivePrice).default({}),
  name: z.string().trim().min(1).max(80).nullable().default(null),
  tasks: z.partialRecord(z.enum(TASK_NAMES), taskEditSchema).default({}),
  tools: z.boolean().nullable().default(null),
  /** For `ptt_response`: it takes live sessions, and nothing but them. */
  realtime: z.boolean().nullable().default(null),
  context: z.number().int().positive().max(100_000_000).nullable().default(null),
  note: z.string().trim().max(500).nullable().default(null),
});
export type ModelEditRequest = z.infer<typeof modelEditSchema>;

/** Answer of the `PUT`; `DELETE /v1/auto-router/models/edit?model=` answers 204. */
export interface ModelEditResponse {
  readonly edit: ModelEdit;
}

/** `POST /v1/auto-router/models/measure` (owner token): a short probe of a local model. */
export const measureSchema = z.strictObject({ model: modelIdSchema });
export interface MeasureResponse {
  readonly model: string;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  readonly tokensPerSecond: number | null;
  /** Own measurements of this model so far. */
  readonly n: number;
}

/** One figure that moved, of the model that lost or of the one that won. */
export interface FigureChange {
  readonly model: string;
  readonly figure: 'quality' | 'latency' | 'cost' | 'added' | 'removed';
  readonly from: Figure | null;
  readonly to: Figure | null;
  readonly scoreFrom: number | null;
  readonly scoreTo: number | null;
}

/**
 * A task whose best model became another by a refresh.
 *
 * `applied`: the new one serves; `waiting`: the old one serves until the person decides (embedding:
 * switching means indexing again); `held`: the person keeps the old one; `taken`: the person took
 * the new one; `passed`: a later refresh or a change of the preferences settled it.
 */
export interface PickChange {
  readonly id: string;
  readonly task: TaskName;
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  readonly status: 'applied' | 'waiting' | 'held' | 'taken' | 'passed';
  /** How much better the new one scores under the person's weights. */
  readonly gap: number;
  readonly why: readonly FigureChange[];
  readonly catalogFrom: string;
  readonly catalogTo: string;
  /** ISO. */
  readonly at: string;
  /** When the person decided, ISO; null = not yet. */
  readonly decidedAt: string | null;
}

/** `GET /v1/auto-router/pick-changes`: the caller's own, newest first, at most 50. */
export interface PickChangesResponse {
  readonly changes: readonly PickChange[];
  /** What is held now, by task. */
  readonly holds: Readonly<Partial<Record<TaskName, string>>>;
}

/** `POST /v1/auto-router/pick-changes/{id}` -> the change as it is now. */
export const pickChangeActionSchema = z.strictObject({ action: z.enum(['hold', 'take']) });
export interface PickChangeResponse {
  readonly change: PickChange;
}
