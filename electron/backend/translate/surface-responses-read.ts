import { ReadProblem, unknownFields } from './fields';
import type { IrFormat, IrRead, IrRequest, IrTool, IrToolChoice } from './ir';
import { InputReader, parseAt, parseItem } from './surface-responses-input';
import type { ItemMemory } from './surface-responses-memory';
import {
  allowedToolsSchema,
  bodySchema,
  functionToolSchema,
  jsonSchemaFormatSchema,
  namedChoiceSchema,
  type ResponsesBody,
  type Typed,
} from './surface-responses-schema';
import { RESPONSES_DROPPABLE, RESPONSES_ECHOED, RESPONSES_FIELDS } from './surface-responses-table';

/** Asks for log probabilities, as the body's `include` names them. */
const LOGPROBS = 'message.output_text.logprobs';

/** Fields that stand for an input which OpenAI keeps. */
const NAMES_INPUT = ['previous_response_id', 'conversation', 'prompt'];

/** Asks for what is sent whenever the provider gives it. */
const ALWAYS_INCLUDED = new Set([LOGPROBS, 'reasoning.encrypted_content']);

/**
 * Reads a `POST /v1/responses` body. Nothing is lost in silence: a field is read, or stands in a table
 * of droppable ones with its reason, or is named in `inexpressible`.
 */
export function readResponses(body: Readonly<Record<string, unknown>>, memory: ItemMemory): IrRead {
  try {
    return { ok: true, request: readBody(parseAt(bodySchema, body, ''), memory) };
  } catch (error) {
    if (error instanceof ReadProblem) return { ok: false, message: error.message };
    throw error;
  }
}

function readBody(body: ResponsesBody, memory: ItemMemory): IrRequest {
  const features = new Set(unknownFields(body, RESPONSES_FIELDS, RESPONSES_DROPPABLE));
  if ((body.text?.verbosity ?? 'medium') !== 'medium') features.add('text.verbosity');
  const input = new InputReader(features, memory);
  if (body.instructions) input.system.push(body.instructions);
  if (body.input !== null && body.input !== undefined) input.read(body.input);
  else if (!NAMES_INPUT.some((name) => features.has(name)))
    throw new ReadProblem('input: is required');
  const tools = readTools(body.tools ?? [], features);
  const choice = readChoice(body.tool_choice ?? null, tools, features);
  return {
    system: input.system,
    messages: input.messages,
    tools: choice.tools,
    toolChoice: choice.choice,
    parallelTools: body.parallel_tool_calls ?? null,
    format: readFormat(body.text?.format ?? null, features),
    maxTokens: body.max_output_tokens ?? null,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    topK: null,
    stop: [],
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    topLogprobs: readLogprobs(body, features),
    logitBias: null,
    n: 1,
    reasoning: readReasoning(body, features),
    user: body.safety_identifier ?? body.user ?? null,
    audioOut: false,
    stream: body.stream === true,
    streamUsage: true,
    inexpressible: [...features],
    echo: echoOf(body),
  };
}

function readTools(tools: readonly Typed[], features: Set<string>): IrTool[] {
  return tools.flatMap((tool, index) => {
    if (tool.type !== 'function') {
      features.add(tool.type ?? 'tools');
      return [];
    }
    const read = parseItem(functionToolSchema, tool, `tools.${index}`, features);
    if (read.defer_loading === true) features.add('defer_loading');
    if (read.allowed_callers?.some((caller) => caller !== 'direct'))
      features.add('allowed_callers');
    return [
      {
        name: read.name,
        description: read.description ?? null,
        parameters: read.parameters ?? {},
        strict: read.strict ?? null,
      },
    ];
  });
}

/** The choice, and the tools it leaves: a list of allowed ones is the same as having only those. */
function readChoice(
  choice: string | Typed | null,
  tools: readonly IrTool[],
  features: Set<string>,
): { readonly choice: IrToolChoice | null; readonly tools: readonly IrTool[] } {
  if (choice === null) return { choice: null, tools };
  if (typeof choice === 'string') {
    if (choice === 'auto' || choice === 'none' || choice === 'required') return { choice, tools };
    throw new ReadProblem('tool_choice: must be none, auto, required or an object');
  }
  if (choice.type === 'function') {
    const { name } = parseAt(namedChoiceSchema, choice, 'tool_choice');
    return { choice: { name }, tools };
  }
  if (choice.type === 'allowed_tools') {
    const allowed = parseAt(allowedToolsSchema, choice, 'tool_choice');
    for (const { type } of allowed.tools) if (type !== 'function') features.add(type);
    const names = new Set(allowed.tools.map((tool) => tool.name));
    return { choice: allowed.mode, tools: tools.filter((tool) => names.has(tool.name)) };
  }
  features.add(`tool_choice.${choice.type ?? 'type'}`);
  return { choice: null, tools };
}

function readFormat(format: Typed | null, features: Set<string>): IrFormat | null {
  if (format === null || format.type === 'text') return null;
  if (format.type === 'json_object') return { kind: 'json' };
  if (format.type === 'json_schema') {
    const read = parseItem(jsonSchemaFormatSchema, format, 'text.format', features);
    const { name, description, strict } = read;
    const schema = description ? { description, ...read.schema } : read.schema;
    return { kind: 'schema', name, schema, strict: strict ?? null };
  }
  features.add(`text.format.${format.type ?? 'type'}`);
  return null;
}

function readLogprobs(body: ResponsesBody, features: Set<string>): number | null {
  const included = body.include ?? [];
  for (const field of included) {
    if (!ALWAYS_INCLUDED.has(field)) features.add(`include.${field}`);
  }
  return body.top_logprobs ?? (included.includes(LOGPROBS) ? 0 : null);
}

function readReasoning(body: ResponsesBody, features: Set<string>): IrRequest['reasoning'] {
  const { reasoning } = body;
  if (reasoning === null || reasoning === undefined) return null;
  if ((reasoning.context ?? 'auto') !== 'auto') features.add('reasoning.context');
  if ((reasoning.mode ?? 'standard') !== 'standard') features.add('reasoning.mode');
  const effort = reasoning.effort ?? null;
  return effort === null ? null : { effort, budgetTokens: null };
}

function echoOf(body: ResponsesBody): Record<string, unknown> {
  const echoed = RESPONSES_ECHOED.filter(
    (field) => body[field] !== null && body[field] !== undefined,
  );
  return Object.fromEntries(echoed.map((field) => [field, body[field]]));
}
