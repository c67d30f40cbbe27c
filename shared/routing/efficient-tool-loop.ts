/** Whether the last of a chat request's messages is a tool's result or an assistant's tool call. */
export function isInToolLoop(messages: readonly unknown[]): boolean {
  const last = messages.at(-1);
  if (typeof last !== 'object' || last === null) return false;
  const {
    role,
    tool_calls: calls,
    function_call: legacy,
    content,
  } = last as Record<string, unknown>;
  if (role === 'tool' || role === 'function') return true;
  if (role === 'assistant') {
    return (Array.isArray(calls) && calls.length > 0) || (legacy !== null && legacy !== undefined);
  }
  // The Messages API puts tool results into a user message.
  return Array.isArray(content) && content.some((part) => isToolPart(part));
}

function isToolPart(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === 'tool_result';
}
