import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { ARTIFICIAL_ANALYSIS_SLUGS } from '../aliases';
import { Reading } from '../live/reading';
import { type LiveSource, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const number = z.number().nullish();

const pageSchema = z.object({
  pagination: z.object({ page: z.number(), total_pages: z.number(), has_more: z.boolean() }),
  data: z.array(z.unknown()),
});

const modelSchema = z.object({
  slug: z.string(),
  name: z.string(),
  evaluations: z.object({ artificial_analysis_intelligence_index: number }).nullish(),
  pricing: z
    .object({
      price_1m_input_tokens: number,
      price_1m_output_tokens: number,
      price_1m_cache_hit_tokens: number,
    })
    .nullish(),
  performance: z
    .object({
      median_output_tokens_per_second: number,
      median_time_to_first_token_seconds: number,
    })
    .nullish(),
});

const MOST_PAGES = 20;
export const ARTIFICIAL_ANALYSIS_METRIC = 'aa_intelligence_index';

/**
 * The successor of S0-67's endpoint (ruling 13). Only with the person's own key, only after they have
 * read its terms; nothing of it is shipped.
 */
export const artificialAnalysis: LiveSource = {
  id: 'artificial-analysis',
  name: 'Artificial Analysis',
  gives: 'intelligence index, latency and prices, with your own key',
  url: 'https://artificialanalysis.ai',
  licence: 'proprietary; for your own use with your own key',
  attribution:
    'Source: Artificial Analysis (https://artificialanalysis.ai). Scores and picks are based on data from Artificial Analysis, which does not endorse them.',
  key: 'required',
  terms: {
    text: 'Artificial Analysis gives its data to holders of a key for their own use. Its terms forbid passing the data on, and use in products that guide the choice of a model without its written consent: whether your use is allowed is between you and them. Auto Router asks with your key from this computer, keeps the answer here, shows where each figure comes from, and uploads nothing. It is not affiliated with or endorsed by Artificial Analysis.',
    url: 'https://artificialanalysis.ai/terms-of-use',
  },
  defaultBaseUrl: 'https://artificialanalysis.ai/api/v2',
  onByDefault: false,

  async load({ get, baseUrl, key, today, known }) {
    if (key === null) throw new SourceError('no_key', 'needs your own key');
    const reading = new Reading(known);
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const url = `${baseUrl}/language/models/free?page=${page}`;
      const parsed = pageSchema.safeParse(await get(url, { headers: { 'x-api-key': key } }));
      if (!parsed.success) throw new SourceError('bad_shape', problemOf(parsed.error));
      for (const value of parsed.data.data) readModel(reading, value, today);
      if (!parsed.data.pagination.has_more) return reading.done();
    }
    throw new SourceError('bad_shape', `has more than ${MOST_PAGES} pages`);
  },
};

function readModel(reading: Reading, value: unknown, today: string): void {
  const subject = isJsonObject(value) ? String(value['slug']) : '';
  if (!reading.takes(subject)) return;
  const id = ARTIFICIAL_ANALYSIS_SLUGS.get(subject) ?? null;
  const parsed = modelSchema.safeParse(value);
  if (!parsed.success) {
    reading.unreadable(subject, id, problemOf(parsed.error));
    return;
  }
  if (id === null) return;
  const { name, evaluations, pricing, performance } = parsed.data;
  const index = evaluations?.artificial_analysis_intelligence_index ?? null;
  const plausible = index !== null && index > 0 && index <= 100;
  if (index !== null && !plausible) {
    const message = 'an index is above 0 and at most 100';
    const reason = index > 0 ? 'absurd' : 'not_positive';
    reading.refuse(subject, id, ARTIFICIAL_ANALYSIS_METRIC, index, reason, message);
  }
  const seconds = performance?.median_time_to_first_token_seconds ?? null;
  const speed = performance?.median_output_tokens_per_second ?? null;
  const ttftMs = positive(seconds, 600) ? Math.round(seconds * 1000) : undefined;
  const tokensPerSecond = positive(speed, 20_000) ? speed : undefined;
  reading.add({
    id,
    subject,
    rates: reading.rates(subject, id, {
      inputPerMTok: pricing?.price_1m_input_tokens,
      outputPerMTok: pricing?.price_1m_output_tokens,
      cacheReadPerMTok: pricing?.price_1m_cache_hit_tokens,
    }),
    ...(plausible && {
      quality: [
        {
          task: 'general_assistant' as const,
          metric: ARTIFICIAL_ANALYSIS_METRIC,
          value: index,
          variant: name,
          date: today,
        },
      ],
    }),
    ...((ttftMs !== undefined || tokensPerSecond !== undefined) && {
      latency: {
        // Over all hosts of the model, not this provider's alone.
        exact: false,
        variant: 'median over its hosts',
        ...(ttftMs !== undefined && { ttftMs }),
        ...(tokensPerSecond !== undefined && { tokensPerSecond }),
      },
    }),
  });
}

/** 0 stands for unknown here as it does for prices. */
function positive(value: number | null, most: number): value is number {
  return value !== null && value > 0 && value <= most;
}
