import { isJsonObject } from '@shared/routing/read-json';
import type { TaskName } from '@shared/routing/tasks';
import { z } from 'zod';
import { ARENA_NAMES } from '../aliases';
import type { LiveQuality } from '../live/entry';
import { Reading } from '../live/reading';
import { type LiveSource, type LoadInput, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const DATASET = 'lmarena-ai/leaderboard-dataset';
const PAGE_ROWS = 100;
/** 20,000 rows; the largest board has less than half of that. */
const MOST_PAGES = 200;

/** Which board and category measures which task. */
const BOARDS: readonly {
  readonly config: string;
  readonly categories: Readonly<Record<string, { task: TaskName; metric: string }>>;
}[] = [
  {
    config: 'text_style_control',
    categories: { overall: { task: 'general_assistant', metric: 'arena_text_sc' } },
  },
  {
    config: 'vision_style_control',
    categories: {
      ocr: { task: 'screenshot_understanding', metric: 'arena_vision_sc_ocr' },
      overall: { task: 'screenshot_understanding', metric: 'arena_vision_sc_overall' },
    },
  },
];

const pageSchema = z.object({
  rows: z.array(z.object({ row: z.unknown() })),
  num_rows_total: z.number().int().nonnegative(),
});

const rowSchema = z.object({
  model_name: z.string(),
  category: z.string(),
  rating: z.number(),
  rating_lower: z.number().nullish(),
  rating_upper: z.number().nullish(),
  vote_count: z.number().nullish(),
  leaderboard_publish_date: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
});

/** Ratings of chat and vision models, style control, in pages of rows. */
export const lmarena: LiveSource = {
  id: 'lmarena',
  name: 'LMArena leaderboard dataset',
  gives: 'quality of chat and screenshot models',
  url: `https://huggingface.co/datasets/${DATASET}`,
  licence: 'CC-BY-4.0',
  attribution: `Quality of chat and vision models: LMArena leaderboard dataset, CC BY 4.0 (https://huggingface.co/datasets/${DATASET}); ratings selected and renamed.`,
  key: 'none',
  terms: null,
  defaultBaseUrl: 'https://datasets-server.huggingface.co',
  onByDefault: true,

  async load(input) {
    const reading = new Reading(input.known);
    const seen = new Map<string, number | null>();
    for (const { config, categories } of BOARDS) {
      for (const row of await rowsOf(config, input))
        readRow(reading, seen, config, categories, row);
    }
    return reading.done();
  },
};

/** Every row of a board; a board that ends early is an error, so that no half of one is used. */
async function rowsOf(config: string, { get, baseUrl }: LoadInput): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({
      dataset: DATASET,
      config,
      split: 'latest',
      offset: String(rows.length),
      length: String(PAGE_ROWS),
    });
    const parsed = pageSchema.safeParse(await get(`${baseUrl}/rows?${query}`));
    if (!parsed.success)
      throw new SourceError('bad_shape', `${config}: ${problemOf(parsed.error)}`);
    rows.push(...parsed.data.rows.map(({ row }) => row));
    if (rows.length >= parsed.data.num_rows_total) return rows;
    if (parsed.data.rows.length === 0) break;
  }
  throw new SourceError('bad_shape', `${config}: has not all of the rows that it counts`);
}

function readRow(
  reading: Reading,
  seen: Map<string, number | null>,
  config: string,
  categories: Readonly<Record<string, { task: TaskName; metric: string }>>,
  value: unknown,
): void {
  const name = isJsonObject(value) ? String(value['model_name']) : '';
  if (!reading.takes(name.replaceAll(' ', '-'))) return;
  const id = ARENA_NAMES.get(name) ?? null;
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    reading.unreadable(name, id, problemOf(parsed.error));
    return;
  }
  const { category, rating, rating_lower, rating_upper, vote_count } = parsed.data;
  const measures = Object.hasOwn(categories, category) ? categories[category] : undefined;
  if (!measures || id === null) return;
  if (!(rating > 0 && rating < 5_000)) {
    const reason = rating > 0 ? 'absurd' : 'not_positive';
    reading.refuse(name, id, measures.metric, rating, reason, 'no plausible rating');
    return;
  }
  const half = ((rating_upper ?? rating) - (rating_lower ?? rating)) / 2;
  const quality: LiveQuality = {
    ...measures,
    value: Math.round(rating * 10) / 10,
    variant: name,
    date: parsed.data.leaderboard_publish_date.slice(0, 10),
    ...(half > 0 && { ci95: Math.round(half * 10) / 10 }),
    ...(Number.isInteger(vote_count) && Number(vote_count) > 0 && { samples: Number(vote_count) }),
  };
  place(reading, seen, `${config} ${category} ${id}`, id, name, quality);
}

/** A second row of one model on one board that says something else makes both worthless. */
function place(
  reading: Reading,
  seen: Map<string, number | null>,
  key: string,
  id: string,
  name: string,
  quality: LiveQuality,
): void {
  const before = seen.get(key);
  const known = reading.get(id) ?? { id, subject: name, quality: [] };
  const others = (known.quality ?? []).filter(({ metric }) => metric !== quality.metric);
  if (before === undefined) {
    seen.set(key, quality.value);
    reading.replace({ ...known, quality: [...others, quality] });
  } else if (before !== null && before !== quality.value) {
    seen.set(key, null);
    reading.replace({ ...known, quality: others });
    const message = 'listed twice with different ratings: neither is used';
    reading.refuse(name, id, quality.metric, quality.value, 'duplicate', message);
  }
}
