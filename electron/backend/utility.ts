import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type StartupReply, startupMessageSchema } from '@shared/api/startup';
import type { z } from 'zod';
import { readSourcesOption } from './catalog/settings';
import { createLog } from './log';
import { firstIssue } from './routes/http';
import { preferenceLive, readEmbeddingModel } from './serve-options';
import { type Backend, type BackendOptions, createBackend } from './server';
import { newId, systemClock } from './system';

/*
 * Entry of the app's utility process. Main sends one start-up message with a port, is answered once
 * over that port, and everything after goes over HTTP.
 */

/** The part of Electron's MessagePortMain that is used here. */
interface ReplyPort {
  postMessage(message: StartupReply): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  once(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ReplyPort[] }) => void,
  ): void;
}

const log = createLog({
  write: (line) => void process.stderr.write(`${line}\n`),
  now: () => systemClock.now(),
});
const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
if (parentPort === undefined) {
  log.error('this is the entry of a utility process; use npm run serve to run the server alone');
  process.exit(1);
}

let backend: Backend | null = null;

function stop(): void {
  const closed = backend?.close() ?? Promise.resolve();
  closed.then(
    () => process.exit(0),
    (error: unknown) => {
      log.error('the stop failed', { error });
      process.exit(1);
    },
  );
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

async function start(data: unknown): Promise<StartupReply> {
  const parsed = startupMessageSchema.safeParse(data);
  if (!parsed.success) {
    return { ok: false, code: 'invalid_startup_message', message: firstIssue(parsed.error) };
  }
  const { token, dataDir, port, providers, catalogFile, adminKey, sources, version } = parsed.data;
  try {
    backend = await createBackend({
      tokens: [{ token, uid: 'local', owner: true }],
      dataDir,
      catalogFile,
      ...sourceOptions(sources),
      providers,
      adminKey: () => adminKey,
      preferenceLive: () => preferenceLive(process.env['AUTO_ROUTER_PREFERENCE_LIVE']),
      embeddingModel: readEmbeddingModel(process.env['AUTO_ROUTER_EMBEDDING_MODEL']),
      version,
      clock: systemClock,
      newId,
      log,
    });
    const url = await backend.listen(port);
    const { keptAside } = backend;
    return { ok: true, url, ...(keptAside !== null && { keptAside }) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'start_failed';
    const message = error instanceof Error ? error.message : String(error);
    log.error('the backend could not start', { code, error });
    return { ok: false, code, message };
  }
}

function readText(path: string): string {
  return readFileSync(resolve(path), 'utf8');
}

/** @throws SourcesFileError */
function sourceOptions(
  given: z.output<typeof startupMessageSchema>['sources'],
): Pick<BackendOptions, 'sources' | 'sourceDefaults'> {
  if (given === undefined) return {};
  const { option, ...sourceDefaults } = given;
  return { sources: readSourcesOption(option, 'default', readText), sourceDefaults };
}

async function reply(data: unknown, port: ReplyPort): Promise<void> {
  port.postMessage(await start(data));
}

parentPort.once('message', ({ data, ports }) => {
  const [port] = ports;
  if (port === undefined) {
    log.error('the start-up message came without a port');
    process.exit(1);
  }
  // The port closes with main, however it ends.
  port.on('close', stop);
  port.start();
  void reply(data, port);
});
