/** Failures to connect that lie this close together are one event. */
const WINDOW_MS = 15_000;

interface Seen {
  at: number;
  /** The last thing heard of it was that no connection could be made. */
  unreachable: boolean;
}

/**
 * Tells a dead network from a dead provider: when every remote provider that was asked within a few
 * seconds, and at least two, was unreachable, it is the network. One answer says that it is back.
 */
export class NetworkWatch {
  readonly #seen = new Map<string, Seen>();
  #down = false;

  get down(): boolean {
    return this.#down;
  }

  /** A remote provider answered, in whatever way. */
  answered(provider: string, now: number): void {
    this.#seen.set(provider, { at: now, unreachable: false });
    this.#down = false;
  }

  /** No connection to a remote provider. @returns whether the network is down. */
  unreachable(provider: string, now: number): boolean {
    this.#seen.set(provider, { at: now, unreachable: true });
    if (this.#down) return true;
    for (const [id, seen] of this.#seen) {
      if (now - seen.at > WINDOW_MS) this.#seen.delete(id);
      else if (!seen.unreachable) return false;
    }
    this.#down = this.#seen.size > 1;
    return this.#down;
  }
}
