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

/** Fields of a Messages request that another protocol may miss without anybody's loss. */
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

/** What inside of messages, tools and `thinking` may go the same way. */
export const MESSAGES_INNER_DROPPABLE: readonly DroppableField[] = [
  { field: 'cache_control', reason: 'a hint for a cache; the answer is the same' },
  { field: 'redacted_thinking', reason: 'only the provider that encrypted it can read it' },
  { field: 'thinking.display', reason: 'how an answer is shown, not what it says' },
  {
    field: 'tools.eager_input_streaming',
    reason: 'in which pieces arguments come, not what they say',
  },
  {
    field: 'tools.defer_loading',
    reason: 'nothing is deferred',
    harmless: (value) => value === false,
  },
];
