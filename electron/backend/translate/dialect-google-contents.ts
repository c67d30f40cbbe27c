import { nestsTooDeep } from '../nesting';
import { generationOf } from './dialect-google-model';
import { openToolId } from './dialect-google-seal';
import type { IrMedia, IrMessage, IrPart, IrToolCall } from './ir';

type Json = Readonly<Record<string, unknown>>;
type ToolResult = Extract<IrPart, { type: 'tool_result' }>;

interface Content {
  readonly role: 'user' | 'model';
  readonly parts: Json[];
}

/**
 * Stands for a signature that was never given: the call was another model's, or was made up by the
 * caller. Google documents it for histories that come from elsewhere.
 */
const FOREIGN_SIGNATURE = 'skip_thought_signature_validator';

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif']);

const FILE_TYPES = /^(?:text|audio|video)\/|^application\/(?:pdf|json|rtf|xml|javascript)$/;

/** Sound by the names that callers use; Gemini reads these. */
const AUDIO_TYPES: Readonly<Record<string, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mp3',
  aiff: 'audio/aiff',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
};

/**
 * Turns as Gemini's `contents`. Results of tools are a turn of their own right after the calls;
 * neighbours of one kind are joined. Left out on purpose: empty texts, which Gemini refuses, and
 * thinking, which Gemini takes up from the signatures of its calls and not from its words.
 */
export class ContentsWriter {
  readonly contents: Content[] = [];
  readonly #unsupported: Set<string>;
  readonly #generation: number;
  #last: 'user' | 'model' | 'results' | null = null;

  constructor(model: string, unsupported: Set<string>) {
    this.#generation = generationOf(model);
    this.#unsupported = unsupported;
  }

  write(messages: readonly IrMessage[]): void {
    // Results that belong together may come in messages of their own: what they show waits for the last.
    let shown: Json[] = [];
    const show = (): void => {
      this.#add('user', shown);
      shown = [];
    };
    for (const { role, parts } of messages) {
      const results = parts.filter((part) => part.type === 'tool_result');
      const others = parts.filter((part) => part.type !== 'tool_result');
      this.#add(
        'results',
        results.map((result) => this.#result(result)),
      );
      if (this.#generation < 3) shown.push(...results.flatMap((result) => this.#shown(result)));
      if (others.length > 0) show();
      this.#add(
        role === 'assistant' ? 'model' : 'user',
        others.flatMap((part) => this.#part(part)),
      );
    }
    show();
    if (this.#generation >= 3) for (const content of this.contents) sign(content);
  }

  #add(kind: 'user' | 'model' | 'results', parts: readonly Json[]): void {
    if (parts.length === 0) return;
    const last = this.contents.at(-1);
    if (kind === this.#last && last !== undefined) last.parts.push(...parts);
    else this.contents.push({ role: kind === 'model' ? 'model' : 'user', parts: [...parts] });
    this.#last = kind;
  }

  #part(part: IrPart): Json[] {
    switch (part.type) {
      case 'text':
        return part.text === '' ? [] : [{ text: part.text }];
      case 'image':
        return this.#media(part.media, 'image');
      case 'file':
        return this.#media(part.media, 'file');
      case 'audio': {
        const mimeType = AUDIO_TYPES[part.format.toLowerCase()];
        if (mimeType === undefined) return this.#missing('audio_input');
        return [{ inlineData: { mimeType, data: part.base64 } }];
      }
      case 'tool_call':
        return [callPart(part)];
      case 'reasoning':
      case 'tool_result':
      default:
        return [];
    }
  }

  #media(media: IrMedia, kind: 'image' | 'file'): Json[] {
    if (media.kind === 'url') {
      if (!isFetched(media.url)) return this.#missing(`${kind}_url`);
      return [{ fileData: { fileUri: media.url } }];
    }
    const isImage = kind === 'image' || media.mime.startsWith('image/');
    if (isImage && !IMAGE_TYPES.has(media.mime)) return this.#missing('image_type');
    if (!isImage && !FILE_TYPES.test(media.mime)) return this.#missing('file_type');
    return [{ inlineData: { mimeType: media.mime, data: media.base64 } }];
  }

  /** `output` and `error` are the keys that Gemini knows; images stand beside them from version 3 on. */
  #result(result: ToolResult): Json {
    const texts = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    const media = this.#generation >= 3 ? this.#mediaIn(result) : [];
    if (result.name === null) this.#missing('a tool result without its call');
    return {
      functionResponse: {
        id: openToolId(result.id).id,
        name: result.name ?? '',
        response: { [result.isError ? 'error' : 'output']: texts.join('\n') },
        ...(media.length > 0 && { parts: media }),
      },
    };
  }

  /** What a result shows, for models whose results hold text only: said right after it. */
  #shown(result: ToolResult): Json[] {
    const media = this.#mediaIn(result);
    if (media.length === 0) return [];
    const { id } = openToolId(result.id);
    return [{ text: `Result of ${result.name ?? 'the tool'} (${id}):` }, ...media];
  }

  #mediaIn(result: ToolResult): Json[] {
    return result.content.flatMap((part) => (part.type === 'text' ? [] : this.#part(part)));
  }

  #missing(feature: string): [] {
    this.#unsupported.add(feature);
    return [];
  }
}

function callPart(call: IrToolCall): Json {
  const { id, signature } = openToolId(call.id);
  return {
    functionCall: { id, name: call.name, args: argsOf(call.arguments) },
    ...(signature !== null && { thoughtSignature: signature }),
  };
}

/** Gemini takes an object; what a model wrote that is none, or too deep, is kept as it stands. */
function argsOf(text: string): unknown {
  try {
    const args: unknown = JSON.parse(text);
    const taken = typeof args === 'object' && args !== null && !Array.isArray(args);
    if (taken && !nestsTooDeep(args, text.length)) return args;
  } catch {
    // Not JSON: below.
  }
  return text.trim() === '' ? {} : { arguments: text };
}

/** Of the calls in one step only the first needs a signature. */
function sign(content: Content): void {
  const first = content.parts.findIndex((part) => part['functionCall'] !== undefined);
  const call = content.parts[first];
  if (call === undefined || call['thoughtSignature'] !== undefined) return;
  content.parts[first] = { ...call, thoughtSignature: FOREIGN_SIGNATURE };
}

/** Files uploaded to Google and videos on YouTube; other addresses are not fetched in general. */
function isFetched(url: string): boolean {
  return (
    /^https:\/\/generativelanguage\.googleapis\.com\/v\d\w*\/files\//.test(url) ||
    /^https:\/\/(?:www\.)?youtube\.com\/watch\?|^https:\/\/youtu\.be\//.test(url)
  );
}
