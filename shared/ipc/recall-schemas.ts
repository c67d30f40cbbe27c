import { z } from 'zod';
import { recallAddSchema, recallReindexSchema, recallSettingsSchema } from '../api/recall';
import type { RecallRequests } from './recall';

const nothing = z.void();
const id = z.string().min(1).max(64);
const time = z.number().int().min(0).nullable();

/** One schema for every request of the domain `recall`. */
export const RECALL_SCHEMAS: {
  readonly [M in keyof RecallRequests]: z.ZodType<RecallRequests[M]['in']>;
} = {
  status: nothing,
  change: recallSettingsSchema,
  search: z.object({
    q: z.string().max(500),
    from: time,
    to: time,
    limit: z.number().int().min(1).max(200),
    offset: z.number().int().min(0),
  }),
  shot: z.object({ id }),
  image: z.object({ id, width: z.number().int().min(16).max(2000).nullable() }),
  remove: z.object({ id }),
  clear: nothing,
  reindex: z.object({ model: recallReindexSchema.shape.model.unwrap() }),
  stopReindex: nothing,
  keep: recallAddSchema.pick({ image: true, width: true, height: true }).extend({
    title: z.string().trim().max(500),
    localOnly: z.boolean(),
  }),
};
