import { LOCAL_EMBEDDING_MODEL } from '../embedding/local-embedder';
import type { CatalogFile, CatalogModel } from './schema';

/** Provider id of the models that ship inside the app and really run: no key, no network, no cost. */
export const BUILT_IN_PROVIDER = 'local';

/**
 * The local embedding model as the catalog knows it. No public table rates it for screenshots, and
 * the speed of another machine says nothing of this one: quality and latency are the task's priors,
 * shown as estimates, until this machine has measured its own calls.
 */
const USE_LITE: CatalogModel = {
  id: LOCAL_EMBEDDING_MODEL,
  provider: BUILT_IN_PROVIDER,
  model: LOCAL_EMBEDDING_MODEL.slice(BUILT_IN_PROVIDER.length + 1),
  name: 'Universal Sentence Encoder lite (in the app)',
  local: true,
  released: null,
  capabilities: {
    input: ['text'],
    output: ['embedding'],
    tools: false,
    streaming: false,
    realtime: false,
    // Longer texts are taken and clipped to their two ends, so no length is refused.
    context: null,
    maxOutput: null,
    embeddingDims: 512,
    source: 'model_cards',
    date: '2026-11-21',
  },
  rates: {},
  tasks: {
    screenshot_embedding: {
      tier: 'candidate',
      mode: 'ocr_text',
      quality: null,
      qualityProxy: null,
      latency: null,
      latencyProxy: null,
      throughput: null,
      other: [],
      note: 'English only',
    },
  },
};

/** The catalog with the models that every copy of the app can call. */
export function withBuiltIn(file: CatalogFile): CatalogFile {
  return { ...file, models: [...file.models, USE_LITE] };
}
