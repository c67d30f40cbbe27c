import { Agent, fetch as undiciFetch } from 'undici';
import { CONNECT_TIMEOUT_MS, type Fetch, READ_TIMEOUT_MS } from './fetch-json';

/** The network as live sources see it: 5 s to connect, 15 s of silence at most (S0-68). */
export function sourceFetch(): { readonly fetch: Fetch; readonly close: () => Promise<void> } {
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: READ_TIMEOUT_MS,
    bodyTimeout: READ_TIMEOUT_MS,
    // A daily visit: nothing to keep open for the next one.
    keepAliveTimeout: 1_000,
    connections: 4,
  });
  type Init = Parameters<typeof undiciFetch>[1];
  return {
    // undici's own types and those of the DOM name the same objects.
    fetch: async (url, init) =>
      (await undiciFetch(url, { ...init, dispatcher: agent } as Init)) as unknown as Response,
    close: () => agent.destroy(),
  };
}
