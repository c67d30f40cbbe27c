import { describe, expect, it } from 'vitest';
import { DailyRefreshCache } from '../../../../electron/backend/catalog/daily-refresh-cache';

const HOUR = 3600;

/** A cache over a scripted loader and a clock that only the test moves. */
function setup<T>(
  answers: (T | Error | Promise<T>)[],
  options: { ttlSeconds?: number; failureCooldownSeconds?: number } = {},
) {
  const time = { monotonic: 0, wall: Date.UTC(2026, 0, 1) };
  const failures: [unknown, boolean][] = [];
  const cache = new DailyRefreshCache<T>({
    load: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer as T;
    },
    clock: { monotonic: () => time.monotonic, now: () => time.wall },
    onFailure: (error, stale) => failures.push([error, stale]),
    ...options,
  });
  const pass = (seconds: number): void => {
    time.monotonic += seconds * 1000;
    time.wall += seconds * 1000;
  };
  return { cache, pass, time, failures };
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('DailyRefreshCache', () => {
  it('S0-22: holds a value for 24 h by default and loads again at 24 h sharp', async () => {
    const { cache, pass } = setup(['one', 'two']);
    expect(await cache.get()).toBe('one');
    pass(24 * HOUR - 1);
    expect(await cache.get()).toBe('one');
    expect(cache.isFresh).toBe(true);
    pass(1);
    expect(cache.isFresh).toBe(false);
    expect(await cache.get()).toBe('two');
    expect(cache.loaderCallCount).toBe(2);
  });

  it.each([0, -1, Number.NaN, Infinity])('S0-22: rejects a TTL of %s', (ttlSeconds) => {
    expect(() => setup([], { ttlSeconds })).toThrow(/ttlSeconds/);
  });

  it('S0-22: rejects a negative cooldown', () => {
    expect(() => setup([], { failureCooldownSeconds: -1 })).toThrow(/failureCooldownSeconds/);
  });

  it('S0-22: a wall clock that is set back or forward does not age the value', async () => {
    const { cache, time } = setup(['one', 'two']);
    await cache.get();
    time.wall += 72 * HOUR * 1000;
    expect(await cache.get()).toBe('one');
  });

  it('S0-23: ten concurrent callers cause one load', async () => {
    const slow = deferred<string>();
    const { cache } = setup([slow.promise]);
    const calls = Array.from({ length: 10 }, () => cache.get());
    slow.resolve('one');
    expect(await Promise.all(calls)).toEqual(Array(10).fill('one'));
    expect(cache.loaderCallCount).toBe(1);
  });

  it('S0-23: concurrent callers of a failing load share its error, then the next may load', async () => {
    const { cache, pass } = setup<string>([new Error('down'), 'up']);
    const results = await Promise.allSettled([cache.get(), cache.get()]);
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected']);
    expect(cache.loaderCallCount).toBe(1);
    pass(300);
    expect(await cache.get()).toBe('up');
  });

  it('S0-24, S0-26: a failed refresh serves the old value and does not move its load time', async () => {
    const { cache, pass, failures } = setup<string>(['one', new Error('down')]);
    await cache.get();
    const [loaded, wall] = [cache.lastLoadedAt, cache.lastLoadedWallTime];
    pass(25 * HOUR);
    expect(await cache.get()).toBe('one');
    expect([cache.lastLoadedAt, cache.lastLoadedWallTime]).toEqual([loaded, wall]);
    expect(cache.ageSeconds).toBe(25 * HOUR);
    expect(cache.isFresh).toBe(false);
    expect(failures).toEqual([[expect.objectContaining({ message: 'down' }), true]]);
  });

  it('S0-26: after a failure it waits 300 s and not a whole TTL', async () => {
    const { cache, pass } = setup<string>(['one', new Error('down'), 'two']);
    await cache.get();
    pass(25 * HOUR);
    await cache.get();
    pass(299);
    expect(await cache.get()).toBe('one');
    expect(cache.loaderCallCount).toBe(2);
    pass(1);
    expect(await cache.get()).toBe('two');
    expect(cache.lastError).toBeNull();
  });

  it('S0-27: the cooldown holds when nothing was ever loaded, with the last error', async () => {
    const { cache, pass, failures } = setup<string>([new Error('first'), new Error('second')]);
    await expect(cache.get()).rejects.toThrow('first');
    pass(299);
    await expect(cache.get()).rejects.toThrow('first');
    expect(cache.loaderCallCount).toBe(1);
    pass(1);
    await expect(cache.get()).rejects.toThrow('second');
    expect(failures.map(([, stale]) => stale)).toEqual([false, false]);
  });

  it('S0-26: the cooldown is never longer than the TTL', async () => {
    const { cache, pass } = setup<string>([new Error('down'), 'up'], { ttlSeconds: 10 });
    await expect(cache.get()).rejects.toThrow('down');
    pass(10);
    expect(await cache.get()).toBe('up');
  });

  it('S0-25: says nothing about a load that never was', async () => {
    const { cache, pass } = setup(['one']);
    expect([cache.ageSeconds, cache.lastLoadedAt, cache.lastLoadedWallTime]).toEqual([
      null,
      null,
      null,
    ]);
    expect([cache.hasValue, cache.isFresh]).toEqual([false, false]);
    await cache.get();
    pass(7);
    expect(cache.ageSeconds).toBe(7);
    expect(cache.lastLoadedWallTime).toBe(Date.UTC(2026, 0, 1));
  });

  it('S0-25: invalidate() makes the next call load and keeps the old value to fall back on', async () => {
    const { cache } = setup<string>(['one', new Error('down')]);
    await cache.get();
    cache.invalidate();
    expect(cache.isFresh).toBe(false);
    expect(cache.hasValue).toBe(true);
    expect(await cache.get()).toBe('one');
    expect(cache.loaderCallCount).toBe(2);
  });

  it('ruling 2: invalidate() clears the cooldown', async () => {
    const { cache } = setup<string>([new Error('down'), 'up']);
    await expect(cache.get()).rejects.toThrow('down');
    cache.invalidate();
    expect(await cache.get()).toBe('up');
  });

  it('S0-43: a load that began before invalidate() is neither joined nor taken for fresh', async () => {
    const before = deferred<string>();
    const after = deferred<string>();
    const { cache } = setup([before.promise, after.promise]);
    const first = cache.get();
    cache.invalidate();
    const second = cache.get();
    after.resolve('new');
    expect(await second).toBe('new');
    before.resolve('old');
    expect(await first).toBe('old');
    expect(await cache.get()).toBe('new');
    expect(cache.loaderCallCount).toBe(2);
  });

  it('S0-43: the failure of an overtaken load starts no cooldown', async () => {
    const before = deferred<string>();
    const { cache } = setup([before.promise, 'new']);
    const first = cache.get();
    cache.invalidate();
    before.reject(new Error('old failure'));
    await expect(first).rejects.toThrow('old failure');
    expect(await cache.get()).toBe('new');
  });

  it.each([null, undefined, 0, ''])('S0-28: %s is a value like any other', async (value) => {
    const { cache } = setup([value, value]);
    expect(await cache.get()).toBe(value);
    expect(await cache.get()).toBe(value);
    expect([cache.hasValue, cache.loaderCallCount]).toEqual([true, 1]);
  });

  it('a loader that throws before it returns a promise does not block the next one', async () => {
    let calls = 0;
    const cache = new DailyRefreshCache<number>({
      load: () => {
        calls += 1;
        if (calls === 1) throw new Error('at once');
        return Promise.resolve(calls);
      },
      clock: { monotonic: () => 0, now: () => 0 },
      failureCooldownSeconds: 0,
    });
    await expect(cache.get()).rejects.toThrow('at once');
    expect(await cache.get()).toBe(2);
  });
});
