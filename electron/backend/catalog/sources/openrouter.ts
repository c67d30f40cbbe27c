import type { Modality } from '@shared/routing/candidate';
import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { canonicalId, OPENROUTER_HOSTS, OPENROUTER_SLUGS } from '../aliases';
import { Reading } from '../live/reading';
import { type LiveSource, type LoadInput, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const PROVIDER = 'openrouter';
/** US dollars per token, written as a decimal string. */
const price = z.string().max(40).nullish();

const listSchema = z.object({ data: z.array(z.unknown()) });

/** `benchmarks` is not read: it holds figures of Artificial Analysis. */
const modelSchema = z.object({
  id: z.string(),
  name: z.string().max(200).optional(),
  context_length: z.number().nullish(),
  architecture: z
    .object({ input_modalities: z.array(z.string()), output_modalities: z.array(z.string()) })
    .optional(),
  pricing: z.object({ prompt: price, completion: price, input_cache_read: price }),
  supported_parameters: z.array(z.string()).optional(),
});

const percentilesSchema = z.object({ p50: z.number() }).nullish();
const endpointsSchema = z.object({
  data: z.object({
    endpoints: z.array(
      z.object({
        provider_name: z.string(),
        /** Milliseconds to the first token. */
        latency_last_30m: percentilesSchema,
        /** Tokens per second. */
        throughput_last_30m: percentilesSchema,
      }),
    ),
  }),
});
type Endpoint = z.infer<typeof endpointsSchema>['data']['endpoints'][number];

const MODALITIES: ReadonlySet<string> = new Set(['text', 'image', 'audio', 'video']);
const SLOWEST_MS = 600_000;
const FASTEST_TOKENS = 20_000;

/** Prices of what OpenRouter serves; with a key also how fast each endpoint was in the last half hour. */
export const openRouter: LiveSource = {
  id: PROVIDER,
  name: 'OpenRouter',
  gives: 'prices of OpenRouter; latency and speed with your key',
  url: 'https://openrouter.ai/models',
  licence: 'terms of OpenRouter; shown live, never shipped',
  attribution: 'Prices and speeds of OpenRouter: https://openrouter.ai.',
  key: 'optional',
  terms: null,
  defaultBaseUrl: 'https://openrouter.ai/api/v1',
  onByDefault: true,

  async load(input) {
    const reading = new Reading(input.known);
    const parsed = listSchema.safeParse(await input.get(`${input.baseUrl}/models`));
    if (!parsed.success) throw new SourceError('bad_shape', problemOf(parsed.error));
    for (const value of parsed.data.data) readModel(reading, value);
    const data = reading.done();
    if (input.key !== null) await readLatencies(reading, input, input.key);
    return input.key === null ? data : reading.done();
  },
};

function readModel(reading: Reading, value: unknown): void {
  const subject = isJsonObject(value) ? String(value['id']) : '';
  if (!reading.takes(subject)) return;
  const id = canonicalId(`${PROVIDER}/${subject}`);
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) {
    reading.unreadable(subject, id, problemOf(parsed.error));
    return;
  }
  const { name, pricing, architecture, supported_parameters, context_length } = parsed.data;
  // The automatic router and free variants have no price of their own.
  const unpriced = pricing.prompt === '-1' || subject.endsWith(':free');
  const context = reading.tokens(context_length);
  reading.add({
    id,
    subject,
    rates: unpriced
      ? {}
      : reading.rates(subject, id, {
          inputPerMTok: perMillion(pricing.prompt),
          outputPerMTok: perMillion(pricing.completion),
          // 0 = not offered, said of most models.
          cacheReadPerMTok: perMillion(pricing.input_cache_read) || undefined,
        }),
    ...(name !== undefined && { name }),
    ...(architecture && {
      input: known(architecture.input_modalities),
      output: known(architecture.output_modalities),
    }),
    ...(supported_parameters && { tools: supported_parameters.includes('tools') }),
    ...(context !== undefined && { context }),
  });
}

/** A decimal string in dollars per token as dollars per million; NaN is refused as no price. */
function perMillion(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  return /^-?\d*\.?\d+(e-?\d+)?$/iu.test(text) ? Number(text) * 1e6 : Number.NaN;
}

function known(modalities: readonly string[]): Modality[] {
  return modalities.filter((name): name is Modality => MODALITIES.has(name));
}

/** One question per model of the catalog; a model that OpenRouter does not have is passed over. */
async function readLatencies(reading: Reading, input: LoadInput, key: string): Promise<void> {
  const wanted = [...input.known].flatMap((id): [string, string][] => {
    const own = id.startsWith(`${PROVIDER}/`) ? id.slice(PROVIDER.length + 1) : undefined;
    const slug = own ?? OPENROUTER_SLUGS.get(id);
    return slug === undefined ? [] : [[id, slug]];
  });
  for (const [id, slug] of wanted) {
    const path = slug.split('/').map(encodeURIComponent).join('/');
    const url = `${input.baseUrl}/models/${path}/endpoints`;
    let body: unknown;
    try {
      body = await input.get(url, { headers: { authorization: `Bearer ${key}` } });
    } catch (error) {
      if (error instanceof SourceError && error.code === 'bad_status') continue;
      throw error;
    }
    const parsed = endpointsSchema.safeParse(body);
    if (parsed.success) readEndpoints(reading, id, slug, parsed.data.data.endpoints);
    else reading.refuse(slug, id, 'latency', null, 'unreadable', problemOf(parsed.error));
  }
}

function readEndpoints(reading: Reading, id: string, slug: string, endpoints: Endpoint[]): void {
  const provider = id.slice(0, id.indexOf('/'));
  const exact = provider === PROVIDER;
  const own = exact
    ? endpoints
    : endpoints.filter(({ provider_name: host }) => OPENROUTER_HOSTS.get(host) === provider);
  const ttftMs = middle(own.map(({ latency_last_30m: times }) => times?.p50));
  const tokensPerSecond = middle(own.map(({ throughput_last_30m: speeds }) => speeds?.p50));
  const slow = ttftMs !== undefined && !(ttftMs > 0 && ttftMs <= SLOWEST_MS);
  const fast =
    tokensPerSecond !== undefined && !(tokensPerSecond > 0 && tokensPerSecond <= FASTEST_TOKENS);
  if (slow) reading.refuse(slug, id, 'ttft_ms', ttftMs, 'absurd', 'no plausible time');
  if (fast) reading.refuse(slug, id, 'throughput', tokensPerSecond, 'absurd', 'no plausible speed');
  if (slow || fast || (ttftMs === undefined && tokensPerSecond === undefined)) return;
  reading.replace({
    ...(reading.get(id) ?? { id, subject: slug }),
    latency: {
      exact,
      variant: `last 30 minutes through OpenRouter, ${own.length} endpoint${own.length === 1 ? '' : 's'}`,
      ...(ttftMs !== undefined && { ttftMs }),
      ...(tokensPerSecond !== undefined && { tokensPerSecond }),
    },
  });
}

function middle(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
