import type { CandidateSet } from './candidate-sets';
import type { RequestWrites } from './request-writes';
import type { Schema } from './schema';
import type { WriteQueue } from './write-queue';

type Outcome = Schema['outcomes'];
type Call = Schema['calls'];

/** Its end came twice, or it never began. */
export class NotRunningError extends Error {
  constructor(id: string) {
    super(`no outcome ${id} is running: it was never begun, or has already ended`);
    this.name = 'NotRunningError';
  }
}

/** A routed request at its begin: what will be its rows. */
export interface Begin {
  readonly decision: Schema['decisions'];
  /** Shared candidates of the decision; null = its trace is whole. */
  readonly set: CandidateSet | null;
  /** As it stands while the request runs. */
  readonly outcome: Outcome;
}

interface Running extends Begin {
  readonly seq: number;
  /** Its calls while it is not written out; they come into their table together with the outcome. */
  readonly calls: Call[];
  /** Seen by the timer once: at its next look the request is slow enough to be written out. */
  seen: boolean;
  written: boolean;
  ending: boolean;
}

/** A request that runs for longer than this, or twice it, is written out, in milliseconds. */
const LOOK_MS = 250;

/**
 * Routed requests between their begin and their end. A begin is one row of a narrow table, committed
 * before the provider is asked, so that a kill loses none of them. Most requests end within a moment:
 * decision, outcome and calls are then written once, as they ended. Whatever runs for longer, and
 * all of them as soon as somebody reads those tables ({@link writeOut}), is written out as `running`.
 */
export class BegunRequests {
  readonly #running = new Map<string, Running>();
  /** Those that are not written out. */
  #waiting = 0;
  #seq = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly writes: WriteQueue,
    private readonly prepared: RequestWrites,
  ) {}

  /** Resolves when a kill can not lose it any more; a power cut from the next sync on. */
  async begin(begin: Begin): Promise<void> {
    const { set, decision, outcome } = begin;
    if (this.#running.has(outcome.id)) throw new Error(`outcome ${outcome.id} has already begun`);
    this.#seq += 1;
    // Written out, not spread, here and below: a spread takes longer than the statement it is for.
    const one: Running = {
      decision,
      set,
      outcome,
      seq: this.#seq,
      calls: [],
      seen: false,
      written: false,
      ending: false,
    };
    const row = {
      seq: one.seq,
      outcome: JSON.stringify(outcome),
      replay: decision.replay,
      trace: decision.trace,
      set_id: decision.set_id,
    };
    this.#running.set(outcome.id, one);
    this.#waiting += 1;
    try {
      await this.writes.writeAtOnce(() => {
        if (set?.saved === false) this.prepared.insertSet({ id: set.id, data: set.data });
        this.prepared.insertBegun(row);
      });
    } catch (error) {
      this.#running.delete(outcome.id);
      this.#leave(one);
      throw error;
    }
    if (set !== null) set.saved = true;
    if (this.#timer === null) this.#lookLater();
  }

  /** The outcome of a running request as it began; null = it is none. */
  outcomeOf(id: string): Outcome | null {
    return this.#running.get(id)?.outcome ?? null;
  }

  /** Takes a call of a request whose rows are not there yet, to be written with them; false = it did not. */
  record(call: Call): boolean {
    const one = call.outcome_id === null ? undefined : this.#running.get(call.outcome_id);
    // A session of an hour does not keep its calls in memory.
    if (one === undefined || one.written) return false;
    one.calls.push(call);
    // The end nearly always comes in the same turn, and brings it. After a fallback, or in a session,
    // it does not: then what the call cost is not left to chance.
    setImmediate(() => {
      if (!one.ending) void this.#write([one]);
    });
    return true;
  }

  /** Writes how it ended. The request stays as it was when that fails. */
  async end(id: string, ended: Outcome): Promise<void> {
    const one = this.#running.get(id);
    if (one === undefined) throw new NotRunningError(id);
    one.ending = true;
    await this.writes.writeAtOnce(() => {
      if (!this.#insert(one, ended) && !this.prepared.endOutcome(id, ended)) {
        throw new NotRunningError(id);
      }
      for (const call of one.calls) this.prepared.putCall(call);
    });
    this.#running.delete(id);
    this.#leave(one);
  }

  /** Brings all that runs into the tables: for whoever is about to read them. Never rejects. */
  writeOut(): Promise<void> {
    return this.#waiting === 0 ? NOTHING : this.#write([...this.#running.values()]);
  }

  /** After a stop: those that were cut off come into the tables as `interrupted`; returns how many. */
  closeInterrupted(): Promise<number> {
    return this.writes.write(async (trx) => {
      const rows = await trx.selectFrom('begun').selectAll().orderBy('seq').execute();
      for (const { outcome: text, replay, trace, set_id } of rows) {
        // Written by this file alone.
        const outcome = JSON.parse(text) as Outcome;
        const decision = decisionOf(outcome, { replay, trace, set_id });
        await trx.insertInto('decisions').values(decision).execute();
        await trx
          .insertInto('outcomes')
          .values({ ...outcome, status: 'interrupted' })
          .execute();
      }
      await trx.deleteFrom('begun').execute();
      return rows.length;
    });
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS).unref();
  }

  /** Slow ones are written out; the timer stops with the last request. */
  #look(): void {
    this.#timer = null;
    const slow: Running[] = [];
    for (const one of this.#running.values()) {
      if (one.written) continue;
      if (one.seen) slow.push(one);
      one.seen = true;
    }
    void this.#write(slow);
    if (this.#waiting > 0) this.#lookLater();
  }

  async #write(some: readonly Running[]): Promise<void> {
    await Promise.all(
      some.map(async (one) => {
        if (one.written) return;
        try {
          await this.writes.writeAtOnce(() => {
            if (!this.#insert(one, one.outcome)) return;
            for (const call of one.calls) this.prepared.putCall(call);
          });
          this.#leave(one);
        } catch {
          // A disk that is full: it stays where a kill does not lose it, and its end tells.
        }
      }),
    );
  }

  /** @returns false when its rows are there already: the table itself knows, whatever was undone. */
  #insert({ seq, decision }: Running, outcome: Outcome): boolean {
    if (!this.prepared.deleteBegun(seq)) return false;
    this.prepared.insertDecision(decision);
    this.prepared.insertOutcome(outcome);
    return true;
  }

  #leave(one: Running): void {
    if (one.written) return;
    one.written = true;
    this.#waiting -= 1;
  }
}

const NOTHING = Promise.resolve();

/** What a decision of an outcome has in common with it. */
export function decisionOf(
  { decision_id: id, uid, at, task }: Outcome,
  rest: Pick<Schema['decisions'], 'replay' | 'trace' | 'set_id'>,
): Schema['decisions'] {
  return { id, uid, at, task, has_outcome: 1, ...rest };
}
