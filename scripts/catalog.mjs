// Makes electron/backend/catalog/bundled.json from a research draft: npm run catalog -- DRAFT.json
//
// The draft lists one record per task and model; the app wants one record per model, each number
// with its own source and date. Everything a person reads (labels, notes, sources) is written here.
// Running it again on the same draft gives the same bytes.
import { readFile, writeFile } from 'node:fs/promises';
import { ATTRIBUTION, METRICS, MODEL_NOTES, PRICE_NOTES, SOURCES, TASKS } from './catalog-text.mjs';

const [draftPath, outPath = 'electron/backend/catalog/bundled.json'] = process.argv.slice(2);
if (draftPath === undefined) {
  console.error('usage: npm run catalog -- DRAFT.json [OUT.json]');
  process.exit(2);
}
const draft = JSON.parse(await readFile(draftPath, 'utf8'));

/** Draft price fields and the app's names for them. */
const RATES = {
  input: 'inputPerMTok',
  output: 'outputPerMTok',
  cache_read: 'cacheReadPerMTok',
  audio_input: 'audioInputPerMTok',
  audio_output: 'audioOutputPerMTok',
  audio_cache_read: 'audioCacheReadPerMTok',
  audio_input_per_minute: 'audioInputPerMinute',
  audio_output_per_minute: 'audioOutputPerMinute',
  image_input: 'imageInputPerMTok',
  video_input: 'videoInputPerMTok',
  per_image: 'perImage',
  image_per_billion_pixels: 'perGigapixel',
  per_minute: 'perMinute',
  text_input_message: 'perTextMessage',
};
const NOT_RATES = new Set([
  'unit',
  'source',
  'date',
  'notes',
  'confirmed_by',
  'image_input_source',
  'max_billed_pixels_per_image',
]);
const MODES = { 'image+text': 'pixels', text_of_screenshot: 'ocr_text' };

function rates(record) {
  const { price } = record;
  if (record.local) return {};
  const out = {};
  for (const [key, value] of Object.entries(price)) {
    if (NOT_RATES.has(key) || value === null || value === 0) continue;
    const name = RATES[key];
    if (name === undefined) throw new Error(`${record.key}: unknown price field ${key}`);
    const source = price[`${key}_source`] ?? price.source;
    out[name] = { value, source, date: SOURCES[source].citeDate ?? price.date };
  }
  return out;
}

function measurement(figure, value = figure?.value) {
  if (value === undefined || value === null) return null;
  return {
    metric: figure.metric,
    value,
    ...(figure.variant && { variant: figure.variant }),
    ...(figure.ci95 && { ci95: figure.ci95 }),
    ...(figure.p95 && { p95: figure.p95 }),
    ...(figure.max && { max: figure.max }),
    ...((figure.votes ?? figure.n_tasks) && { samples: figure.votes ?? figure.n_tasks }),
    source: figure.source,
    date: figure.date,
  };
}

function proxy(figure, value = figure?.value) {
  const base = measurement(figure, value);
  return base && { ...base, fromModel: figure.from_model, relation: figure.relation };
}

function taskEntry(record, tier) {
  const note = MODEL_NOTES[record.key];
  return {
    tier,
    ...(record.mode && { mode: MODES[record.mode] ?? record.mode }),
    quality: measurement(record.quality),
    qualityProxy: proxy(record.quality_proxy),
    latency: measurement(record.latency, record.latency?.p50),
    latencyProxy: proxy(record.latency_proxy, record.latency_proxy?.p50),
    throughput: null,
    other: record.quality_other.map((figure) => measurement(figure)),
    ...(note && { note }),
  };
}

/** The draft names the measured effort in some names; the figure's variant says it here. */
const plainName = (name) => name.replace(/ \((effort \w+|minimal( thinking)?)\)$/, '');

function capabilities(record) {
  const c = record.capabilities;
  const fromCard = record.local || record.price.source !== 'pi_ai';
  return {
    input: c.input,
    output: c.output,
    tools: c.tools,
    streaming: c.streaming,
    realtime: c.realtime,
    context: c.context,
    maxOutput: c.max_output,
    embeddingDims: c.embedding_dims?.default ?? null,
    source: fromCard ? 'model_cards' : 'pi_ai',
    date: fromCard ? draft.generated : record.price.date,
  };
}

function model(record) {
  const pixels = record.price.max_billed_pixels_per_image;
  return {
    id: record.key,
    provider: record.provider,
    model: record.model,
    name: plainName(record.name),
    local: record.local,
    released: record.released,
    capabilities: capabilities(record),
    rates: rates(record),
    ...(pixels && { maxBilledPixels: pixels }),
    ...(PRICE_NOTES[record.key] && { priceNote: PRICE_NOTES[record.key] }),
    tasks: {},
  };
}

const models = new Map();
for (const [task, { candidates, alternates }] of Object.entries(draft.tasks)) {
  const tiers = [
    ['candidate', candidates],
    ['alternate', alternates],
  ];
  for (const [tier, records] of tiers) {
    for (const record of records) {
      const known = models.get(record.key) ?? model(record);
      const fresh = model(record);
      known.released ??= fresh.released;
      const facts = ['name', 'local', 'capabilities', 'rates'];
      for (const fact of facts) {
        if (JSON.stringify(known[fact]) !== JSON.stringify(fresh[fact])) {
          throw new Error(`${record.key}: ${fact} differs between its tasks`);
        }
      }
      known.tasks[task] = taskEntry(record, tier);
      models.set(record.key, known);
    }
  }
}

const tasks = {};
for (const [task, text] of Object.entries(TASKS)) {
  const scale = draft.reference_scales[task];
  const { latency_local_unmeasured: latencyLocal, ...prior } = scale.prior;
  tasks[task] = {
    qualityAnchors: Object.fromEntries(
      Object.entries(scale.quality).map(([metric, { zero, one, factor }]) => [
        metric,
        { zero, one, factor },
      ]),
    ),
    latencyAnchors: text.latencyAnchors(scale),
    costScale: { best: scale.cost.cheap, worst: scale.cost.dear },
    costUnit: text.costUnit,
    latencyUnit: text.latencyUnit,
    profile: text.profile(scale.profile),
    assumption: text.assumption,
    prior: { ...prior, latencyLocal },
    proxyFactor: scale.proxy_factor,
  };
}

const sources = Object.fromEntries(
  Object.entries(SOURCES).map(([id, { name, url, licence, date, note }]) => [
    id,
    { name, url, licence, date, note },
  ]),
);
const catalog = {
  format: 'auto-router-catalog/1',
  version: draft.generated,
  date: draft.generated,
  sources,
  metrics: METRICS,
  attribution: ATTRIBUTION,
  tasks,
  models: [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
};
await writeFile(outPath, `${JSON.stringify(catalog, null, 1)}\n`);
console.log(`${outPath}: ${catalog.models.length} models, ${Object.keys(tasks).length} tasks`);
