import { z } from 'zod';

/** Wire protocols that a provider can be configured with. */
export const CONFIG_KINDS = ['openai-compatible', 'anthropic', 'google', 'ollama'] as const;
/** Those, and the simulated models that are built in. */
export type ProviderKind = (typeof CONFIG_KINDS)[number] | 'practice';

/** Where a provider of these kinds lives unless its entry says otherwise. */
export const DEFAULT_BASE_URLS = {
  anthropic: 'https://api.anthropic.com',
  google: 'https://generativelanguage.googleapis.com',
  ollama: 'http://127.0.0.1:11434',
} as const satisfies Partial<Record<ProviderKind, string>>;

/** Ids are path-safe: they are the part of a model name before the first `/`. */
export const providerIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/i, 'letters, digits, dot, dash and underscore, at most 40');

/** One entry of AUTO_ROUTER_PROVIDERS and of `PUT /v1/auto-router/providers`. The key is write-only. */
export const providerConfigSchema = z
  .object({
    id: providerIdSchema,
    kind: z.enum(CONFIG_KINDS),
    name: z.string().max(80).optional(),
    /** May be left out where the kind has an address of its own. */
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    apiKey: z.string().min(1).optional(),
  })
  .refine((entry) => entry.kind in DEFAULT_BASE_URLS || entry.baseUrl !== undefined, {
    message: 'an OpenAI-compatible endpoint needs its address',
    path: ['baseUrl'],
  });
export type ProviderConfig = z.infer<typeof providerConfigSchema>;

export const providersFileSchema = z
  .array(providerConfigSchema)
  .refine(
    (list) => new Set(list.map((p) => p.id)).size === list.length,
    'provider ids must be unique',
  )
  .refine((list) => list.every((p) => p.id !== 'practice'), '"practice" is built in')
  .refine((list) => list.every((p) => p.id !== 'local'), '"local" is built in')
  // `auto/...` names the router itself, so no model of such a provider could be asked for.
  .refine((list) => list.every((p) => p.id !== 'auto'), '"auto" is the router itself');

/** What may be known of a provider; never the key. */
export interface ProviderStatus {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly local: boolean;
  readonly hasKey: boolean;
  /** Last four characters of the key. */
  readonly keyHint: string | null;
  /** Result of the last live probe; null = not probed yet. Only a successful probe shows green. */
  readonly lastCheck: {
    readonly at: number;
    readonly ok: boolean;
    readonly code: string | null;
    readonly message: string | null;
    readonly ms: number;
  } | null;
  /** Models listed live; null = the list is not known. */
  readonly models: readonly string[] | null;
}

/** `GET /v1/auto-router/providers`, and the answer of `PUT` (owner token). */
export interface ProvidersResponse {
  readonly providers: readonly ProviderStatus[];
}
