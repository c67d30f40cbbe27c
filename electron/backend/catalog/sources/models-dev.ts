import type { Modality } from '@shared/routing/candidate';
import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { canonicalId, MODELS_DEV_PROVIDERS } from '../aliases';
import { Reading } from '../live/reading';
import { type LiveSource, SourceError } from '../live/source';

const price = z.number().nullish();

/**
 * One model of `api.json`. Its `benchmarks` are not read: some are of Artificial Analysis, whose terms
 * forbid passing them on.
 */
const modelSchema = z.object({
  name: z.string().max(200).optional(),
  tool_call: z.boolean().optional(),
  modalities: z.object({ input: z.array(z.string()), output: z.array(z.string()) }).optional(),
  cost: z
    .object({
      input: price,
      output: price,
      cache_read: price,
      input_audio: price,
      output_audio: price,
    })
    .optional(),
  limit: z.object({ context: z.number().nullish(), output: z.number().nullish() }).optional(),
  release_date: z.string().optional(),
});

const MODALITIES: ReadonlySet<string> = new Set(['text', 'image', 'audio', 'video']);

/** Prices, limits and modalities of chat models: `{provider: {models: {id: model}}}`. */
export const modelsDev: LiveSource = {
  id: 'models.dev',
  name: 'models.dev',
  gives: 'prices, context, modalities',
  url: 'https://models.dev',
  licence: 'MIT',
  attribution: 'Prices and limits: models.dev, MIT (https://models.dev).',
  key: 'none',
  terms: null,
  defaultBaseUrl: 'https://models.dev',
  onByDefault: true,

  async load({ get, baseUrl, known: catalogued }) {
    const body = await get(`${baseUrl}/api.json`);
    if (!isJsonObject(body)) throw new SourceError('bad_shape', 'expected an object of providers');
    const reading = new Reading(catalogued);
    for (const [source, provider] of MODELS_DEV_PROVIDERS) {
      const listed = Object.hasOwn(body, source) ? body[source] : undefined;
      if (listed === undefined) continue;
      const models = isJsonObject(listed) ? listed['models'] : undefined;
      if (!isJsonObject(models)) {
        reading.takes(source);
        reading.unreadable(source, null, 'expected an object with "models"');
        continue;
      }
      for (const [model, value] of Object.entries(models)) {
        if (reading.takes(model)) readModel(reading, provider, `${source}/${model}`, model, value);
      }
    }
    return reading.done();
  },
};

function readModel(
  reading: Reading,
  provider: string,
  subject: string,
  model: string,
  value: unknown,
): void {
  const id = canonicalId(`${provider}/${model}`);
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) {
    reading.unreadable(subject, id, problemOf(parsed.error));
    return;
  }
  const { name, tool_call, modalities, cost = {}, limit = {}, release_date } = parsed.data;
  const context = reading.tokens(limit.context);
  const maxOutput = reading.tokens(limit.output);
  reading.add({
    id,
    subject,
    rates: reading.rates(subject, id, {
      inputPerMTok: cost.input,
      outputPerMTok: cost.output,
      cacheReadPerMTok: cost.cache_read,
      audioInputPerMTok: cost.input_audio,
      audioOutputPerMTok: cost.output_audio,
    }),
    ...(name !== undefined && { name }),
    ...(tool_call !== undefined && { tools: tool_call }),
    ...(modalities && { input: known(modalities.input), output: known(modalities.output) }),
    ...(context !== undefined && { context }),
    ...(maxOutput !== undefined && { maxOutput }),
    ...(/^\d{4}-\d{2}-\d{2}$/u.test(release_date ?? '') && { released: release_date }),
  });
}

function known(modalities: readonly string[]): Modality[] {
  return modalities.filter((name): name is Modality => MODALITIES.has(name));
}

/** `path: message` of the first thing wrong with an entry. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return `${path === '' ? 'entry' : path}: ${issue?.message ?? 'not readable'}`;
}
