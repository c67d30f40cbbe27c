import { onTestFinished } from 'vitest';
import type { ChatResult, Provider, ProviderCall } from '../../electron/backend/providers/provider';
import type { ProviderTimeouts } from '../../electron/backend/providers/http-transport';
import { createProviderRegistry } from '../../electron/backend/providers/registry';
import type { ProviderConfig } from '../../shared/api/providers';

/** A provider as the registry makes it, closed after the test; `logged` = all that it wrote, as text. */
export function connect(
  config: Omit<ProviderConfig, 'id'>,
  timeouts: Partial<ProviderTimeouts> = {},
): { readonly provider: Provider; readonly logged: () => string } {
  const lines: unknown[] = [];
  const keep = (...line: unknown[]): void => void lines.push(line);
  const log = { info: keep, warn: keep, error: keep };
  const registry = createProviderRegistry({
    configs: [{ id: 'it', ...config }],
    clock: { now: () => Date.UTC(2026, 0, 1, 12), monotonic: () => performance.now() },
    log,
    timeouts: { drainMs: 200, ...timeouts },
  });
  onTestFinished(() => registry.close());
  const provider = registry.get('it');
  if (provider === null) throw new Error('the registry has no provider of this id');
  return { provider, logged: () => JSON.stringify(lines) };
}

export interface Sent {
  readonly result: ChatResult;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  readonly chunks: number;
}

/** Sends one call and keeps what a caller would get. `onChunk` may hold the next piece back. */
export async function send(
  provider: Provider,
  call: Partial<ProviderCall>,
  onChunk?: (bytes: Uint8Array) => Promise<void> | undefined,
): Promise<Sent> {
  const pieces: Uint8Array[] = [];
  let status: number | null = null;
  let headers: Sent['headers'] = {};
  const result = await provider.send(
    {
      operation: 'chat',
      model: 'm1',
      body: {},
      files: [],
      headers: {},
      stream: call.body?.['stream'] === true,
      signal: new AbortController().signal,
      ...call,
    },
    {
      head: (code, all) => {
        status = code;
        headers = all;
      },
      chunk: (bytes) => {
        pieces.push(Buffer.from(bytes));
        return onChunk?.(bytes);
      },
    },
  );
  const bytes = Buffer.concat(pieces);
  return { result, status, headers, bytes, text: bytes.toString('utf8'), chunks: pieces.length };
}
