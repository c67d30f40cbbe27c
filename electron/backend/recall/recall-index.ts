import { type DotTable, dotTable } from '@shared/routing/neighbours-kernel';
import { cosine } from '@shared/routing/neighbours';
import type { IndexedShot } from '../store/recall';
import { WordIndex } from './word-index';

/** Rows that each of the two searches gives to the other. */
const BEST = 60;
/** Of reciprocal rank fusion: how little the order at the very top counts. */
const RANK_OFFSET = 20;
/** Models spread their cosines differently, so what is near is told by the nearest. */
const NEAR_SHARE = 0.6;
/** New vectors that are compared one by one: a block of 10,000 takes tens of milliseconds to make. */
const MOST_FRESH = 500;
/** What says the very words asked for goes before what only means something like them. */
const WORDS_WEIGHT = 1.25;

export interface RecallHit {
  readonly id: string;
  readonly foundBy: 'words' | 'meaning' | 'both';
}

export interface RecallSearch {
  readonly q: string;
  /** Of the index's model and of unit length; null = by words alone. */
  readonly vector: Float32Array | null;
  /** Epoch milliseconds, both included; null = open. */
  readonly from: number | null;
  readonly to: number | null;
}

/** One person's screenshots, ready to be searched by words and by meaning together. */
export class RecallIndex {
  readonly #words = new WordIndex();
  readonly #ids: string[] = [];
  readonly #times: number[] = [];
  readonly #rows = new Map<string, number>();
  readonly #vectors = new Map<string, Float32Array>();
  /** Vectors that came after the block was made: it is made anew only for many of them. */
  readonly #fresh = new Set<string>();
  /** The vectors in one block. */
  #table: {
    readonly dots: DotTable;
    readonly dimensions: number;
    readonly rows: readonly number[];
  } | null = null;

  /** A shot that is read; a known one only gets its vector. */
  put({ id, at, app, title, text, vector }: IndexedShot): void {
    if (!this.#rows.has(id)) {
      this.#rows.set(id, this.#ids.length);
      this.#ids.push(id);
      this.#times.push(at);
      this.#words.add([title, app, text].filter(Boolean).join('\n'));
    }
    if (vector !== null) this.setVector(id, vector);
  }

  setVector(id: string, vector: Float32Array): void {
    this.#vectors.set(id, vector);
    this.#fresh.add(id);
  }

  remove(id: string): void {
    // Its words stay in the postings, and lead nowhere.
    this.#rows.delete(id);
    this.#vectors.delete(id);
    this.#fresh.delete(id);
  }

  /** Best first; of equally good ones the newer. */
  search({ q, vector, from, to }: RecallSearch): readonly RecallHit[] {
    const open = (row: number): boolean => {
      const at = this.#times[row] ?? 0;
      if (from !== null && at < from) return false;
      if (to !== null && at > to) return false;
      return this.#rows.has(this.#ids[row] ?? '');
    };
    const byWords = this.#best(this.#words.scores(q), open, 0);
    const byMeaning = vector === null ? [] : this.#nearest(vector, open);
    const ranks = new Map<number, number>();
    const count = (list: readonly number[], weight: number): void => {
      for (const [rank, row] of list.entries()) {
        ranks.set(row, (ranks.get(row) ?? 0) + weight / (RANK_OFFSET + rank));
      }
    };
    count(byWords, WORDS_WEIGHT);
    count(byMeaning, 1);
    const [words, meaning] = [new Set(byWords), new Set(byMeaning)];
    return [...ranks]
      .sort(([a, x], [b, y]) => y - x || (this.#times[b] ?? 0) - (this.#times[a] ?? 0))
      .map(([row]) => ({
        id: this.#ids[row] ?? '',
        foundBy: !meaning.has(row) ? 'words' : words.has(row) ? 'both' : 'meaning',
      }));
  }

  #nearest(vector: Float32Array, open: (row: number) => boolean): readonly number[] {
    if (this.#fresh.size > MOST_FRESH) this.#table = null;
    // A longer one would be written over the first row of the block.
    if (this.#table?.dimensions !== vector.length) this.#table = null;
    const { dots, rows } = (this.#table ??= this.#block(vector.length));
    const near = dots.dots(vector);
    const scores = new Float64Array(this.#ids.length);
    for (const [at, row] of rows.entries()) scores[row] = near[at] ?? 0;
    for (const id of this.#fresh) {
      const own = this.#vectors.get(id);
      if (own?.length === vector.length) scores[this.#rows.get(id) ?? -1] = cosine(own, vector);
    }
    return this.#best(scores, open, NEAR_SHARE);
  }

  #block(dimensions: number) {
    const fitting = [...this.#vectors].filter(([, { length }]) => length === dimensions);
    this.#fresh.clear();
    const dots = dotTable(fitting.length, dimensions);
    const rows = fitting.map(([id, vector], at) => {
      dots.row(at).set(vector);
      return this.#rows.get(id) ?? -1;
    });
    return { dots, dimensions, rows };
  }

  /** The rows with the highest scores above 0 and above this share of the highest. */
  #best(scores: Float64Array, open: (row: number) => boolean, share: number): readonly number[] {
    const found: number[] = [];
    for (let row = 0; row < scores.length; row++) {
      if ((scores[row] ?? 0) > 0 && open(row)) found.push(row);
    }
    const score = (row: number): number => scores[row] ?? 0;
    found.sort((a, b) => score(b) - score(a) || (this.#times[b] ?? 0) - (this.#times[a] ?? 0));
    const least = share * score(found[0] ?? -1);
    return found.slice(0, BEST).filter((row) => score(row) >= least);
  }
}
