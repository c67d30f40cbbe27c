import { z } from 'zod';
import { firstIssue, ReadProblem, unknownFields } from './fields';
import type { IrFormat, IrRead, IrRequest, IrTool, IrToolChoice } from './ir';
import { isStrictSchema } from './json-schema';
import { messageSchema, readConversation, systemSchema, textOf } from './surface-messages-content';
import { MESSAGES_DROPPABLE, MESSAGES_FIELDS } from './surface-messages-fields';

const number = z.number('must be a number').nullish();
const object = z.record(z.string(), z.unknown());
const formatSchema = z.object({ type: z.string(), schema: object.nullish() });

/** Of a tool: what is read, and what may go (MESSAGES_INNER_DROPPABLE). */
const TOOL_FIELDS = new Set([
  'type',
  'name',
  'description',
  'input_schema',
  'strict',
  'cache_control',
  'eager_input_streaming',
]);

const toolSchema = z.looseObject({
  type: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  input_schema: object.nullish(),
  strict: z.boolean().nullish(),
});
const requestSchema = z.object({
  messages: z.array(messageSchema, 'must be a list of messages').min(1, 'must not be empty'),
  max_tokens: z.int('must be a whole number').nonnegative('must not be negative'),
  system: systemSchema.nullish(),
  tools: z.array(toolSchema).nullish(),
  tool_choice: z
    .object({
      type: z.string(),
      name: z.string().nullish(),
      disable_parallel_tool_use: z.boolean().nullish(),
    })
    .nullish(),
  temperature: number,
  top_p: number,
  top_k: number,
  stop_sequences: z.array(z.string()).nullish(),
  thinking: z.object({ type: z.string(), budget_tokens: z.int().nullish() }).nullish(),
  output_config: z
    .looseObject({ effort: z.string().nullish(), format: formatSchema.nullish() })
    .nullish(),
  output_format: formatSchema.nullish(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).nullish(),
  stream: z.boolean().nullish(),
});

type MessagesBody = z.infer<typeof requestSchema>;

/** Reads a request of Anthropic's Messages. */
export function readMessages(body: Readonly<Record<string, unknown>>): IrRead {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: firstIssue(parsed.error) };
  const lost = new Set(unknownFields(body, MESSAGES_FIELDS, MESSAGES_DROPPABLE));
  try {
    return { ok: true, request: requestOf(parsed.data, lost) };
  } catch (error) {
    if (error instanceof ReadProblem) return { ok: false, message: error.message };
    throw error;
  }
}

function requestOf(body: MessagesBody, lost: Set<string>): IrRequest {
  const conversation = readConversation(body.messages, lost);
  // The model is to go on in the middle of its own answer, which no other protocol can ask for.
  if (conversation.messages.at(-1)?.role === 'assistant') lost.add('prefill');
  if (body.max_tokens === 0) lost.add('max_tokens: 0');
  const top = body.system ?? '';
  return {
    system: [...(top === '' ? [] : [textOf(top, 'system')]), ...conversation.system],
    messages: conversation.messages,
    tools: toolsOf(body, lost),
    toolChoice: toolChoiceOf(body),
    parallelTools: body.tool_choice?.disable_parallel_tool_use === true ? false : null,
    format: formatOf(body, lost),
    maxTokens: body.max_tokens,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    topK: body.top_k ?? null,
    stop: body.stop_sequences ?? [],
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    topLogprobs: null,
    logitBias: null,
    n: 1,
    reasoning: reasoningOf(body, lost),
    user: body.metadata?.user_id ?? null,
    audioOut: false,
    stream: body.stream === true,
    // Its streams always say what they used.
    streamUsage: true,
    inexpressible: [...lost],
  };
}

function toolsOf(body: MessagesBody, lost: Set<string>): IrTool[] {
  return (body.tools ?? []).flatMap((tool, index) => {
    const type = tool.type ?? 'custom';
    if (type !== 'custom') {
      // Tools that Anthropic runs itself, and toolsets that its models were trained for.
      lost.add(`${type} tool`);
      return [];
    }
    if (!tool.name) throw new ReadProblem(`tools.${index}.name: required`);
    for (const [field, value] of Object.entries(tool)) {
      const asked = value !== null && value !== undefined && value !== false;
      if (asked && !TOOL_FIELDS.has(field)) lost.add(`tools.${field}`);
    }
    return {
      name: tool.name,
      description: tool.description ?? null,
      parameters: tool.input_schema ?? { type: 'object', properties: {} },
      strict: tool.strict ?? null,
    };
  });
}

function toolChoiceOf({ tool_choice: choice }: MessagesBody): IrToolChoice | null {
  switch (choice?.type) {
    case undefined:
      return null;
    case 'auto':
    case 'none':
      return choice?.type === 'none' ? 'none' : 'auto';
    case 'any':
      return 'required';
    case 'tool':
      if (choice?.name) return { name: choice.name };
      throw new ReadProblem('tool_choice.name: required');
    default:
      throw new ReadProblem('tool_choice.type: must be auto, any, tool or none');
  }
}

function formatOf(body: MessagesBody, lost: Set<string>): IrFormat | null {
  const format = body.output_config?.format ?? body.output_format ?? null;
  if (format === null) return null;
  if (format.type === 'json_schema' && format.schema) {
    // Anthropic always holds an answer to its schema, as OpenAI does in its strict mode, which
    // refuses some schemas that Anthropic takes.
    const strict = isStrictSchema(format.schema) ? true : null;
    return { kind: 'schema', name: 'answer', schema: format.schema, strict };
  }
  lost.add(`output_config.format of type ${format.type}`);
  return null;
}

function reasoningOf(body: MessagesBody, lost: Set<string>): IrRequest['reasoning'] {
  for (const name of Object.keys(body.output_config ?? {})) {
    if (name !== 'effort' && name !== 'format') lost.add(`output_config.${name}`);
  }
  const effort = body.output_config?.effort ?? null;
  switch (body.thinking?.type) {
    case undefined:
    case 'adaptive':
      return effort === null ? null : { effort, budgetTokens: null };
    case 'enabled':
      return { effort, budgetTokens: body.thinking?.budget_tokens ?? null };
    case 'disabled':
      return { effort: 'none', budgetTokens: null };
    case 'between_tools':
      return { effort: effort ?? 'minimal', budgetTokens: null };
    default:
      lost.add(`thinking of type ${body.thinking?.type}`);
      return null;
  }
}
