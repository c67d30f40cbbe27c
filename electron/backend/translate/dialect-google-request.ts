import type { DroppableField } from './fields';
import { ContentsWriter } from './dialect-google-contents';
import { generationOf, thinkingOf } from './dialect-google-model';
import type { IrRequest, IrTool, IrWritten } from './ir';
import { schemaForGoogle } from './json-schema-google';

type Json = Readonly<Record<string, unknown>>;

/** Stop sequences that Gemini takes at most. */
const MAX_STOPS = 5;

const INT32 = 2 ** 31;

/** Of the neutral form: what Gemini is not told, and why that loses nothing. */
export const GOOGLE_DROPPABLE: readonly DroppableField[] = [
  { field: 'stream', reason: 'said by the address (`:streamGenerateContent?alt=sse`)' },
  { field: 'streamUsage', reason: 'Gemini always reports what was used' },
  { field: 'legacyFunctions', reason: 'how the caller is answered' },
  { field: 'inexpressible', reason: 'refused before the request is written' },
  { field: 'echo', reason: 'repeated to the caller, never read by the model' },
  { field: 'user', reason: 'a hint for the detection of abuse; Gemini has no place for it' },
  {
    field: 'parallelTools',
    reason: 'calls in parallel are what Gemini does by itself',
    harmless: (value) => value === true,
  },
];

/**
 * A `generateContent` request (v1beta). Schemas go as `parametersJsonSchema` and
 * `responseJsonSchema`, which take JSON Schema itself and lose less than the older OpenAPI form.
 */
export function writeGoogle(request: IrRequest, model: string): IrWritten {
  const unsupported = new Set<string>();
  const contents = new ContentsWriter(model, unsupported);
  contents.write(request.messages);
  if (contents.contents.length === 0) unsupported.add('a request without messages');
  const tools = toolsOf(request.tools);
  const toolConfig = toolConfigOf(request, model);
  const generationConfig = generationConfigOf(request, model, unsupported);
  const { tools: asked, parallelTools, logitBias, n, audioOut } = request;
  if (parallelTools === false && asked.length > 0) unsupported.add('parallel_tool_calls');
  if (logitBias !== null) unsupported.add('logit_bias');
  if (n !== 1) unsupported.add('n');
  if (audioOut) unsupported.add('audio_output');
  if (unsupported.size > 0) return { ok: false, unsupported: [...unsupported] };
  const system = request.system.filter((text) => text !== '').map((text) => ({ text }));
  return {
    ok: true,
    body: {
      contents: contents.contents,
      ...(system.length > 0 && { systemInstruction: { parts: system } }),
      ...(tools !== null && { tools: [{ functionDeclarations: tools }] }),
      ...(toolConfig !== null && { toolConfig: { functionCallingConfig: toolConfig } }),
      ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
    },
  };
}

function generationConfigOf(request: IrRequest, model: string, unsupported: Set<string>): Json {
  const { stop, topLogprobs, format, seed } = request;
  const thinkingConfig = thinkingOf(request.reasoning, model);
  if (thinkingConfig === undefined) unsupported.add('reasoning_effort');
  if (stop.length > MAX_STOPS) unsupported.add('stop');
  // Gemini 2.5 and older write JSON or call tools, not both.
  if (format !== null && request.tools.length > 0 && generationOf(model) < 3) {
    unsupported.add('response_format');
  }
  const config = {
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    stopSequences: stop.length > 0 ? stop : null,
    // 32 bits at Google: another number, but the same one for the same request.
    seed: seed === null ? null : seed % INT32,
    // Some models refuse penalties, and 0 is none.
    presencePenalty: request.presencePenalty || null,
    frequencyPenalty: request.frequencyPenalty || null,
    responseLogprobs: topLogprobs === null ? null : true,
    logprobs: topLogprobs === null || topLogprobs === 0 ? null : topLogprobs,
    responseMimeType: format === null ? null : 'application/json',
    responseJsonSchema: format?.kind === 'schema' ? schemaForGoogle(format.schema) : null,
    thinkingConfig: thinkingConfig ?? null,
  };
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

function toolsOf(tools: readonly IrTool[]): Json[] | null {
  if (tools.length === 0) return null;
  return tools.map(({ name, description, parameters }) => ({
    name,
    ...(description !== null && { description }),
    ...(!isEmpty(parameters) && {
      parametersJsonSchema: { type: 'object', ...schemaForGoogle(parameters) },
    }),
  }));
}

/** Keywords that say nothing of an object without properties. */
const SAYS_NOTHING = new Set(['$schema', 'type', 'properties', 'required', 'additionalProperties']);

/** A tool without arguments has no schema at Google. */
function isEmpty(schema: Json): boolean {
  const { properties, additionalProperties: others } = schema;
  const names = typeof properties === 'object' && properties !== null ? properties : {};
  return (
    Object.keys(names).length === 0 &&
    Object.keys(schema).every((key) => SAYS_NOTHING.has(key)) &&
    (others === undefined || others === false)
  );
}

/** `VALIDATED` is `AUTO` with arguments that keep to the schema: what `strict` asks for. */
function toolConfigOf({ toolChoice, tools }: IrRequest, model: string): Json | null {
  if (toolChoice !== null && typeof toolChoice === 'object') {
    return { mode: 'ANY', allowedFunctionNames: [toolChoice.name] };
  }
  if (toolChoice === 'required') return { mode: 'ANY' };
  if (tools.length === 0) return null;
  if (toolChoice === 'none') return { mode: 'NONE' };
  const strict = tools.some((tool) => tool.strict === true) && generationOf(model) >= 2.5;
  if (strict) return { mode: 'VALIDATED' };
  return toolChoice === null ? null : { mode: 'AUTO' };
}
