import { expect, test } from 'vitest';
import type { ActivityEntry } from '@shared/api/activity';
import type { ActivityEvent } from '@shared/ipc/contract';
import { createActivityFeed } from '../../../../electron/main/backend/activity-feed';
import { fakeClock, listLog, settle } from '../support';

const ENTRY: ActivityEntry = {
  id: 'r1',
  seq: 1,
  at: 0,
  keyId: null,
  keyName: null,
  user: null,
  surface: '/v1/chat/completions',
  stream: true,
  requestedModel: 'auto',
  model: null,
  strategy: null,
  task: null,
  status: 'running',
  errorCode: null,
  firstTokenMs: null,
  totalMs: null,
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  costUsd: null,
  outcomeId: null,
};

interface Connection {
  readonly after: number;
  readonly signal: AbortSignal;
  readonly send: (text: string) => void;
  readonly end: () => void;
}

/** A router whose log and stream the test drives. */
function setUp() {
  const clock = fakeClock();
  const events: ActivityEvent[] = [];
  const connections: Connection[] = [];
  const router = { entries: [] as ActivityEntry[], up: true };
  const feed = createActivityFeed({
    client: {
      activity: () =>
        router.up
          ? Promise.resolve({ entries: router.entries })
          : Promise.reject(new Error('down')),
      openActivity: (after, signal) => {
        const bytes = new TransformStream<Uint8Array, Uint8Array>();
        const writer = bytes.writable.getWriter();
        signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => null));
        connections.push({
          after,
          signal,
          send: (text) => void writer.write(new TextEncoder().encode(text)),
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

const sse = (entry: ActivityEntry): string =>
  `event: request\nid: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`;

test('what there is comes first, then every change after it, also when an event comes in halves', async () => {
  const { feed, events, connections, router } = setUp();
  router.entries = [{ ...ENTRY, seq: 7 }];
  feed.start();
  await settle();
  expect(connections[0]?.after).toBe(7);
  const text = sse({ ...ENTRY, seq: 8, status: 'succeeded' });
  connections[0]?.send(`: connected\n\n${text.slice(0, 40)}`);
  await settle();
  connections[0]?.send(text.slice(40));
  await settle();
  expect(events).toEqual([
    { kind: 'snapshot', entries: [{ ...ENTRY, seq: 7 }] },
    { kind: 'entries', entries: [{ ...ENTRY, seq: 8, status: 'succeeded' }] },
  ]);
});

// A restarted router counts from 1 again: asking it for what came after 900 shows nothing for long.
test('after a restart of the router the log goes on from its new snapshot, at once when it is back', async () => {
  const { feed, clock, events, connections, router } = setUp();
  router.entries = [{ ...ENTRY, seq: 900 }];
  feed.start();
  await settle();
  router.up = false;
  connections[0]?.end();
  await settle();
  expect(events.at(-1)).toEqual({ kind: 'lost' });
  clock.advance(250);
  await settle();
  clock.advance(1_000);
  await settle();
  expect(connections).toHaveLength(1);
  router.up = true;
  router.entries = [{ ...ENTRY, id: 'r2', seq: 2 }];
  feed.wake();
  await settle();
  expect(events.at(-1)).toEqual({ kind: 'snapshot', entries: router.entries });
  expect(connections[1]?.after).toBe(2);
});

test('a connection that fell silent is given up and sought anew', async () => {
  const { feed, clock, connections } = setUp();
  feed.start();
  await settle();
  clock.advance(30_000);
  connections[0]?.send(': keep-alive\n\n');
  await settle();
  clock.advance(30_000);
  await settle();
  expect(connections[0]?.signal.aborted).toBe(false);
  clock.advance(10_000);
  await settle();
  expect(connections[0]?.signal.aborted).toBe(true);
  clock.advance(250);
  await settle();
  expect(connections).toHaveLength(2);
});

test('nothing is followed and no timer is left once nobody looks, and a second start is a new snapshot', async () => {
  const { feed, clock, events, connections } = setUp();
  feed.start();
  await settle();
  feed.start();
  await settle();
  expect(connections[0]?.signal.aborted).toBe(true);
  expect(events.map(({ kind }) => kind)).toEqual(['snapshot', 'snapshot']);
  feed.stop();
  await settle();
  expect(connections[1]?.signal.aborted).toBe(true);
  expect(clock.pending()).toBe(0);
  expect(events).toHaveLength(2);
});

test('an event that is no entry is passed over', async () => {
  const { feed, events, connections } = setUp();
  feed.start();
  await settle();
  connections[0]?.send(`data: {"id": 1}\n\ndata: nonsense\n\n${sse(ENTRY)}`);
  await settle();
  expect(events.at(-1)).toEqual({ kind: 'entries', entries: [ENTRY] });
});
