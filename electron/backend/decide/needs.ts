import { z } from 'zod';
import type { Modality, RequestNeeds } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { cutText } from '../providers/cut-text';

/** What one chat request is about, read once beside the relay. */
export interface RequestFacts {
  readonly needs: RequestNeeds;
  /** Inferred from the content: an image makes it a screenshot question. */
  readonly task: TaskName;
  /** Start of the last user message; null = it has no text. */
  readonly excerpt: string | null;
  /** The most that the caller lets the model answer, in tokens; null = no limit given. */
  readonly maxOutputTokens: number | null;
}

/** Characters of the excerpt kept for the history's text filter. */
const EXCERPT_LENGTH = 200;

/** English text has about four characters a token; code and other languages have fewer. */
export const CHARACTERS_PER_TOKEN = 4;

/** What the catalog's profile of screenshot_understanding assumes for one image. */
export const TOKENS_PER_IMAGE = 1_500;

/** Bytes of base64 sound are no text: 16 kHz mono speech bills about 10 tokens a second. */
export const TOKENS_PER_AUDIO = 300;

const partSchema = z.object({ type: z.string(), text: z.string().nullish() });
const messageSchema = z.object({
  role: z.string().catch(''),
  content: z
    .union([z.string(), z.array(z.unknown())])
    .nullish()
    .catch(null),
  tool_calls: z.array(z.unknown()).nullish().catch(null),
});
const limit = z.number().positive().nullish().catch(null);
const bodySchema = z.object({
  messages: z.array(z.unknown()),
  tools: z.array(z.unknown()).nullish().catch(null),
  functions: z.array(z.unknown()).nullish().catch(null),
  modalities: z.array(z.string()).nullish().catch(null),
  max_tokens: limit,
  max_completion_tokens: limit,
});

/** Reads what the request needs of a model. Anything it does not know is left to the provider. */
export function readFacts(body: Readonly<Record<string, unknown>>): RequestFacts {
  const request = bodySchema.parse(body);
  const tools = [...(request.tools ?? []), ...(request.functions ?? [])];
  const seen = new Seen();
  seen.add(JSON.stringify(tools).length - 2);
  for (const message of request.messages) seen.read(message);
  const spoken = request.modalities?.includes('audio') === true;
  return {
    needs: {
      input: seen.input(),
      output: spoken ? ['text', 'audio'] : ['text'],
      tools: tools.length > 0,
      realtime: false,
      promptTokens: seen.tokens(),
    },
    task: seen.images > 0 ? 'screenshot_understanding' : 'general_assistant',
    excerpt: seen.excerpt(),
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
  };
}

/** What the history keeps of a text; null = nothing. */
export function excerptOf(said: string): string | null {
  const text = cutText(said, EXCERPT_LENGTH).trim();
  return text === '' ? null : text;
}

/** Adds up what the messages carry. */
class Seen {
  images = 0;
  #audio = 0;
  #characters = 0;
  #lastUserText = '';

  add(characters: number): void {
    this.#characters += characters;
  }

  read(value: unknown): void {
    const message = messageSchema.safeParse(value).data;
    if (message === undefined) return;
    if (message.tool_calls) this.add(JSON.stringify(message.tool_calls).length);
    const { content } = message;
    if (content === null || content === undefined) return;
    const texts = typeof content === 'string' ? [content] : content.map((part) => this.#part(part));
    for (const text of texts) this.add(text.length);
    if (message.role === 'user') this.#lastUserText = texts.filter((text) => text !== '').join(' ');
  }

  input(): Modality[] {
    return [
      'text',
      ...(this.images > 0 ? (['image'] as const) : []),
      ...(this.#audio > 0 ? (['audio'] as const) : []),
    ];
  }

  tokens(): number {
    const text = Math.ceil(this.#characters / CHARACTERS_PER_TOKEN);
    return text + this.images * TOKENS_PER_IMAGE + this.#audio * TOKENS_PER_AUDIO;
  }

  excerpt(): string | null {
    return excerptOf(this.#lastUserText);
  }

  #part(value: unknown): string {
    const part = partSchema.safeParse(value).data;
    if (part?.type === 'image_url') this.images += 1;
    if (part?.type === 'input_audio') this.#audio += 1;
    return part?.text ?? '';
  }
}
