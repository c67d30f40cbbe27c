/**
 * Holds runs while the machine should not work or spend: on battery, on a metered network, or
 * because the user said so. Who knows these things sets the reason; the runner asks before each case.
 */
export class PauseGate {
  #reason: string | null = null;
  #waiting: (() => void)[] = [];

  get reason(): string | null {
    return this.#reason;
  }

  /** @param reason null = go on. */
  set(reason: string | null): void {
    this.#reason = reason;
    if (reason === null) for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves when nothing holds any more, or when the signal is aborted. */
  async whenOpen(signal: AbortSignal): Promise<void> {
    while (this.#reason !== null && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.#waiting.push(done);
        signal.addEventListener('abort', done, { once: true });
      });
    }
  }
}
