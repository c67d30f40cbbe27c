/*
 * One model spelled in several ways is one identity (S1-17). Every alias is written down here: money
 * depends on them, so nothing is matched by likeness.
 */

/** Provider ids of each source -> this app's. A provider that is not named is not read. */
export const MODELS_DEV_PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['anthropic', 'anthropic'],
  ['cohere', 'cohere'],
  ['deepseek', 'deepseek'],
  ['google', 'google'],
  ['groq', 'groq'],
  ['mistral', 'mistral'],
  ['moonshotai', 'moonshotai'],
  ['openai', 'openai'],
  ['openrouter', 'openrouter'],
  ['xai', 'xai'],
]);

/** `litellm_provider` -> this app's provider, and the prefix of its keys. */
export const LITELLM_PROVIDERS: ReadonlyMap<string, { provider: string; prefix: string }> = new Map(
  [
    ['anthropic', { provider: 'anthropic', prefix: '' }],
    ['assemblyai', { provider: 'assemblyai', prefix: 'assemblyai/' }],
    ['cohere', { provider: 'cohere', prefix: '' }],
    ['cohere_chat', { provider: 'cohere', prefix: '' }],
    ['deepgram', { provider: 'deepgram', prefix: 'deepgram/' }],
    ['deepseek', { provider: 'deepseek', prefix: 'deepseek/' }],
    ['elevenlabs', { provider: 'elevenlabs', prefix: 'elevenlabs/' }],
    ['gemini', { provider: 'google', prefix: 'gemini/' }],
    ['groq', { provider: 'groq', prefix: 'groq/' }],
    ['jina_ai', { provider: 'jina', prefix: 'jina_ai/' }],
    ['mistral', { provider: 'mistral', prefix: 'mistral/' }],
    ['moonshot', { provider: 'moonshotai', prefix: 'moonshot/' }],
    ['openai', { provider: 'openai', prefix: '' }],
    ['openrouter', { provider: 'openrouter', prefix: 'openrouter/' }],
    ['voyage', { provider: 'voyage', prefix: 'voyage/' }],
    ['xai', { provider: 'xai', prefix: 'xai/' }],
  ],
);

