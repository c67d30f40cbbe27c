/** A server-sent event with its data as JSON, ready to be written. */
export function sseText(data: unknown, event: string | null = null): string {
  const name = event === null ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}

/** What closes a stream of chat completions. */
export const SSE_DONE = 'data: [DONE]\n\n';
