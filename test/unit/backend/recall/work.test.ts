import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EmbeddingError } from '../../../../electron/backend/embedding/embedder';
import { PictureFiles } from '../../../../electron/backend/pictures/picture-files';
import { RecallWork } from '../../../../electron/backend/recall/work';
import type { RecallShot, RecallStore } from '../../../../electron/backend/store/recall';
import { silentLog, tempDir, testStore } from '../../../support/store';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const UID = 'ann';
const describeModel = (model: string) => ({ model, name: model, local: true });
/** Texts of one batch. */
const BATCH = 8;

/** The work on a real store and real files; models that are `broken` fail. */
async function setup(wrap: (store: RecallStore) => Partial<RecallStore> = () => ({})) {
  const { store } = await testStore();
  const files = new PictureFiles(join(tempDir(), 'recall'), ['image/png']);
  const broken = new Set<string>();
  const asked: string[] = [];
  const read: RecallShot[] = [];
  const reader = {
    whileReading: async () => {},
    async read(image: Uint8Array) {
      await reader.whileReading();
      return Buffer.from(image).subarray(PNG.length).toString();
    },
    close: () => Promise.resolve(),
  };
  const work = new RecallWork({
    store: { ...store.recall, ...wrap(store.recall) },
    files,
    reader,
    embedding: {
      pick: () => Promise.resolve(describeModel('up/first')),
      describe: describeModel,
      embed(_uid, model, texts) {
        asked.push(model);
        if (broken.has(model)) {
          return Promise.reject(new EmbeddingError('embedding_failed', 'it is gone'));
        }
        return Promise.resolve(texts.map(() => Float32Array.of(1, 0)));
      },
    },
    clock: { now: () => 1_000, monotonic: () => 0 },
    log: silentLog,
    after: () => () => undefined,
  });
  work.listen({
    read: (_uid, shot) => read.push(shot),
    embedded: () => undefined,
    switched: () => undefined,
    expired: () => undefined,
  });
  const keep = async (id: string, at = 1, text: string | null = null): Promise<void> => {
    const imageFile = await files.save(id, Buffer.concat([PNG, Buffer.from(`text of ${id}`)]));
    await store.recall.add(UID, {
      id,
      at,
      app: null,
      title: null,
      width: 8,
      height: 8,
      imageFile: imageFile ?? '',
      bytes: 1,
      text,
      error: null,
      localOnly: false,
    });
  };
  const done = async (): Promise<void> => {
    work.kick(UID);
    await work.idle();
  };
  return { recall: store.recall, files, reader, work, broken, asked, read, keep, done };
}

describe('the work on kept screenshots', () => {
  // One file that the disk does not give would keep all later ones from ever being found.
  it('goes on with the next when a picture cannot be opened', async () => {
    const { recall, keep, done } = await setup();
    await keep('fine', 2);
    await recall.add(UID, {
      id: 'blocked',
      at: 1,
      app: null,
      title: null,
      width: 8,
      height: 8,
      // A path through a file: it exists and cannot be opened.
      imageFile: 'fine.png/x.png',
      bytes: 1,
      text: null,
      error: null,
      localOnly: false,
    });
    await done();
    expect(await recall.get(UID, 'blocked')).toMatchObject({ text: '' });
    expect((await recall.get(UID, 'blocked'))?.error).toContain('cannot be opened');
    expect(await recall.get(UID, 'fine')).toMatchObject({ text: 'text of fine', error: null });
  });

  // A deleted screenshot would come back into what a search holds ready.
  it('tells nobody the text of a picture that was deleted while it was read', async () => {
    const { recall, reader, read, keep, done } = await setup();
    reader.whileReading = async () => {
      await recall.remove(UID, 'all');
    };
    await keep('gone');
    await done();
    expect(read).toEqual([]);
  });

  // An index of which most is missing would take the place of a whole one.
  it('does not take an index for whole because a batch was deleted while it was looked up', async () => {
    let deletes = true;
    const { recall, keep, done } = await setup((store) => ({
      async byIds(uid, ids) {
        if (deletes) await store.remove(uid, { ids });
        deletes = false;
        return store.byIds(uid, ids);
      },
    }));
    for (let at = 0; at < BATCH + 3; at += 1) await keep(`shot-${at}`, at, 'words');
    await done();
    expect(await recall.indexed(UID, 'up/first')).toBe(3);
  });

  // Each of 1,000 batches would wait a minute for the model that is gone, and pay for it.
  it('asks a failing model once in a run while the index that replaces it is built', async () => {
    const { recall, broken, asked, keep, done } = await setup();
    for (let at = 0; at < 3 * BATCH; at += 1) await keep(`shot-${at}`, at, 'words');
    await recall.change(UID, { indexModel: 'up/gone', buildingModel: 'up/new' });
    broken.add('up/gone');
    await done();
    expect(asked.filter((model) => model === 'up/gone')).toHaveLength(1);
    expect(await recall.settings(UID)).toMatchObject({
      indexModel: 'up/new',
      buildingModel: null,
    });
  });

  // The old index would be dropped for one that was given up, and nothing would be found by meaning.
  it('keeps the index when the other one is given up in the moment in which it gets whole', async () => {
    const { recall, keep, done } = await setup((store) => ({
      async pin(uid, model) {
        await store.dropBuilding(uid);
        return store.pin(uid, model);
      },
    }));
    await keep('shot', 1, 'words');
    await done();
    await recall.change(UID, { buildingModel: 'up/new' });
    await done();
    expect(await recall.settings(UID)).toMatchObject({
      indexModel: 'up/first',
      buildingModel: null,
    });
    expect(await recall.indexed(UID, 'up/first')).toBe(1);
  });
});
