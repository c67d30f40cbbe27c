import { z } from 'zod';
import { TASK_NAMES } from '../routing/tasks';
import { LABEL_SOURCES, type LabelSource, MEMORY_PROMPT_LIMIT, type MemoryReceipt } from './memory';

/** Fewest and most models of one comparison. */
export const COMPARE_LEAST = 2;
export const COMPARE_MOST = 5;
/** Longest answer that a comparison asks for, in tokens, unless it says otherwise. */
export const COMPARE_TOKENS = 1_024;

const taskSchema = z.enum(TASK_NAMES).default('general_assistant');
const promptSchema = z
  .string()
  .max(MEMORY_PROMPT_LIMIT)
  .refine((prompt) => prompt.trim() !== '', 'is empty');

export const compareRequestSchema = z.object({
  task: taskSchema,
  prompt: promptSchema,
  models: z
    .array(z.string().min(1).max(512))
    .min(COMPARE_LEAST)
    .max(COMPARE_MOST)
    .refine((models) => new Set(models).size === models.length, 'names a model twice'),
  max_tokens: z.number().int().min(1).max(32_000).default(COMPARE_TOKENS),
  /** Refused when the whole could cost more, in US dollars. */
  max_cost_usd: z.number().min(0).max(1_000).optional(),
  /** True = only the estimate; nothing is sent. */
  dry_run: z.boolean().default(false),
  /** False = the history keeps no excerpt of the prompt. */
  keep_excerpt: z.boolean().default(true),
});
export type CompareRequest = z.input<typeof compareRequestSchema>;

/** What one model of a comparison would cost, in US dollars; null = its price is unknown. */
export interface CompareEstimateRow {
  readonly model: string;
  readonly name: string;
  /** On this machine or simulated: costs nothing. */
  readonly local: boolean;
  /** For an answer of the task's usual length. */
  readonly estimated_usd: number | null;
  /** For the longest answer that it may give. */
  readonly at_most_usd: number | null;
}

export interface CompareEstimate {
  readonly models: readonly CompareEstimateRow[];
  /** Sums; null when one of them is unknown. */
  readonly estimated_usd: number | null;
  readonly at_most_usd: number | null;
  /** What the day's cap leaves; null = there is no cap. */
  readonly left_usd: number | null;
}

export interface CompareAnswer {
  readonly model: string;
  readonly name: string;
  readonly status: 'succeeded' | 'failed' | 'aborted';
  /** '' unless it succeeded. */
  readonly text: string;
  /** Why it failed; null otherwise. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly cost_usd: number | null;
  readonly total_ms: number;
  /** The recorded call in the history; null = it was never sent. */
  readonly call_id: string | null;
}

export interface CompareResponse {
  readonly task: (typeof TASK_NAMES)[number];
  /** In the order asked for. */
  readonly answers: readonly CompareAnswer[];
  /** What it cost in all; null when a part is unknown. */
  readonly cost_usd: number | null;
}

/** What a person did that says which of two models they prefer. */
export const FEEDBACK_KINDS = ['thumb_up', 'thumb_down', 'regenerated', 'runner_up'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export const feedbackRequestSchema = z
  .object({
    task: taskSchema,
    prompt: promptSchema,
    kind: z.enum(FEEDBACK_KINDS),
    /** The model that the act is about: rated, or taken instead of the other. */
    model: z.string().min(1).max(512),
    /** The one it is measured against. */
    against: z.string().min(1).max(512),
  })
  .refine(({ model, against }) => model !== against, 'compares a model with itself');
export type FeedbackRequest = z.input<typeof feedbackRequestSchema>;

export interface FeedbackResponse {
  /** Null = nothing was learned; `kept` says why. */
  readonly receipt: MemoryReceipt | null;
  /** `rated` = the prompt has ratings given on purpose, which feedback never changes. */
  readonly kept: 'rated' | null;
  readonly prefers: string;
  readonly over: string;
}

/** Sources that feedback never overwrites. */
export const DELIBERATE_SOURCES: readonly LabelSource[] = LABEL_SOURCES.filter(
  (source) => source !== 'feedback',
);
