import { expect, it } from 'vitest';
import { HistoryFeed } from '../../../electron/backend/history/history-feed';
import { directCall, end, testStore, trace } from '../../support/store';

// A row that stays "running" on the screen, or a listener that a closed window leaves behind.
it('tells of the begin and the end of a user’s rows, and of direct calls, until it is stopped', async () => {
  const opened = await testStore();
  const feed = new HistoryFeed();
  const { outcomes, calls } = feed.watched(opened.store);
  const told: string[] = [];
  const stop = feed.watch('ann', () => told.push('ann'));
  feed.watch('bob', () => told.push('bob'));
  await outcomes.begin({
    id: 'o1',
    uid: 'ann',
    trace: trace('d1'),
    excerpt: null,
    conversationId: null,
    status: 'running',
    errorCode: null,
  });
  await calls.record(directCall('attempt', { outcomeId: 'o1', router: 'routed' }));
  expect(told).toEqual(['ann']);
  await outcomes.end('o1', end());
  await calls.record(directCall('k1', { uid: 'bob' }));
  expect(told).toEqual(['ann', 'ann', 'bob']);
  stop();
  await calls.record(directCall('k2'));
  expect(told).toEqual(['ann', 'ann', 'bob']);
});
