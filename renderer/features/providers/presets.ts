import type { ProviderKind } from '@shared/api/providers';

export const PRESET_IDS = [
  'openai',
  'anthropic',
  'google',
  'openrouter',
  'ollama',
  'lmstudio',
  'vllm',
  'custom',
] as const;
export type PresetId = (typeof PRESET_IDS)[number];

export interface Preset {
  readonly id: string;
  readonly name: string;
  /** The protocol that it speaks. */
  readonly kind: Exclude<ProviderKind, 'practice'>;
  readonly baseUrl: string;
  readonly needsKey: boolean;
}

export const PRESETS: Readonly<Record<PresetId, Preset>> = {
  openai: {
    id: 'openai',
    name: 'OpenAI',
    kind: 'openai-compatible',
    baseUrl: 'https://api.openai.com/v1',
    needsKey: true,
  },
  anthropic: {
    id: 'anthropic',
    name: 'Anthropic',
    kind: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    needsKey: true,
  },
  google: {
    id: 'google',
    name: 'Google',
    kind: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com',
    needsKey: true,
  },
  openrouter: {
    id: 'openrouter',
    name: 'OpenRouter',
    kind: 'openai-compatible',
    baseUrl: 'https://openrouter.ai/api/v1',
    needsKey: true,
  },
  ollama: {
    id: 'ollama',
    name: 'Ollama',
    kind: 'ollama',
    baseUrl: 'http://127.0.0.1:11434',
    needsKey: false,
  },
  lmstudio: {
    id: 'lmstudio',
    name: 'LM Studio',
    kind: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:1234/v1',
    needsKey: false,
  },
  vllm: {
    id: 'vllm',
    name: 'vLLM',
    kind: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:8000/v1',
    needsKey: false,
  },
  custom: {
    id: 'custom',
    name: '',
    kind: 'openai-compatible',
    baseUrl: 'https://',
    needsKey: false,
  },
};

/** Every protocol once. Not from shared/api/providers.ts, which would bring zod into the window. */
export const KINDS = [...new Set(Object.values(PRESETS).map(({ kind }) => kind))];

/** The same rule as shared/api/providers.ts, which main checks again. */
export function isProviderId(id: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,39}$/i.test(id) && id !== 'practice' && id !== 'local';
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
