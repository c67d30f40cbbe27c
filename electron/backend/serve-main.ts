import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import packageJson from '../../package.json';
import { CatalogFileError } from './catalog/catalog-file-error';
import { readSourcesOption, SourcesFileError } from './catalog/settings';
import { createLog } from './log';
import {
  parseServeArgs,
  readCorsOrigins,
  readEmbeddingModel,
  preferenceLive,
  readProvidersFile,
  serveToken,
  StartError,
} from './serve-options';
import { type Backend, createBackend } from './server';
import { DataDirInUseError } from './store/lock';
import { StoreOpenError } from './store/open-store';
import { newId, systemClock } from './system';

/** How long the ready line waits for the providers' lists; what comes later is used when it comes. */
const FIRST_LIST_MS = 2_000;

/** The process around the headless server, given so that it can be tried without one. */
export interface ServeProcess {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  readonly exit: (code: number) => void;
  /** Registers what a stop signal calls. */
  readonly onStop: (stop: () => void) => void;
}

/**
 * `npm run serve`: prints exactly one line of JSON, `{"url", "token"}`, on stdout when it is ready;
 * logs go to stderr. A start that fails says why in one message and exits 1, wrong arguments exit 2.
 */
export async function serveMain(self: ServeProcess): Promise<void> {
  const log = createLog({ write: self.stderr, now: () => systemClock.now() });
  let backend: Backend | null = null;
  let stopping = false;
  self.onStop(() => {
    if (stopping) return;
    stopping = true;
    log.info('stopping');
    const closed = backend?.close() ?? Promise.resolve();
    closed.then(
      () => self.exit(0),
      (error: unknown) => {
        log.error('the stop failed', { error });
        self.exit(1);
      },
    );
  });
  try {
    const args = parseServeArgs(self.argv);
    const token = serveToken(self.env['AUTO_ROUTER_TOKEN'], args.host, () =>
      randomBytes(24).toString('base64url'),
    );
    const providersFile = self.env['AUTO_ROUTER_PROVIDERS'] ?? '';
    const catalogFile = self.env['AUTO_ROUTER_CATALOG'] ?? '';
    backend = await createBackend({
      tokens: [{ token, uid: 'local', owner: true }],
      dataDir: resolve(args.data),
      catalogFile: catalogFile === '' ? null : resolve(catalogFile),
      // A server that nobody sits at contacts nobody unless it is told to.
      sources: readSourcesOption(self.env['AUTO_ROUTER_SOURCES'], 'off', (path) =>
        readFileSync(resolve(path), 'utf8'),
      ),
      providers:
        providersFile === ''
          ? []
          : readProvidersFile(resolve(providersFile), (path) => readFileSync(path, 'utf8')),
      adminKey: () => self.env['ADMIN_KEY'] ?? null,
      preferenceLive: () => preferenceLive(self.env['AUTO_ROUTER_PREFERENCE_LIVE']),
      version: packageJson.version,
      embeddingModel: readEmbeddingModel(self.env['AUTO_ROUTER_EMBEDDING_MODEL']),
      corsOrigins: readCorsOrigins(self.env['AUTO_ROUTER_CORS_ORIGINS'] ?? ''),
      clock: systemClock,
      newId,
      log,
    });
    const url = await backend.listen(args.port, args.host);
    // A program that asks at once shall not be told that its providers have no models yet.
    await backend.listed(FIRST_LIST_MS);
    if (stopping) return;
    log.info('listening', { url });
    self.stdout(JSON.stringify({ url, token }));
  } catch (error) {
    await backend?.close();
    const { message, code } = startFailure(error);
    self.stderr(message);
    self.exit(code);
  }
}

function startFailure(error: unknown): { message: string; code: number } {
  if (error instanceof StartError) return { message: error.message, code: error.exitCode };
  if (
    error instanceof CatalogFileError ||
    error instanceof SourcesFileError ||
    error instanceof DataDirInUseError ||
    error instanceof StoreOpenError
  ) {
    return { message: error.message, code: 1 };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { message: `the server could not start: ${reason}`, code: 1 };
}
