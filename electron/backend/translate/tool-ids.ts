import { createHash } from 'node:crypto';

/** What a protocol lets a tool call's id look like. */
export interface IdRule {
  readonly allowed: RegExp;
  readonly maxLength: number;
}

/** OpenAI refuses ids over 40 characters; Anthropic those outside of this alphabet. */
export const OPENAI_IDS: IdRule = { allowed: /^[^\s]+$/, maxLength: 40 };
export const ANTHROPIC_IDS: IdRule = { allowed: /^[a-zA-Z0-9_-]+$/, maxLength: 128 };

/**
 * The id as the provider takes it: itself when it may stand, else one made from it. The same id gives
 * the same result, so calls and their results stay together over the turns of a conversation.
 */
export function toolIdFor(id: string, rule: IdRule): string {
  if (id.length <= rule.maxLength && rule.allowed.test(id)) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;
}
