import type { Store } from '../store/store';

/** Tells whoever looks at a history that it has another row, or a row that has ended. */
export class HistoryFeed {
  readonly #listeners = new Map<string, Set<() => void>>();
  /** Whose outcomes are under way; their end names no user. */
  readonly #running = new Map<string, string>();

  /** The same store, whose writes of requests are told of here. */
  watched(store: Store): Store {
    const { outcomes, calls } = store;
    return {
      ...store,
      outcomes: {
        ...outcomes,
        begin: async (row) => {
          await outcomes.begin(row);
          if (row.status === 'running') this.#running.set(row.id, row.uid);
          this.#changed(row.uid);
        },
        end: async (id, end) => {
          const uid = this.#running.get(id);
          this.#running.delete(id);
          await outcomes.end(id, end);
          if (uid !== undefined) this.#changed(uid);
        },
      },
      calls: {
        ...calls,
        record: async (call) => {
          await calls.record(call);
          // A routed call is no row of the history: its outcome is.
          if (call.router === 'direct') this.#changed(call.uid);
        },
      },
    };
  }

  /** Calls back after each change of a user's history; returns how to stop. */
  watch(uid: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(uid) ?? new Set();
    this.#listeners.set(uid, listeners);
    // A function of its own, so that one listener that watches twice is told twice.
    const tell = (): void => listener();
    listeners.add(tell);
    return () => {
      listeners.delete(tell);
      if (listeners.size === 0 && this.#listeners.get(uid) === listeners) {
        this.#listeners.delete(uid);
      }
    };
  }

  #changed(uid: string): void {
    const listeners = this.#listeners.get(uid);
    if (listeners === undefined) return;
    for (const tell of listeners) tell();
  }
}
