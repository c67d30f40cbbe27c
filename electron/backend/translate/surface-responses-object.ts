import type { EncodeContext, IrAnswer, IrFinish, IrLogprob, IrUsage } from './ir';
import type { ItemMemory } from './surface-responses-memory';

/** A JSON object about to be sent. */
export type Json = Readonly<Record<string, unknown>>;

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** How an answer ended, in the words of a Response object. */
export interface Ending {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly incomplete_details: { readonly reason: string } | null;
}

export const RUNNING: Ending = { status: 'in_progress', incomplete_details: null };

/** An answer that ended for an unknown reason and says nothing is not called completed. */
export function endingOf(finish: IrFinish, empty: boolean): Ending {
  if (finish === 'length') {
    return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  }
  if (finish === 'content_filter') {
    return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  }
  if (finish === 'other' && empty) return { status: 'incomplete', incomplete_details: null };
  return { status: 'completed', incomplete_details: null };
}

/** What every event of one answer says of it besides output, status and usage. */
export function responseHead(context: EncodeContext): Json {
  const { request } = context;
  const echo = request.echo ?? {};
  const { metadata, text, tools, tool_choice: toolChoice, ...others } = echo;
  return {
    id: prefixedId('resp', context),
    object: 'response',
    created_at: context.created,
    background: false,
    instructions: null,
    max_output_tokens: request.maxTokens,
    model: context.model,
    previous_response_id: null,
    temperature: request.temperature,
    top_p: request.topP,
    truncation: 'disabled',
    ...others,
    parallel_tool_calls: request.parallelTools ?? true,
    tool_choice: toolChoice ?? 'auto',
    tools: tools ?? [],
    text: text ?? { format: { type: 'text' } },
    metadata: metadata ?? {},
    // No answer can be asked for later, also where the caller said `store: true`.
    store: false,
  };
}

/** A Response object: `head` is {@link responseHead}. */
export function responseObject(
  head: Json,
  output: readonly Json[],
  ending: Ending,
  usage: IrUsage | null,
  error: { readonly code: string; readonly message: string } | null = null,
): Json {
  const { id, object, created_at: createdAt, ...rest } = head;
  return {
    id,
    object,
    created_at: createdAt,
    ...ending,
    error,
    ...rest,
    output,
    usage: usage === null ? null : usageJson(usage),
  };
}

/**
 * Null unless both totals are known: a total is never made up. The breakdown has no word for "not
 * reported" and typed clients refuse a null there, so it is 0.
 */
function usageJson(usage: IrUsage): Json | null {
  const { promptTokens, completionTokens } = usage;
  if (promptTokens === null || completionTokens === null) return null;
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens ?? 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: promptTokens + completionTokens,
  };
}

/** `resp_`, `msg_`, `fc_`, `rs_`: clients tell items apart by these. */
export function prefixedId(prefix: string, context: EncodeContext): string {
  return `${prefix}_${context.newId().replaceAll('-', '')}`;
}

export function textContent(text: string, logprobs: readonly IrLogprob[]): Json {
  return { type: 'output_text', annotations: [], logprobs: logprobs.map(logprobJson), text };
}

export function refusalContent(refusal: string): Json {
  return { type: 'refusal', refusal };
}

export function logprobJson({ token, logprob, top }: IrLogprob): Json {
  return { token, logprob, bytes: bytesOf(token), top_logprobs: top.map(topJson) };
}

function topJson({ token, logprob }: { token: string; logprob: number }): Json {
  return { token, logprob, bytes: bytesOf(token) };
}

function bytesOf(token: string): number[] {
  return [...Buffer.from(token, 'utf8')];
}

export function messageItem(id: string, content: readonly Json[], status: ItemStatus): Json {
  return { id, type: 'message', status, role: 'assistant', content };
}

export function callItem(
  id: string,
  call: { readonly id: string; readonly name: string; readonly arguments: string },
  status: ItemStatus,
): Json {
  return {
    id,
    type: 'function_call',
    status,
    arguments: call.arguments,
    call_id: call.id,
    name: call.name,
  };
}

/** The provider's seal over its thinking travels as `encrypted_content`: callers send it back. */
export function reasoningItem(id: string, text: string, signature: string | null): Json {
  return {
    id,
    type: 'reasoning',
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    ...(signature !== null && { encrypted_content: signature }),
  };
}

/** False when the caller wants nothing kept of the answer. */
export function mayRemember({ request }: EncodeContext): boolean {
  return request.echo?.['store'] !== false;
}

/** A whole answer as a Response object. */
export function encodeResponse(answer: IrAnswer, context: EncodeContext, memory: ItemMemory): Json {
  const ending = endingOf(answer.finish, answer.parts.length === 0);
  const head = responseHead(context);
  const output = outputOf(answer, context, ending);
  if (mayRemember(context)) for (const item of output) memory.remember(item);
  return responseObject(head, output, ending, answer.usage);
}

/** Texts that follow each other are one message; an answer that was cut is cut in its last item. */
function outputOf(answer: IrAnswer, context: EncodeContext, ending: Ending): Json[] {
  const items: ((status: ItemStatus) => Json)[] = [];
  let message: Json[] | null = null;
  for (const part of answer.parts) {
    if (part.type === 'text' || part.type === 'refusal') {
      const content =
        part.type === 'text'
          ? textContent(part.text, part.logprobs ?? [])
          : refusalContent(part.text);
      if (message === null) {
        const opened: Json[] = [];
        const id = prefixedId('msg', context);
        items.push((status) => messageItem(id, opened, status));
        message = opened;
      }
      message.push(content);
      continue;
    }
    message = null;
    if (part.type === 'tool_call') {
      const id = prefixedId('fc', context);
      const call = { ...part, arguments: part.arguments === '' ? '{}' : part.arguments };
      items.push((status) => callItem(id, call, status));
    } else {
      const id = prefixedId('rs', context);
      items.push(() => reasoningItem(id, part.text, part.signature));
    }
  }
  const last = ending.status === 'incomplete' ? 'incomplete' : 'completed';
  return items.map((item, index) => item(index === items.length - 1 ? last : 'completed'));
}
