import { z } from 'zod';
import type { ClassifierRequest } from '@shared/routing/classifier-prompt';
import { isInToolLoop } from '@shared/routing/efficient-tool-loop';
import type { RequestNeeds } from '@shared/routing/candidate';

const partSchema = z.object({ text: z.string().catch('') }).catch({ text: '' });
const messageSchema = z.object({
  role: z.string().catch(''),
  content: z
    .union([
      z.string(),
      z.array(partSchema).transform((parts) =>
        parts
          .map(({ text }) => text)
          .join(' ')
          .trim(),
      ),
    ])
    .catch(''),
});

/** What `auto/efficient` reads of a chat request beside its needs. */
export interface EfficientFacts {
  readonly request: ClassifierRequest;
  readonly inToolLoop: boolean;
}

/** Reads a chat-completions request for the classifier; anything unknown is left aside. */
export function efficientFacts(messages: readonly unknown[], needs: RequestNeeds): EfficientFacts {
  const read = messages.flatMap((message) => messageSchema.safeParse(message).data ?? []);
  const texts = (...roles: string[]): string[] =>
    read.filter(({ role }) => roles.includes(role)).map(({ content }) => content);
  return {
    request: {
      text: texts('user').findLast((text) => text !== '') ?? '',
      system: texts('system', 'developer').join('\n') || null,
      earlierMessages: Math.max(0, read.length - 1),
      toolsOffered: needs.tools,
      promptTokens: needs.promptTokens,
    },
    inToolLoop: isInToolLoop(messages),
  };
}
