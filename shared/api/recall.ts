import { z } from 'zod';

/** Longest side of a kept picture in pixels, and its largest size in base64 characters (12 MB). */
export const RECALL_SIDE_MAX = 16_384;
const IMAGE_MAX = 16_000_000;
/** Years are kept by "for ever". */
export const RETENTION_DAYS_MAX = 3_650;

const label = z.string().trim().max(500).nullable().default(null);

/** `POST /v1/recall/shots`. */
export const recallAddSchema = z.object({
  /** PNG or JPEG, base64. */
  image: z.base64().min(1).max(IMAGE_MAX, 'the picture is larger than 12 MB'),
  width: z.int().min(1).max(RECALL_SIDE_MAX),
  height: z.int().min(1).max(RECALL_SIDE_MAX),
  /** Of the captured window; null = a screen, a region, or not known. */
  app: label,
  title: label,
  /** It shows a private app: its text is embedded on this machine or not at all. */
  local_only: z.boolean().default(false),
});
export type RecallAdd = z.input<typeof recallAddSchema>;

/** `PUT /v1/recall`; what is left out stays as it is. */
export const recallSettingsSchema = z
  .object({
    keep: z.boolean().optional(),
    /** Null = for ever. */
    retention_days: z.int().min(1).max(RETENTION_DAYS_MAX).nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'names nothing to change');
export type RecallSettingsPatch = z.infer<typeof recallSettingsSchema>;

/** `GET /v1/recall/shots`; without `q` all of them, newest first. */
export const recallQuerySchema = z.object({
  q: z.string().max(500).optional(),
  /** Epoch milliseconds, both included. */
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export type RecallSearchQuery = Partial<z.output<typeof recallQuerySchema>>;

/** `POST /v1/recall/reindex`. */
export const recallReindexSchema = z.object({
  /** `provider/model`; null or left out = today's pick of the task. */
  model: z.string().trim().min(3).max(200).nullable().default(null),
});

export interface RecallEntry {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly app: string | null;
  readonly title: string | null;
  readonly width: number;
  readonly height: number;
  /** Of the picture file. */
  readonly bytes: number;
  /** `waiting` to be read, `read`, or `failed`: then it is found by app, title and date alone. */
  readonly state: 'waiting' | 'read' | 'failed';
  /** Text around what was found, or its beginning. */
  readonly snippet: string;
  /** It shows a private app: its text is given to models on this machine alone. */
  readonly localOnly: boolean;
  /** What a search found it by; null without a search. */
  readonly foundBy: 'words' | 'meaning' | 'both' | null;
}

export interface RecallPage {
  readonly shots: readonly RecallEntry[];
  readonly total: number;
  /** Why the search went by words alone; null = it did not, or nothing was searched for. */
  readonly meaningMissing: string | null;
}

export interface RecallShotDetail extends RecallEntry {
  /** Everything that was read; null = it waits. */
  readonly text: string | null;
}

/** `GET /v1/recall`. */
export interface RecallStatus {
  readonly keep: boolean;
  readonly retentionDays: number | null;
  readonly shots: number;
  /** What the pictures take on disk. */
  readonly bytes: number;
  /** Pictures whose text waits to be read. */
  readonly unread: number;
  /** The one being read now, 0..1; null = none is. */
  readonly reading: { readonly id: string; readonly share: number } | null;
  readonly index: {
    /** The model that the index is pinned to; null = nothing was embedded yet. */
    readonly model: string | null;
    /** Of that model, or of the pick while there is none: who is sent the text of what is kept. */
    readonly embeddedBy: { readonly name: string; readonly local: boolean };
    readonly done: number;
    /** Shots with text that wait for their vector. */
    readonly pending: number;
  };
  /** The index that is being built to take its place; the old one is searched until it is whole. */
  readonly building: {
    readonly model: string;
    readonly done: number;
    readonly total: number;
  } | null;
  /** The task's pick now, which a new index would use. */
  readonly pick: { readonly model: string; readonly name: string; readonly local: boolean };
  /** Why embedding stopped; it is tried again by itself. */
  readonly lastError: { readonly message: string; readonly at: number } | null;
}
