import { describe, expect, it } from 'vitest';
import { Feed, type FeedDeps } from '../../../../electron/backend/catalog/live/feed';
import { Feeds } from '../../../../electron/backend/catalog/live/feeds';
import { type LiveSource, SourceError } from '../../../../electron/backend/catalog/live/source';
import { modelsDev } from '../../../../electron/backend/catalog/sources/models-dev';
import { silentLog } from '../../../support/records';

const DAY = 86_400_000;
const SETTINGS = { enabled: true, baseUrl: 'http://source', key: null };

/** A source that answers, or fails as the test says; `time` is the clock. */
function desk(options: { random?: number } = {}) {
  const time = { now: Date.UTC(2026, 10, 21) };
  const state: { fault: SourceError | null; loads: number; gate: Promise<void> } = {
    fault: null,
    loads: 0,
    gate: Promise.resolve(),
  };
  const source: LiveSource = {
    ...modelsDev,
    async load() {
      state.loads += 1;
      await state.gate;
      if (state.fault) throw state.fault;
      return { entries: [{ id: 'a/b', subject: 'b', context: state.loads }], refused: [] };
    },
  };
  const lines: string[] = [];
  const deps: FeedDeps = {
    clock: { now: () => time.now, monotonic: () => time.now },
    random: () => options.random ?? 0,
    files: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    get: () => Promise.reject(new Error('not asked here')),
    known: () => new Set(),
    log: {
      info: (message) => void lines.push(`info ${message}`),
      warn: (message) => void lines.push(`warn ${message}`),
    },
  };
  return { time, state, source, deps, lines, feed: new Feed(source, SETTINGS, deps) };
}

describe('a feed', () => {
  it('S0-76: callers at the same time share one load', async () => {
    const { feed, state } = desk();
    await Promise.all([feed.refresh(true), feed.refresh(true), feed.refresh(false)]);
    expect(state.loads).toBe(1);
  });

  it('is due a day after its last load, spread over an hour', async () => {
    const { feed, time } = desk({ random: 0.5 });
    expect(feed.dueAt()).toBe(time.now);
    await feed.refresh(false);
    expect(feed.dueAt()).toBe(time.now + DAY + 1_800_000);
  });

  it('ruling 2: after a failure it waits 300 s, keeps its data and the time of its load', async () => {
    const { feed, time, state } = desk();
    await feed.refresh(false);
    const loadedAt = feed.loadedAt;
    time.now += 2 * DAY;
    state.fault = new SourceError('unreachable', 'no network');
    await feed.refresh(false);
    expect(feed.dueAt()).toBe(time.now + 300_000);
    await feed.refresh(false);
    expect(state.loads).toBe(2);
    expect(feed.loadedAt).toBe(loadedAt);
    expect(feed.data?.entries[0]?.context).toBe(1);
    expect(feed.isFresh).toBe(false);
  });

  it('a forced refresh does not wait for the cooldown, only for what the source asked', async () => {
    const { feed, time, state } = desk();
    state.fault = new SourceError('bad_status', 'answered 500');
    await feed.refresh(true);
    await feed.refresh(true);
    expect(state.loads).toBe(2);
    state.fault = new SourceError('rate_limited', 'answered 429', 3_600_000);
    await feed.refresh(true);
    await feed.refresh(true);
    expect(state.loads).toBe(3);
    time.now += 3_600_000;
    state.fault = null;
    expect(await feed.refresh(false)).toBe(true);
  });

  it('answers that are wrong again and again are asked for less and less, a network is not', async () => {
    const { feed, time, state } = desk();
    const wait = async (code: 'bad_shape' | 'unreachable'): Promise<number> => {
      state.fault = new SourceError(code, 'no');
      await feed.refresh(true);
      return ((feed.dueAt() ?? 0) - time.now) / 1000;
    };
    const waits: number[] = [];
    for (let n = 0; n < 8; n += 1) waits.push(await wait('bad_shape'));
    expect(waits).toEqual([300, 600, 1_200, 2_400, 4_800, 9_600, 14_400, 14_400]);
    expect(await wait('unreachable')).toBe(300);
    state.fault = null;
    await feed.refresh(true);
    time.now += 2 * DAY;
    expect(await wait('bad_shape')).toBe(300);
  });

  it('a source of endless slow pages ends after three minutes', async () => {
    const { source, deps, time } = desk();
    let pages = 0;
    const endless: LiveSource = {
      ...source,
      async load({ get, baseUrl }) {
        for (;;) await get(baseUrl);
      },
    };
    const get = (): Promise<unknown> => {
      pages += 1;
      time.now += 30_000;
      return Promise.resolve({});
    };
    const feed = new Feed(endless, SETTINGS, { ...deps, get });
    expect(await feed.refresh(true)).toBe(false);
    expect(pages).toBe(7);
    expect(feed.failure?.code).toBe('timeout');
  });

  it('says once that it is not there, and as information', async () => {
    const { feed, state, lines } = desk();
    state.fault = new SourceError('unreachable', 'cannot be reached (ENOTFOUND)');
    await feed.refresh(true);
    await feed.refresh(true);
    expect(lines).toEqual(['info a source is not there']);
  });

  it('an answer to an address that is no longer asked is not taken', async () => {
    const { feed, state } = desk();
    let open: (() => void) | null = null;
    state.gate = new Promise((resolve) => {
      open = resolve;
    });
    const loading = feed.refresh(true);
    feed.configure({ ...SETTINGS, baseUrl: 'http://elsewhere' });
    expect(open).not.toBeNull();
    (open as (() => void) | null)?.();
    expect(await loading).toBe(false);
    expect(feed.data).toBeNull();
  });

  it('what another address gave is not restored', async () => {
    const { source, deps } = desk();
    const kept = { baseUrl: 'http://old', fetchedAt: 1, data: { entries: [], refused: [] } };
    const files = { ...deps.files, read: () => Promise.resolve(kept) };
    const feed = new Feed(source, SETTINGS, { ...deps, files });
    await feed.restore();
    expect(feed.data).toBeNull();
  });

  it('data of a clock that was ahead is not waited for', async () => {
    const { source, deps, time } = desk();
    const data = { entries: [], refused: [] };
    const kept = { baseUrl: SETTINGS.baseUrl, fetchedAt: time.now + 30 * DAY, data };
    const files = { ...deps.files, read: () => Promise.resolve(kept) };
    const feed = new Feed(source, SETTINGS, { ...deps, files });
    await feed.restore();
    expect(feed.dueAt()).toBe(time.now);
    expect(feed.state().ageSeconds).toBe(0);
  });
});

describe('the schedule', () => {
  it('waits before its first look, so that a start asks nobody', async () => {
    const { source, deps, state, time } = desk();
    const waits: { run: () => void; ms: number }[] = [];
    const feeds = new Feeds({
      ...deps,
      log: silentLog,
      sources: [source],
      settings: () => SETTINGS,
      schedule: (run, ms) => {
        waits.push({ run, ms });
        return () => undefined;
      },
    });
    const refreshes: Promise<unknown>[] = [];
    feeds.start(() => {
      const refresh = feeds.refresh({ force: false });
      refreshes.push(refresh);
      return refresh;
    });
    expect(state.loads).toBe(0);
    expect(waits[0]?.ms).toBeGreaterThanOrEqual(20_000);
    waits[0]?.run();
    await Promise.all(refreshes);
    expect(state.loads).toBe(1);
    // Not due again before a day has passed.
    waits[1]?.run();
    expect(refreshes).toHaveLength(1);
    time.now += DAY;
    waits[2]?.run();
    await Promise.all(refreshes);
    expect(state.loads).toBe(2);
  });
});
