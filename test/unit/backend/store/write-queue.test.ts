import { describe, expect, it } from 'vitest';
import { isStorageError } from '../../../../electron/backend/store/sqlite';
import { StoreSyncError } from '../../../../electron/backend/store/wal-sync';
import { WriteQueue } from '../../../../electron/backend/store/write-queue';

/** A disk that syncs when it is told to, and a database that only counts. */
function bench() {
  const seen: string[] = [];
  const syncs: { done: () => void; failed: (error: unknown) => void }[] = [];
  const queries = {
    async execute(work: (trx: never) => Promise<void>): Promise<void> {
      seen.push('begin');
      try {
        await work(undefined as never);
        seen.push('commit');
      } catch (error) {
        seen.push('rollback');
        throw error;
      }
    },
  };
  const queue = new WriteQueue(
    { transaction: () => queries } as never,
    {
      transaction: (run) => {
        seen.push('begin');
        try {
          run();
          seen.push('commit');
        } catch (error) {
          seen.push('rollback');
          throw error;
        }
      },
    },
    () =>
      new Promise((done, failed) => {
        seen.push('sync');
        syncs.push({ done, failed });
      }),
  );
  return {
    queue,
    seen,
    write: (name: string) => queue.write(async () => void seen.push(name)),
    atOnce: (name: string) => queue.writeAtOnce(() => void seen.push(name)),
    synced: () => syncs.shift()?.done(),
    broken: (error: unknown) => syncs.shift()?.failed(error),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const turns = async (): Promise<void> => {
  for (let count = 0; count < 4; count += 1) await turn();
};

describe('the write queue', () => {
  // An outcome called durable that a power cut takes back, after the provider was called for it.
  it('a write is done when its sync is, not when it is committed', async () => {
    const { write, seen, synced } = bench();
    let done = false;
    const writing = write('a').finally(() => {
      done = true;
    });
    await turns();
    expect(seen).toEqual(['begin', 'a', 'commit', 'sync']);
    expect(done).toBe(false);
    synced();
    await writing;
  });

  it('what is asked for while a sync goes on is in the next batch, together', async () => {
    const { write, seen, synced } = bench();
    const first = write('a');
    await turns();
    const next = [write('b')];
    await turns();
    next.push(write('c'));
    await turns();
    synced();
    await first;
    await turns();
    synced();
    await Promise.all(next);
    expect(seen).toEqual(['begin', 'a', 'commit', 'sync', 'begin', 'b', 'c', 'commit', 'sync']);
  });

  // A disk that fails to sync and a request that is sent all the same.
  it('a sync that fails fails every write of its batch, as an error of the storage', async () => {
    const { write, broken } = bench();
    const writes = [write('a'), write('b')];
    const settled = Promise.allSettled(writes);
    await turns();
    broken(new StoreSyncError(new Error('EIO')));
    const [a, b] = await settled;
    for (const result of [a, b]) {
      expect(result?.status).toBe('rejected');
      expect(result?.status === 'rejected' && isStorageError(result.reason)).toBe(true);
    }
  });

  it('a write that fails is undone alone, and the others are written after it', async () => {
    const { queue, write, seen, synced } = bench();
    const results = Promise.allSettled([
      write('a'),
      queue.write(() => Promise.reject(new Error('twice the same id'))),
    ]);
    await turns();
    synced();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(seen.join(' ')).toBe('begin a rollback begin a commit sync begin rollback');
  });

  // Sixteen commits where one would do, each with its pages.
  it('what is written at once in one turn is one commit', async () => {
    const { atOnce, seen } = bench();
    await Promise.all(['a', 'b', 'c'].map(atOnce));
    expect(seen).toEqual(['begin', 'a', 'b', 'c', 'commit']);
  });

  // A begin that waits for the disk: every request pays a sync before the provider is even asked.
  it('what is written at once is done when it is committed, also while a sync goes on', async () => {
    const { write, atOnce, seen, synced } = bench();
    const durable = write('a');
    await turns();
    await atOnce('b');
    expect(seen).toEqual(['begin', 'a', 'commit', 'sync', 'begin', 'b', 'commit']);
    synced();
    await durable;
  });

  // A begin that no sync ever covers: a power cut an hour later still loses it.
  it('what is written at once is synced soon after, without another write', async () => {
    const { queue, atOnce, seen, synced } = bench();
    await atOnce('a');
    expect(seen).toEqual(['begin', 'a', 'commit']);
    const flushed = queue.flush();
    await turns();
    expect(seen).toEqual(['begin', 'a', 'commit', 'sync']);
    synced();
    await flushed;
    await queue.flush();
    expect(seen).toHaveLength(4);
  });

  it('one that fails at once is undone alone', async () => {
    const { queue, atOnce } = bench();
    const results = await Promise.allSettled([
      atOnce('a'),
      queue.writeAtOnce(() => {
        throw new Error('twice the same id');
      }),
      atOnce('c'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('a closed queue takes nothing, and what waited is written', async () => {
    const { queue, atOnce, seen, synced } = bench();
    const waiting = atOnce('a');
    const closed = queue.close();
    await turns();
    synced();
    await Promise.all([waiting, closed]);
    expect(seen).toEqual(['begin', 'a', 'commit', 'sync']);
    await expect(atOnce('b')).rejects.toThrow(/closed/);
  });
});
