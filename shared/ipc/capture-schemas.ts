import { z } from 'zod';
import type { CaptureRequests } from './capture';

const nothing = z.void();

/** One schema for every request of the domain `capture`. */
export const CAPTURE_SCHEMAS: {
  readonly [M in keyof CaptureRequests]: z.ZodType<CaptureRequests[M]['in']>;
} = {
  status: nothing,
  sources: nothing,
  take: z.object({ id: z.string().min(1).max(200) }),
  region: nothing,
  collect: nothing,
};
