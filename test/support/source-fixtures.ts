/*
 * Answers of the catalog sources, made for the tests from the documented shapes: no row is a copy of
 * real data. Each is made afresh, so that a test may change it.
 */

/** `api.json` of models.dev. `benchmarks` is there to show that it is not read. */
export function modelsDev(): Record<string, { id: string; models: Record<string, object> }> {
  return {
    openai: {
      id: 'openai',
      models: {
        'gpt-6-luna': {
          id: 'gpt-6-luna',
          name: 'GPT-6 Luna',
          tool_call: true,
          modalities: { input: ['text', 'image'], output: ['text'] },
          cost: { input: 0.2, output: 1, cache_read: 0.02 },
          limit: { context: 1_200_000, output: 128_000 },
          release_date: '2026-09-22',
          benchmarks: [{ source: 'Artificial Analysis', score: 99.99 }],
        },
        'gpt-6.1-sol': {
          id: 'gpt-6.1-sol',
          name: 'GPT-6.1 Sol',
          cost: { input: 0.0001, output: 0.0005 },
          limit: { context: 400_000, output: 128_000 },
        },
        'gpt-7-nova': {
          id: 'gpt-7-nova',
          name: 'GPT-7 Nova',
          tool_call: true,
          modalities: { input: ['text'], output: ['text'] },
          cost: { input: 2, output: 8 },
          limit: { context: 500_000, output: 100_000 },
        },
      },
    },
    anthropic: {
      id: 'anthropic',
      models: {
        'claude-haiku-4-5-20251001': {
          id: 'claude-haiku-4-5-20251001',
          name: 'Claude Haiku 4.5',
          cost: { input: 1.1, output: 5.5 },
        },
      },
    },
    'some-reseller': { id: 'some-reseller', models: { 'gpt-6-luna': { cost: { input: 77 } } } },
  };
}

/** LiteLLM's file, with its sample entry. */
export function litellm(): Record<string, object> {
  return {
    sample_spec: { litellm_provider: 'one of the providers', input_cost_per_token: 0 },
    'gpt-6-luna': {
      litellm_provider: 'openai',
      mode: 'chat',
      input_cost_per_token: 2e-7,
      output_cost_per_token: 1e-6,
      max_input_tokens: 1_200_000,
    },
    'text-embedding-3-small': {
      litellm_provider: 'openai',
      mode: 'embedding',
      input_cost_per_token: 1.5e-8,
      output_cost_per_token: 0,
      output_vector_size: 1536,
    },
    'deepgram/nova-3': {
      litellm_provider: 'deepgram',
      mode: 'audio_transcription',
      input_cost_per_second: 0.0001,
      output_cost_per_second: 0,
    },
    'azure/gpt-6-luna': {
      litellm_provider: 'azure',
      mode: 'chat',
      input_cost_per_token: 9e-5,
    },
  };
}

interface ArenaRow {
  readonly config: string;
  readonly model_name: string;
  readonly category: string;
  readonly rating: number;
}

const ARENA: readonly ArenaRow[] = [
  {
    config: 'text_style_control',
    model_name: 'gpt-6-luna-max',
    category: 'overall',
    rating: 1521.4,
  },
  { config: 'text_style_control', model_name: 'gpt-6-luna-max', category: 'coding', rating: 1400 },
  {
    config: 'text_style_control',
    model_name: 'nobody-knows-this',
    category: 'overall',
    rating: 1600,
  },
  { config: 'vision_style_control', model_name: 'gpt-6-luna-max', category: 'ocr', rating: 1301.2 },
  {
    config: 'vision_style_control',
    model_name: 'gpt-6-luna-max',
    category: 'overall',
    rating: 1280,
  },
];

/** One page of the dataset server, two rows a page whatever was asked for. */
export function arenaPage(url: string, rows: readonly ArenaRow[] = ARENA): object {
  const query = new URL(url, 'http://x').searchParams;
  const board = rows.filter(({ config }) => config === query.get('config'));
  const offset = Number(query.get('offset'));
  return {
    features: [],
    rows: board.slice(offset, offset + 2).map((row, at) => ({
      row_idx: offset + at,
      row: {
        ...row,
        organization: 'made up',
        rating_lower: row.rating - 6,
        rating_upper: row.rating + 6,
        vote_count: 4321,
        rank: 1,
        leaderboard_publish_date: '2026-11-20',
      },
      truncated_cells: [],
    })),
    num_rows_total: board.length,
    num_rows_per_page: 100,
    partial: false,
  };
}

export function openRouterModels(): { data: Record<string, unknown>[] } {
  return {
    data: [
      {
        id: 'qwen/qwen3.8-max-0902',
        name: 'Qwen3.8 Max',
        context_length: 262_144,
        architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
        pricing: { prompt: '0.0000012', completion: '0.000006', input_cache_read: '0' },
        supported_parameters: ['tools', 'temperature'],
        benchmarks: { artificial_analysis: { intelligence: 99.99 } },
      },
      { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } },
      { id: 'some/free-model:free', pricing: { prompt: '0', completion: '0' } },
    ],
  };
}

function endpoint(provider_name: string, ms: number, speed: number): object {
  return {
    provider_name,
    latency_last_30m: { p50: ms, p75: ms * 1.2, p90: ms * 2, p99: ms * 4 },
    throughput_last_30m: { p50: speed, p75: speed, p90: speed, p99: speed },
    uptime_last_30m: 99.9,
  };
}

export function openRouterEndpoints(host: string): object {
  return {
    data: { id: 'x', endpoints: [endpoint(host, 420, 130), endpoint('Elsewhere', 9_000, 5)] },
  };
}

export function ollamaTags(): { models: object[] } {
  return {
    models: [
      { name: 'gemma4:31b', size: 20_000_000_000, details: { family: 'gemma4' } },
      { name: 'my-own-model:latest', size: 1_000, details: {} },
    ],
  };
}

export function ollamaShow(): object {
  return {
    capabilities: ['completion', 'vision', 'tools'],
    model_info: { 'general.architecture': 'gemma4', 'gemma4.context_length': 131_072 },
  };
}

export function lmStudioModels(): { data: object[] } {
  return {
    data: [
      { id: 'qwen3.8-27b', type: 'vlm', state: 'loaded', max_context_length: 65_536 },
      { id: 'text-embedding-nomic', type: 'embeddings', max_context_length: 2_048 },
    ],
  };
}

/** Two pages of the successor API; the figures are made up. */
export function analysisPage(url: string): object {
  const page = Number(new URL(url, 'http://x').searchParams.get('page'));
  const model = (slug: string, index: number | null): object => ({
    id: `00000000-0000-0000-0000-00000000000${page}`,
    name: `${slug} (high)`,
    slug,
    model_creator: { id: 'x', name: 'made up' },
    evaluations: { artificial_analysis_intelligence_index: index },
    pricing: { price_1m_input_tokens: 3, price_1m_output_tokens: 15 },
    performance: {
      median_output_tokens_per_second: 88,
      median_time_to_first_token_seconds: 0.75,
    },
  });
  return {
    tier: 'free',
    pagination: { page, page_size: 1, total_pages: 2, has_more: page < 2 },
    data: page === 1 ? [model('gpt-6-1-terra', 71.5)] : [model('unknown-slug', null)],
  };
}
