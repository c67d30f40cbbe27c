import { z } from 'zod';
import { nestsTooDeep } from '../nesting';
import { ReadProblem } from './fields';
import type { IrMedia, IrMessage, IrPart } from './ir';

const text = z.string().nullish();
const sourceSchema = z.object({
  type: z.string(),
  media_type: text,
  data: text,
  url: text,
  content: z.unknown().optional(),
});
const blockSchema = z.object({
  type: z.string('must be a string'),
  text,
  citations: z.unknown().optional(),
  source: sourceSchema.nullish(),
  title: text,
  context: text,
  id: text,
  name: text,
  input: z.unknown().optional(),
  tool_use_id: text,
  is_error: z.boolean().nullish(),
  /** Of a tool result; its own blocks are read by the same schema. */
  content: z.unknown().optional(),
  thinking: text,
  signature: text,
});
const contentSchema = z.union(
  [z.string(), z.array(blockSchema)],
  'must be text or a list of blocks',
);
export const messageSchema = z.object({
  role: z.enum(['user', 'assistant', 'system'], 'must be user, assistant or system'),
  content: contentSchema,
});

type Block = z.infer<typeof blockSchema>;

export interface Conversation {
  readonly system: readonly string[];
  readonly messages: readonly IrMessage[];
}

/**
 * The conversation of a Messages request; what the neutral form has no words for is added to `lost`.
 * Throws {@link ReadProblem} with the path of what is wrong.
 */
export function readConversation(
  messages: readonly z.infer<typeof messageSchema>[],
  lost: Set<string>,
): Conversation {
  const system: string[] = [];
  const read: IrMessage[] = [];
  const names = new Map<string, string>();
  messages.forEach(({ role, content }, index) => {
    const at = `messages.${index}.content`;
    if (role === 'system') {
      system.push(textOf(content, at));
      return;
    }
    read.push({ role, parts: partsOf(content, { at, names, lost }) });
  });
  return { system, messages: read };
}

interface Where {
  readonly at: string;
  readonly names: Map<string, string>;
  readonly lost: Set<string>;
}

function partsOf(content: string | readonly Block[], where: Where): IrPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return content.flatMap((block, index) => partOf(block, { ...where, at: `${where.at}.${index}` }));
}

function partOf(block: Block, where: Where): IrPart[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: required(block.text, `${where.at}.text`) }];
    case 'image': {
      const media = imageOf(block, where);
      return media === null ? [] : [{ type: 'image', media, detail: null }];
    }
    case 'document':
      return documentOf(block, where);
    case 'tool_use':
      return [toolUseOf(block, where)];
    case 'tool_result':
      return [toolResultOf(block, where)];
    case 'thinking': {
      const signature = block.signature ?? '';
      const thought = block.thinking ?? '';
      return [{ type: 'reasoning', text: thought, signature: signature === '' ? null : signature }];
    }
    case 'redacted_thinking':
      return [];
    default:
      where.lost.add(`content of type ${block.type}`);
      return [];
  }
}

function imageOf({ source }: Block, { at, lost }: Where): IrMedia | null {
  switch (source?.type ?? '') {
    case 'base64': {
      const mime = required(source?.media_type, `${at}.source.media_type`);
      return { kind: 'data', mime, base64: required(source?.data, `${at}.source.data`) };
    }
    case 'url':
      return { kind: 'url', url: required(source?.url, `${at}.source.url`) };
    case 'file':
      lost.add('file_id');
      return null;
    default:
      throw new ReadProblem(`${at}.source: must be base64, url or file`);
  }
}

function documentOf(block: Block, where: Where): IrPart[] {
  const { source } = block;
  const name = block.title ?? null;
  if (citationsOn(block.citations)) where.lost.add('citations');
  // Said about the document, and not in it: a text before it says the same.
  const about: IrPart[] = block.context ? [{ type: 'text', text: block.context }] : [];
  if (source?.type === 'text') {
    const data = required(source.data, `${where.at}.source.data`);
    const base64 = Buffer.from(data, 'utf8').toString('base64');
    const media: IrMedia = { kind: 'data', mime: source.media_type ?? 'text/plain', base64 };
    return [...about, { type: 'file', media, name }];
  }
  if (source?.type === 'content') {
    const content = parseContent(source.content, `${where.at}.source.content`);
    return [...about, ...partsOf(content, { ...where, at: `${where.at}.source.content` })];
  }
  const media = imageOf(block, where);
  return media === null ? [] : [...about, { type: 'file', media, name }];
}

function citationsOn(citations: unknown): boolean {
  return typeof citations === 'object' && citations !== null && 'enabled' in citations
    ? citations.enabled === true
    : false;
}

function toolUseOf(block: Block, { at, names }: Where): IrPart {
  const id = required(block.id, `${at}.id`);
  const name = required(block.name, `${at}.name`);
  names.set(id, name);
  return { type: 'tool_call', id, name, arguments: argumentsOf(block.input) };
}

function toolResultOf(block: Block, where: Where): IrPart {
  const id = required(block.tool_use_id, `${where.at}.tool_use_id`);
  const at = `${where.at}.content`;
  const given = block.content ?? [];
  return {
    type: 'tool_result',
    id,
    name: where.names.get(id) ?? null,
    content: partsOf(parseContent(given, at), { ...where, at }),
    isError: block.is_error === true,
  };
}

function parseContent(value: unknown, at: string): z.infer<typeof contentSchema> {
  const parsed = contentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ReadProblem(`${at}: must be text or a list of blocks`);
}

/** The key under which Anthropic documents arguments that are no valid JSON to be handed back. */
const INVALID_JSON = 'INVALID_JSON';

/** JSON text of a tool's input; `{}` for none. */
export function argumentsOf(input: unknown): string {
  if (typeof input === 'object' && input !== null && INVALID_JSON in input) {
    const { [INVALID_JSON]: raw, ...rest } = input as Record<string, unknown>;
    if (typeof raw === 'string' && Object.keys(rest).length === 0) return raw;
  }
  return JSON.stringify(input ?? {});
}

/** A tool's input from JSON text; text that is no object, or too deep, survives under its documented key. */
export function inputOf(args: string): Record<string, unknown> {
  if (args.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(args);
  } catch {
    return { [INVALID_JSON]: args };
  }
  const taken = typeof value === 'object' && value !== null && !Array.isArray(value);
  return taken && !nestsTooDeep(value, args.length)
    ? (value as Record<string, unknown>)
    : { [INVALID_JSON]: args };
}

/** The text of a system prompt, its blocks joined by line breaks. */
export function textOf(content: string | readonly Block[], at: string): string {
  if (typeof content === 'string') return content;
  return content
    .map((block, index) => {
      if (block.type === 'text') return required(block.text, `${at}.${index}.text`);
      throw new ReadProblem(`${at}.${index}: a system prompt holds text only`);
    })
    .join('\n');
}

export const systemSchema = contentSchema;

function required<T>(value: T | null | undefined, at: string): T {
  if (value === null || value === undefined) throw new ReadProblem(`${at}: required`);
  return value;
}
