import { expect, test } from 'vitest';
import type { Run } from '@shared/api/benchmark';
import type { BenchmarkEvent } from '@shared/ipc/contract';
import { createBenchmarkFeed } from '../../../../electron/main/backend/benchmark-feed';
import { fakeRun } from '../../../support/fake-benchmark';
import { fakeClock, listLog, settle } from '../support';

interface Connection {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly send: (run: Run) => void;
  readonly end: () => void;
}

/** A router whose active run and stream the test drives. */
function setUp() {
  const clock = fakeClock();
  const events: BenchmarkEvent[] = [];
  const connections: Connection[] = [];
  const router = { activeId: null as string | null, run: fakeRun(), up: true };
  const reached = <T>(value: T): Promise<T> =>
    router.up ? Promise.resolve(value) : Promise.reject(new Error('down'));
  const feed = createBenchmarkFeed({
    client: {
      benchmarkRuns: () => reached({ runs: [], activeId: router.activeId }),
      benchmarkRun: () => reached(router.run),
      openBenchmarkRun: (id, signal) => {
        const bytes = new TransformStream<Uint8Array, Uint8Array>();
        const writer = bytes.writable.getWriter();
        signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => null));
        connections.push({
          id,
          signal,
          send: (run) =>
            void writer.write(
              new TextEncoder().encode(`event: run\ndata: ${JSON.stringify({ run })}\n\n`),
            ),
          end: () => void writer.close(),
        });
        return Promise.resolve(new Response(bytes.readable));
      },
    },
    emit: (event) => events.push(event),
    clock,
    log: listLog(),
  });
  return { feed, clock, events, connections, router };
}

const RUNNING = fakeRun({ status: 'running', endedAt: null, done: 5 });
const DONE = fakeRun({ status: 'completed' });

test('a run that is started is followed at once and told until it has ended', async () => {
  const { feed, events, connections, router } = setUp();
  feed.start();
  await settle();
  expect(connections).toHaveLength(0);
  router.activeId = 'run-1';
  feed.wake();
  await settle();
  connections[0]?.send(RUNNING);
  await settle();
  router.activeId = null;
  connections[0]?.send(DONE);
  await settle();
  expect(events).toEqual([
    { kind: 'run', run: RUNNING },
    { kind: 'run', run: DONE },
  ]);
});

// A progress bar that stands still for ever after the router crashed and finished the run meanwhile.
test('after a restart of the router the run goes on, or is told as it ended', async () => {
  const { feed, clock, events, connections, router } = setUp();
  router.activeId = 'run-1';
  feed.start();
  await settle();
  connections[0]?.send(RUNNING);
  await settle();
  router.up = false;
  connections[0]?.end();
  await settle();
  expect(events.at(-1)).toEqual({ kind: 'lost' });
  clock.advance(250);
  await settle();
  router.up = true;
  router.activeId = null;
  router.run = DONE;
  feed.wake();
  await settle();
  expect(events.at(-1)).toEqual({ kind: 'run', run: DONE });
});

test('a run that the daily sync started is found without being told of', async () => {
  const { feed, clock, connections, router } = setUp();
  feed.start();
  await settle();
  router.activeId = 'run-2';
  clock.advance(5_000);
  await settle();
  expect(connections.map(({ id }) => id)).toEqual(['run-2']);
});

test('a connection that fell silent is given up and sought anew', async () => {
  const { feed, clock, connections, router } = setUp();
  router.activeId = 'run-1';
  feed.start();
  await settle();
  clock.advance(40_000);
  await settle();
  expect(connections[0]?.signal.aborted).toBe(true);
  clock.advance(250);
  await settle();
  expect(connections).toHaveLength(2);
});

test('nothing is followed and no timer is left once nobody looks', async () => {
  const { feed, clock, connections, router } = setUp();
  router.activeId = 'run-1';
  feed.start();
  await settle();
  feed.stop();
  await settle();
  expect(connections[0]?.signal.aborted).toBe(true);
  expect(clock.pending()).toBe(0);
});
