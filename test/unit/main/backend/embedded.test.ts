import { beforeEach, describe, expect, test } from 'vitest';
import type { StartupMessage, StartupReply } from '@shared/api/startup';
import type { BackendStatus } from '@shared/ipc/contract';
import {
  LIMITS,
  superviseBackend,
  type ProcessEvents,
} from '../../../../electron/main/backend/embedded';
import type { BackendLink } from '../../../../electron/main/backend/link';
import { fakeClock, listLog, settle, type FakeClock } from '../support';

interface Run extends ProcessEvents {
  readonly message: StartupMessage;
  readonly asked: ('stop' | 'kill')[];
}

const OK: StartupReply = { ok: true, url: 'http://127.0.0.1:4000' };

let clock: FakeClock;
let runs: Run[];
let statuses: BackendStatus[];
let healthy: boolean;
let keptAside: string[];
let link: BackendLink;

function latest(): Run {
  const run = runs.at(-1);
  if (run === undefined) throw new Error('nothing was started');
  return run;
}

beforeEach(() => {
  clock = fakeClock();
  runs = [];
  statuses = [];
  healthy = true;
  keptAside = [];
  let starts = 0;
  link = superviseBackend({
    launch: (message, events) => {
      const run: Run = { ...events, message, asked: [] };
      runs.push(run);
      return { stop: () => run.asked.push('stop'), kill: () => run.asked.push('kill') };
    },
    startup: () => {
      starts += 1;
      return {
        token: 'a-token-of-sixteen',
        dataDir: '/data',
        port: 0,
        providers: [],
        catalogFile: null,
        adminKey: null,
        version: `start ${starts}`,
      };
    },
    isHealthy: () => Promise.resolve(healthy),
    onStatus: (status) => statuses.push(status),
    onKeptAside: (file) => keptAside.push(file),
    clock,
    log: listLog(),
  });
});

function running(): void {
  link.start();
  latest().onReply(OK);
}

describe('the backend process', () => {
  test('starts once and is running when it says where', () => {
    link.start();
    link.start();
    expect(runs).toHaveLength(1);
    expect(link.status()).toMatchObject({ state: 'starting', url: null });
    latest().onReply(OK);
    expect(link.status()).toEqual({ state: 'running', url: OK.url, attempts: 0, error: null });
  });

  test('says where a damaged database was kept, and nothing when there was none', () => {
    running();
    expect(keptAside).toEqual([]);
    latest().onExit(1);
    clock.advance(LIMITS.backoffMs);
    latest().onReply({ ...OK, keptAside: '/data/auto-router.db.corrupt-1' });
    expect(keptAside).toEqual(['/data/auto-router.db.corrupt-1']);
  });

  test('killed, it is started again after a pause that doubles up to a limit, then rests', () => {
    running();
    const pauses = [200, 400, 800, 1600, 3200, 6400, 8000];
    expect(pauses).toHaveLength(LIMITS.maxAttempts);
    for (const pause of pauses) {
      const before = runs.length;
      latest().onExit(9);
      expect(link.status()).toMatchObject({ state: 'restarting', url: null });
      clock.advance(pause - 1);
      expect(runs).toHaveLength(before);
      clock.advance(1);
      expect(runs).toHaveLength(before + 1);
    }
    latest().onExit(9);
    expect(link.status()).toMatchObject({
      state: 'stopped',
      error: { code: 'backend_unavailable' },
    });
    clock.advance(60_000);
    expect(runs).toHaveLength(1 + pauses.length);
    link.retry();
    latest().onReply(OK);
    expect(link.status()).toMatchObject({ state: 'running', attempts: 0, error: null });
  });

  test('a run that lasted forgets the failures before it', () => {
    running();
    latest().onExit(9);
    clock.advance(LIMITS.backoffMs);
    latest().onReply(OK);
    expect(link.status().attempts).toBe(1);
    clock.advance(LIMITS.stableMs);
    expect(link.status().attempts).toBe(0);
  });

  test('each start gets the settings and providers of the moment', () => {
    running();
    latest().onExit(1);
    clock.advance(LIMITS.backoffMs);
    expect(runs.map(({ message }) => message.version)).toEqual(['start 1', 'start 2']);
  });

  test('retrying does not wait for the pause, and never makes two processes', () => {
    running();
    latest().onExit(9);
    link.retry();
    link.retry();
    expect(runs).toHaveLength(2);
    clock.advance(LIMITS.backoffMs);
    expect(runs).toHaveLength(2);
  });

  test('a refusal to start is told with its code', () => {
    link.start();
    latest().onReply({ ok: false, code: 'EADDRINUSE', message: 'port 4000 is taken' });
    expect(latest().asked).toEqual(['kill']);
    latest().onExit(1);
    expect(link.status().error).toEqual({
      code: 'EADDRINUSE',
      message: expect.stringContaining('used by another program') as unknown,
    });
  });

  test('one that never answers is ended and started again', () => {
    link.start();
    clock.advance(LIMITS.startMs);
    expect(latest().asked).toEqual(['kill']);
    latest().onExit(9);
    expect(link.status()).toMatchObject({ state: 'restarting' });
  });

  test('one that hangs is ended after a few failed checks in a row', async () => {
    running();
    healthy = false;
    for (let check = 1; check <= LIMITS.healthFailures; check += 1) {
      expect(latest().asked).toEqual([]);
      clock.advance(LIMITS.healthEveryMs);
      await settle();
    }
    expect(latest().asked).toEqual(['kill']);
  });

  test('one failed check that is followed by a good one ends nothing', async () => {
    running();
    for (const state of [false, false, true, false, false]) {
      healthy = state;
      clock.advance(LIMITS.healthEveryMs);
      await settle();
    }
    expect(latest().asked).toEqual([]);
  });

  test('stopping asks, waits two seconds at most, and starts nothing again', async () => {
    running();
    const stopped = link.stop();
    expect(latest().asked).toEqual(['stop']);
    clock.advance(LIMITS.stopMs);
    expect(latest().asked).toEqual(['stop', 'kill']);
    latest().onExit(9);
    await stopped;
    expect(link.status().state).toBe('stopped');
    clock.advance(60_000);
    expect(runs).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  test('stopping between two starts is done at once', async () => {
    running();
    latest().onExit(9);
    await link.stop();
    clock.advance(60_000);
    expect(runs).toHaveLength(1);
  });

  test('what an ended process still says is not heard', () => {
    running();
    const old = latest();
    old.onExit(9);
    clock.advance(LIMITS.backoffMs);
    old.onReply({ ok: true, url: 'http://127.0.0.1:1' });
    old.onExit(9);
    expect(link.status()).toMatchObject({ state: 'restarting', url: null });
    expect(runs).toHaveLength(2);
  });
});
