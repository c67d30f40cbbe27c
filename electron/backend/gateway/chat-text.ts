import { z } from 'zod';
import { DIALECT_CODECS, SURFACES } from '../translate/codecs';
import type { GatewayRequest } from './request';

/**
 * The conversation as OpenAI's messages, whichever protocol it came in, for a strategy that looks into
 * it; empty where it is no chat.
 */
export function chatMessages({ surface, body }: GatewayRequest): readonly unknown[] {
  if (surface.chat === null) return [];
  if (surface.chat === 'chat') return listIn(body);
  const read = SURFACES[surface.chat].read(body);
  if (!read.ok) return [];
  const written = DIALECT_CODECS.openai.write(read.request, '');
  return written.ok ? listIn(written.body) : [];
}

const userSchema = z.object({
  role: z.literal('user'),
  content: z.union([
    z.string(),
    z.array(z.object({ text: z.string().catch('') }).catch({ text: '' })),
  ]),
});
const inputSchema = z.union([
  z.string().transform((text) => [text]),
  z.array(z.string()).catch([]),
]);

/** The last thing the user said in a chat, or the text to embed; '' when there is none. */
export function lastUserText(request: GatewayRequest): string {
  if (request.surface.chat === null) {
    return inputSchema.safeParse(request.body['input']).data?.join('\n') ?? '';
  }
  for (const message of chatMessages(request).toReversed()) {
    const { data } = userSchema.safeParse(message);
    if (data === undefined) continue;
    const { content } = data;
    const text =
      typeof content === 'string'
        ? content
        : content
            .map((part) => part.text)
            .join(' ')
            .trim();
    if (text !== '') return text;
  }
  return '';
}

function listIn({ messages }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(messages) ? (messages as readonly unknown[]) : [];
}
