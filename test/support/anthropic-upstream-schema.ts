import { z } from 'zod';

/*
 * What Anthropic's messages API takes, as documented: unknown fields are refused ("Extra inputs are
 * not permitted"), so a field of another protocol that slips through shows.
 */

const cache = z.strictObject({ type: z.literal('ephemeral'), ttl: z.string().optional() });
const cached = { cache_control: cache.nullish() };

const source = z.union([
  z.strictObject({
    type: z.literal('base64'),
    media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf']),
    data: z.base64(),
  }),
  z.strictObject({ type: z.literal('url'), url: z.string() }),
  z.strictObject({
    type: z.literal('text'),
    media_type: z.literal('text/plain'),
    data: z.string(),
  }),
  z.strictObject({ type: z.literal('file'), file_id: z.string() }),
]);

const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, 'text content blocks must be non-empty'),
  citations: z.unknown().optional(),
  ...cached,
});
const image = z.strictObject({ type: z.literal('image'), source, ...cached });
const document = z.strictObject({
  type: z.literal('document'),
  source,
  title: z.string().nullish(),
  context: z.string().nullish(),
  citations: z.unknown().optional(),
  ...cached,
});
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  ...cached,
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(z.union([text, image, document]))]).optional(),
  is_error: z.boolean().optional(),
  ...cached,
});
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string(),
});
const redacted = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() });

const message = z.strictObject({
  // `system` in the middle of a conversation came with the later version.
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([
    z.string().min(1),
    z.array(z.union([text, image, document, toolUse, toolResult, thinking, redacted])).min(1),
  ]),
});
export type AnthropicMessage = z.infer<typeof message>;

const tool = z.strictObject({
  type: z.literal('custom').nullish(),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal('object') }),
  strict: z.boolean().optional(),
  eager_input_streaming: z.boolean().nullish(),
  ...cached,
});

const parallel = { disable_parallel_tool_use: z.boolean().optional() };
const toolChoice = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auto'), ...parallel }),
  z.strictObject({ type: z.literal('any'), ...parallel }),
  z.strictObject({ type: z.literal('tool'), name: z.string(), ...parallel }),
  z.strictObject({ type: z.literal('none') }),
]);

const thinkingConfig = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('enabled'),
    budget_tokens: z.int().min(1024),
    display: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('disabled') }),
  z.strictObject({ type: z.literal('adaptive'), display: z.string().optional() }),
]);

/** An object schema must close itself, else the real API refuses to compile it. */
const format = z.strictObject({
  type: z.literal('json_schema'),
  schema: z.looseObject({ type: z.literal('object'), additionalProperties: z.literal(false) }),
});

const counted = {
  model: z.string().min(1),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(text)]).optional(),
  tools: z.array(tool).optional(),
  tool_choice: toolChoice.optional(),
  thinking: thinkingConfig.optional(),
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
      format: format.nullish(),
    })
    .optional(),
  cache_control: cache.nullish(),
};

export const countSchema = z.strictObject(counted);

export const messagesSchema = z.strictObject({
  ...counted,
  max_tokens: z.int().min(1),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  metadata: z.strictObject({ user_id: z.string().max(256).nullish() }).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  container: z.string().nullish(),
  inference_geo: z.string().nullish(),
  speed: z.enum(['standard', 'fast']).nullish(),
  diagnostics: z.unknown().optional(),
  user_profile_id: z.string().optional(),
  workspace_id: z.string().optional(),
});
export type AnthropicBody = z.infer<typeof messagesSchema>;

interface Turn {
  readonly role: AnthropicMessage['role'];
  readonly blocks: Exclude<AnthropicMessage['content'], string>;
}

/** Messages of one role in a row are one turn, as the real API has it. */
function turnsOf(messages: readonly AnthropicMessage[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    const last = turns.at(-1);
    const blocks: Turn['blocks'] =
      typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, blocks: [...blocks] });
  }
  return turns;
}

/** The first thing wrong with a body that has the right shape; null = nothing. */
export function problemInTurns(messages: readonly AnthropicMessage[]): string | null {
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  let open: readonly string[] = [];
  for (const [index, { role, blocks }] of turnsOf(messages).entries()) {
    const results = blocks.flatMap((part) => (part.type === 'tool_result' ? [part] : []));
    const missing = open.find((id) => !results.some((result) => result.tool_use_id === id));
    if (missing !== undefined) {
      return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}`;
    }
    const stray = results.find((result) => !open.includes(result.tool_use_id));
    if (stray !== undefined) {
      return `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray.tool_use_id}`;
    }
    const firstOther = blocks.findIndex((part) => part.type !== 'tool_result');
    const late = blocks.findLastIndex((part) => part.type === 'tool_result');
    if (firstOther !== -1 && late > firstOther && role === 'user') {
      return `messages.${index}: tool_result blocks must come first`;
    }
    const uses = blocks.flatMap((part) => (part.type === 'tool_use' ? [part.id] : []));
    if (uses.length > 0 && role === 'user') {
      return `messages.${index}: \`tool_use\` blocks can only be in \`assistant\` messages`;
    }
    open = uses;
  }
  return open.length > 0
    ? 'messages: `tool_use` ids were found without `tool_result` blocks'
    : null;
}
