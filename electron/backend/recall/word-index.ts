/** Longest list of words taken from one text: a screen has a few hundred. */
const MOST_WORDS = 4_000;
/** Words that a prefix may stand for. */
const MOST_ENDINGS = 20;
const SHORTEST_PREFIX = 3;
/** A word in more rows than this share says nothing, unless it is all that was asked for. */
const COMMON_SHARE = 0.5;
const FEW_ROWS = 10;
/** The usual constants of BM25. */
const K1 = 1.2;
const B = 0.75;

/** The words of a text, lower case, in order. */
export function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length <= 40).slice(0, MOST_WORDS);
}

/** Finds rows by their words (BM25). Rows are numbers in the order in which they were added. */
export class WordIndex {
  /** Per word: row, count, row, count, ... */
  readonly #postings = new Map<string, number[]>();
  readonly #lengths: number[] = [];
  #total = 0;

  add(text: string): void {
    const row = this.#lengths.length;
    const counts = new Map<string, number>();
    const words = wordsOf(text);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      const list = this.#postings.get(word);
      if (list === undefined) this.#postings.set(word, [row, count]);
      else list.push(row, count);
    }
    this.#lengths.push(words.length);
    this.#total += words.length;
  }

  /** A score per row, 0 = none of the words. The last word may be the beginning of one. */
  scores(query: string): Float64Array {
    const scores = new Float64Array(this.#lengths.length);
    const average = this.#total / Math.max(1, this.#lengths.length);
    for (const list of this.#lists(query)) {
      const rows = list.length / 2;
      const rarity = Math.log(1 + (this.#lengths.length - rows + 0.5) / (rows + 0.5));
      for (let at = 0; at < list.length; at += 2) {
        const row = list[at] ?? 0;
        const count = list[at + 1] ?? 0;
        const length = 1 - B + (B * (this.#lengths[row] ?? 0)) / average;
        scores[row] = (scores[row] ?? 0) + (rarity * count * (K1 + 1)) / (count + K1 * length);
      }
    }
    return scores;
  }

  #lists(query: string): readonly number[][] {
    const words = [...new Set(wordsOf(query))];
    const last = /[\p{L}\p{N}]$/u.test(query) ? words.at(-1) : undefined;
    const found = words.flatMap((word) => {
      const exact = this.#postings.get(word);
      if (exact !== undefined) return [exact];
      return word === last && word.length >= SHORTEST_PREFIX ? this.#endings(word) : [];
    });
    const rows = this.#lengths.length;
    const telling = found.filter((list) => list.length / 2 <= rows * COMMON_SHARE);
    return rows < FEW_ROWS || telling.length === 0 ? found : telling;
  }

  #endings(prefix: string): number[][] {
    const found: number[][] = [];
    for (const [word, list] of this.#postings) {
      if (found.length === MOST_ENDINGS) break;
      if (word.startsWith(prefix)) found.push(list);
    }
    return found;
  }
}
