import { z } from 'zod';
import { ReadProblem } from './fields';
import type { IrMedia, IrMessage, IrPart } from './ir';
import { mediaOfUrl, mimeOfName } from './media';

const text = z.string().nullish();
const partSchema = z.object({
  type: z.string('must be a string'),
  text,
  refusal: text,
  image_url: z
    .union([z.string(), z.object({ url: z.string('must be a string'), detail: text })])
    .nullish(),
  input_audio: z.object({ data: z.string(), format: z.string() }).nullish(),
  file: z.object({ file_data: text, file_id: text, filename: text }).nullish(),
});
const functionSchema = z.object({
  name: z.string('must be a string'),
  arguments: z.string('must be JSON text').nullish(),
});
export const chatMessageSchema = z.object({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
    'must be system, developer, user, assistant, tool or function',
  ),
  content: z.union([z.string(), z.array(partSchema)], 'must be text or a list of parts').nullish(),
  name: text,
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  audio: z.unknown().optional(),
  tool_call_id: text,
  tool_calls: z
    .array(z.object({ id: text, type: text, function: functionSchema.nullish() }))
    .nullish(),
  function_call: functionSchema.nullish(),
});

type ChatMessage = z.infer<typeof chatMessageSchema>;
type ChatPart = z.infer<typeof partSchema>;

export interface ChatConversation {
  readonly system: readonly string[];
  readonly messages: readonly IrMessage[];
}

/**
 * The conversation of a chat request. What the neutral form has no words for is added to `lost`.
 * Throws {@link ReadProblem} with the path of what is wrong.
 */
export function readChatMessages(
  messages: readonly ChatMessage[],
  lost: Set<string>,
): ChatConversation {
  const system: string[] = [];
  const read: IrMessage[] = [];
  const names = new Map<string, string>();
  messages.forEach((message, index) => {
    const at = `messages.${index}`;
    if (message.role !== 'function' && (message.name ?? '') !== '') lost.add('messages.name');
    const parts = contentOf(message.content, `${at}.content`, lost);
    switch (message.role) {
      case 'system':
      case 'developer':
        system.push(textOnly(parts, at));
        return;
      case 'user':
        read.push({ role: 'user', parts });
        return;
      case 'assistant':
        read.push({
          role: 'assistant',
          parts: assistantParts(message, { parts, at, names, lost }),
        });
        return;
      case 'tool':
      case 'function': {
        const id =
          message.role === 'tool' ? message.tool_call_id : legacyId(message.name ?? '', names);
        if (id === null || id === undefined) throw new ReadProblem(`${at}.tool_call_id: required`);
        const name = names.get(id) ?? null;
        const result = { type: 'tool_result', id, name, content: parts, isError: false } as const;
        read.push({ role: 'user', parts: [result] });
      }
    }
  });
  return { system, messages: read };
}

function assistantParts(
  message: ChatMessage,
  where: { parts: readonly IrPart[]; at: string; names: Map<string, string>; lost: Set<string> },
): IrPart[] {
  const thought = message.reasoning_content ?? message.reasoning ?? '';
  const parts: IrPart[] =
    thought === '' ? [] : [{ type: 'reasoning', text: thought, signature: null }];
  parts.push(...where.parts);
  if (message.refusal) parts.push({ type: 'text', text: message.refusal });
  if (message.audio !== null && message.audio !== undefined) where.lost.add('messages.audio');
  message.tool_calls?.forEach((call, index) => {
    if (call.function === null || call.function === undefined) {
      where.lost.add('custom tools');
      return;
    }
    const { id } = call;
    if (!id) throw new ReadProblem(`${where.at}.tool_calls.${index}.id: required`);
    where.names.set(id, call.function.name);
    parts.push(toolCall(id, call.function));
  });
  if (message.function_call) {
    const { name } = message.function_call;
    const id = `function_${where.names.size}_${name}`;
    where.names.set(id, name);
    parts.push(toolCall(id, message.function_call));
  }
  return parts;
}

/** Functions, the forerunner of tools, have no ids: a result belongs to the last call of its name. */
function legacyId(name: string, names: ReadonlyMap<string, string>): string {
  const calls = [...names].filter(([, called]) => called === name);
  return calls.at(-1)?.[0] ?? `function_${name}`;
}

function toolCall(id: string, call: z.infer<typeof functionSchema>): IrPart {
  const given = call.arguments ?? '';
  return { type: 'tool_call', id, name: call.name, arguments: given.trim() === '' ? '{}' : given };
}

function contentOf(content: ChatMessage['content'], at: string, lost: Set<string>): IrPart[] {
  if (content === null || content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.flatMap((part, index) => partOf(part, `${at}.${index}`, lost));
}

function partOf(part: ChatPart, at: string, lost: Set<string>): IrPart[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: required(part.text, `${at}.text`) }];
    case 'refusal':
      return [{ type: 'text', text: required(part.refusal, `${at}.refusal`) }];
    case 'image_url': {
      const image = required(part.image_url, `${at}.image_url`);
      const { url, detail } = typeof image === 'string' ? { url: image, detail: null } : image;
      const media = mediaAt(url, `${at}.image_url.url`);
      return [{ type: 'image', media, detail: detail ?? null }];
    }
    case 'input_audio': {
      const { data, format } = required(part.input_audio, `${at}.input_audio`);
      return [{ type: 'audio', base64: data, format }];
    }
    case 'file':
      return filePart(required(part.file, `${at}.file`), at, lost);
    default:
      lost.add(`content of type ${part.type}`);
      return [];
  }
}

function filePart(file: NonNullable<ChatPart['file']>, at: string, lost: Set<string>): IrPart[] {
  const name = file.filename ?? null;
  if (!file.file_data) {
    if (!file.file_id) throw new ReadProblem(`${at}.file: needs file_data or file_id`);
    // The file lies with another provider.
    lost.add('file_id');
    return [];
  }
  const data = file.file_data;
  const bare: IrMedia = { kind: 'data', mime: mimeOfName(name), base64: data };
  const media = data.startsWith('data:') ? mediaAt(data, `${at}.file.file_data`) : bare;
  return [{ type: 'file', media, name }];
}

function mediaAt(url: string, at: string): IrMedia {
  const media = mediaOfUrl(url);
  if (media === null) throw new ReadProblem(`${at}: must be a data: or https: URL`);
  return media;
}

function textOnly(parts: readonly IrPart[], at: string): string {
  return parts
    .map((part) => {
      if (part.type === 'text') return part.text;
      throw new ReadProblem(`${at}.content: a system message holds text only`);
    })
    .join('\n');
}

function required<T>(value: T | null | undefined, at: string): T {
  if (value === null || value === undefined) throw new ReadProblem(`${at}: required`);
  return value;
}
