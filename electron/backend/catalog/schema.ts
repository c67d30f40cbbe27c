import { z } from 'zod';
import { TASK_NAMES } from '@shared/routing/tasks';

/** First field of a file in the app's own schema; tells it from S0's plain format. */
export const CATALOG_FORMAT = 'auto-router-catalog/1';

const dateSchema = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date: YYYY, YYYY-MM or YYYY-MM-DD');
const nonNegative = z.number().finite().nonnegative();
const fraction = z.number().min(0).max(1);
const modalitySchema = z.enum(['text', 'image', 'audio', 'video', 'embedding']);

/** One number with its own source (an id of `sources`) and date. */
const sourcedSchema = z.strictObject({
  value: nonNegative,
  source: z.string().min(1),
  date: dateSchema,
});
export type Sourced = z.infer<typeof sourcedSchema>;

/** A measurement of one model; p50 in `value` when the metric is a time (milliseconds). */
const measurementSchema = z.strictObject({
  metric: z.string().min(1),
  value: nonNegative,
  /** The measured configuration: reasoning effort, host. */
  variant: z.string().optional(),
  ci95: nonNegative.optional(),
  p95: nonNegative.optional(),
  max: nonNegative.optional(),
  /** Votes or tasks behind the value. */
  samples: z.number().int().positive().optional(),
  source: z.string().min(1),
  date: dateSchema,
});
export type Measurement = z.infer<typeof measurementSchema>;

const proxySchema = measurementSchema.extend({
  /** The model that was measured instead. */
  fromModel: z.string().min(1),
  relation: z.string().min(1),
});
export type ProxyMeasurement = z.infer<typeof proxySchema>;

/** What a model does for one task. */
const taskEntrySchema = z.strictObject({
  /** `alternate`: kept for completeness beside the task's main candidates. */
  tier: z.enum(['candidate', 'alternate']),
  /** How the task is served, where that changes its price: see {@link typicalCost}. */
  mode: z
    .enum(['speech_to_speech', 'cascade', 'pixels', 'ocr_text', 'streaming', 'batch', 'local'])
    .optional(),
  quality: measurementSchema.nullable(),
  qualityProxy: proxySchema.nullable(),
  latency: measurementSchema.nullable(),
  latencyProxy: proxySchema.nullable(),
  /** Output tokens per second; null = unknown. */
  throughput: sourcedSchema.nullable(),
  /** Further figures; one on an anchored metric stands in when `quality` is null. */
  other: z.array(measurementSchema),
  note: z.string().optional(),
});
export type TaskEntry = z.infer<typeof taskEntrySchema>;

/** US dollars in the unit that each name says; a missing rate is unknown, never free. */
const ratesSchema = z.strictObject({
  inputPerMTok: sourcedSchema.optional(),
  outputPerMTok: sourcedSchema.optional(),
  cacheReadPerMTok: sourcedSchema.optional(),
  audioInputPerMTok: sourcedSchema.optional(),
  audioOutputPerMTok: sourcedSchema.optional(),
  audioCacheReadPerMTok: sourcedSchema.optional(),
  audioInputPerMinute: sourcedSchema.optional(),
  audioOutputPerMinute: sourcedSchema.optional(),
  imageInputPerMTok: sourcedSchema.optional(),
  videoInputPerMTok: sourcedSchema.optional(),
  perImage: sourcedSchema.optional(),
  perGigapixel: sourcedSchema.optional(),
  perMinute: sourcedSchema.optional(),
  perTextMessage: sourcedSchema.optional(),
});
export type Rates = z.infer<typeof ratesSchema>;

const modelSchema = z
  .strictObject({
    /** `provider/model`: one identity, whatever the number of tasks. */
    id: z.string().min(1),
    provider: z.string().min(1),
    model: z.string().min(1),
    name: z.string().min(1),
    local: z.boolean(),
    released: dateSchema.nullable(),
    capabilities: z.strictObject({
      input: z.array(modalitySchema).min(1),
      output: z.array(modalitySchema).min(1),
      tools: z.boolean().nullable(),
      streaming: z.boolean().nullable(),
      realtime: z.boolean(),
      /** Tokens. */
      context: z.number().int().positive().nullable(),
      maxOutput: z.number().int().positive().nullable(),
      embeddingDims: z.number().int().positive().nullable(),
      source: z.string().min(1),
      date: dateSchema,
    }),
    /** Empty for a local model (free by definition) and where no price was found. */
    rates: ratesSchema,
    /** Billed pixels per image at most, for `perGigapixel`. */
    maxBilledPixels: z.number().int().positive().optional(),
    priceNote: z.string().optional(),
    tasks: z.partialRecord(z.enum(TASK_NAMES), taskEntrySchema),
  })
  .refine((m) => m.id === `${m.provider}/${m.model}`, {
    path: ['id'],
    error: 'the id must be provider/model',
  })
  .refine((m) => m.local || Object.values(m.rates).every((rate) => rate.value > 0), {
    path: ['rates'],
    error: 'a cloud model is never free: leave an unknown price out',
  });
export type CatalogModel = z.infer<typeof modelSchema>;

/** Linear from `zero` (score 0) to `one` (score 1); `zero` above `one` where lower is better. */
const qualityAnchorSchema = z
  .strictObject({
    zero: z.number().finite(),
    one: z.number().finite(),
    /** Multiplies the score: a metric that is a weaker witness of the task. */
    factor: z.number().gt(0).max(1).optional(),
  })
  .refine((a) => a.zero !== a.one, 'the anchors must differ');

