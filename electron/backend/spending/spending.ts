import type { Identity } from '../auth';
import type { Clock } from '../context';
import { fromMicroUsd, toMicroUsd } from '../store/money';
import type { Store } from '../store/store';

const DAY_MS = 86_400_000;

/** Who pays: the user, and the API key that the request came with. */
export type Spender = Pick<Identity, 'uid' | 'key'>;

/** What is spent on; models on this machine and simulated ones cost nothing. */
export interface Spendable {
  readonly local: boolean;
  /** Estimated cost of the call in US dollars; null = unknown. */
  readonly estimatedUsd: number | null;
}

export interface Reservation {
  /** What was set aside, US dollars; null = unknown, and nothing was. For the call's row. */
  readonly estimatedUsd: number | null;
  /**
   * The call is over: its estimate is given back and what it cost is counted. Null = it reached the
   * provider and the cost is unknown: against the cap it counts as its estimate. 0 = nothing reached
   * the provider. Only the first call of it counts.
   */
  settle(actualUsd: number | null): void;
}

export type Reserved =
  | { readonly ok: true; readonly reservation: Reservation }
  /** For a `spending_cap_reached`; nothing may be sent. */
  | { readonly ok: false; readonly message: string };

/** One spender's day; money in micro-dollars. */
interface Ledger {
  day: number;
  /** Known costs. */
  spent: number;
  /** Estimates of calls whose cost is unknown. */
  assumed: number;
  unknownCalls: number;
  /** Estimates of calls under way. */
  reserved: number;
}

/** A user's or a key's day as it is shown. */
export interface SpendingView {
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** Epoch milliseconds at which it begins anew. */
  readonly resetsAt: number;
  readonly capUsd: number | null;
  /** Known costs. */
  readonly spentUsd: number;
  /** Estimates of ended calls whose cost is unknown; they count against the cap. */
  readonly assumedUsd: number;
  readonly unknownCostCount: number;
  /** Estimates of calls under way. */
  readonly reservedUsd: number;
  /** Null = no cap. */
  readonly leftUsd: number | null;
}

/**
 * Caps of a day, per user and per API key, held in memory: read from the calls once at the start,
 * with the estimates of those whose cost is unknown, and kept by every call that ends. A day is one in UTC, as everywhere in the history. Each call reserves
 * its estimate before it is made, so that many at once cannot all pass under the same last dollar;
 * what is overshot at most is how far the real costs of the calls under way exceed their estimates.
 */
export class Spending {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #caps: Map<string, number>;
  readonly #ledgers = new Map<string, Ledger>();

  private constructor(store: Store, clock: Clock, caps: Map<string, number>) {
    this.#store = store;
    this.#clock = clock;
    this.#caps = caps;
  }

  static async load(store: Store, clock: Clock): Promise<Spending> {
    const limits = await store.limits.all();
    const caps = new Map(limits.flatMap(({ uid, capUsd }) => capOf(uid, capUsd)));
    const spending = new Spending(store, clock, caps);
    const today = spending.#today();
    for (const row of await store.usage.spentSince(today * DAY_MS)) {
      for (const key of ledgerKeys(row)) {
        const ledger = spending.#ledger(key);
        ledger.spent += row.micro;
        ledger.assumed += row.assumedMicro;
        ledger.unknownCalls += row.unknownCalls;
      }
    }
    return spending;
  }

  /** What may still be spent today, US dollars, under the tighter of both caps; null = no cap. */
  leftUsd(spender: Spender): number | null {
    const left = this.#left(spender);
    return left === Infinity ? null : (fromMicroUsd(left) ?? 0);
  }

  /** Sets the estimate of one call aside, or refuses. */
  reserve(spender: Spender, { local, estimatedUsd }: Spendable): Reserved {
    const left = this.#left(spender);
    const estimate = local ? 0 : toMicroUsd(estimatedUsd);
    if (left !== Infinity && !local) {
      if (estimate === null) return refused('its price is unknown, and a daily cap is set');
      if (estimate > left) {
        return refused(`it is estimated at ${usd(estimate)} and ${usd(left)} is left`);
      }
    }
    const amount = estimate ?? 0;
    const day = this.#today();
    const keys = spenderKeys(spender);
    for (const key of keys) this.#ledger(key).reserved += amount;
    let open = true;
    return {
      ok: true,
      reservation: {
        estimatedUsd: fromMicroUsd(estimate),
        settle: (actualUsd) => {
          if (!open) return;
          open = false;
          for (const key of keys) this.#settle(key, day, amount, toMicroUsd(actualUsd));
        },
      },
    };
  }

