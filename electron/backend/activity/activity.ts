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
  Omit<ActivityEntry, 'id' | 'seq' | 'at' | 'keyId' | 'keyName' | 'user' | 'surface'>
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

/** One request as it is kept: changed in place, so whoever asks is given a copy. */
interface Kept {
  readonly uid: string;
  readonly entry: { -readonly [Field in keyof ActivityEntry]: ActivityEntry[Field] };
}

/** The live request log: the last requests at the gateway, in memory and nowhere else. */
export class Activity {
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #listeners = new Set<Listener>();
  /** In a ring: the next one takes the place of the oldest. */
  readonly #ring: Kept[] = [];
  #begun = 0;
  #seq = 0;

  constructor(clock: Clock, newId: () => string) {
    this.#clock = clock;
    this.#newId = newId;
  }

  begin({ uid, key }: Identity, begin: ActivityBegin): ActivityHandle {
    const kept: Kept = {
      uid,
      entry: {
        surface: begin.surface,
        stream: begin.stream,
        requestedModel: begin.requestedModel,
        id: this.#newId(),
        seq: 0,
        at: this.#clock.now(),
        keyId: key?.id ?? null,
        keyName: key?.name ?? null,
        user: null,
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
    };
    const place = this.#begun % ACTIVITY_LIMIT;
    this.#begun += 1;
    this.#ring[place] = kept;
    this.#tell(kept);
    return {
      update: (change) => {
        Object.assign(kept.entry, change);
        // Two hundred others came since: nobody sees it any more.
        if (this.#ring[place] === kept) this.#tell(kept);
      },
    };
  }

  /** What this caller may see, newest request first: the owner all, an API key its own. */
  list(identity: Identity): ActivityEntry[] {
    const oldest = this.#begun % ACTIVITY_LIMIT;
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)]
      .filter((kept) => maySee(identity, kept))
      .map((kept) => seenBy(identity, kept))
      .reverse();
  }

  /** The states after `seq`, oldest change first, then every new one; returns how to stop. */
  watch(identity: Identity, seq: number, listener: (entry: ActivityEntry) => void): () => void {
    const missed = this.list(identity).filter((entry) => entry.seq > seq);
    for (const entry of missed.sort((a, b) => a.seq - b.seq)) listener(entry);
    const tell: Listener = (event) => {
      if (maySee(identity, event)) listener(seenBy(identity, event));
    };
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  #tell({ uid, entry }: Kept): void {
    this.#seq += 1;
    entry.seq = this.#seq;
    if (this.#listeners.size === 0) return;
    const event = { uid, entry: { ...entry } };
    for (const listener of this.#listeners) listener(event);
  }
}

/** A copy that says whose it is, where it is another's: its content is in the history of that user alone. */
function seenBy({ uid: viewer }: Identity, { uid, entry }: ActivityEvent): ActivityEntry {
  return { ...entry, user: uid === viewer ? null : uid };
}

function maySee(identity: Identity, { uid, entry }: ActivityEvent): boolean {
  if (identity.key !== null) return entry.keyId === identity.key.id;
  return identity.owner || uid === identity.uid;
}
