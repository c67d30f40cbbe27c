import { z } from 'zod';
import { previewRequestSchema } from '../api/auto-router';
import {
  benchmarkConfigSchema,
  caseQuerySchema,
  restoreSchema,
  startRunSchema,
} from '../api/benchmark';
import { historyFilterSchema, ratingSchema } from '../api/history';
import { COMPARE_LEAST, COMPARE_MOST, feedbackRequestSchema } from '../api/compare';
import { newKeySchema } from '../api/keys';
import {
  embeddingChoiceSchema,
  explainRequestSchema,
  MEMORY_PROMPT_LIMIT,
  memoryPatchSchema,
  rankRequestSchema,
} from '../api/memory';
import { USAGE_GROUPS } from '../api/outcomes';
import { modelEditSchema, modelIdSchema } from '../api/models';
import { prefsWireSchema } from '../api/prefs';
import { CONFIG_KINDS, providerIdSchema } from '../api/providers';
import { sourceChangeSchema } from '../api/sources';
import { TASK_NAMES } from '../routing/tasks';
import { settingsPatchSchema } from '../settings/patch';
import type { ChatSendInput, Domain, Requests } from './contract';
import { CAPTURE_SCHEMAS } from './capture-schemas';
import { newPicturesSchema } from './picture-schema';
import { RECALL_SCHEMAS } from './recall-schemas';
import { VOICE_SCHEMAS } from './voice-schemas';

/*
 * One schema for every request channel, parsed in main only. The type makes the list exhaustive: a
 * channel without a schema, or with one of another shape, does not compile.
 */

type Input<T> = T extends { in: infer I } ? I : never;
type Schemas = {
  readonly [D in Domain]: {
    readonly [M in keyof Requests[D]]: z.ZodType<Input<Requests[D][M]>>;
  };
};

const nothing = z.void();
const id = z.string().min(1).max(64);
const runId = z.string().min(1).max(200);
const modelName = z.string().trim().min(1).max(600);
const task = z.enum(TASK_NAMES);
/** Far more than any model's context; keeps a runaway paste from filling the memory. */
const MAX_CONTENT_CHARS = 2_000_000;

/** New words or pictures; or, with neither, a question that is there already. */
function isQuestionOrAgain({
  content,
  pictures = [],
}: Pick<ChatSendInput, 'content' | 'pictures'>): boolean {
  return content === null ? pictures.length === 0 : content.trim() !== '' || pictures.length > 0;
}

/** A full memory of short prompts is a few megabytes; the backend takes no body over 20 MB. */
const MAX_MEMORY_FILE_CHARS = 20_000_000;
const comparedPrompt = z.string().min(1).max(MEMORY_PROMPT_LIMIT);
const comparedModels = z.array(modelName).min(COMPARE_LEAST).max(COMPARE_MOST);

