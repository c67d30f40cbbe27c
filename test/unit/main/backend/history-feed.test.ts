import { expect, test } from 'vitest';
import { createHistoryFeed } from '../../../../electron/main/backend/history-feed';
import { fakeClock, listLog, settle } from '../support';

// Rows that came while the router was away would not be seen until the next one.
test('tells of new rows, and after a lost connection that there may be some', async () => {
  const clock = fakeClock();
  const streams: WritableStreamDefaultWriter<Uint8Array>[] = [];
  let told = 0;
  const feed = createHistoryFeed({
    client: {
      openHistoryEvents: () => {
        const bytes = new TransformStream<Uint8Array, Uint8Array>();
        streams.push(bytes.writable.getWriter());
        return Promise.resolve(new Response(bytes.readable));
      },
    },
    emit: () => {
      told += 1;
    },
    clock,
    log: listLog(),
  });
  const send = (at: number, text: string) =>
    void streams[at]?.write(new TextEncoder().encode(text));
  feed.start();
  await settle();
  send(0, ': connected\n\n');
  await settle();
  expect(told).toBe(0);
  send(0, 'event: changed\ndata: {"at":1}\n\nevent: changed\ndata: {"at":2}\n\n');
  await settle();
  expect(told).toBe(1);
  send(0, 'event: changed\ndata: nonsense\n\n');
  await settle();
  expect(told).toBe(1);
  void streams[0]?.close();
  await settle();
  clock.advance(250);
  await settle();
  expect(told).toBe(2);
  feed.stop();
});
