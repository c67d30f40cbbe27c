import { TOKENS_PER_IMAGE } from '@shared/pictures/limits';
import type { Modality } from '@shared/routing/candidate';
import {
  CHARACTERS_PER_TOKEN,
  excerptOf,
  type RequestFacts,
  TOKENS_PER_AUDIO,
} from '../decide/needs';
import type { IrPart, IrRequest } from '../translate/ir';

const TEXT_ONLY: readonly Modality[] = ['text'];

/** What a chat in any protocol is about, from its neutral form. */
export function factsOfIr(ir: IrRequest): RequestFacts {
  const seen = { characters: 0, images: 0, audio: 0 };
  for (const text of ir.system) seen.characters += text.length;
  if (ir.tools.length > 0) seen.characters += JSON.stringify(ir.tools).length;
  let lastUserText = '';
  for (const { role, parts } of ir.messages) {
    const texts = parts.map((part) => see(part, seen));
    const said = texts.filter((text) => text !== '').join(' ');
    if (role === 'user' && said !== '') lastUserText = said;
  }
  const text = Math.ceil(seen.characters / CHARACTERS_PER_TOKEN);
  return {
    needs: {
      input: [
        'text',
        ...(seen.images > 0 ? (['image'] as const) : []),
        ...(seen.audio > 0 ? (['audio'] as const) : []),
      ],
      output: ir.audioOut ? ['text', 'audio'] : TEXT_ONLY,
      tools: ir.tools.length > 0,
      realtime: false,
      promptTokens: text + seen.images * TOKENS_PER_IMAGE + seen.audio * TOKENS_PER_AUDIO,
    },
    task: seen.images > 0 ? 'screenshot_understanding' : 'general_assistant',
    excerpt: excerptOf(lastUserText),
    maxOutputTokens: ir.maxTokens,
  };
}

/** Counts a part; returns the words a user said in it, '' when it is none of his. */
function see(part: IrPart, seen: { characters: number; images: number; audio: number }): string {
  if (part.type === 'image') seen.images += 1;
  else if (part.type === 'audio') seen.audio += 1;
  else if (part.type === 'tool_call') seen.characters += part.name.length + part.arguments.length;
  else if (part.type === 'tool_result') for (const inner of part.content) see(inner, seen);
  // A document's bytes say nothing about how many words it has.
  if (part.type !== 'text' && part.type !== 'reasoning') return '';
  seen.characters += part.text.length;
  return part.type === 'text' ? part.text : '';
}

/** `input` of an embeddings request: a text, texts, or lists of token numbers. */
export function embeddingFacts(input: string | readonly unknown[]): RequestFacts {
  const items = typeof input === 'string' ? [input] : input;
  const texts = items.filter((item): item is string => typeof item === 'string');
  const numbers = items.filter((item) => typeof item === 'number').length;
  const lists = items.reduce<number>(
    (sum, item) => sum + (Array.isArray(item) ? item.length : 0),
    0,
  );
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    needs: {
      input: TEXT_ONLY,
      output: ['embedding'],
      tools: false,
      realtime: false,
      promptTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN) + numbers + lists,
    },
    task: 'screenshot_embedding',
    excerpt: excerptOf(texts[0] ?? ''),
    maxOutputTokens: 0,
  };
}

/** A recording: how long it is shows when the answer says so. */
export function transcriptionFacts(): RequestFacts {
  return {
    needs: {
      input: ['audio'],
      output: TEXT_ONLY,
      tools: false,
      realtime: false,
      promptTokens: null,
    },
    task: 'transcription',
    excerpt: null,
    maxOutputTokens: null,
  };
}

/** Text to be spoken. No task is made of it, so it is only asked of a named model. */
export function speechFacts(input: string): RequestFacts {
  return {
    needs: {
      input: TEXT_ONLY,
      output: ['audio'],
      tools: false,
      realtime: false,
      promptTokens: Math.ceil(input.length / CHARACTERS_PER_TOKEN),
    },
    task: 'ptt_response',
    excerpt: excerptOf(input),
    maxOutputTokens: null,
  };
}
