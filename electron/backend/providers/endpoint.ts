/** Loopback hosts: nothing leaves this machine. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** Where an OpenAI-compatible endpoint lives, worked out once from what was typed. */
export interface Endpoint {
  /** Scheme, host and port: what a connection is made to. */
  readonly origin: string;
  /** True when the host is this machine. */
  readonly local: boolean;
  /** Path and query of an API path such as `/models`. */
  path(apiPath: string): string;
}

/**
 * Reads a base URL as people type it: with or without `/v1`, a trailing slash, or the whole
 * `/chat/completions` address pasted. A path with a version of its own (`/api/v1`, `/v1beta/openai`,
 * `/api/paas/v4`) is kept; any other gets `/v1`. A query (`?api-version=`) stays on every request.
 */
export function readEndpoint(baseUrl: string): Endpoint {
  const url = new URL(baseUrl);
  const typed = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|completions|messages|models)$/, '');
  const versioned = typed.split('/').some((segment) => /^v\d+([a-z]+\d*)?$/.test(segment));
  const base = versioned ? typed : `${typed}/v1`;
  return {
    origin: url.origin,
    local: isLoopbackHost(url.hostname),
    path: (apiPath) => `${base}${apiPath}${url.search}`,
  };
}
