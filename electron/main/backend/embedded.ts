import type { StartupMessage, StartupReply } from '@shared/api/startup';
import type { BackendStatus } from '@shared/ipc/contract';
import type { IpcError } from '@shared/ipc/result';
import type { Clock } from '../clock';
import type { Log } from '../shell/log';
import { NOT_STARTED, type BackendLink, type StatusListener } from './link';

/** The running process, as the supervisor needs it. */
export interface BackendProcess {
  /** Asks it to end in good order. */
  stop(): void;
  kill(): void;
}

export interface ProcessEvents {
  readonly onReply: (reply: StartupReply) => void;
  readonly onExit: (code: number) => void;
}

export interface EmbeddedDeps {
  readonly launch: (message: StartupMessage, events: ProcessEvents) => BackendProcess;
  /** Made anew at each start, so that a restart has the present providers. */
  readonly startup: () => StartupMessage;
  /** Whether the backend at this address answers `GET /health`. */
  readonly isHealthy: (url: string) => Promise<boolean>;
  readonly onStatus: StatusListener;
  /** Told where a damaged database was kept, when a start had to begin a new one. */
  readonly onKeptAside: (file: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export const LIMITS = {
  /** Time to listen, and time to end after being asked. */
  startMs: 20_000,
  stopMs: 2_000,
  healthEveryMs: 5_000,
  /** Failed health checks in a row before the process is taken for dead. */
  healthFailures: 3,
  /** First back-off; doubles with each failure up to the highest. */
  backoffMs: 200,
  maxBackoffMs: 8_000,
  /** Failures in a row after which only the person restarts it. */
  maxAttempts: 7,
  /** A run this long forgets the failures before it. */
  stableMs: 10_000,
} as const;

/**
 * Keeps one backend process alive: starts it, watches it, restarts it with growing pauses when it
 * ends or hangs, and ends it in good order. One process at a time, by construction.
 */
export function superviseBackend(deps: EmbeddedDeps): BackendLink {
  const { launch, startup, isHealthy, onStatus, onKeptAside, clock, log } = deps;
  let status: BackendStatus = NOT_STARTED;
  let child: BackendProcess | null = null;
  let stopped: (() => void) | null = null;
  let stopping = false;
  let failure: IpcError | null = null;
  const timers = new Map<'start' | 'stop' | 'health' | 'backoff' | 'stable', () => void>();

  function setStatus(change: Partial<BackendStatus>): void {
    status = { ...status, ...change };
    onStatus(status);
  }

  function schedule(name: Parameters<typeof timers.set>[0], ms: number, run: () => void): void {
    timers.get(name)?.();
    timers.set(name, clock.after(ms, run));
  }

  function clearTimers(): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
  }

  function start(): void {
    if (child !== null) return;
    clearTimers();
    stopping = false;
    failure = null;
    setStatus({ state: status.attempts === 0 ? 'starting' : 'restarting', url: null });
    const run = launch(startup(), {
      onReply: (reply) => child === run && onReply(reply),
      onExit: (code) => child === run && onExit(code),
    });
    child = run;
    schedule('start', LIMITS.startMs, () => {
      failure = { code: 'backend_unavailable', message: 'The router did not start in time.' };
      run.kill();
    });
  }

  function onReply(reply: StartupReply): void {
    timers.get('start')?.();
    if (!reply.ok) {
      failure = { code: reply.code, message: readable(reply) };
      log.error('backend: could not start', { ...failure });
      child?.kill(); // it ends by itself, but a failed start must not linger
      return;
    }
    setStatus({ state: 'running', url: reply.url, error: null });
    log.info('backend: running', { url: reply.url });
    if (reply.keptAside !== undefined) onKeptAside(reply.keptAside);
    schedule('stable', LIMITS.stableMs, () => setStatus({ attempts: 0 }));
    watch(reply.url, 0);
  }

  function watch(url: string, failures: number): void {
    schedule('health', LIMITS.healthEveryMs, () => void check(url, failures));
  }

  async function check(url: string, failuresBefore: number): Promise<void> {
    const failures = (await isHealthy(url)) ? 0 : failuresBefore + 1;
    if (status.url !== url) return; // it ended meanwhile
    if (failures < LIMITS.healthFailures) {
      watch(url, failures);
      return;
    }
    failure = { code: 'backend_unavailable', message: 'The router stopped answering.' };
    log.error('backend: hangs, is ended');
    child?.kill();
  }

  function onExit(code: number): void {
    child = null;
    clearTimers();
    if (stopping) {
      setStatus({ state: 'stopped', url: null, error: null });
      stopped?.();
      return;
    }
    const attempts = status.attempts + 1;
    const error = failure ?? {
      code: 'backend_unavailable',
      message: `The router ended unexpectedly (code ${code}).`,
    };
    log.warn('backend: ended', { code, attempts });
    if (attempts > LIMITS.maxAttempts) {
      setStatus({ state: 'stopped', url: null, attempts, error });
      return;
    }
    setStatus({ state: 'restarting', url: null, attempts, error });
    const pause = Math.min(LIMITS.backoffMs * 2 ** (attempts - 1), LIMITS.maxBackoffMs);
    schedule('backoff', pause, start);
  }

  return {
    status: () => status,
    start,
    stop() {
      clearTimers();
      const run = child;
      stopping = true;
      if (run === null) {
        setStatus({ state: 'stopped', url: null, error: null });
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        stopped = resolve;
        run.stop();
        schedule('stop', LIMITS.stopMs, () => run.kill());
      });
    },
    retry() {
      if (child !== null) return;
      setStatus({ attempts: 0, error: null });
      start();
    },
  };
}

function readable({ code, message }: { readonly code: string; readonly message: string }): string {
  return code === 'EADDRINUSE'
    ? 'The port set for the gateway is used by another program. Choose another one, or 0 for any free port.'
    : message;
}
