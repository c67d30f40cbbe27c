import { z } from 'zod';
import type { LearnedDecline, LearnedTrace } from '../routing/learned-trace';
import { TASK_NAMES } from '../routing/tasks';

/** Who or what gave the scores. */
export const LABEL_SOURCES = ['human', 'judge', 'feedback'] as const;
export const labelSourceSchema = z.enum(LABEL_SOURCES);
export type LabelSource = z.infer<typeof labelSourceSchema>;

/** Most examples of one request (S1-23). */
export const RANK_BATCH = 100;
/** Most examples of one import: what a memory holds by default. */
export const IMPORT_LIMIT = 5_000;
/** Longest prompt that is kept, in characters; a memory is no archive of documents. */
export const MEMORY_PROMPT_LIMIT = 100_000;
const MODELS_LIMIT = 50;

const taskSchema = z.enum(TASK_NAMES);
const promptSchema = z
  .string()
  .max(MEMORY_PROMPT_LIMIT)
  .refine((prompt) => prompt.trim() !== '', 'is empty');
/** A score per model in 0..1, ties allowed (ruling 6). zod's numbers are finite. */
const scoresSchema = z
  .record(z.string().min(1).max(512), z.number().min(0).max(1))
  .refine((scores) => Object.keys(scores).length > 0, 'must rate at least one model')
  .refine((scores) => Object.keys(scores).length <= MODELS_LIMIT, 'rates too many models');

const ratedSchema = z.object({ prompt: promptSchema, scores: scoresSchema });

export const rankRequestSchema = z.object({
  task: taskSchema.default('general_assistant'),
  label_source: labelSourceSchema.default('human'),
  examples: z.array(ratedSchema).min(1).max(RANK_BATCH),
});
export type RankRequest = z.input<typeof rankRequestSchema>;

/** What a change to the memory did, and the id by which it is taken back. */
export interface MemoryReceipt {
  readonly added: number;
  /** Examples that were there already and got new scores. */
  readonly updated: number;
  /** Oldest examples that went because the memory is full. */
  readonly evicted: number;
  readonly removed: number;
  readonly ids: readonly string[];
  readonly undo_id: string;
}

export interface MemoryExample {
  readonly id: string;
  readonly task: (typeof TASK_NAMES)[number];
  readonly prompt: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly label_source: LabelSource;
  /** Null while it still waits to be embedded; it does not vote until then. */
  readonly embedding_model: string | null;
  /** ISO times. */
  readonly created_at: string;
  readonly updated_at: string;
}

export interface MemoryPage {
  readonly examples: readonly MemoryExample[];
  readonly total: number;
}

export const memoryListQuerySchema = z.object({
  task: taskSchema.optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});

export const memoryPatchSchema = z
  .object({ scores: scoresSchema.optional(), label_source: labelSourceSchema.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'names nothing to change');
export type MemoryPatch = z.infer<typeof memoryPatchSchema>;

export const memoryUndoSchema = z.object({ undo_id: z.string().min(1).max(64) });

/** A memory as a file. Vectors are not in it: they are made anew from the prompts. */
export const memoryFileSchema = z.object({
  format: z.literal('auto-router-memory'),
  version: z.literal(1),
  exported_at: z.string(),
  /** Counted by the reader: a file that was cut short and repaired by hand is still found out. */
  count: z.number().int().min(0),
  examples: z
    .array(
      ratedSchema.extend({
        task: taskSchema,
        label_source: labelSourceSchema,
        created_at: z.iso.datetime(),
      }),
    )
    .max(IMPORT_LIMIT),
});
export type MemoryFile = z.infer<typeof memoryFileSchema>;

/** How far a task's memory is from deciding (S1-24). */
export interface MemoryTaskStatus {
  readonly task: (typeof TASK_NAMES)[number];
  readonly examples: number;
  /** Those of them that rate practice models, which decide among practice models only. */
  readonly practice: number;
  /** Examples that still wait to be embedded. */
  readonly pending: number;
  readonly seed_count: number;
  /** For real models: warm with {@link seed_count} examples of them. */
  readonly state: 'cold' | 'warm';
  readonly practice_state: 'cold' | 'warm';
}

export interface MemoryStatus {
  readonly embedding_model: string;
  readonly max_examples: number;
  readonly total: number;
  readonly tasks: readonly MemoryTaskStatus[];
}

/** `PUT /v1/router/embedding`; null = the model inside the app. */
export const embeddingChoiceSchema = z.object({
  model: z
    .string()
    .max(512)
    .regex(/^[^/]+\/.+/u, 'is no provider/model')
    .nullable(),
});

/** Which model embeds the memory, and how far it has come with the caller's examples. */
export interface EmbeddingChoice {
  /** `provider/model` that is in force. */
  readonly model: string;
  readonly name: string;
  /** On this machine: no prompt leaves it. */
  readonly local: boolean;
  /** What the owner chose; null = the model inside the app. */
  readonly chosen: string | null;
  /** AUTO_ROUTER_EMBEDDING_MODEL decides, and nothing can be chosen. */
  readonly fixed_by_environment: boolean;
  readonly total: number;
  /** Of those, examples that still wait to be embedded by it; they do not vote yet. */
  readonly pending: number;
  /** Why the last embedding in the background failed; null = it did not. */
  readonly problem: string | null;
}

/**
 * A prompt from outside; a stored example, decided as if it were not there; or a prompt of the
 * bundled practice set (shared/practice-set), decided by the other nineteen.
 */
export const explainRequestSchema = z.union([
  z.object({
    task: taskSchema.default('general_assistant'),
    prompt: z.string().max(1_000_000),
    alpha: z.number().min(0).max(10).optional(),
  }),
  z.object({
    example_id: z.string().min(1).max(64),
    alpha: z.number().min(0).max(10).optional(),
  }),
  z.object({
    practice_id: z.string().min(1).max(64),
    alpha: z.number().min(0).max(10).optional(),
  }),
]);
export type ExplainRequest = z.input<typeof explainRequestSchema>;

/** The whole breakdown of one decision with the shipped scoring (S1-31); stored nowhere. */
export interface ExplainResponse {
  readonly task: (typeof TASK_NAMES)[number];
  readonly prompt: string;
  /** Best first; empty after a decline. */
  readonly ranked: readonly string[];
  readonly decline: LearnedDecline | null;
  readonly trace: LearnedTrace | null;
  /** Full prompts of the neighbours, by example id. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Cosine of every two neighbours that are near each other, for the graph (S1-32). */
  readonly links: readonly {
    readonly a: string;
    readonly b: string;
    readonly similarity: number;
  }[];
}
