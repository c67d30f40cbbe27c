import { z } from 'zod';
import { PREFERENCES } from '../routing/quality-floor';

/** One task's stored weights (S0-47). Sum and range are checked by shared/routing/weights.ts. */
export const weightsSchema = z.object({
  quality: z.number(),
  latency: z.number(),
  cost: z.number(),
});

/** What the user allows for a task, as it stands on the wire (snake_case). */
export const constraintsWireSchema = z.object({
  allowed: z.array(z.string()).nullable().default(null),
  excluded: z.array(z.string()).default([]),
  max_cost_usd: z.number().positive().nullable().default(null),
  max_latency_ms: z.number().positive().nullable().default(null),
  local_only: z.boolean().default(false),
  /*
   * Left out when not set: a client that does not know them reads back what it wrote.
   */
  /** Least quality score in place of the dial's floor (S2-8). */
  min_quality: z.number().min(0).max(1).nullable().optional(),
  /** Position of the dial for the task; null = not set (ruling 8). */
  dial: z.enum(PREFERENCES).nullable().optional(),
});
export type ConstraintsWire = z.infer<typeof constraintsWireSchema>;

/**
 * Preferences on the wire (S0-108). Reading also takes the flat legacy shape
 * `{task: {quality, latency, cost}}` (S0-55); a client that wrote that shape reads it back.
 */
export const prefsWireSchema = z.object({
  overrides: z.record(z.string(), weightsSchema),
  model_overrides: z.record(z.string(), z.string()),
  constraints: z.record(z.string(), constraintsWireSchema).optional(),
});
export type PrefsWire = z.infer<typeof prefsWireSchema>;

export const prefsResponseSchema = z.object({
  uid: z.string(),
  prefs: z.union([prefsWireSchema, z.record(z.string(), weightsSchema)]),
  /** ISO time; null when never set (S0-54). */
  updated_at: z.string().nullable(),
  /** Counts saves; 0 = never set. Picks are cached under it (ruling 3). */
  version: z.number().int(),
});
export type PrefsResponse = z.infer<typeof prefsResponseSchema>;
