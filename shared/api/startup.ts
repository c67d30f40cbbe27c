import { z } from 'zod';
import { providersFileSchema } from './providers';

/** The one message from main to the backend process; everything after it goes over HTTP. */
export const startupMessageSchema = z.object({
  token: z.string().min(16),
  dataDir: z.string().min(1),
  /** 0 = any free port. */
  port: z.number().int().min(0).max(65535),
  providers: providersFileSchema,
  catalogFile: z.string().nullable(),
  adminKey: z.string().nullable(),
  /** Live catalog sources; left out = none. */
  sources: z
    .object({
      /** AUTO_ROUTER_SOURCES: `off`, `on` or a file's name; null = those that need no key. */
      option: z.string().nullable(),
      /** Addresses by source id, where they differ from the usual ones. */
      baseUrls: z.record(z.string(), z.string().min(1)).default({}),
      /** Keys by source id, from the keychain; the backend keeps none on disk. */
      keys: z.record(z.string(), z.string().min(1)).default({}),
    })
    .optional(),
  version: z.string(),
});
export type StartupMessage = z.input<typeof startupMessageSchema>;

/** Its answer over the message port: listening, or why not. */
export type StartupReply =
  | {
      readonly ok: true;
      readonly url: string;
      /** Where a damaged database was kept when this start began a new one. */
      readonly keptAside?: string;
    }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** `GET /health`, no token. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptime_seconds: z.number(),
});
