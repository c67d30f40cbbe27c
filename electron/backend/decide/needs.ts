import type { Modality, RequestNeeds } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { TOKENS_PER_IMAGE } from '@shared/pictures/limits';
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

/** Bytes of base64 sound are no text: 16 kHz mono speech bills about 10 tokens a second. */
export const TOKENS_PER_AUDIO = 300;

/**
 * Reads what the request needs of a model. Anything it does not know is left to the provider. Checked
 * by hand: this runs for every message of every request, and the schemas took longer than the rest of
 * the decision.
 */
export function readFacts(body: Readonly<Record<string, unknown>>): RequestFacts {
  const tools = [...listOf(body['tools']), ...listOf(body['functions'])];
  const seen = new Seen();
  if (tools.length > 0) seen.add(JSON.stringify(tools).length - 2);
  for (const message of listOf(body['messages'])) seen.read(message);
  const modalities = listOf(body['modalities']);
  const spoken = modalities.includes('audio') && modalities.every((one) => typeof one === 'string');
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
    maxOutputTokens: limitOf(body['max_completion_tokens']) ?? limitOf(body['max_tokens']),
  };
}

const NONE: readonly unknown[] = [];

/** What is no list has nothing in it. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function limitOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
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
    const message = objectOf(value);
    if (message === null) return;
    const calls = listOf(message['tool_calls']);
    if (calls.length > 0) this.add(JSON.stringify(calls).length);
    const { content } = message;
    const user = message['role'] === 'user';
    if (typeof content === 'string') {
      this.add(content.length);
      if (user) this.#lastUserText = content;
    } else if (Array.isArray(content)) {
      const texts = content.map((part) => this.#part(part));
      for (const text of texts) this.add(text.length);
      if (user) this.#lastUserText = texts.filter((text) => text !== '').join(' ');
    }
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
    const { type, text = null } = objectOf(value) ?? {};
    if (typeof type !== 'string' || (text !== null && typeof text !== 'string')) return '';
    if (type === 'image_url') this.images += 1;
    if (type === 'input_audio') this.#audio += 1;
    return text ?? '';
  }
}
