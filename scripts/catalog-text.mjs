// The words of the bundled catalog, beside the figures that scripts/catalog.mjs takes from a draft.

/** `citeDate` stands in where a source is used for one field of a record with another source. */
export const SOURCES = {
  pi_ai: {
    name: 'pi-ai 1.5.2 model data',
    url: 'https://www.npmjs.com/package/@earendil-works/pi-ai',
    licence: 'MIT',
    date: '2026-11-10',
  },
  genai_prices: {
    name: 'genai-prices 0.1.8',
    url: 'https://www.npmjs.com/package/@pydantic/genai-prices',
    licence: 'MIT',
    date: '2026-09-23',
  },
  arena_hf: {
    name: 'LMArena leaderboard dataset, style control',
    url: 'https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset',
    licence: 'CC-BY-4.0',
    date: '2026-08-19',
    note: 'Vision rows are of 2026-08-06. Selected, rounded and renamed.',
  },
  arena_0930: {
    name: 'LMArena text leaderboard of 2026-09-30, style control',
    url: 'https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset',
    licence: 'CC-BY-4.0',
    date: '2026-09-30',
    note: 'Read from a secondary copy; to be pulled again from the dataset before a release.',
  },
  arena_1002: {
    name: 'LMArena text leaderboard of 2026-10-02, style control',
    url: 'https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset',
    licence: 'CC-BY-4.0',
    date: '2026-10-02',
    note: 'Read from a secondary copy; to be pulled again from the dataset before a release.',
  },
  arena_v0913: {
    name: 'LMArena vision leaderboard of 2026-09-13, style control',
    url: 'https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset',
    licence: 'CC-BY-4.0',
    date: '2026-09-13',
    note: 'Read from a secondary copy; to be pulled again from the dataset before a release.',
  },
  aiwf: {
    name: 'aiewf-eval voice agent benchmark, medium context',
    url: 'https://github.com/kwindla/aiewf-eval',
    licence: 'MIT',
    date: '2026-08-18',
    note: 'One laboratory in the US; open models were hosted by Baseten.',
  },
  pipecat_stt: {
    name: 'pipecat stt-benchmark',
    url: 'https://github.com/pipecat-ai/stt-benchmark',
    licence: 'MIT',
    date: '2026-06-22',
    note: '1,000 samples of a public training set, which vendors may have seen.',
  },
  open_asr: {
    name: 'Open ASR Leaderboard, English short form',
    url: 'https://github.com/huggingface/open_asr_leaderboard',
    licence: 'Apache-2.0',
    date: '2026-08-21',
    note: 'Measures the weights, not a hosted service.',
  },
  mteb: {
    name: 'MTEB results',
    url: 'https://github.com/embeddings-benchmark/results',
    licence: 'CC0-1.0',
    date: '2026-08-20',
    note: 'Unweighted means over tasks, computed for this catalog.',
  },
  og_asr: {
    name: 'Vendor price pages, as surveyed by OpenGauntlet',
    url: 'https://github.com/D3velop-llc/open-gauntlet-leaderboard',
    licence: 'facts',
    date: '2026-08-01',
  },
  openai_docs: {
    name: 'OpenAI model pages',
    url: 'https://developers.openai.com/api/docs/models',
    licence: 'facts',
    date: '2026-11',
  },
  google_pricing: {
    name: 'Gemini API pricing',
    url: 'https://ai.google.dev/gemini-api/docs/pricing',
    licence: 'facts',
    date: '2026-09-17',
  },
  gemini38_card: {
    name: 'Gemini 3.8 Flash model card',
    url: 'https://ai.google.dev/gemini-api/docs/models',
    licence: 'facts',
    date: '2026-09-02',
    note: 'Reported by the vendor; not used in a score.',
  },
  voyage_pricing: {
    name: 'Voyage AI pricing',
    url: 'https://docs.voyageai.com/docs/pricing',
    licence: 'facts',
    date: '2026-10-03',
  },
  cohere_price: {
    name: 'Cohere pricing',
    url: 'https://cohere.com/pricing',
    licence: 'facts',
    date: '2026',
    citeDate: '2026',
    note: 'One secondary witness.',
  },
  xai_voice: {
    name: 'xAI voice pricing',
    url: 'https://docs.x.ai/docs/models',
    licence: 'facts',
    date: '2026',
  },
  vendor_local: {
    name: 'Runs on this machine: no charge, electricity not counted',
    url: 'https://ollama.com/library',
    licence: 'n/a',
    date: '2026-11-21',
  },
  model_cards: {
    name: 'Model cards and vendor documentation',
    url: 'https://ollama.com/library',
    licence: 'facts',
    date: '2026-11-21',
    note: 'Limits and modalities, noted by hand; the provider’s own list has the last word.',
  },
};

