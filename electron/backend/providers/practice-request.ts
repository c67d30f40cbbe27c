import { z } from 'zod';
import type { PracticeQuestion } from './practice-answers';

/** A tool that a caller offers, in OpenAI's form. */
export interface PracticeTool {
  readonly name: string;
  /** JSON Schema of its arguments. */
  readonly parameters: unknown;
}

/** What the practice provider reads of a chat; anything unknown is left aside. */
export interface PracticeRequest {
  readonly question: PracticeQuestion;
  readonly tools: readonly PracticeTool[];
  /** `auto` = when the question names one; `none`; `required`; or the one that must be called. */
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string };
  /** Answers of tools that came after the last question; empty = none has answered. */
  readonly toolResults: readonly string[];
  /** JSON was asked for: by schema, or any object. */
  readonly format: { readonly schema: unknown } | null;
  /** The caller wants usage in his stream. */
  readonly wantsUsage: boolean;
}

const partSchema = z
  .object({ type: z.string().catch(''), text: z.string().catch('') })
  .catch({ type: '', text: '' });
const messageSchema = z
  .object({
    role: z.string().catch(''),
    content: z
      .union([z.string(), z.array(partSchema)])
      .nullish()
      .catch(null),
  })
  .catch({ role: '', content: null });
type Message = z.infer<typeof messageSchema>;

const toolSchema = z.object({ function: z.object({ name: z.string(), parameters: z.unknown() }) });
const choiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ function: z.object({ name: z.string() }) }).transform((choice) => choice.function),
]);
const formatSchema = z.union([
  z
    .object({
      type: z.literal('json_schema'),
      json_schema: z.object({ schema: z.unknown() }),
    })
    .transform((format) => ({ schema: format.json_schema.schema })),
  z.object({ type: z.literal('json_object') }).transform(() => ({ schema: {} })),
]);
const bodySchema = z.object({
  messages: z.array(messageSchema).catch([]),
  tools: z.array(toolSchema.nullable().catch(null)).nullish().catch(null),
  tool_choice: choiceSchema.nullish().catch(null),
  response_format: formatSchema.nullish().catch(null),
  stream_options: z.object({ include_usage: z.boolean() }).nullish().catch(null),
});

/** Reads a body of chat completions; one of any shape is read as far as it goes. */
export function readPracticeRequest(body: Readonly<Record<string, unknown>>): PracticeRequest {
  const request = bodySchema.parse(body);
  const { messages } = request;
  const last = messages.findLastIndex((message) => message.role === 'user');
  const parts = partsOf(messages[last]);
  return {
    question: {
      text: parts.map((part) => part.text).join('\n'),
      images: parts.filter((part) => part.type === 'image_url').length,
      earlier: Math.max(0, last),
    },
    tools: (request.tools ?? []).flatMap((tool) => (tool === null ? [] : [tool.function])),
    toolChoice: request.tool_choice ?? 'auto',
    toolResults: messages
      .slice(last + 1)
      .filter((message) => message.role === 'tool')
      .map((message) =>
        partsOf(message)
          .map((part) => part.text)
          .join('\n'),
      ),
    format: request.response_format ?? null,
    wantsUsage: request.stream_options?.include_usage ?? false,
  };
}

function partsOf(message: Message | undefined): readonly z.infer<typeof partSchema>[] {
  const content = message?.content ?? '';
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
