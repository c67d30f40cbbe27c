import type { Clock, Log } from '../context';
import { EmbeddingError } from '../embedding/embedder';
import type { RecallShot, RecallStore } from '../store/recall';
import type { RecallEmbedding } from './embed-call';
import { textOf } from './entries';
import type { PictureFiles } from '../pictures/picture-files';
import { type TextReader, TextReadError } from './text-reader';

/** Texts that are embedded at a time: a deletion or another model is seen between two batches. */
const BATCH = 8;
const BATCH_LIMIT_MS = 60_000;
/** After a failure of the embedding model. */
const RETRY_MS = 60_000;
/** How often what is too old goes, beside every change. */
const EXPIRE_MS = 60 * 60_000;
const DAY_MS = 86_400_000;
/** The edge of a window is read as a bracket or a dash: that is no text, and has no meaning. */
const WORD = /[\p{L}\p{N}]{2}|\p{Lo}/u;

export interface RecallWorkOptions {
  readonly store: RecallStore;
  readonly files: PictureFiles;
  readonly reader: TextReader;
  readonly embedding: RecallEmbedding;
  readonly clock: Clock;
  readonly log: Log;
  /** Runs once after `ms`; the result stops it. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Told of what was done, so that what is held ready for a search stays true. */
export interface RecallListener {
  read(uid: string, shot: RecallShot): void;
  /** A vector of the index that is searched. */
  embedded(uid: string, id: string, vector: Float32Array): void;
  /** Another model's index is searched from now on. */
  switched(uid: string): void;
  expired(uid: string, ids: readonly string[]): void;
}

/**
 * What is done to kept screenshots behind the requests, one step at a time and one user after the
 * other: what is too old goes, text is read, texts are embedded, an index is built anew. All of it is
 * found again in the store after a stop.
 */
export class RecallWork {
  readonly #options: RecallWorkOptions;
  readonly #waiting = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  readonly #errors = new Map<string, { message: string; at: number }>();
  #listener: RecallListener | null = null;
  #reading: { uid: string; id: string; share: number; abort: AbortController } | null = null;
  #running: Promise<void> | null = null;
  readonly #closed = new AbortController();

  constructor(options: RecallWorkOptions) {
    this.#options = options;
  }

  listen(listener: RecallListener): void {
    this.#listener = listener;
  }

  /** There may be something to do for this user. */
  kick(uid: string): void {
    if (this.#closed.signal.aborted) return;
    this.#waiting.add(uid);
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Asked for after the last look, before this.
      const [next] = this.#waiting;
      if (next !== undefined) this.kick(next);
    });
  }

  reading(uid: string): { readonly id: string; readonly share: number } | null {
    const now = this.#reading;
    return now === null || now.uid !== uid ? null : { id: now.id, share: now.share };
  }

  lastError(uid: string): { readonly message: string; readonly at: number } | null {
    return this.#errors.get(uid) ?? null;
  }

  /** These are gone: the one that is being read is not read to its end. */
  cancel(uid: string, ids: readonly string[]): void {
    const now = this.#reading;
    if (now !== null && now.uid === uid && ids.includes(now.id)) now.abort.abort();
  }