export const METRICS = {
  arena_text_sc: { label: 'LMArena text rating', unit: 'rating', better: 'higher' },
  arena_vision_sc_ocr: { label: 'LMArena vision rating, OCR', unit: 'rating', better: 'higher' },
  arena_vision_sc_overall: { label: 'LMArena vision rating', unit: 'rating', better: 'higher' },
  aiwf_pass_pct: { label: 'Voice agent turns passed', unit: '%', better: 'higher' },
  charxiv_reasoning_pct_vendor: {
    label: 'CharXiv reasoning, reported by the vendor, not scored',
    unit: '%',
    better: 'higher',
  },
  vidore2_ndcg5: { label: 'ViDoRe v2, nDCG@5 x100', unit: 'points', better: 'higher' },
  vidore1_ndcg5: { label: 'ViDoRe v1, nDCG@5 x100', unit: 'points', better: 'higher' },
  rteb16_mean: { label: 'RTEB mean of 16 tasks', unit: 'points', better: 'higher' },
  mteb_eng_v2_mean: { label: 'MTEB English v2 mean', unit: 'points', better: 'higher' },
  stt_semantic_wer_pooled: { label: 'Streaming semantic word errors', unit: '%', better: 'lower' },
  openasr_en_wer_avg: { label: 'Open ASR word errors', unit: '%', better: 'lower' },
  ttft_ms: { label: 'Time to first token', unit: 'ms', better: 'lower' },
  ttfat_ms: { label: 'Time to first answer token', unit: 'ms', better: 'lower' },
  v2v_ms: { label: 'Voice to voice', unit: 'ms', better: 'lower' },
  ttfs_ms: { label: 'End of speech to final text', unit: 'ms', better: 'lower' },
  embed_ms: { label: 'One embedding request', unit: 'ms', better: 'lower' },
};

const ms = (seconds) => Math.round(seconds * 1000);
const firstToken = ({ latency, latency_ttft_only: first }) => ({
  ttft_ms: {
    best: ms(first.best),
    worst: ms(first.worst),
    whole: false,
    withThroughput: { best: ms(latency.best), worst: ms(latency.worst) },
  },
});

/** Speech recognition and the first synthesised sound around a text model, in milliseconds. */
const CASCADE_MS = 500;

