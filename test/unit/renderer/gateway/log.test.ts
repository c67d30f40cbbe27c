import type { ActivityEntry } from '@shared/api/activity';
import { describe, expect, it } from 'vitest';
import {
  APP_TOKEN,
  filtered,
  keysIn,
  LOG_LIMIT,
  withEntries,
  withSnapshot,
} from '../../../../renderer/features/gateway/log';
import { entry } from './entries';

const ids = (entries: readonly Pick<ActivityEntry, 'id'>[]): string[] =>
  entries.map(({ id }) => id);

describe('the request log', () => {
  it('a later state of a request takes the place of the earlier one, and an older state does not', () => {
    const began = withEntries([], [entry({ id: 'a', seq: 1 })]);
    const ended = withEntries(began, [entry({ id: 'a', seq: 3, status: 'succeeded' })]);
    expect(ended).toEqual([entry({ id: 'a', seq: 3, status: 'succeeded' })]);
    expect(withEntries(ended, [entry({ id: 'a', seq: 2 })])).toEqual(ended);
  });

  it('stands newest request first, whichever changed last, and keeps no more than the router does', () => {
    const log = withEntries(
      [],
      [
        entry({ id: 'old', at: 1, seq: 9 }),
        entry({ id: 'new', at: 3, seq: 2 }),
        entry({ id: 'mid', at: 2, seq: 4 }),
      ],
    );
    expect(ids(log)).toEqual(['new', 'mid', 'old']);
    const many = Array.from({ length: LOG_LIMIT + 5 }, (_, n) =>
      entry({ id: String(n), at: n, seq: n }),
    );
    expect(withEntries(log, many)).toHaveLength(LOG_LIMIT);
  });

  // They stood as "running" for ever.
  it('what ran when the router went away is interrupted; what had ended stays as it was', () => {
    const before = withEntries(
      [],
      [
        entry({ id: 'ran', at: 1, seq: 1 }),
        entry({ id: 'done', at: 2, seq: 2, status: 'succeeded' }),
      ],
    );
    const after = withSnapshot(before, [entry({ id: 'next', at: 3, seq: 1 })]);
    expect(after.map(({ id, status }) => [id, status])).toEqual([
      ['next', 'running'],
      ['done', 'succeeded'],
      ['ran', 'interrupted'],
    ]);
  });

  it('says nothing of a request that fell out of a full log while nobody looked', () => {
    const before = withEntries([], [entry({ id: 'ran', at: 1, seq: 1 })]);
    const full = Array.from({ length: LOG_LIMIT }, (_, n) =>
      entry({ id: String(n), at: n + 2, seq: n + 2 }),
    );
    expect(ids(withSnapshot(before, full))).not.toContain('ran');
  });

  it('is filtered by key, by the app’s own token, and by status', () => {
    const log = withEntries(
      [],
      [
        entry({ id: 'app', at: 1 }),
        entry({ id: 'ci', at: 2, keyId: 'k1', keyName: 'CI', status: 'failed' }),
      ],
    );
    expect(ids(filtered(log, { key: 'k1', status: '' }))).toEqual(['ci']);
    expect(ids(filtered(log, { key: APP_TOKEN, status: '' }))).toEqual(['app']);
    expect(ids(filtered(log, { key: '', status: 'failed' }))).toEqual(['ci']);
    expect(keysIn(log)).toEqual([{ id: 'k1', name: 'CI' }]);
  });
});
