import { REFUSALS } from '@shared/api/sources';
import { TASK_NAMES } from '@shared/routing/tasks';
import { z } from 'zod';

/** Rates that live sources give, in US dollars in the unit that each name says. */
export const LIVE_RATES = [
  'inputPerMTok',
  'outputPerMTok',
  'cacheReadPerMTok',
  'audioInputPerMTok',
  'audioOutputPerMTok',
  'perMinute',
  'perImage',
] as const;
export type LiveRate = (typeof LIVE_RATES)[number];

const positive = z.number().finite().positive();
const count = z.number().int().positive();
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const modality = z.enum(['text', 'image', 'audio', 'video', 'embedding']);

const liveQualitySchema = z.strictObject({
  task: z.enum(TASK_NAMES),
  metric: z.string(),
  value: positive,
  ci95: z.number().nonnegative().optional(),
  samples: count.optional(),
  /** The measured configuration, as the source names it. */
  variant: z.string(),
  date: isoDate,
});
export type LiveQuality = z.infer<typeof liveQualitySchema>;

/** What one source says of one model, with absurd and unreadable values already left out. */
const liveEntrySchema = z.strictObject({
  /** `provider/model` in this app's spelling; see aliases.ts. */
  id: z.string(),
  /** As the source spells it. */
  subject: z.string(),
  name: z.string().optional(),
  local: z.boolean().optional(),
  released: isoDate.optional(),
  rates: z.partialRecord(z.enum(LIVE_RATES), positive).optional(),
  input: z.array(modality).optional(),
  output: z.array(modality).optional(),
  tools: z.boolean().optional(),
  context: count.optional(),
  maxOutput: count.optional(),
  embeddingDims: count.optional(),
  quality: z.array(liveQualitySchema).optional(),
  /** Time to first token in milliseconds and tokens per second, where the source measured them. */
  latency: z
    .strictObject({
      ttftMs: positive.optional(),
      tokensPerSecond: positive.optional(),
      /** False when another route to the same model was measured. */
      exact: z.boolean(),
      variant: z.string(),
    })
    .optional(),
});
export type LiveEntry = z.infer<typeof liveEntrySchema>;

const liveRefusalSchema = z.strictObject({
  subject: z.string(),
  id: z.string().nullable(),
  figure: z.string().nullable(),
  value: z.number().nullable(),
  reason: z.enum(REFUSALS),
  message: z.string(),
});
export type LiveRefusal = z.infer<typeof liveRefusalSchema>;

/** Everything that one load of a source gave; kept on disk in this shape and read back through it. */
export const liveDataSchema = z.strictObject({
  entries: z.array(liveEntrySchema),
  refused: z.array(liveRefusalSchema),
});
export type LiveData = z.infer<typeof liveDataSchema>;
