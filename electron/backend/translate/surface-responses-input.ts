import type { z } from 'zod';
import { firstIssue, ReadProblem, unknownFields } from './fields';
import type { IrMedia, IrMessage, IrPart } from './ir';
import { mediaOfUrl, mimeOfName } from './media';
import {
  audioPartSchema,
  filePartSchema,
  functionCallSchema,
  functionOutputSchema,
  imagePartSchema,
  messageSchema,
  reasoningItemSchema,
  referenceSchema,
  refusalPartSchema,
  textPartSchema,
  type Typed,
} from './surface-responses-schema';
import type { ItemMemory } from './surface-responses-memory';
import { RESPONSES_ITEM_DROPPABLE } from './surface-responses-table';

/** Parses what stands at `path`, or throws a {@link ReadProblem}. */
export function parseAt<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const at = path === '' ? [] : path.split('.');
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
  throw new ReadProblem(firstIssue({ issues }));
}

/** The same for an item, a part or a tool; its fields that nobody reads are named in `features`. */
export function parseItem<T extends z.ZodRawShape, C extends z.core.$ZodObjectConfig>(
  schema: z.ZodObject<T, C>,
  value: Typed,
  path: string,
  features: Set<string>,
): z.infer<z.ZodObject<T, C>> {
  const read = new Set(['type', ...Object.keys(schema.shape)]);
  for (const field of unknownFields(value, read, RESPONSES_ITEM_DROPPABLE)) features.add(field);
  return parseAt(schema, value, path);
}

/** The input of a request as turns; what has no word in the neutral form is named in `features`. */
export class InputReader {
  readonly system: string[] = [];
  readonly messages: { role: IrMessage['role']; parts: IrPart[] }[] = [];
  readonly #features: Set<string>;
  readonly #memory: ItemMemory;
  readonly #toolNames = new Map<string, string>();
  /** The turn that the next item of the same kind joins. */
  #open: 'user' | 'assistant' | 'results' | null = null;

  constructor(features: Set<string>, memory: ItemMemory) {
    this.#features = features;
    this.#memory = memory;
  }

  read(input: string | readonly Typed[]): void {
    if (typeof input === 'string') {
      this.#add('user', [{ type: 'text', text: input }]);
      return;
    }
    for (const [index, item] of input.entries()) this.#item(item, `input.${index}`);
  }

  #item(item: Typed, path: string): void {
    switch (item.type ?? 'message') {
      case 'message':
        return this.#message(item, path);
      case 'function_call':
        return this.#call(item, path);
      case 'function_call_output':
        return this.#output(item, path);
      case 'reasoning':
        return this.#reasoning(item, path);
      case 'item_reference':
        return this.#referred(item, path);
      default:
        this.#features.add(item.type ?? 'message');
    }
  }

  #message(item: Typed, path: string): void {
    const { role, content } = parseItem(messageSchema, item, path, this.#features);
    const parts = this.#content(content, `${path}.content`);
    if (role === 'user' || role === 'assistant') {
      this.#add(role, parts);
      return;
    }
    for (const part of parts) {
      if (part.type !== 'text') throw new ReadProblem(`${path}.content: must be text`);
      this.system.push(part.text);
    }
  }

  #call(item: Typed, path: string): void {
    const call = parseItem(functionCallSchema, item, path, this.#features);
    this.#toolNames.set(call.call_id, call.name);
    const args = call.arguments === '' ? '{}' : call.arguments;
    this.#add('assistant', [
      { type: 'tool_call', id: call.call_id, name: call.name, arguments: args },
    ]);
  }

  #output(item: Typed, path: string): void {
    const { call_id: id, output } = parseItem(functionOutputSchema, item, path, this.#features);
    const name = this.#toolNames.get(id) ?? null;
    const content = this.#content(output, `${path}.output`);
    this.#add('results', [{ type: 'tool_result', id, name, content, isError: false }]);
  }

  #referred(item: Typed, path: string): void {
    const { id } = parseItem(referenceSchema, item, path, this.#features);
    const known = this.#memory.recall(id);
    if (known === null) this.#features.add('item_reference');
    else this.#item(known, path);
  }

  #reasoning(item: Typed, path: string): void {
    const read = parseItem(reasoningItemSchema, item, path, this.#features);
    const texts = read.content?.length ? read.content : (read.summary ?? []);
    const text = texts.map((part) => part.text).join('\n\n');
    const signature = read.encrypted_content ?? null;
    if (text !== '' || signature !== null) {
      this.#add('assistant', [{ type: 'reasoning', text, signature }]);
    }
  }

  /**
   * Items of one answer (thinking, text, calls) are one turn of the assistant, and results that follow
   * each other are one turn of the user; a message of the user stays its own.
   */
  #add(kind: 'user' | 'assistant' | 'results', parts: readonly IrPart[]): void {
    const last = this.messages.at(-1);
    if (kind !== 'user' && kind === this.#open && last !== undefined) last.parts.push(...parts);
    else this.messages.push({ role: kind === 'assistant' ? kind : 'user', parts: [...parts] });
    this.#open = kind;
  }

  #content(content: string | readonly Typed[], path: string): IrPart[] {
    if (typeof content === 'string') return [{ type: 'text', text: content }];
    return content.flatMap((part, index) => {
      const read = this.#part(part, `${path}.${index}`);
      return read === null ? [] : [read];
    });
  }

  #part(part: Typed, path: string): IrPart | null {
    switch (part.type) {
      case 'input_text':
      case 'output_text':
      case 'text':
        return { type: 'text', text: parseItem(textPartSchema, part, path, this.#features).text };
      case 'refusal':
        return {
          type: 'text',
          text: parseItem(refusalPartSchema, part, path, this.#features).refusal,
        };
      case 'input_image':
        return this.#image(part, path);
      case 'input_file':
        return this.#file(part, path);
      case 'input_audio': {
        const { data, format } = parseItem(audioPartSchema, part, path, this.#features).input_audio;
        return { type: 'audio', base64: data, format };
      }
      case undefined:
        throw new ReadProblem(`${path}.type: must be a string`);
      default:
        this.#features.add(part.type);
        return null;
    }
  }

  #image(part: Typed, path: string): IrPart | null {
    const image = parseItem(imagePartSchema, part, path, this.#features);
    if (image.file_id) return this.#uploaded('input_image.file_id');
    if (!image.image_url) throw new ReadProblem(`${path}.image_url: must be a string`);
    return {
      type: 'image',
      media: mediaAt(image.image_url, `${path}.image_url`),
      detail: image.detail ?? null,
    };
  }

  #file(part: Typed, path: string): IrPart | null {
    const file = parseItem(filePartSchema, part, path, this.#features);
    if (file.file_id) return this.#uploaded('input_file.file_id');
    const name = file.filename ?? null;
    if (file.file_data) {
      const isUrl = file.file_data.startsWith('data:');
      const media: IrMedia = isUrl
        ? mediaAt(file.file_data, `${path}.file_data`)
        : { kind: 'data', mime: mimeOfName(name), base64: file.file_data };
      return { type: 'file', media, name };
    }
    if (!file.file_url) throw new ReadProblem(`${path}: must have file_data or file_url`);
    return { type: 'file', media: mediaAt(file.file_url, `${path}.file_url`), name };
  }

  /** A file that lies at OpenAI: no other provider can read it. */
  #uploaded(feature: string): null {
    this.#features.add(feature);
    return null;
  }
}

function mediaAt(url: string, path: string): IrMedia {
  const media = mediaOfUrl(url);
  if (media === null) throw new ReadProblem(`${path}: must be a data: or https: URL`);
  return media;
}
