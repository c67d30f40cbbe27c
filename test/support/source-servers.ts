import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SourcesFile } from '../../shared/api/sources';
import * as fixtures from './source-fixtures';

/** One request that a source got. */
export interface SourceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** How a source may fail; each is a way in which such services do. */
export type SourceFault =
  | 'html'
  | '401'
  | '403'
  | '429'
  | '429 in 7 seconds'
  | '429 at a date'
  | '500'
  | 'truncated'
  | 'huge'
  | 'types'
  | 'empty'
  | 'reset'
  | 'redirect to this machine';

export interface SourceServer {
  readonly url: string;
  /** What it answers while it does not fail; by path without the query. */
  readonly answers: Map<string, (request: SourceRequest) => unknown>;
  fault: SourceFault | null;
  readonly requests: SourceRequest[];
}

/** A real HTTP server that stands for one source, and what closes it. */
async function openSourceServer(
  answers: Readonly<Record<string, (request: SourceRequest) => unknown>>,
): Promise<{ readonly server: SourceServer; readonly close: () => Promise<void> }> {
  const self: SourceServer = {
    url: '',
    answers: new Map(Object.entries(answers)),
    fault: null,
    requests: [],
  };
  const http = createServer((request, response) => answer(self, request, response));
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    server: Object.assign(self, { url: `http://127.0.0.1:${port}` }),
    close: () =>
      new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

function answer(self: SourceServer, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = request;
  self.requests.push({ method, url, headers });
  request.resume();
  const make = self.answers.get(new URL(url, 'http://x').pathname);
  const body = make ? JSON.stringify(make({ method, url, headers })) : null;
  if (self.fault !== null) return fail(self.fault, body ?? '{}', response);
  if (body === null) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

const MB = 1024 * 1024;

function fail(fault: SourceFault, body: string, response: ServerResponse): void {
  const json = { 'content-type': 'application/json' };
  switch (fault) {
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
      return;
    case '401':
    case '403':
    case '429':
    case '500':
      response.writeHead(Number(fault), json).end('{"error":"no"}');
      return;
    case '429 in 7 seconds':
      response.writeHead(429, { ...json, 'retry-after': '7' }).end('{}');
      return;
    case '429 at a date': {
      const at = new Date(Date.now() + 3_600_000).toUTCString();
      response.writeHead(429, { ...json, 'retry-after': at }).end('{}');
      return;
    }
    case 'truncated':
      response.writeHead(200, json).end(body.slice(0, body.length / 2));
      return;
    case 'huge': {
      response.writeHead(200, json);
      const chunk = Buffer.alloc(MB, ' ');
      let left = 50;
      const more = (): void => {
        while (left > 0 && !response.destroyed) {
          left -= 1;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        if (!response.destroyed) response.end(body);
      };
      more();
      return;
    }
    case 'types':
      // Every number becomes a text, every list a number.
      response.writeHead(200, json).end(
        JSON.stringify(JSON.parse(body), (_key, value: unknown) => {
          if (typeof value === 'number') return `${value}!`;
          return Array.isArray(value) ? 7 : value;
        }),
      );
      return;
    case 'empty':
      response.writeHead(200, json).end('{}');
      return;
    case 'reset':
      response.socket?.destroy();
      return;
    case 'redirect to this machine':
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
  }
}

export interface SourceServers {
  readonly servers: Readonly<Record<string, SourceServer>>;
  /** For `sources` of a backend: each source at its own server, all on. */
  readonly sources: SourcesFile;
  readonly close: () => Promise<void>;
}

/** Every source, served from the fixtures. Without Vitest, so that end-to-end tests can use it. */
export async function openSourceServers(): Promise<SourceServers> {
  const opened = {
    'models.dev': await openSourceServer({ '/api.json': () => fixtures.modelsDev() }),
    litellm: await openSourceServer({
      '/BerriAI/litellm/main/model_prices_and_context_window.json': () => fixtures.litellm(),
    }),
    lmarena: await openSourceServer({ '/rows': ({ url }) => fixtures.arenaPage(url) }),
    openrouter: await openSourceServer({
      '/models': () => fixtures.openRouterModels(),
      '/models/openai/gpt-6-luna/endpoints': () => fixtures.openRouterEndpoints('OpenAI'),
      '/models/qwen/qwen3.8-max-0902/endpoints': () => fixtures.openRouterEndpoints('Alibaba'),
    }),
    ollama: await openSourceServer({
      '/api/tags': () => fixtures.ollamaTags(),
      '/api/show': () => fixtures.ollamaShow(),
    }),
    lmstudio: await openSourceServer({ '/api/v0/models': () => fixtures.lmStudioModels() }),
    'artificial-analysis': await openSourceServer({
      '/language/models/free': ({ url }) => fixtures.analysisPage(url),
    }),
  };
  const servers: Record<string, SourceServer> = Object.fromEntries(
    Object.entries(opened).map(([id, { server }]) => [id, server]),
  );
  const sources = Object.fromEntries(
    Object.entries(servers).map(([id, { url }]) => [
      id,
      {
        baseUrl: url,
        enabled: true,
        ...((id === 'artificial-analysis' || id === 'openrouter') && { key: `${id}-key` }),
      },
    ]),
  );
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(opened).map((one) => one.close()));
  };
  return { servers, sources, close };
}
