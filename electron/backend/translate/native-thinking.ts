type Json = Readonly<Record<string, unknown>>;

/**
 * A Messages body for a relay to Anthropic, without the thoughts that another provider thought in
 * the same conversation: Anthropic refuses a thinking block that it has not signed. Its own
 * signatures are base64; a foreign one is empty or carries its dialect (`google#...`). The same
 * object when there is none.
 */
export function withoutForeignThinking(body: Json): Json {
  const { messages } = body;
  if (!Array.isArray(messages)) return body;
  const kept = messages.flatMap((message: unknown) => ownMessage(message));
  const same = kept.length === messages.length && kept.every((one, at) => one === messages[at]);
  return same ? body : { ...body, messages: kept };
}

/** The message, without its foreign thoughts; nothing when it held nothing else. */
function ownMessage(message: unknown): unknown[] {
  if (typeof message !== 'object' || message === null || !('content' in message)) return [message];
  const { content } = message;
  if (!Array.isArray(content)) return [message];
  const kept = content.filter((block: unknown) => !isForeign(block));
  if (kept.length === content.length) return [message];
  return kept.length === 0 ? [] : [{ ...message, content: kept }];
}

function isForeign(block: unknown): boolean {
  if (typeof block !== 'object' || block === null || !('type' in block)) return false;
  if (block.type !== 'thinking') return false;
  const signature = 'signature' in block ? block.signature : '';
  return typeof signature !== 'string' || signature === '' || signature.includes('#');
}