/** Default weights and descriptions of the tasks are the router's: shared/routing/task-registry. */
export const TASKS = {
  ptt_response: {
    costUnit: 'turn',
    latencyUnit: 'voice to voice',
    // This task's anchors are already in milliseconds in the draft.
    latencyAnchors: ({ latency: { best, worst } }) => ({
      v2v_ms: { best, worst, whole: true },
      ttfat_ms: { best, worst, addMs: CASCADE_MS, whole: true },
    }),
    profile: (p) => ({
      promptTokens: p.prompt_tokens,
      outputTokens: p.output_tokens,
      userAudioSeconds: p.user_audio_s,
      replyAudioSeconds: p.reply_audio_s,
      audioTokensPerSecond: {
        openai: { input: p.audio_tokens_per_s.openai_in, output: p.audio_tokens_per_s.openai_out },
        google: { input: p.audio_tokens_per_s.google, output: p.audio_tokens_per_s.google },
      },
      transcriptionPerMinute: { value: 0.0048, source: 'og_asr', date: '2026-08-01' },
      requests: 1,
    }),
    assumption:
      'A text model also pays for transcribing the question, at the price of Deepgram Nova-3; the voice of the system is free. Audio tokens per second are documented conversions.',
  },
  general_assistant: {
    costUnit: 'request',
    latencyUnit: 'to first token',
    latencyAnchors: firstToken,
    profile: (p) => ({
      promptTokens: p.prompt_tokens,
      outputTokens: p.output_tokens,
      requests: 1,
    }),
    assumption: 'Ratings are mostly of high effort, first-token times mostly of low effort.',
  },
  screenshot_understanding: {
    costUnit: 'request',
    latencyUnit: 'to first token',
    latencyAnchors: firstToken,
    profile: (p) => ({
      promptTokens: p.prompt_tokens,
      outputTokens: p.output_tokens,
      imageTokens: p.image_tokens,
      requests: 1,
    }),
    assumption:
      'A screenshot counts as 1,500 tokens; real counts differ by provider and resolution. First-token times were measured on text.',
  },
  screenshot_embedding: {
    costUnit: '1k screenshots',
    latencyUnit: 'per screenshot',
    latencyAnchors: ({ latency: { best, worst } }) => ({
      embed_ms: { best: ms(best), worst: ms(worst), whole: true },
    }),
    profile: (p) => ({
      screenshotPixels: p.screenshot_pixels,
      embeddingImageTokens: 1610,
      ocrTokens: p.ocr_tokens,
      requests: 1000,
    }),
    assumption:
      'Text-only models see the recognised text of a screenshot and not its pixels: their scores count 0.7. Vectors of two models do not mix, so changing the model means embedding everything again.',
  },
  transcription: {
    costUnit: 'minute',
    latencyUnit: 'after end of speech',
    latencyAnchors: ({ latency: { best, worst } }) => ({
      ttfs_ms: { best: ms(best), worst: ms(worst), whole: true },
    }),
    profile: (p) => ({ minutes: p.minutes, requests: 1 }),
    assumption: 'Streaming and batch word errors come from different recordings.',
  },
};

/** What a person should know about a price before trusting it. */
export const PRICE_NOTES = {
  'anthropic/claude-haiku-5-5': 'up to 100k prompt tokens; five times as much above',
  'google/gemini-3.8-flash': 'introductory until 2026-12-31, then double',
  'xai/grok-4.7': 'up to 200k prompt tokens; double above',
  'xai/grok-voice-latest': 'per session minute; older pages say 0.05',
  'deepgram/nova-3': 'one language; several cost 0.0058',
  'assemblyai/u3-rt-pro': 'listed for Universal-3.5 Pro Realtime, assumed to be the same',
  'xai/grok-stt': 'streaming; batch costs half',
  'cohere/embed-v4.0': 'an image counts as about 1,610 tokens',
};

export const MODEL_NOTES = {
  'xai/grok-voice-latest':
    'measured as grok-voice-think-fast-1.0; that this is the same model is not verified',
  'jina/jina-embeddings-v4': 'no API price found; the weights are not for commercial use',
  'jina/jina-embeddings-v5-omni-nano': 'price and licence not verified',
  'transformers.js/google/siglip-so400m-patch14-384': 'reads at most 64 tokens of text',
};

export const ATTRIBUTION = [
  'Quality of chat and vision models: LMArena leaderboard dataset, CC BY 4.0 (https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset); ratings selected, rounded and renamed.',
  'Voice figures: aiewf-eval, MIT (https://github.com/kwindla/aiewf-eval).',
  'Embedding quality: MTEB results, CC0 (https://github.com/embeddings-benchmark/results); means computed for this catalog.',
  'Transcription: pipecat stt-benchmark, MIT (https://github.com/pipecat-ai/stt-benchmark); Open ASR Leaderboard, Apache-2.0 (https://github.com/huggingface/open_asr_leaderboard).',
  'Prices: pi-ai and genai-prices, MIT, and the price pages of the vendors.',
];
