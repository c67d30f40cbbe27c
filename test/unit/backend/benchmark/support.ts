import type {
  BillingOf,
  ModelAnswer,
  ModelCall,
  Timers,
} from '../../../../electron/backend/benchmark/model-call';

/** Timers that run when the test says so. */
export class ManualTimers implements Timers {
  #now = 0;
  #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }

  get pending(): number {
    return this.#timers.size;
  }
}

/** One dollar a thousand tokens of either kind; `local/` models are free, `unknown/` have no price. */
export const billing: BillingOf = (model) => ({
  local: model.startsWith('local/'),
  price: model.startsWith('unknown/')
    ? null
    : { inputPerMTok: 1_000, outputPerMTok: 1_000, cacheReadPerMTok: null, perMinute: null },
});

export function answer(part: Partial<ModelAnswer> = {}): ModelAnswer {
  return { text: 'yes', toolCalls: [], costUsd: 0.01, ms: 5, error: null, ...part };
}

export function failure(code: string, retryAfterMs: number | null = null): ModelAnswer {
  return answer({ text: '', costUsd: null, error: { code, message: 'failed', retryAfterMs } });
}

/** Answers only when it is stopped, as a silent server is. */
export function silent({ signal }: ModelCall): Promise<ModelAnswer> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(failure('provider_error')));
  });
}
