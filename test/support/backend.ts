import { onTestFinished } from 'vitest';
import { createLog } from '../../electron/backend/log';
import { createBackend, type Backend, type BackendOptions } from '../../electron/backend/server';
import { systemClock } from '../../electron/backend/system';
import { tempDir } from './store';

export const EXAMPLE_CATALOG = new URL(
  '../../shared/routing/benchmarks.example.json',
  import.meta.url,
).pathname;

export const ANN = 'ann-token-0123456789';
export const BOB = 'bob-token-0123456789';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The tests look into answers of every shape.
  readonly json: Record<string, unknown>;
}

export interface TestBackend {
  readonly url: string;
  readonly dir: string;
  readonly backend: Backend;
  readonly logs: string[];
  /** Asks as Ann, the owner, unless told otherwise. */
  ask(
    method: string,
    path: string,
    options?: {
      readonly body?: unknown;
      readonly token?: string | null;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Answer>;
}

/** A real backend on a real port and file: Ann owns it, Bob is a guest. */
export async function testBackend(options: Partial<BackendOptions> = {}): Promise<TestBackend> {
  const dir = options.dataDir ?? tempDir();
  const logs: string[] = [];
  let count = 0;
  const backend = await createBackend({
    tokens: [
      { token: ANN, uid: 'ann', owner: true },
      { token: BOB, uid: 'bob', owner: false },
    ],
    dataDir: dir,
    catalogFile: EXAMPLE_CATALOG,
    providers: [],
    adminKey: () => null,
    version: '0.0.0-test',
    clock: systemClock,
    newId: () => `id-${(count += 1)}`,
    log: createLog({ write: (line) => logs.push(line), now: () => Date.now() }),
    ...options,
  });
  onTestFinished(() => backend.close());
  const url = await backend.listen(0);
  return {
    url,
    dir,
    backend,
    logs,
    async ask(method, path, { body, token = ANN, headers = {} } = {}) {
      const sent = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: sent }),
      });
      const text = await response.text();
      let json: Record<string, unknown> = {};
      try {
        json = JSON.parse(text) as Record<string, unknown>;
      } catch {
        // Not every answer is JSON; the test that expects it to be sees the empty object.
        json = {};
      }
      return { status: response.status, headers: response.headers, text, json };
    },
  };
}

/** The code of an error answer. */
export function codeOf(answer: Answer): unknown {
  return (answer.json['error'] as { code?: unknown } | undefined)?.code;
}
