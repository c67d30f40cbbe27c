import type { BillingOf, ModelCall } from './model-call';

/** English has about four characters a token; three keeps the bound on the safe side for code. */
const CHARACTERS_PER_TOKEN = 3;
/** What a protocol adds around each message. */
const TOKENS_PER_MESSAGE = 8;
const PER_TOKEN = 1e-6;

type Priced = Pick<ModelCall, 'model' | 'messages' | 'tools' | 'maxTokens'>;

/**
 * The most that a call can cost in US dollars: all of its text at the price of input and all the
 * tokens that it may answer. 0 for a model on this machine; null when the price is unknown.
 */
export function worstCost(call: Priced, billingOf: BillingOf): number | null {
  const billing = billingOf(call.model);
  if (billing === null) return null;
  if (billing.local) return 0;
  const { price } = billing;
  if (price === null || price.inputPerMTok === null || price.outputPerMTok === null) return null;
  const characters =
    JSON.stringify(call.messages).length +
    (call.tools.length > 0 ? JSON.stringify(call.tools).length : 0);
  const prompt =
    Math.ceil(characters / CHARACTERS_PER_TOKEN) + call.messages.length * TOKENS_PER_MESSAGE;
  return (prompt * price.inputPerMTok + call.maxTokens * price.outputPerMTok) * PER_TOKEN;
}

export type Reservation =
  | { readonly ok: true; readonly settle: (costUsd: number | null) => void }
  | { readonly ok: false; readonly reason: 'cost_cap' | 'price_unknown' | 'stopped' };

/**
 * The hard limit of a run. A call reserves the most it can cost before it is made; when that does
 * not fit it waits for the calls under way, and when none is left to wait for it is refused. So a
 * run never spends more than its limit, whatever its models answer.
 */
export class Budget {
  #committed: number;
  #reserved = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly limitUsd: number,
    /** What the run has spent before, when it goes on after a stop. */
    spentUsd: number,
  ) {
    this.#committed = spentUsd;
  }

  /** @param worstUsd null = unknown: no limit can be kept, so the call is refused. */
  async reserve(worstUsd: number | null, signal: AbortSignal): Promise<Reservation> {
    if (worstUsd === null) return { ok: false, reason: 'price_unknown' };
    if (worstUsd > 0) {
      const refusal = await this.#room(worstUsd, signal);
      if (refusal !== null) return { ok: false, reason: refusal };
    }
    return {
      ok: true,
      settle: (costUsd) => {
        this.#reserved -= worstUsd;
        if (worstUsd > 0) this.#underWay -= 1;
        // A cost that isn't told could have been anything up to the worst.
        this.#committed += costUsd ?? worstUsd;
        for (const wake of this.#waiting.splice(0)) wake();
      },
    };
  }

  /**
   * Waits until a call fits and takes its room in the same step, since two that look before either
   * takes would both fit; a reason when it never will.
   */
  async #room(usd: number, signal: AbortSignal): Promise<'cost_cap' | 'stopped' | null> {
    for (;;) {
      if (this.#committed + this.#reserved + usd <= this.limitUsd) {
        this.#reserved += usd;
        this.#underWay += 1;
        return null;
      }
      if (this.#underWay === 0) return 'cost_cap';
      await this.#change(signal);
      if (signal.aborted) return 'stopped';
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.push(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
