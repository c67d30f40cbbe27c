import type { RecallPage, RecallSearchQuery, RecallStatus } from '@shared/api/recall';
import { readPictureHead } from '@shared/pictures/head';
import { MAX_PICTURE_PIXELS } from '@shared/pictures/limits';
import type { Clock, Log } from '../context';
import { EmbeddingError } from '../embedding/embedder';
import type { RecallShot, RecallStore } from '../store/recall';
import { entryOf } from './entries';
import type { RecallEmbedding } from './embed-call';
import type { PictureFiles } from '../pictures/picture-files';
import { RecallIndex } from './recall-index';
import type { RecallWork } from './work';

/** Rows of the index that are read at a time. */
const LOAD_PAGE = 500;
/** A search waits this long for the vector of what was typed; then it goes by words alone. */
const QUERY_LIMIT_MS = 5_000;

export interface RecallOptions {
  readonly store: RecallStore;
  readonly files: PictureFiles;
  readonly embedding: RecallEmbedding;
  readonly work: RecallWork;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** Lets other work run between two steps of a long one. */
  readonly rest: () => Promise<void>;
}

export interface NewShot {
  readonly image: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly app: string | null;
  readonly title: string | null;
  /** It shows a private app: its text is given to models on this machine alone. */
  readonly localOnly: boolean;
}

/** Past screenshots of every user: kept only where that was switched on, read and searched here. */
export class RecallService {
  readonly #options: RecallOptions;
  readonly #indexes = new Map<string, Promise<RecallIndex>>();
  readonly #loaded = new Map<string, RecallIndex>();

  constructor(options: RecallOptions) {
    this.#options = options;
    options.work.listen({
      read: (uid, shot) => this.#loaded.get(uid)?.put({ ...shot, vector: null }),
      embedded: (uid, id, vector) => this.#loaded.get(uid)?.setVector(id, vector),
      switched: (uid) => this.#forget(uid),
      expired: (uid, ids) => this.#drop(uid, ids),
    });
  }

  /** Removes what the last run left behind: pictures without a row. */
  async sweep(): Promise<void> {
    const { store, files } = this.#options;
    await files.removeBut(await store.files());
  }

  /** Goes on with what the last run left undone. */
  async start(): Promise<void> {
    const { store, work } = this.#options;
    for (const uid of await store.users()) work.kick(uid);
  }

  async status(uid: string): Promise<RecallStatus> {
    const { store, embedding, work } = this.#options;
    const settings = await store.settings(uid);
    const { indexModel: model, buildingModel: building } = settings;
    const { shots, bytes, unread } = await store.usage(uid);
    const progress = async (of: string) => {
      const done = await store.indexed(uid, of);
      const { local } = embedding.describe(of);
      return { done, pending: (await store.missing(uid, { id: of, local }, 1)).total };
    };
    const pick = await embedding.pick(uid);
    const { name, local } = model === null ? pick : embedding.describe(model);
    const built = building === null ? null : await progress(building);
    return {
      keep: settings.keep,
      retentionDays: settings.retentionDays,
      shots,
      bytes,
      unread,
      reading: work.reading(uid),
      index: {
        model,
        embeddedBy: { name, local },
        ...(model === null ? { done: 0, pending: 0 } : await progress(model)),
      },
      building:
        building === null || built === null
          ? null
          : { model: building, done: built.done, total: built.done + built.pending },
      pick,
      lastError: work.lastError(uid),
    };
  }

  async change(
    uid: string,
    patch: { readonly keep?: boolean; readonly retentionDays?: number | null },
  ): Promise<void> {
    await this.#options.store.change(uid, patch);
    this.#options.work.kick(uid);
  }

  /**
   * Keeps a screenshot. `off` = nothing is kept unless switched on; `too_many_pixels` = its own bytes
   * claim more than can be decoded to be shown or read.
   */
  async add(
    uid: string,
    shot: NewShot,
  ): Promise<RecallShot | 'off' | 'not_a_picture' | 'too_many_pixels'> {
    const { store, files, work, clock, newId } = this.#options;
    const { keep } = await store.settings(uid);
    if (!keep) return 'off';
    const { image, ...about } = shot;
    const head = readPictureHead(image);
    if (head !== null && head.width * head.height > MAX_PICTURE_PIXELS) return 'too_many_pixels';
    const id = newId();
    // The file first: a row without a picture would be a lie, a picture without a row is swept away.
    const imageFile = await files.save(id, image);
    if (imageFile === null) return 'not_a_picture';
    const row: RecallShot = {
      id,
      at: clock.now(),
      ...about,
      imageFile,
      bytes: image.byteLength,
      text: null,
      error: null,
    };
    await store.add(uid, row);
    work.kick(uid);
    return row;
  }

