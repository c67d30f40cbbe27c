import type { DroppableField } from './fields';

/** Fields of Anthropic's Messages that the neutral form has words for. */
export const MESSAGES_FIELDS: ReadonlySet<string> = new Set([
  'messages',
  'system',
  'tools',
  'tool_choice',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'thinking',
  'output_config',
  'output_format',
  'metadata',
  'stream',
]);

/**
 * What of a Messages request another protocol may miss without anybody's loss. Beside these fields:
 * `cache_control` of blocks and tools (a hint for a cache), `redacted_thinking` (only the provider
 * that encrypted it can read it), `thinking.display` and tools' `eager_input_streaming` (how an
 * answer is delivered, not what it says).
 */
export const MESSAGES_DROPPABLE: readonly DroppableField[] = [
  { field: 'cache_control', reason: 'a hint for a cache; the answer is the same' },
  { field: 'diagnostics', reason: 'explains misses of a cache that is not there' },
  {
    field: 'service_tier',
    reason: 'the default service is asked for',
    harmless: (value) => value === 'auto' || value === 'standard_only',
  },
  {
    field: 'speed',
    reason: 'the default speed is asked for',
    harmless: (value) => value === 'standard',
  },
];
