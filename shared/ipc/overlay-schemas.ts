import { z } from 'zod';
import type { OverlayRequests } from './overlay';

/** No screen is larger; what is drawn beyond one is cut off later. */
const length = z.number().min(0).max(100_000);
const place = z.number().min(-100_000).max(100_000);

/** One schema for every request of the overlay. */
export const OVERLAY_SCHEMAS: {
  readonly [M in keyof OverlayRequests]: z.ZodType<OverlayRequests[M]['in']>;
} = {
  frame: z.void(),
  ready: z.void(),
  take: z.object({
    rect: z.object({ x: place, y: place, width: length, height: length }),
    area: z.object({ width: length, height: length }),
  }),
  cancel: z.void(),
  next: z.void(),
};
