import { createHash } from 'node:crypto';
import { anthropicMessages } from './dialect-anthropic-messages';
import { type Thinking, thinkingOf } from './dialect-anthropic-thinking';
import type { IrFeature, IrFormat, IrRequest, IrTool, IrWritten } from './ir';
import { schemaForAnthropic } from './json-schema';
import { type ClaudeTraits, claudeTraits } from './model-families';

type Json = Record<string, unknown>;

/**
 * The tool that JSON is asked for with where a model has no structured output, or JSON of any shape
 * is wanted; the decoder makes text of its call again.
 */
export const JSON_TOOL = 'auto_router_json_answer';

/**
 * A request as Anthropic's Messages (`anthropic-version: 2023-06-01`, which older models' sampling
 * needs), or the features that it has no words for. Without a limit of the caller's `max_tokens`,
 * which the protocol wants, is the largest that every model of the family answers.
 */
export function writeAnthropic(request: IrRequest, model: string): IrWritten {
  const lost = new Set<IrFeature>(neverExpressible(request));
  const traits = claudeTraits(model);
  const maxTokens = request.maxTokens ?? traits.maxOutput;
  const thinking = thinkingOf(request, traits, maxTokens, lost);
  const format = formatOf(request, traits, { thinking, lost });
  const system = request.system.filter((text) => text.trim() !== '').join('\n\n');
  const stop = request.stop.filter((text) => text !== '');
  if (stop.some((text) => text.trim() === '')) lost.add('stop');
  const outputConfig = {
    ...(thinking.effort !== null && { effort: thinking.effort }),
    ...format.outputConfig,
  };
  const body: Json = {
    model,
    max_tokens: maxTokens,
    ...(system !== '' && { system }),
    messages: anthropicMessages(request, lost),
    ...(format.tools ?? toolFields(request, traits, { thinking, lost })),
    ...(thinking.thinking !== null && { thinking: thinking.thinking }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...samplingOf(request, traits, { thinking, lost }),
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(request.user !== null && { metadata: { user_id: shortUser(request.user) } }),
    ...(request.stream && { stream: true }),
  };
  return lost.size > 0 ? { ok: false, unsupported: [...lost] } : { ok: true, body };
}

/** Opaque to Anthropic, and taken up to this length. */
const USER_LENGTH = 256;

function shortUser(user: string): string {
  return user.length <= USER_LENGTH ? user : createHash('sha256').update(user).digest('hex');
}

interface Notes {
  readonly thinking: Thinking;
  readonly lost: Set<IrFeature>;
}

/** Asked for and unknown to Messages; a penalty of 0 is none. */
function neverExpressible(request: IrRequest): IrFeature[] {
  const asked: readonly (readonly [IrFeature, boolean])[] = [
    ['n', request.n !== 1],
    ['seed', request.seed !== null],
    ['frequency_penalty', (request.frequencyPenalty ?? 0) !== 0],
    ['presence_penalty', (request.presencePenalty ?? 0) !== 0],
    ['logprobs', request.topLogprobs !== null],
    ['logit_bias', request.logitBias !== null],
    ['audio_output', request.audioOut],
  ];
  return asked.flatMap(([feature, wanted]) => (wanted ? [feature] : []));
}

/** Sampling is left out where it says the default, and refused where the model refuses it. */
function samplingOf(request: IrRequest, traits: ClaudeTraits, { thinking, lost }: Notes): Json {
  const { topK } = request;
  const temperature = request.temperature === 1 ? null : request.temperature;
  const topP = request.topP === 1 ? null : request.topP;
  const free = traits.sampling && !thinking.on;
  if (temperature !== null && (!free || temperature < 0 || temperature > 1)) {
    lost.add('temperature');
  }
  // Claude models take one of the two only.
  if (topP !== null && (!free || temperature !== null)) lost.add('top_p');
  if (topK !== null && !free) lost.add('top_k');
  return {
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(topK !== null && { top_k: topK }),
  };
}

function toolFields(request: IrRequest, traits: ClaudeTraits, { thinking, lost }: Notes): Json {
  const { toolChoice, parallelTools } = request;
  if (request.tools.length === 0) return pastTools(request);
  const forced =
    toolChoice === 'required' || (toolChoice !== null && typeof toolChoice === 'object');
  if (forced && (thinking.on || !traits.forcedTools)) lost.add('tool_choice');
  const single = parallelTools === false && toolChoice !== 'none';
  return {
    tools: request.tools.map(toolOf),
    ...((toolChoice !== null || single) && {
      tool_choice: {
        ...choiceOf(toolChoice ?? 'auto'),
        ...(single && { disable_parallel_tool_use: true }),
      },
    }),
  };
}

/** A conversation with calls in it must say what was called, also when nothing may be called now. */
function pastTools(request: IrRequest): Json {
  const parts = request.messages.flatMap((message) => message.parts);
  const called = parts.flatMap((part) => (part.type === 'tool_call' ? [part.name] : []));
  if (called.length === 0) return {};
  const names = [...new Set(called)];
  const tools = names.map((name) => ({ name, input_schema: { type: 'object' } }));
  return { tools, tool_choice: { type: 'none' } };
}

function toolOf({ name, description, parameters, strict }: IrTool): Json {
  return {
    name,
    ...(description !== null && { description }),
    input_schema: parameters['type'] === undefined ? { ...parameters, type: 'object' } : parameters,
    ...(strict !== null && { strict }),
  };
}

function choiceOf(choice: NonNullable<IrRequest['toolChoice']>): Json {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

interface WrittenFormat {
  readonly outputConfig: Json;
  /** In place of the caller's tools. */
  readonly tools: Json | null;
}

/** Structured output where the model has it and it can say the shape, else a forced tool. */
function formatOf(
  request: IrRequest,
  traits: ClaudeTraits,
  { thinking, lost }: Notes,
): WrittenFormat {
  const none: WrittenFormat = { outputConfig: {}, tools: null };
  const { format } = request;
  if (format === null) return none;
  const schema =
    format.kind === 'schema' && traits.structured ? schemaForAnthropic(format.schema) : null;
  if (schema !== null) {
    return { outputConfig: { format: { type: 'json_schema', schema } }, tools: null };
  }
  const parts = request.messages.flatMap((message) => message.parts);
  const usesTools = request.tools.length > 0 || parts.some(({ type }) => type === 'tool_call');
  const asObject = toolSchemaOf(format);
  if (usesTools || thinking.on || !traits.forcedTools || asObject === null) {
    lost.add('response_format');
    return none;
  }
  const description = 'Gives the answer. Its input is the whole answer as JSON.';
  return {
    outputConfig: {},
    tools: {
      tools: [{ name: JSON_TOOL, description, input_schema: asObject }],
      tool_choice: { type: 'tool', name: JSON_TOOL, disable_parallel_tool_use: true },
    },
  };
}

/** A tool's input is an object; an answer of another shape cannot be one. */
function toolSchemaOf(format: IrFormat): Json | null {
  if (format.kind === 'json') return { type: 'object', additionalProperties: true };
  return format.schema['type'] === 'object' ? { ...format.schema } : null;
}
