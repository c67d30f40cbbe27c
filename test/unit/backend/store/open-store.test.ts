import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { DataDirInUseError } from '../../../../electron/backend/store/lock';
import { DATABASE_FILE, StoreOpenError } from '../../../../electron/backend/store/open-store';
import { directCall } from '../../../support/records';
import { tempDir, testStore, trace } from '../../../support/store';

const UID = 'ann';

describe('opening the data folder', () => {
  it('names a folder that cannot be made', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    // Node's own recursive mkdir never returns for the last one.
    for (const dir of [file, join(file, 'under'), '/proc/nope/deep']) {
      await expect(testStore(dir)).rejects.toThrow(`data folder ${dir}: cannot be made`);
    }
  });

  it('keeps everything over a close and a new open', async () => {
    const { store, dir } = await testStore();
    await store.picks.record(UID, {
      at: 5,
      task: 'transcription',
      model: 'acme/ear',
      score: 0.5,
      weights: { quality: 1, latency: 0, cost: 0 },
    });
    await store.close();
    const again = await testStore(dir);
    expect(await again.store.picks.snapshot(UID, 10)).toEqual([
      {
        at: 5,
        task: 'transcription',
        model: 'acme/ear',
        score: 0.5,
        weights: { quality: 1, latency: 0, cost: 0 },
      },
    ]);
  });

  it('refuses a folder that another instance works in, and takes it once that one is gone', async () => {
    const { store, dir } = await testStore();
    await expect(testStore(dir)).rejects.toThrow(DataDirInUseError);
    await store.close();
    await testStore(dir);
  });

  it('leaves a database of another program untouched', async () => {
    const dir = tempDir();
    const file = join(dir, DATABASE_FILE);
    const foreign = new DatabaseSync(file);
    foreign.exec('create table theirs(a); insert into theirs values (1)');
    foreign.close();
    await expect(testStore(dir)).rejects.toThrow(StoreOpenError);
    const after = new DatabaseSync(file);
    expect(after.prepare('select a from theirs').all()).toHaveLength(1);
    after.close();
  });

  it('refuses a database that a newer app wrote', async () => {
    const { store, dir } = await testStore();
    await store.close();
    const db = new DatabaseSync(join(dir, DATABASE_FILE));
    db.exec('PRAGMA user_version=9999');
    db.close();
    await expect(testStore(dir)).rejects.toThrow(/newer Auto Router/);
  });

  it('keeps a file that is no database aside, says where, and starts clean', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, DATABASE_FILE), 'no database, but somebody may want these bytes back');
    const { store, keptAside } = await testStore(dir);
    expect(keptAside).toContain(`${DATABASE_FILE}.corrupt-2026-01-02T03-04-05`);
    expect(readFileSync(keptAside ?? '', 'utf8')).toContain('want these bytes back');
    expect(await store.picks.snapshot(UID, 1)).toEqual([]);
  });

  it('finds damage inside a file after an unclean stop', async () => {
    const { store, dir, time } = await testStore();
    for (let index = 0; index < 200; index += 1) {
      await store.decisions.save(UID, trace(`d${index}`, { createdAt: time.now }));
    }
    await store.close();
    const file = join(dir, DATABASE_FILE);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8192, 8192 * 6);
    writeFileSync(file, bytes);
    writeFileSync(`${file}.open`, '');
    const again = await testStore(dir);
    expect(again.keptAside).not.toBeNull();
    expect(existsSync(again.keptAside ?? '')).toBe(true);
  });

  it('opens a copy taken while it was running, as after a power cut', async () => {
    const { store, dir } = await testStore();
    await store.outcomes.begin({
      id: 'o1',
      uid: UID,
      trace: trace('d1'),
      excerpt: 'hi',
      conversationId: null,
      status: 'running',
      errorCode: null,
    });
    await store.calls.record(directCall('c1', { status: 'running' }));
    const copy = tempDir();
    for (const name of readdirSync(dir).filter((name) => name.startsWith(DATABASE_FILE))) {
      copyFileSync(join(dir, name), join(copy, name));
    }
    const after = await testStore(copy);
    const { rows } = await after.store.history.page(UID, {}, 10, 0);
    expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual({
      c1: 'interrupted',
      o1: 'interrupted',
    });
  });
});
