import { parseArgs } from 'node:util';
import { type ProviderConfig, providersFileSchema } from '@shared/api/providers';
import { jsonLineOf } from '@shared/routing/json-position';
import { readJson } from '@shared/routing/read-json';
import { isLoopback } from './auth';
import { type CorsOrigins, parseCorsOrigins } from './cors';
import { firstIssue } from './routes/http';

const PROVIDERS_EXPECTED =
  'expected [{"id", "kind": "openai-compatible" | "anthropic" | "google" | "ollama", "baseUrl"?, "apiKey"?, "name"?}]';

export const SERVE_USAGE = 'usage: npm run serve -- --data DIR [--port N] [--host HOST]';

export interface ServeArgs {
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  readonly data: string;
}

/** A start that cannot go on, with what the person should read; never a stack. */
export class StartError extends Error {
  constructor(
    message: string,
    /** 2 = wrong use of the command, 1 = wrong surroundings. */
    readonly exitCode: 1 | 2,
  ) {
    super(message);
    this.name = 'StartError';
  }
}

/** @throws StartError with exit code 2 */
export function parseServeArgs(argv: readonly string[]): ServeArgs {
  const values = parsed(argv);
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/u.test(port) || Number(port) > 65_535) {
    throw new StartError(`--port must be a number from 0 to 65535, got ${port}\n${SERVE_USAGE}`, 2);
  }
  if (values.data === undefined || values.data === '') {
    throw new StartError(`--data is required\n${SERVE_USAGE}`, 2);
  }
  const host = values.host ?? '127.0.0.1';
  if (host === '') throw new StartError(`--host must not be empty\n${SERVE_USAGE}`, 2);
  return { port: Number(port), host, data: values.data };
}

function parsed(argv: readonly string[]): { port?: string; data?: string; host?: string } {
  try {
    return parseArgs({
      args: [...argv],
      options: { port: { type: 'string' }, data: { type: 'string' }, host: { type: 'string' } },
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${reason}\n${SERVE_USAGE}`, 2);
  }
}

/**
 * The token callers must show: AUTO_ROUTER_TOKEN, else a random one, which only a loopback server
 * may have.
 *
 * @throws StartError
 */
export function serveToken(given: string | undefined, host: string, random: () => string): string {
  if (given === undefined || given === '') {
    if (isLoopback(host)) return random();
    throw new StartError(
      `--host ${host} opens the server to the network: set AUTO_ROUTER_TOKEN first`,
      1,
    );
  }
  if (/\s/u.test(given)) throw new StartError('AUTO_ROUTER_TOKEN must not contain spaces', 1);
  return given;
}

/** AUTO_ROUTER_PREFERENCE_LIVE: the dial is on unless it is set to anything but 1 (S2-10, ruling 8). */
export function preferenceLive(value: string | undefined): boolean {
  return value === undefined || value === '' || value === '1';
}

/**
 * The providers of the file that AUTO_ROUTER_PROVIDERS names.
 *
 * @throws StartError naming the file and the field
 */
export function readProvidersFile(
  path: string,
  readText: (path: string) => string,
): readonly ProviderConfig[] {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`providers file ${path}: cannot be read: ${reason}`, 1);
  }
  const json = readJson(text);
  if (!json.ok) {
    throw new StartError(`providers file ${path}: ${json.message}; ${PROVIDERS_EXPECTED}`, 1);
  }
  const result = providersFileSchema.safeParse(json.value);
  if (result.success) return result.data;
  const keys = result.error.issues[0]?.path ?? [];
  const line = jsonLineOf(
    text,
    keys.filter((key) => typeof key !== 'symbol'),
  );
  throw new StartError(
    `providers file ${path}: line ${line}: ${firstIssue(result.error)}; ${PROVIDERS_EXPECTED}`,
    1,
  );
}

/**
 * Origins of web pages that may call the gateway, from AUTO_ROUTER_CORS_ORIGINS.
 *
 * @throws StartError
 */
export function readCorsOrigins(text: string): CorsOrigins {
  const origins = parseCorsOrigins(text);
  if (origins !== null) return origins;
  throw new StartError(
    'AUTO_ROUTER_CORS_ORIGINS must be origins such as https://app.example with commas between, or *',
    1,
  );
}

/**
 * `provider/model` that embeds for the routing memory, from AUTO_ROUTER_EMBEDDING_MODEL; null = the
 * local one.
 *
 * @throws StartError
 */
export function readEmbeddingModel(text: string | undefined): string | null {
  const model = text?.trim() ?? '';
  if (model === '') return null;
  if (/^[^/]+\/.+/u.test(model)) return model;
  throw new StartError('AUTO_ROUTER_EMBEDDING_MODEL must be a model as provider/model', 1);
}
