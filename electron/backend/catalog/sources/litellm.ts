import type { Modality } from '@shared/routing/candidate';
import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { canonicalId, LITELLM_PROVIDERS } from '../aliases';
import { Reading } from '../live/reading';
import { type LiveSource, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const price = z.number().nullish();

const modelSchema = z.object({
  litellm_provider: z.string(),
  mode: z.string().optional(),
  input_cost_per_token: price,
  output_cost_per_token: price,
  cache_read_input_token_cost: price,
  input_cost_per_audio_token: price,
  output_cost_per_audio_token: price,
  input_cost_per_second: price,
  input_cost_per_image: price,
  output_vector_size: z.number().nullish(),
  max_input_tokens: z.number().nullish(),
  max_output_tokens: z.number().nullish(),
  supports_function_calling: z.boolean().optional(),
  supports_vision: z.boolean().optional(),
});
type Model = z.infer<typeof modelSchema>;

/** Documentation of the file inside the file. */
const SAMPLE = 'sample_spec';
const FILE = '/BerriAI/litellm/main/model_prices_and_context_window.json';
const M = 1e6;

/** Prices of embedding, transcription and realtime models, and a second witness for chat prices. */
export const litellm: LiveSource = {
  id: 'litellm',
  name: 'LiteLLM price file',
  gives: 'embedding, transcription, realtime and chat prices',
  url: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
  licence: 'MIT',
  attribution: 'Prices: LiteLLM, MIT (https://github.com/BerriAI/litellm).',
  key: 'none',
  terms: null,
  defaultBaseUrl: 'https://raw.githubusercontent.com',
  onByDefault: true,

  async load({ get, baseUrl, known }) {
    const body = await get(`${baseUrl}${FILE}`);
    if (!isJsonObject(body)) throw new SourceError('bad_shape', 'expected an object of models');
    const reading = new Reading(known);
    for (const [key, value] of Object.entries(body)) {
      if (key !== SAMPLE && reading.takes(key)) readModel(reading, key, value);
    }
    return reading.done();
  },
};

function readModel(reading: Reading, key: string, value: unknown): void {
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) {
    reading.unreadable(key, null, problemOf(parsed.error));
    return;
  }
  const model = parsed.data;
  const from = LITELLM_PROVIDERS.get(model.litellm_provider);
  // Another cloud's resale of a model has a price of its own, which is not this provider's.
  if (!from || !key.startsWith(from.prefix)) return;
  const id = canonicalId(`${from.provider}/${key.slice(from.prefix.length)}`);
  const context = reading.tokens(model.max_input_tokens);
  const maxOutput = reading.tokens(model.max_output_tokens);
  const embeddingDims = reading.tokens(model.output_vector_size);
  reading.add({
    id,
    subject: key,
    rates: reading.rates(key, id, {
      inputPerMTok: times(model.input_cost_per_token, M),
      outputPerMTok: outputPrice(model),
      cacheReadPerMTok: times(model.cache_read_input_token_cost, M),
      audioInputPerMTok: times(model.input_cost_per_audio_token, M),
      audioOutputPerMTok: times(model.output_cost_per_audio_token, M),
      perMinute: times(model.input_cost_per_second, 60),
      perImage: times(model.input_cost_per_image, 1),
    }),
    ...modalities(model),
    ...(model.supports_function_calling !== undefined && {
      tools: model.supports_function_calling,
    }),
    ...(context !== undefined && { context }),
    ...(maxOutput !== undefined && { maxOutput }),
    ...(embeddingDims !== undefined && { embeddingDims }),
  });
}

/** An embedding has no output to pay for, and the file says 0 there: not a price, and no refusal. */
function outputPrice({ mode, output_cost_per_token }: Model): number | undefined {
  const none = mode === 'embedding' || mode === 'audio_transcription';
  return none && output_cost_per_token === 0 ? undefined : times(output_cost_per_token, M);
}

function times(value: number | null | undefined, factor: number): number | undefined {
  return value === null || value === undefined ? undefined : value * factor;
}

function modalities({ mode, supports_vision }: Model): { input?: Modality[]; output?: Modality[] } {
  if (mode === 'embedding') return { output: ['embedding'] };
  if (mode === 'audio_transcription') return { input: ['audio'], output: ['text'] };
  if (mode !== 'chat') return {};
  return { input: supports_vision === true ? ['text', 'image'] : ['text'], output: ['text'] };
}