  /** Null = no cap. In force with the next call. */
  async setCap(uid: string, capUsd: number | null): Promise<void> {
    await this.#store.limits.set(uid, capUsd);
    const micro = toMicroUsd(capUsd);
    if (micro === null) this.#caps.delete(uid);
    else this.#caps.set(uid, micro);
  }

  ofUser(uid: string): SpendingView {
    return this.#view(`u:${uid}`, this.#caps.get(uid) ?? null);
  }

  ofKey(id: string, dailyCapUsd: number | null): SpendingView {
    return this.#view(`k:${id}`, toMicroUsd(dailyCapUsd));
  }

  #left({ uid, key }: Spender): number {
    const ofUser = this.#caps.get(uid);
    const ofKey = toMicroUsd(key?.dailyCapUsd ?? null);
    return Math.max(
      0,
      Math.min(
        ofUser === undefined ? Infinity : ofUser - this.#used(`u:${uid}`),
        ofKey === null || key === null ? Infinity : ofKey - this.#used(`k:${key.id}`),
      ),
    );
  }

  #used(key: string): number {
    const { spent, assumed, reserved } = this.#ledger(key);
    return spent + assumed + reserved;
  }

  #settle(key: string, day: number, amount: number, actual: number | null): void {
    const ledger = this.#ledger(key);
    ledger.reserved = Math.max(0, ledger.reserved - amount);
    // A call counts on the day it began, as in the history.
    if (ledger.day !== day) return;
    if (actual === null) {
      ledger.assumed += amount;
      ledger.unknownCalls += 1;
    } else {
      ledger.spent += actual;
    }
  }

  #view(key: string, cap: number | null): SpendingView {
    const { day, spent, assumed, unknownCalls, reserved } = this.#ledger(key);
    return {
      day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      resetsAt: (day + 1) * DAY_MS,
      capUsd: fromMicroUsd(cap),
      spentUsd: fromMicroUsd(spent) ?? 0,
      assumedUsd: fromMicroUsd(assumed) ?? 0,
      unknownCostCount: unknownCalls,
      reservedUsd: fromMicroUsd(reserved) ?? 0,
      leftUsd: cap === null ? null : fromMicroUsd(Math.max(0, cap - spent - assumed - reserved)),
    };
  }

  /** The ledger of today: what is under way at midnight stays reserved. */
  #ledger(key: string): Ledger {
    const day = this.#today();
    const known = this.#ledgers.get(key);
    if (known?.day === day) return known;
    const ledger = { day, spent: 0, assumed: 0, unknownCalls: 0, reserved: known?.reserved ?? 0 };
    this.#ledgers.set(key, ledger);
    return ledger;
  }

  #today(): number {
    return Math.floor(this.#clock.now() / DAY_MS);
  }
}

function capOf(uid: string, capUsd: number | null): [string, number][] {
  const micro = toMicroUsd(capUsd);
  return micro === null ? [] : [[uid, micro]];
}

function spenderKeys({ uid, key }: Spender): string[] {
  return key === null ? [`u:${uid}`] : [`u:${uid}`, `k:${key.id}`];
}

function ledgerKeys({ uid, keyId }: { uid: string; keyId: string | null }): string[] {
  return keyId === null ? [`u:${uid}`] : [`u:${uid}`, `k:${keyId}`];
}

function usd(micro: number): string {
  return `$${(micro / 1_000_000).toFixed(micro < 10_000 ? 6 : 2)}`;
}

function refused(why: string): Reserved {
  return {
    ok: false,
    message: `Today's spending cap does not allow this request: ${why}. Nothing was sent. Raise the cap, use a local model, or wait until midnight UTC.`,
  };
}