const logScaleFields = { best: z.number().positive(), worst: z.number().positive() };
const logScaleSchema = z
  .strictObject(logScaleFields)
  .refine((s) => s.best < s.worst, 'best must be below worst');

/** Milliseconds, log scale: `best` scores 1, `worst` 0. */
const latencyAnchorSchema = z
  .strictObject({
    ...logScaleFields,
    /** Added before scoring: the parts of a voice turn that the metric leaves out. */
    addMs: nonNegative.optional(),
    /** True when the metric (with addMs) is the whole wait; false for time to first token. */
    whole: z.boolean(),
    /** The scale of the whole request, used once tokens per second are known. */
    withThroughput: logScaleSchema.optional(),
  })
  .refine((s) => s.best < s.worst, 'best must be below worst');

const audioTokensSchema = z.strictObject({ input: nonNegative, output: nonNegative });

/** One typical request, by which models are priced. */
const profileSchema = z.strictObject({
  promptTokens: nonNegative.optional(),
  outputTokens: nonNegative.optional(),
  imageTokens: nonNegative.optional(),
  userAudioSeconds: nonNegative.optional(),
  replyAudioSeconds: nonNegative.optional(),
  /** Audio tokens per second, by provider. */
  audioTokensPerSecond: z.record(z.string(), audioTokensSchema).optional(),
  /** Assumed price of transcribing the user's speech before a text model answers. */
  transcriptionPerMinute: sourcedSchema.optional(),
  screenshotPixels: nonNegative.optional(),
  /** Tokens of one screenshot where an embedding model bills images by token. */
  embeddingImageTokens: nonNegative.optional(),
  ocrTokens: nonNegative.optional(),
  minutes: nonNegative.optional(),
  /** Requests in the cost unit: 1, or 1,000 screenshots. */
  requests: z.number().positive(),
});
export type Profile = z.infer<typeof profileSchema>;

const taskSchema = z.strictObject({
  qualityAnchors: z.record(z.string(), qualityAnchorSchema),
  latencyAnchors: z.record(z.string(), latencyAnchorSchema),
  /** Log scale in US dollars per cost unit: `best` = cheap, scores 1. */
  costScale: logScaleSchema,
  /** e.g. `turn`, `request`, `1k screenshots`, `minute`. */
  costUnit: z.string().min(1),
  latencyUnit: z.string().min(1),
  profile: profileSchema,
  assumption: z.string().optional(),
  /** Scores 0..1 where nothing was measured; always shown as estimates (ruling 1). */
  prior: z.strictObject({
    quality: fraction,
    latency: fraction,
    latencyLocal: fraction,
    cost: fraction,
  }),
  /** Multiplies a score that rests on a predecessor's figure. */
  proxyFactor: z.strictObject({ quality: fraction, latency: fraction }),
});
export type TaskScale = z.infer<typeof taskSchema>;

const shapeSchema = z.strictObject({
  format: z.literal(CATALOG_FORMAT),
  version: z.string().min(1),
  date: dateSchema,
  sources: z.record(
    z.string(),
    z.strictObject({
      name: z.string().min(1),
      url: z.string().min(1),
      licence: z.string().min(1),
      date: dateSchema.nullable(),
      note: z.string().optional(),
    }),
  ),
  metrics: z.record(
    z.string(),
    z.strictObject({
      label: z.string().min(1),
      unit: z.string().min(1),
      better: z.enum(['higher', 'lower']),
    }),
  ),
  attribution: z.array(z.string().min(1)).min(1),
  tasks: z.record(z.enum(TASK_NAMES), taskSchema),
  models: z.array(modelSchema).min(1),
});

/** The app's own catalog file: shape, then that every reference in it leads somewhere. */
export const catalogFileSchema = shapeSchema.superRefine((file, ctx) => {
  const ids = new Set<string>();
  const issue = (path: (string | number)[], message: string): void =>
    ctx.addIssue({ code: 'custom', path, message });
  file.models.forEach((model, at) => {
    if (ids.has(model.id)) issue(['models', at, 'id'], `${model.id} is listed twice`);
    ids.add(model.id);
    const cited = [model.capabilities, ...Object.values(model.rates)];
    for (const { source } of cited) {
      if (!(source in file.sources)) issue(['models', at], `unknown source ${source}`);
    }
    for (const task of TASK_NAMES) {
      const entry = model.tasks[task];
      if (entry) checkEntry(file, task, entry, (m) => issue(['models', at, 'tasks', task], m));
    }
  });
});
export type CatalogFile = z.infer<typeof catalogFileSchema>;

function checkEntry(
  file: z.infer<typeof shapeSchema>,
  task: (typeof TASK_NAMES)[number],
  entry: TaskEntry,
  issue: (message: string) => void,
): void {
  const { qualityAnchors, latencyAnchors } = file.tasks[task];
  const scored: [Measurement | null, object][] = [
    [entry.quality, qualityAnchors],
    [entry.qualityProxy, qualityAnchors],
    [entry.latency, latencyAnchors],
    [entry.latencyProxy, latencyAnchors],
  ];
  for (const [figure, anchors] of scored) {
    if (figure && !(figure.metric in anchors)) issue(`no anchors for metric ${figure.metric}`);
  }
  const all = [...scored.map(([figure]) => figure), ...entry.other].filter((f) => f !== null);
  for (const figure of all) {
    if (!(figure.metric in file.metrics)) issue(`unknown metric ${figure.metric}`);
    if (!(figure.source in file.sources)) issue(`unknown source ${figure.source}`);
  }
  if (entry.throughput && !(entry.throughput.source in file.sources)) {
    issue(`unknown source ${entry.throughput.source}`);
  }
}