  /** Resolves when there is nothing to do; for tests and for a stop. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#waiting.clear();
    for (const stop of this.#timers.values()) stop();
    await this.idle();
  }

  async #run(): Promise<void> {
    for (;;) {
      const [uid] = this.#waiting;
      if (uid === undefined || this.#closed.signal.aborted) return;
      this.#waiting.delete(uid);
      try {
        await this.#workFor(uid);
      } catch (error) {
        if (this.#closed.signal.aborted) return;
        this.#options.log.error('recall could not go on', { error: String(error) });
        this.#again(uid, RETRY_MS);
      }
    }
  }

  async #workFor(uid: string): Promise<void> {
    const { store } = this.#options;
    await this.#expire(uid);
    while (!this.#closed.signal.aborted) {
      const shot = await store.nextUnread(uid);
      if (shot === null) break;
      await this.#read(uid, shot);
    }
    // A model that failed is not asked again for every batch of the index that is to take its place.
    const failed = new Set<string>();
    while (!this.#closed.signal.aborted) {
      if (!(await this.#embedNext(uid, failed))) break;
    }
  }

  async #expire(uid: string): Promise<void> {
    const { store, files, clock } = this.#options;
    const { retentionDays } = await store.settings(uid);
    if (retentionDays === null) return;
    const before = clock.now() - retentionDays * DAY_MS;
    const gone = await store.remove(uid, { before });
    const ids = gone.map(({ id }) => id);
    this.#listener?.expired(uid, ids);
    await files.remove(gone.map(({ imageFile }) => imageFile));
    this.#again(uid, EXPIRE_MS);
  }

  async #read(uid: string, shot: RecallShot): Promise<void> {
    const { store, reader, log } = this.#options;
    const abort = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, abort.signal]);
    const reading = { uid, id: shot.id, share: 0, abort };
    this.#reading = reading;
    try {
      const found = await reader.read(await this.#bytesOf(shot), signal, (share) => {
        reading.share = share;
      });
      const text = WORD.test(found) ? found.trim() : '';
      const saved = await store.saveText(uid, shot.id, text, null);
      if (saved && !signal.aborted) this.#listener?.read(uid, { ...shot, text });
    } catch (error) {
      // Deleted while it was read, or the app closes: then it is read after the next start.
      if (signal.aborted) return;
      if (!(error instanceof TextReadError)) throw error;
      log.warn('a screenshot could not be read', { id: shot.id, error: error.message });
      const saved = await store.saveText(uid, shot.id, '', error.message);
      if (saved) this.#listener?.read(uid, { ...shot, text: '', error: error.message });
    } finally {
      this.#reading = null;
    }
  }

  /** @throws TextReadError one file that cannot be opened does not keep the others from being read */
  async #bytesOf({ imageFile }: RecallShot): Promise<Uint8Array> {
    let picture: Awaited<ReturnType<PictureFiles['read']>>;
    try {
      picture = await this.#options.files.read(imageFile);
    } catch (error) {
      throw new TextReadError('ocr_failed', `the picture cannot be opened: ${String(error)}`);
    }
    if (picture === null) throw new TextReadError('ocr_failed', 'the picture is gone');
    return picture.bytes;
  }

  /** One batch for the index, else one for the index that is being built. False = nothing to do. */
  async #embedNext(uid: string, failed: Set<string>): Promise<boolean> {
    const { store } = this.#options;
    const { indexModel, buildingModel } = await store.settings(uid);
    const model = indexModel ?? (await this.#firstModel(uid));
    if (model === null) return false;
    if (!failed.has(model)) {
      try {
        const left = await this.#embedBatch(uid, model, true);
        if (left) return true;
        this.#errors.delete(uid);
      } catch (error) {
        this.#failed(uid, model, error);
        // The old model may be gone for good: the one to come does not wait for it.
        failed.add(model);
      }
    }
    if (buildingModel === null) return false;
    try {
      if (await this.#embedBatch(uid, buildingModel, false)) return true;
    } catch (error) {
      this.#failed(uid, buildingModel, error);
      return false;
    }
    // Given up, or another one was asked for meanwhile.
    if (!(await store.pin(uid, buildingModel))) return true;
    this.#errors.delete(uid);
    this.#listener?.switched(uid);
    return false;
  }

  /** The index is pinned to the pick of the day on which the first text is embedded (S0-97). */
  async #firstModel(uid: string): Promise<string | null> {
    const { store, embedding } = this.#options;
    const { model, local } = await embedding.pick(uid);
    if ((await store.missing(uid, { id: model, local }, 1)).total === 0) return null;
    await store.change(uid, { indexModel: model });
    this.#listener?.switched(uid);
    return model;
  }

  /** @returns whether there was something to embed. @throws EmbeddingError */
  async #embedBatch(uid: string, model: string, searched: boolean): Promise<boolean> {
    const { store, embedding } = this.#options;
    // What shows a private app is left out for good where the model runs elsewhere.
    const { local } = embedding.describe(model);
    const { shots } = await store.missing(uid, { id: model, local }, BATCH);
    if (shots.length === 0) return false;
    const whole = await store.byIds(
      uid,
      shots.map(({ id }) => id),
    );
    const texts = whole.filter(({ text }) => text !== null && text !== '');
    // All deleted meanwhile; there may be others behind them.
    if (texts.length === 0) return true;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(BATCH_LIMIT_MS)]);
    const vectors = await embedding.embed(uid, model, texts.map(textOf), signal);
    const rows = texts.flatMap(({ id }, at) => {
      const vector = vectors[at];
      return vector === undefined ? [] : [{ id, vector }];
    });
    await store.saveVectors(model, rows);
    if (searched) for (const { id, vector } of rows) this.#listener?.embedded(uid, id, vector);
    return true;
  }

  #failed(uid: string, model: string, error: unknown): void {
    if (!(error instanceof EmbeddingError)) throw error;
    if (this.#closed.signal.aborted) return;
    const { clock, log } = this.#options;
    log.warn('screenshots could not be embedded', { model, error: error.message });
    this.#errors.set(uid, { message: error.message, at: clock.now() });
    this.#again(uid, RETRY_MS);
  }

  #again(uid: string, ms: number): void {
    this.#timers.get(uid)?.();
    this.#timers.set(
      uid,
      this.#options.after(ms, () => this.kick(uid)),
    );
  }
}
