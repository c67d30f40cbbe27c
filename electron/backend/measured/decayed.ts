/** After this long an observation counts half: models and networks change. */
const HALF_LIFE_MS = 14 * 86_400_000;
/** Observations in a public figure's stead: with this many of one's own both count the same. */
export const SHRINK_K = 5;

/** A mean in which older observations fade, with how much is behind it. */
export class DecayedMean {
  #weight = 0;
  #sum = 0;
  #at = 0;
  #count = 0;

  /** @param at epoch milliseconds; an observation older than the last one counts as one of now. */
  add(value: number, at: number): void {
    const faded = this.#fade(at);
    this.#weight = this.#weight * faded + 1;
    this.#sum = this.#sum * faded + value;
    this.#at = Math.max(this.#at, at);
    this.#count += 1;
  }

  /** Null without an observation. */
  get mean(): number | null {
    return this.#weight === 0 ? null : this.#sum / this.#weight;
  }

  /** Observations in all. */
  get count(): number {
    return this.#count;
  }

  /** Observations that still count, at this time: at most {@link count}. */
  weightAt(now: number): number {
    return this.#weight * this.#fade(now);
  }

  #fade(at: number): number {
    return 0.5 ** (Math.max(0, at - this.#at) / HALF_LIFE_MS);
  }
}

/** Trust in one's own mean, 0..1: `n / (n + k)`. */
export function trust(n: number): number {
  return n / (n + SHRINK_K);
}

/** Own time shrunk towards the public one by {@link trust}, on a log scale as times are scored. */
export function shrinkTime(ownMs: number, publicMs: number, n: number): number {
  const own = trust(n);
  return Math.exp(own * Math.log(ownMs) + (1 - own) * Math.log(publicMs));
}

/** Own mean shrunk towards the public figure by {@link trust}. */
export function shrink(own: number, publicValue: number, n: number): number {
  return trust(n) * own + (1 - trust(n)) * publicValue;
}
