import type { DroppableField } from './fields';

/** Fields of chat completions that the neutral form has words for. */
export const CHAT_FIELDS: ReadonlySet<string> = new Set([
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'functions',
  'function_call',
  'response_format',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'seed',
  'n',
  'frequency_penalty',
  'presence_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'reasoning_effort',
  'user',
  'safety_identifier',
  'stream',
  'stream_options',
  'modalities',
]);

/** Fields of chat completions that another protocol may miss without anybody's loss. */
export const CHAT_DROPPABLE: readonly DroppableField[] = [
  { field: 'metadata', reason: 'labels for stored completions, which is not asked for' },
  {
    field: 'store',
    reason: 'nothing is to be stored',
    harmless: (value) => value === false,
  },
  {
    field: 'service_tier',
    reason: 'the default service is asked for',
    harmless: (value) => value === 'auto' || value === 'default',
  },
  {
    field: 'verbosity',
    reason: 'the default length is asked for',
    harmless: (value) => value === 'medium',
  },
  { field: 'prompt_cache_key', reason: 'a hint for a cache; the answer is the same' },
  { field: 'prompt_cache_options', reason: 'a hint for a cache; the answer is the same' },
  { field: 'prompt_cache_retention', reason: 'a hint for a cache; the answer is the same' },
  { field: 'prediction', reason: 'speeds an answer up and does not change it' },
  { field: 'audio', reason: 'only used with the audio modality, which is refused by its own name' },
];
