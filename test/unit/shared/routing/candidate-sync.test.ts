import { describe, expect, it } from 'vitest';
import { type SyncInput, syncCandidates } from '@shared/routing/candidate-sync';

const input = (part: Partial<SyncInput> = {}): SyncInput => ({
  feed: [],
  manual: [],
  auto: [],
  excluded: [],
  efforts: [],
  minCostUsd: 12,
  maxCostUsd: 24,
  ...part,
});
const auto = (...models: string[]) => models.map((model) => ({ model, effort: null }));
const names = (models: readonly { model: string }[]) => models.map(({ model }) => model);

/** What is in after a sync at this cost, when the model was in before. */
const at = (runCostUsd: number) =>
  names(syncCandidates(input({ feed: [{ model: 'p/a', runCostUsd }], auto: auto('p/a') })).auto);

describe('syncCandidates (S3)', () => {
  it('bounds are inclusive and on the unrounded cost (S3-5)', () => {
    const feed = [
      { model: 'p/at-max', runCostUsd: 24 },
      { model: 'p/floor-would-pass', runCostUsd: 24.01 },
      { model: 'p/at-min', runCostUsd: 12 },
      { model: 'p/floor-would-fail', runCostUsd: 12.99 },
      { model: 'p/below', runCostUsd: 11.99 },
    ];
    expect(names(syncCandidates(input({ feed })).auto)).toEqual([
      'p/at-max',
      'p/floor-would-fail',
      'p/at-min',
    ]);
  });

  it('a model at a bound does not flap: it leaves only when 5 % beyond (ruling 10)', () => {
    expect(at(25.2)).toEqual(['p/a']);
    expect(at(25.21)).toEqual([]);
    expect(at(11.4)).toEqual(['p/a']);
    expect(at(11.39)).toEqual([]);
  });

  it.each([
    [[], 'empty-feed'],
    [null, 'feed-failed'],
  ])('a feed of %j would wipe the pool (S3-14)', (feed, kept) => {
    const result = syncCandidates(input({ feed, auto: auto('p/a') }));
    expect(result).toMatchObject({ kept, changed: false });
    expect(names(result.auto)).toEqual(['p/a']);
  });

  it('effective is manual + (auto - excluded), and only its change counts (S3-4)', () => {
    const feed = [
      { model: 'p/a', runCostUsd: 20 },
      { model: 'p/x', runCostUsd: 20 },
      { model: 'p/m', runCostUsd: 20 },
    ];
    const part = { feed, manual: auto('p/m'), excluded: ['p/x'] };
    const first = syncCandidates(input(part));
    expect(names(first.effective)).toEqual(['p/m', 'p/a']);
    expect(first).toMatchObject({ changed: true, added: ['p/a'], removed: [] });
    const again = syncCandidates(input({ ...part, auto: first.auto }));
    expect(again.changed).toBe(false);
    const without = syncCandidates(
      input({ ...part, auto: first.auto, feed: feed.filter(({ model }) => model !== 'p/a') }),
    );
    expect(without).toMatchObject({ changed: true, removed: ['p/a'] });
  });

  it('an effort outlives a model that leaves and comes back, and a changed one is a change (S3-3)', () => {
    const feed = [{ model: 'p/a', runCostUsd: 20 }];
    const efforts = [{ model: 'p/a', effort: 'high' as const }];
    expect(syncCandidates(input({ feed, efforts })).auto).toEqual(efforts);
    const kept = syncCandidates(input({ feed, auto: [{ model: 'p/a', effort: 'low' }] }));
    expect(kept.auto).toEqual([{ model: 'p/a', effort: 'low' }]);
    expect(kept.changed).toBe(false);
    const raised = syncCandidates(input({ feed, efforts, auto: kept.auto }));
    expect(raised).toMatchObject({ changed: true, added: [], removed: [] });
  });
});
