import { z } from 'zod';
import { TALK_KEYS } from '@shared/settings/settings';

/*
 * All that crosses between main and the process that sees the keys. There is no field for a key in
 * what comes back: a `down` or `up` is always of the one key that was asked for.
 */

/** Main asks once, at the start: this key, seen through this module. */
export const watchMessageSchema = z.strictObject({
  key: z.enum(TALK_KEYS).exclude(['off']),
  /** Name or path of the native module. */
  module: z.string().min(1),
});
export type WatchMessage = z.output<typeof watchMessageSchema>;
export type WatchedKey = WatchMessage['key'];

export const holdReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('down') }),
  z.strictObject({ kind: z.literal('up'), heldMs: z.number().nonnegative() }),
  z.strictObject({
    kind: z.literal('failed'),
    reason: z.enum(['module_missing', 'refused']),
    /** What the system said, for the log; comes from before the first key was seen. */
    detail: z.string().max(500),
  }),
]);
export type HoldReport = z.output<typeof holdReportSchema>;