export const REQUEST_SCHEMAS: Schemas = {
  app: {
    info: nothing,
    openExternal: z.object({ url: z.string().min(1).max(4000) }),
    notices: nothing,
    dismissNotice: z.object({ id }),
    copyText: z.object({ text: z.string().max(MAX_CONTENT_CHARS) }),
  },
  settings: { get: nothing, set: settingsPatchSchema },
  backend: {
    status: nothing,
    retry: nothing,
    copyToken: nothing,
    setRemoteToken: z.object({ token: z.string().trim().min(1).max(4000).nullable() }),
  },
  providers: {
    list: nothing,
    save: z.object({
      id: providerIdSchema
        .refine((value) => value !== 'practice', '"practice" is built in')
        .refine((value) => value !== 'local', '"local" is built in'),
      kind: z.enum(CONFIG_KINDS).optional(),
      name: z.string().trim().max(80),
      baseUrl: z.url({ protocol: /^https?$/u }).max(2000),
      apiKey: z.string().trim().min(1).max(4000).nullable().optional(),
    }),
    remove: z.object({ id: providerIdSchema }),
    probe: z.object({ id: providerIdSchema }),
    detectLocal: nothing,
    secrets: nothing,
  },
  router: {
    tasks: nothing,
    pick: z.object({ task }),
    select: z.object({ task, model: modelName }),
    preview: previewRequestSchema,
    catalog: z.object({ task }),
    replaySet: z.object({ task, limit: z.number().int().min(1).max(1000) }),
    getPrefs: nothing,
    putPrefs: z.object({ prefs: prefsWireSchema }),
    trace: z.object({ decisionId: id }),
    metrics: nothing,
  },
  models: {
    list: z.object({ task }),
    refresh: z.object({ id: id.nullable() }),
    changeSource: sourceChangeSchema.extend({ id }),
    edit: modelEditSchema,
    resetEdit: z.object({ model: modelIdSchema }),
    measure: z.object({ model: modelIdSchema }),
    cancelMeasure: z.object({ model: modelIdSchema }),
    pickChanges: nothing,
    decideChange: z.object({ id, action: z.enum(['hold', 'take']) }),
  },
  chat: {
    send: z
      .object({
        conversationId: id,
        parentId: id.nullable(),
        content: z.string().max(MAX_CONTENT_CHARS).nullable(),
        pictures: newPicturesSchema.optional(),
        model: modelName,
      })
      .refine(isQuestionOrAgain, {
        path: ['content'],
        message: 'the message is empty, or is answered again with other pictures',
      })
      .refine((input) => input.content !== null || input.parentId !== null, {
        path: ['parentId'],
        message: 'regenerating needs the message to answer again',
      }),
    stop: z.object({ streamId: id }),
  },
  voice: VOICE_SCHEMAS,
  capture: CAPTURE_SCHEMAS,
  recall: RECALL_SCHEMAS,
  conversations: {
    list: z.object({
      q: z.string().max(200).nullable(),
      limit: z.number().int().min(1).max(1000),
      offset: z.number().int().min(0),
    }),
    create: z.object({ title: z.string().max(200) }),
    get: z.object({ id }),
    patch: z.object({
      id,
      title: z.string().max(200).optional(),
      leafId: id.nullable().optional(),
    }),
    remove: z.object({ id }),
    picture: z.object({ id, pictureId: id }),
    export: z.object({ id, format: z.enum(['markdown', 'json']) }),
  },
  history: {
    page: z.object({
      filter: historyFilterSchema,
      limit: z.number().int().min(1).max(1000),
      offset: z.number().int().min(0),
    }),
    row: z.object({ id: z.string().min(1).max(200) }),
    summary: z.object({ filter: historyFilterSchema }),
    watch: z.object({ on: z.boolean() }),
    rate: ratingSchema.extend({ id, conversationId: id.optional() }),
    export: z.object({ filter: historyFilterSchema, format: z.enum(['csv', 'json']) }),
  },
  benchmark: {
    config: nothing,
    saveConfig: z.object({ config: benchmarkConfigSchema }),
    estimate: startRunSchema,
    runs: z.object({ limit: z.number().int().min(1).max(200) }),
    run: z.object({ id: runId }),
    start: startRunSchema,
    cancel: z.object({ id: runId }),
    cases: z.object({ id: runId, query: caseQuerySchema }),
    pause: nothing,
    setPause: z.object({ paused: z.boolean() }),
    table: nothing,
    hold: nothing,
    restore: restoreSchema,
    winner: nothing,
    candidates: nothing,
    sync: nothing,
    datasets: nothing,
    watch: z.object({ on: z.boolean() }),
  },
  memory: {
    status: nothing,
    list: z.object({
      q: z.string().max(200),
      limit: z.number().int().min(1).max(500),
      offset: z.number().int().min(0),
    }),
    get: z.object({ id }),
    rank: rankRequestSchema,
    edit: z.intersection(z.object({ id }), memoryPatchSchema),
    remove: z.object({ id }),
    clear: nothing,
    undo: z.object({ undoId: id }),
    export: nothing,
    import: z.object({ text: z.string().max(MAX_MEMORY_FILE_CHARS) }),
    embedding: nothing,
    setEmbedding: embeddingChoiceSchema,
    explain: explainRequestSchema,
    estimate: z.object({ prompt: comparedPrompt, models: comparedModels }),
    compare: z.object({
      id,
      prompt: comparedPrompt,
      models: comparedModels,
      maxCostUsd: z.number().min(0).max(1_000).nullable(),
    }),
    stopCompare: z.object({ id }),
    feedback: feedbackRequestSchema,
  },
  gateway: {
    keys: nothing,
    makeKey: newKeySchema.omit({ uid: true }),
    revokeKey: z.object({ id: z.string().min(1).max(200) }),
    watch: z.object({ on: z.boolean() }),
    usage: z.object({
      group: z.enum(USAGE_GROUPS),
      from: z.number().int().optional(),
      to: z.number().int().optional(),
    }),
    spending: nothing,
    setDailyCap: z.object({ usd: z.number().nonnegative().nullable() }),
  },
};
