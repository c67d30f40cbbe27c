import { TOKENS_PER_IMAGE } from '@shared/pictures/limits';
import type { IrPart, IrRequest } from './ir';
import { readMessages } from './surface-messages-read';

/** English text has about four characters a token; code and other languages have fewer. */
const CHARACTERS_PER_TOKEN = 4;
/** Of base64 bytes: a PDF page of 50 kB is read as about 2,000 tokens. */
const BASE64_PER_FILE_TOKEN = 33;
/** 16 kHz mono speech: a second is 43 kB of base64 and about 10 tokens. */
const BASE64_PER_AUDIO_TOKEN = 4_300;
/** Roles and separators around each message. */
const TOKENS_PER_MESSAGE = 4;

/**
 * Tokens that a request would be read as, for a backend without an endpoint that counts them. An
 * estimate from lengths alone, within about a third for English text: good for budgeting a
 * context window, not for a bill.
 */
export function estimateTokens(request: IrRequest): number {
  const texts = [...request.system, JSON.stringify(request.tools)];
  const characters =
    texts.reduce((sum, text) => sum + text.length, 0) - (request.tools.length === 0 ? 2 : 0);
  const parts = request.messages.flatMap(({ parts }) => parts).map(partTokens);
  const messages = request.messages.length * TOKENS_PER_MESSAGE;
  return Math.max(1, Math.ceil(characters / CHARACTERS_PER_TOKEN + messages + sum(parts)));
}

/** The estimate for the body of `/v1/messages/count_tokens`; else what is wrong with it. */
export function estimateCountTokens(
  body: Readonly<Record<string, unknown>>,
):
  | { readonly ok: true; readonly inputTokens: number }
  | { readonly ok: false; readonly message: string } {
  // The body of a count is one of a message without its limit.
  const read = readMessages({ max_tokens: 1, ...body });
  return read.ok
    ? { ok: true, inputTokens: estimateTokens(read.request) }
    : { ok: false, message: read.message };
}

function partTokens(part: IrPart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text.length / CHARACTERS_PER_TOKEN;
    case 'image':
      return TOKENS_PER_IMAGE;
    case 'audio':
      return part.base64.length / BASE64_PER_AUDIO_TOKEN;
    case 'file':
      return part.media.kind === 'data' ? fileTokens(part.media) : TOKENS_PER_IMAGE;
    case 'tool_call':
      return (part.name.length + part.arguments.length) / CHARACTERS_PER_TOKEN;
    case 'tool_result':
    default:
      return sum(part.content.map(partTokens));
  }
}

function fileTokens({ mime, base64 }: { mime: string; base64: string }): number {
  const perToken = mime.startsWith('text/')
    ? (CHARACTERS_PER_TOKEN * 4) / 3
    : BASE64_PER_FILE_TOKEN;
  return base64.length / perToken;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}
