import { z } from 'zod';
import { firstIssue, ReadProblem, unknownFields } from './fields';
import type { IrFormat, IrRead, IrRequest, IrTool, IrToolChoice } from './ir';
import { CHAT_DROPPABLE, CHAT_FIELDS } from './surface-chat-fields';
import { chatMessageSchema, readChatMessages } from './surface-chat-messages';

const number = z.number('must be a number').nullish();
const whole = z.int('must be a whole number').nullish();
const object = z.record(z.string(), z.unknown());

const toolFunction = z.object({
  name: z.string('must be a string').min(1),
  description: z.string().nullish(),
  parameters: object.nullish(),
  strict: z.boolean().nullish(),
});
const namedSchema = z.object({ name: z.string() });
const requestSchema = z.object({
  messages: z.array(chatMessageSchema, 'must be a list of messages').min(1, 'must not be empty'),
  tools: z.array(z.object({ type: z.string(), function: toolFunction.nullish() })).nullish(),
  functions: z.array(toolFunction).nullish(),
  tool_choice: z
    .union([z.string(), z.object({ type: z.string(), function: namedSchema.nullish() })])
    .nullish(),
  function_call: z.union([z.string(), namedSchema]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: z
    .object({
      type: z.string(),
      json_schema: z
        .object({
          name: z.string(),
          description: z.string().nullish(),
          schema: object.nullish(),
          strict: z.boolean().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  max_tokens: whole,
  max_completion_tokens: whole,
  temperature: number,
  top_p: number,
  top_k: whole,
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  seed: whole,
  n: whole,
  frequency_penalty: number,
  presence_penalty: number,
  logprobs: z.boolean().nullish(),
  top_logprobs: whole,
  logit_bias: z.record(z.string(), z.number()).nullish(),
  reasoning_effort: z.string().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  modalities: z.array(z.string()).nullish(),
});

type ChatBody = z.infer<typeof requestSchema>;

/** Reads a request of OpenAI's chat completions. */
export function readChat(body: Readonly<Record<string, unknown>>): IrRead {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return { ok: false, message: firstIssue(parsed.error) };
  const lost = new Set(unknownFields(body, CHAT_FIELDS, CHAT_DROPPABLE));
  try {
    return { ok: true, request: requestOf(parsed.data, lost) };
  } catch (error) {
    if (error instanceof ReadProblem) return { ok: false, message: error.message };
    throw error;
  }
}

function requestOf(body: ChatBody, lost: Set<string>): IrRequest {
  const { system, messages } = readChatMessages(body.messages, lost);
  const legacy = (body.functions?.length ?? 0) > 0;
  const tools = toolsOf(body, lost);
  const toolChoice = toolChoiceOf(body, lost);
  if (tools.length === 0 && toolChoice !== null && typeof toolChoice === 'object') {
    throw new ReadProblem('tool_choice: names a tool, and tools is empty');
  }
  return {
    system,
    messages,
    tools,
    toolChoice,
    // A message of functions' time holds one call only.
    parallelTools: legacy ? false : (body.parallel_tool_calls ?? null),
    format: formatOf(body, lost),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    topK: body.top_k ?? null,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
    seed: body.seed ?? null,
    frequencyPenalty: body.frequency_penalty ?? null,
    presencePenalty: body.presence_penalty ?? null,
    topLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : null,
    logitBias: Object.keys(body.logit_bias ?? {}).length > 0 ? (body.logit_bias ?? null) : null,
    n: body.n ?? 1,
    reasoning: body.reasoning_effort ? { effort: body.reasoning_effort, budgetTokens: null } : null,
    user: body.safety_identifier ?? body.user ?? null,
    audioOut: body.modalities?.includes('audio') === true,
    stream: body.stream === true,
    streamUsage: body.stream_options?.include_usage === true,
    legacyFunctions: legacy,
    inexpressible: [...lost],
  };
}

function toolsOf(body: ChatBody, lost: Set<string>): IrTool[] {
  const functions = [...(body.functions ?? [])];
  body.tools?.forEach((tool, index) => {
    if (tool.type !== 'function') lost.add(`${tool.type} tools`);
    else if (tool.function) functions.push(tool.function);
    else throw new ReadProblem(`tools.${index}.function: required`);
  });
  return functions.map(({ name, description, parameters, strict }) => ({
    name,
    description: description ?? null,
    parameters: parameters ?? { type: 'object', properties: {} },
    strict: strict ?? null,
  }));
}

function toolChoiceOf(body: ChatBody, lost: Set<string>): IrToolChoice | null {
  const choice = body.tool_choice ?? body.function_call ?? null;
  if (choice === null) return null;
  if (typeof choice === 'string') {
    if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
    throw new ReadProblem('tool_choice: must be auto, none, required or a tool');
  }
  if ('name' in choice) return { name: choice.name };
  if (choice.type === 'function' && choice.function) return { name: choice.function.name };
  lost.add(`tool_choice of type ${choice.type}`);
  return null;
}

function formatOf(body: ChatBody, lost: Set<string>): IrFormat | null {
  const format = body.response_format;
  switch (format?.type) {
    case undefined:
    case 'text':
      return null;
    case 'json_object':
      return { kind: 'json' };
    case 'json_schema': {
      const given = format.json_schema;
      if (!given) throw new ReadProblem('response_format.json_schema: required');
      const { name, description, schema, strict } = given;
      const described = description ? { description, ...schema } : schema;
      // A schema without constraints is what JSON mode is.
      if (!described) return { kind: 'json' };
      return { kind: 'schema', name, schema: described, strict: strict ?? null };
    }
    default:
      lost.add(`response_format of type ${format?.type}`);
      return null;
  }
}
