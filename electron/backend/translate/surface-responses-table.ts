import type { DroppableField } from './fields';

/** Fields of a `POST /v1/responses` body that the neutral form has words for. */
export const RESPONSES_FIELDS: ReadonlySet<string> = new Set([
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'parallel_tool_calls',
  'reasoning',
  'safety_identifier',
  'stream',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'user',
]);

const CACHE = 'a hint for a cache; the answer is the same';

/**
 * Fields that another protocol may miss without anybody's loss. What is neither here nor in
 * {@link RESPONSES_FIELDS} is reported as inexpressible by its own name.
 */
export const RESPONSES_DROPPABLE: readonly DroppableField[] = [
  { field: 'metadata', reason: 'repeated in the answer, never read by the model' },
  // OpenAI stores unless told otherwise, so `true` asks for no more than leaving it out does.
  { field: 'store', reason: 'no answer can be fetched later, and it says so: `store: false`' },
  {
    field: 'background',
    reason: 'the answer is waited for',
    harmless: (value) => value === false,
  },
  {
    field: 'truncation',
    reason: 'nothing is to be cut',
    harmless: (value) => value === 'disabled',
  },
  {
    field: 'service_tier',
    reason: 'the default service is asked for',
    harmless: (value) => value === 'auto' || value === 'default',
  },
  { field: 'prompt_cache_key', reason: CACHE },
  { field: 'prompt_cache_options', reason: CACHE },
  { field: 'prompt_cache_retention', reason: CACHE },
  { field: 'stream_options', reason: 'asks for padding only, against listeners on the network' },
  { field: 'max_tool_calls', reason: 'counts built-in tools only, and those are refused by name' },
];

/** Fields of items, content parts and tools that may go the same way. */
export const RESPONSES_ITEM_DROPPABLE: readonly DroppableField[] = [
  { field: 'id', reason: 'names an item at OpenAI; calls keep their `call_id`' },
  { field: 'status', reason: 'items that are sent back are finished' },
  { field: 'phase', reason: 'a label that only models of OpenAI read' },
  { field: 'annotations', reason: 'notes on a text that stands there whole' },
  { field: 'logprobs', reason: 'how an earlier text came about, not what it says' },
  { field: 'caller', reason: 'a call is answered by its id, whoever made it' },
  { field: 'prompt_cache_breakpoint', reason: CACHE },
  { field: 'output_schema', reason: 'describes results that the model gets to read anyway' },
];

/** Fields of the body that the answer repeats, as OpenAI's does; only `store` is answered otherwise. */
export const RESPONSES_ECHOED = [
  'instructions',
  'max_output_tokens',
  'metadata',
  'parallel_tool_calls',
  'prompt_cache_key',
  'reasoning',
  'safety_identifier',
  'store',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'user',
] as const;
