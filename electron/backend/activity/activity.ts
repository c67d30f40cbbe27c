import type { ActivityEntry } from '@shared/api/activity';
import type { Identity } from '../auth';
import type { Clock } from '../context';

/** Requests that are remembered. */
export const ACTIVITY_LIMIT = 200;

/** What is known when a request comes in. */
export interface ActivityBegin {
  readonly surface: string;
  readonly stream: boolean;
  readonly requestedModel: string;
}

/** What becomes known later; what is left out stays as it was. */
export type ActivityChange = Partial<
  Omit<ActivityEntry, 'id' | 'seq' | 'at' | 'keyId' | 'keyName' | 'surface'>
>;

export interface ActivityHandle {
  /** A new state, told to everybody who watches. */
  update(change: ActivityChange): void;
}

/** One state of one request, with whose it is. */
export interface ActivityEvent {
  readonly uid: string;
  readonly entry: ActivityEntry;
}

type Listener = (event: ActivityEvent) => void;

/** The live request log: the last requests at the gateway, in memory and nowhere else. */
export class Activity {
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #listeners = new Set<Listener>();
  /** By request, in the order in which they came. */
  readonly #entries = new Map<string, ActivityEvent>();
  #seq = 0;

  constructor(clock: Clock, newId: () => string) {
    this.#clock = clock;
    this.#newId = newId;
  }

  begin({ uid, key }: Identity, begin: ActivityBegin): ActivityHandle {
    const id = this.#newId();
    this.#put({
      uid,
      entry: {
        ...begin,
        id,
        seq: 0,
        at: this.#clock.now(),
        keyId: key?.id ?? null,
        keyName: key?.name ?? null,
        model: null,
        strategy: null,
        task: null,
        status: 'running',
        errorCode: null,
        firstTokenMs: null,
        totalMs: null,
        promptTokens: null,
        completionTokens: null,
        cachedTokens: null,
        costUsd: null,
        outcomeId: null,
      },
    });
    return {
      update: (change) => {
        const event = this.#entries.get(id);
        // Two hundred others came since: nobody sees it any more.
        if (event !== undefined) this.#put({ uid, entry: { ...event.entry, ...change } });
      },
    };
  }

  /** What this caller may see, newest request first: the owner all, an API key its own. */
  list(identity: Identity): ActivityEntry[] {
    return [...this.#entries.values()]
      .filter((event) => maySee(identity, event))
      .map(({ entry }) => entry)
      .reverse();
  }

  /** The states after `seq`, oldest change first, then every new one; returns how to stop. */
  watch(identity: Identity, seq: number, listener: (entry: ActivityEntry) => void): () => void {
    const missed = this.list(identity).filter((entry) => entry.seq > seq);
    for (const entry of missed.sort((a, b) => a.seq - b.seq)) listener(entry);
    const tell: Listener = (event) => {
      if (maySee(identity, event)) listener(event.entry);
    };
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  #put({ uid, entry }: ActivityEvent): void {
    this.#seq += 1;
    const event = { uid, entry: { ...entry, seq: this.#seq } };
    this.#entries.set(entry.id, event);
    if (this.#entries.size > ACTIVITY_LIMIT) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    for (const listener of this.#listeners) listener(event);
  }
}

function maySee(identity: Identity, { uid, entry }: ActivityEvent): boolean {
  if (identity.key !== null) return entry.keyId === identity.key.id;
  return identity.owner || uid === identity.uid;
}
