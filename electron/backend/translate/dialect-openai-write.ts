import { createHash } from 'node:crypto';
import { openaiMessages } from './dialect-openai-messages';
import type { IrFeature, IrFormat, IrRequest, IrToolChoice, IrWritten } from './ir';
import { neverReasons, takesEffortNone, takesMaxCompletionTokens } from './model-families';

type Json = Record<string, unknown>;

/** Longest name of an end user that OpenAI takes. */
const USER_LENGTH = 64;

/** A request as chat completions, or the features that it has no words for. */
export function writeOpenai(request: IrRequest, model: string): IrWritten {
  const lost = new Set<IrFeature>();
  if (request.topK !== null) lost.add('top_k');
  // These could be asked for; the neutral answer has no place for what comes.
  if (request.n !== 1) lost.add('n');
  if (request.audioOut) lost.add('audio_output');
  const body: Json = {
    model,
    messages: openaiMessages(request, model, lost),
    ...toolFields(request),
    ...(request.format !== null && { response_format: formatOf(request.format) }),
    ...(request.maxTokens !== null && {
      [takesMaxCompletionTokens(model) ? 'max_completion_tokens' : 'max_tokens']: request.maxTokens,
    }),
    ...(request.temperature !== null && { temperature: request.temperature }),
    ...(request.topP !== null && { top_p: request.topP }),
    ...(request.stop.length > 0 && { stop: request.stop }),
    ...(request.seed !== null && { seed: request.seed }),
    ...(request.frequencyPenalty !== null && { frequency_penalty: request.frequencyPenalty }),
    ...(request.presencePenalty !== null && { presence_penalty: request.presencePenalty }),
    ...(request.topLogprobs !== null && { logprobs: true }),
    ...((request.topLogprobs ?? 0) > 0 && { top_logprobs: request.topLogprobs }),
    ...(request.logitBias !== null && { logit_bias: request.logitBias }),
    ...effortOf(request.reasoning, model, lost),
    ...(request.user !== null && { user: shortUser(request.user) }),
    // Without it a stream says nothing of its usage (S2-25).
    ...(request.stream && { stream: true, stream_options: { include_usage: true } }),
  };
  return lost.size > 0 ? { ok: false, unsupported: [...lost] } : { ok: true, body };
}

function toolFields({ tools, toolChoice, parallelTools }: IrRequest): Json {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, parameters, strict }) => ({
      type: 'function',
      function: {
        name,
        ...(description !== null && { description }),
        parameters,
        ...(strict !== null && { strict }),
      },
    })),
    ...(toolChoice !== null && { tool_choice: choiceOf(toolChoice) }),
    ...(parallelTools !== null && { parallel_tool_calls: parallelTools }),
  };
}

function choiceOf(choice: IrToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: choice };
}

function formatOf(format: IrFormat): Json {
  if (format.kind === 'json') return { type: 'json_object' };
  const { name, schema, strict } = format;
  return {
    type: 'json_schema',
    json_schema: { name, schema, ...(strict !== null && { strict }) },
  };
}

/**
 * Thinking tokens as one of OpenAI's efforts. A model that never reasons keeps within every budget,
 * and one that cannot stop is told nothing; an effort that was named is never left out.
 */
function effortOf(reasoning: IrRequest['reasoning'], model: string, lost: Set<IrFeature>): Json {
  if (reasoning === null) return {};
  const { effort, budgetTokens } = reasoning;
  if (effort === 'none') return takesEffortNone(model) ? { reasoning_effort: 'none' } : {};
  if (neverReasons(model)) {
    if (effort !== null) lost.add('reasoning_effort');
    return {};
  }
  if (effort !== null) return { reasoning_effort: effort };
  return budgetTokens === null ? {} : { reasoning_effort: effortOfBudget(budgetTokens) };
}

function effortOfBudget(tokens: number): string {
  if (tokens <= 4_096) return 'low';
  return tokens <= 16_384 ? 'medium' : 'high';
}

function shortUser(user: string): string {
  return user.length <= USER_LENGTH ? user : createHash('sha256').update(user).digest('hex');
}