  async search(uid: string, query: RecallSearchQuery): Promise<RecallPage> {
    const { store } = this.#options;
    const { q = '', from = null, to = null, limit = 50, offset = 0 } = query;
    const text = q.trim();
    if (text === '') {
      const { shots, total } = await store.list(uid, { from, to }, limit, offset);
      const entries = shots.map((shot) => entryOf(shot, '', null));
      return { shots: entries, total, meaningMissing: null };
    }
    const [index, meant] = await Promise.all([this.#index(uid), this.#vectorOf(uid, text)]);
    const hits = index.search({ q: text, vector: meant.vector, from, to });
    const page = hits.slice(offset, offset + limit);
    const shots = new Map(
      (
        await store.byIds(
          uid,
          page.map(({ id }) => id),
        )
      ).map((shot) => [shot.id, shot]),
    );
    const entries = page.flatMap(({ id, foundBy }) => {
      const shot = shots.get(id);
      return shot === undefined ? [] : [entryOf(shot, text, foundBy)];
    });
    return { shots: entries, total: hits.length, meaningMissing: meant.missing };
  }

  async remove(uid: string, what: { readonly ids: readonly string[] } | 'all'): Promise<number> {
    const { store, files, work } = this.#options;
    const gone = await store.remove(uid, what);
    const ids = gone.map(({ id }) => id);
    work.cancel(uid, ids);
    // Out of what a search holds ready first: a file that cannot be removed keeps none of it there.
    if (what === 'all') this.#forget(uid);
    else this.#drop(uid, ids);
    await files.remove(gone.map(({ imageFile }) => imageFile));
    return gone.length;
  }

  /** Begins to build the index of another model; the old one is searched until it is whole (S0-97). */
  async reindex(uid: string, model: string | null): Promise<void> {
    const { store, embedding, work } = this.#options;
    const wanted = model ?? (await embedding.pick(uid)).model;
    const { indexModel, buildingModel } = await store.settings(uid);
    if (indexModel === null) {
      await store.change(uid, { indexModel: wanted });
    } else if (wanted === indexModel) {
      if (buildingModel !== null) await store.dropBuilding(uid);
    } else if (wanted !== buildingModel) {
      await store.change(uid, { buildingModel: wanted });
    }
    work.kick(uid);
  }

  async stopReindex(uid: string): Promise<void> {
    await this.#options.store.dropBuilding(uid);
  }

  async #vectorOf(uid: string, text: string) {
    const { store, embedding, log } = this.#options;
    const { indexModel } = await store.settings(uid);
    if (indexModel === null) return { vector: null, missing: null };
    try {
      const signal = AbortSignal.timeout(QUERY_LIMIT_MS);
      const [vector] = await embedding.embed(uid, indexModel, [text], signal);
      return { vector: vector ?? null, missing: null };
    } catch (error) {
      if (!(error instanceof EmbeddingError)) throw error;
      log.warn('a search goes by words alone', { model: indexModel, error: error.message });
      return { vector: null, missing: error.message };
    }
  }

  #index(uid: string): Promise<RecallIndex> {
    const known = this.#indexes.get(uid);
    if (known !== undefined) return known;
    const index = new RecallIndex();
    // What is read while it loads goes into it too: a row that is there is not put twice.
    this.#loaded.set(uid, index);
    const loading = this.#load(uid, index);
    this.#indexes.set(uid, loading);
    loading.catch(() => {
      if (this.#indexes.get(uid) === loading) this.#forget(uid);
    });
    return loading;
  }

  async #load(uid: string, index: RecallIndex): Promise<RecallIndex> {
    const { store, rest } = this.#options;
    const { indexModel } = await store.settings(uid);
    let after = '';
    for (;;) {
      const rows = await store.load(uid, indexModel, after, LOAD_PAGE);
      for (const row of rows) if (row.text !== null) index.put(row);
      const last = rows.at(-1);
      if (last === undefined) return index;
      after = last.id;
      await rest();
    }
  }

  #forget(uid: string): void {
    this.#indexes.delete(uid);
    this.#loaded.delete(uid);
  }

  #drop(uid: string, ids: readonly string[]): void {
    const index = this.#loaded.get(uid);
    for (const id of ids) index?.remove(id);
  }
}
