/** Items are kept up to this many characters in all. */
const LIMIT = 4_000_000;

/**
 * The newest items that were sent in answers, in memory only, so that a caller can name one instead of
 * repeating it (`item_reference`), as the AI SDK does with all that it got unless told `store: false`.
 * The oldest go first. Ids are random, so nobody names an item that he was not sent.
 */
export class ItemMemory {
  readonly #items = new Map<string, string>();
  readonly #limit: number;
  #size = 0;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  remember(item: Readonly<Record<string, unknown>>): void {
    const { id } = item;
    if (typeof id !== 'string' || this.#items.has(id)) return;
    const text = JSON.stringify(item);
    this.#items.set(id, text);
    this.#size += text.length;
    for (const [oldest, kept] of this.#items) {
      if (this.#size <= this.#limit) return;
      this.#items.delete(oldest);
      this.#size -= kept.length;
    }
  }

  /** The item as it was sent; null = unknown, or gone. */
  recall(id: string): Record<string, unknown> | null {
    const text = this.#items.get(id);
    return text === undefined ? null : (JSON.parse(text) as Record<string, unknown>);
  }
}