/** Other spellings of a catalog id: dated names and former prefixes. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['anthropic/claude-haiku-4-5-20251001', 'anthropic/claude-haiku-4-5'],
  ['anthropic/claude-haiku-4.5', 'anthropic/claude-haiku-4-5'],
  ['anthropic/claude-haiku-5.5', 'anthropic/claude-haiku-5-5'],
  ['anthropic/claude-opus-5.5', 'anthropic/claude-opus-5-5'],
  ['anthropic/claude-sonnet-4.6', 'anthropic/claude-sonnet-4-6'],
  ['anthropic/claude-sonnet-5.5', 'anthropic/claude-sonnet-5-5'],
  ['cohere/embed-v4', 'cohere/embed-v4.0'],
  ['deepseek/deepseek-v4.1-flash', 'deepseek/deepseek-flash'],
  ['groq/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  ['mistral/mistral-large-4-latest', 'mistral/mistral-large-4'],
  ['openai/gpt-4.1-2025-04-14', 'openai/gpt-4.1'],
  ['openrouter/qwen/qwen3.8-max', 'openrouter/qwen/qwen3.8-max-0902'],
]);

/** Names on the LMArena leaderboards -> catalog ids; an effort is part of the name there. */
export const ARENA_NAMES: ReadonlyMap<string, string> = new Map([
  ['claude-fable-5', 'anthropic/claude-fable-5'],
  ['claude-haiku-4-5', 'anthropic/claude-haiku-4-5'],
  ['claude-haiku-4-5-20251001', 'anthropic/claude-haiku-4-5'],
  ['claude-haiku-5.5', 'anthropic/claude-haiku-5-5'],
  ['claude-opus-5-high', 'anthropic/claude-opus-5'],
  ['claude-opus-5.5-high', 'anthropic/claude-opus-5-5'],
  ['claude-sonnet-5-high', 'anthropic/claude-sonnet-5'],
  ['claude-sonnet-5.5-xhigh', 'anthropic/claude-sonnet-5-5'],
  ['deepseek-v4.1-flash-max', 'deepseek/deepseek-flash'],
  ['gemini-3.5-flash-lite', 'google/gemini-3.5-flash-lite'],
  ['gemini-3.6-flash', 'google/gemini-3.6-flash'],
  ['gemini-3.8-flash-high', 'google/gemini-3.8-flash'],
  ['gemini-4-argon-high', 'google/gemini-4-argon'],
  ['gemma-4-26b-a4b', 'ollama/gemma4:26b'],
  ['gemma-4-31b', 'ollama/gemma4:31b'],
  ['gpt-5.6-luna-xhigh', 'openai/gpt-5.6-luna'],
  ['gpt-5.6-sol-xhigh', 'openai/gpt-5.6-sol'],
  ['gpt-5.6-terra-xhigh', 'openai/gpt-5.6-terra'],
  ['gpt-6-astra-max', 'openai/gpt-6-astra'],
  ['gpt-6-luna-max', 'openai/gpt-6-luna'],
  ['gpt-6.1-sol-max', 'openai/gpt-6.1-sol'],
  ['gpt-6.1-terra-max', 'openai/gpt-6.1-terra'],
  ['gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  ['gpt-oss-20b', 'ollama/gpt-oss:20b'],
  ['grok-4.5', 'xai/grok-4.5'],
  ['grok-4.7-xhigh', 'xai/grok-4.7'],
  ['kimi-k3-max', 'moonshotai/kimi-k3'],
  ['mistral-large-4', 'mistral/mistral-large-4'],
  ['mistral-medium-3.5', 'mistral/mistral-medium-3.5'],
  ['qwen3.8-27b', 'ollama/qwen3.8:27b'],
  ['qwen3.8-max', 'openrouter/qwen/qwen3.8-max-0902'],
]);

/** Catalog ids of first-party models -> where OpenRouter lists the same model. */
export const OPENROUTER_SLUGS: ReadonlyMap<string, string> = new Map([
  ['anthropic/claude-haiku-5-5', 'anthropic/claude-haiku-5.5'],
  ['anthropic/claude-opus-5-5', 'anthropic/claude-opus-5.5'],
  ['anthropic/claude-sonnet-5-5', 'anthropic/claude-sonnet-5.5'],
  ['deepseek/deepseek-flash', 'deepseek/deepseek-v4.1-flash'],
  ['google/gemini-3.5-flash-lite', 'google/gemini-3.5-flash-lite'],
  ['google/gemini-3.8-flash', 'google/gemini-3.8-flash'],
  ['google/gemini-4-argon', 'google/gemini-4-argon'],
  ['mistral/mistral-large-4', 'mistralai/mistral-large-4'],
  ['mistral/mistral-medium-3.5', 'mistralai/mistral-medium-3.5'],
  ['moonshotai/kimi-k3', 'moonshotai/kimi-k3'],
  ['openai/gpt-6-astra', 'openai/gpt-6-astra'],
  ['openai/gpt-6-luna', 'openai/gpt-6-luna'],
  ['openai/gpt-6.1-sol', 'openai/gpt-6.1-sol'],
  ['openai/gpt-6.1-terra', 'openai/gpt-6.1-terra'],
  ['xai/grok-4.7', 'x-ai/grok-4.7'],
]);

/** `provider_name` of an OpenRouter endpoint -> this app's provider. */
export const OPENROUTER_HOSTS: ReadonlyMap<string, string> = new Map([
  ['Anthropic', 'anthropic'],
  ['DeepSeek', 'deepseek'],
  ['Google AI Studio', 'google'],
  ['Groq', 'groq'],
  ['Mistral', 'mistral'],
  ['Moonshot AI', 'moonshotai'],
  ['OpenAI', 'openai'],
  ['xAI', 'xai'],
]);

/** Artificial Analysis slugs -> catalog ids: one effort of each model, the one that is named. */
export const ARTIFICIAL_ANALYSIS_SLUGS: ReadonlyMap<string, string> = new Map([
  ['claude-haiku-5-5', 'anthropic/claude-haiku-5-5'],
  ['claude-opus-5-5', 'anthropic/claude-opus-5-5'],
  ['claude-sonnet-5-5', 'anthropic/claude-sonnet-5-5'],
  ['deepseek-v4-1-flash', 'deepseek/deepseek-flash'],
  ['gemini-3-5-flash-lite', 'google/gemini-3.5-flash-lite'],
  ['gemini-3-8-flash', 'google/gemini-3.8-flash'],
  ['gemini-4-argon', 'google/gemini-4-argon'],
  ['gpt-6-astra', 'openai/gpt-6-astra'],
  ['gpt-6-luna', 'openai/gpt-6-luna'],
  ['gpt-6-1-sol', 'openai/gpt-6.1-sol'],
  ['gpt-6-1-terra', 'openai/gpt-6.1-terra'],
  ['gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  ['grok-4-7', 'xai/grok-4.7'],
  ['kimi-k3', 'moonshotai/kimi-k3'],
  ['mistral-large-4', 'mistral/mistral-large-4'],
  ['mistral-medium-3-5', 'mistral/mistral-medium-3.5'],
]);

/** The one id of a model, whatever spelling of it is given; unknown ones stay as they are. */
export function canonicalId(id: string): string {
  return SPELLINGS.get(id) ?? id;
}

const ALIASES: ReadonlyMap<string, readonly string[]> = aliasesById();

/** Other spellings of a catalog id, for the Models view; empty when there is none. */
export function aliasesOf(id: string): readonly string[] {
  return ALIASES.get(id) ?? [];
}

function aliasesById(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (id: string, alias: string): void => {
    found.set(id, [...(found.get(id) ?? []), alias]);
  };
  for (const [alias, id] of SPELLINGS) add(id, alias);
  for (const [alias, id] of ARENA_NAMES) add(id, `lmarena: ${alias}`);
  for (const [id, slug] of OPENROUTER_SLUGS) add(id, `openrouter: ${slug}`);
  for (const [slug, id] of ARTIFICIAL_ANALYSIS_SLUGS) add(id, `artificial-analysis: ${slug}`);
  return found;
}
