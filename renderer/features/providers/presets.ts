export const PRESET_IDS = ['openai', 'openrouter', 'ollama', 'lmstudio', 'vllm', 'custom'] as const;
export type PresetId = (typeof PRESET_IDS)[number];

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly needsKey: boolean;
}

export const PRESETS: Readonly<Record<PresetId, Preset>> = {
  openai: { id: 'openai', name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', needsKey: true },
  openrouter: {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    needsKey: true,
  },
  ollama: { id: 'ollama', name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', needsKey: false },
  lmstudio: {
    id: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    needsKey: false,
  },
  vllm: { id: 'vllm', name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1', needsKey: false },
  custom: { id: 'custom', name: '', baseUrl: 'https://', needsKey: false },
};

/** The same rule as shared/api/providers.ts, which main checks again. */
export function isProviderId(id: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,39}$/i.test(id) && id !== 'practice';
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
