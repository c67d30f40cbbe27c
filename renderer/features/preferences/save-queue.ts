export interface SaveQueue {
  /** Saves after the delay; a call before that starts the delay anew. */
  readonly schedule: () => void;
  /** Saves now what is scheduled; nothing scheduled, nothing saved. */
  readonly flush: () => Promise<void>;
  /** Saves now, scheduled or not. */
  readonly saveNow: () => Promise<void>;
}

/**
 * Debounced saving, one at a time: a save that becomes due while another is under way runs after it,
 * so that the later value always wins, and `save` reads the value when it starts.
 */
export function createSaveQueue(delayMs: number, save: () => Promise<void>): SaveQueue {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> | null = null;
  let again = false;

  const cancelTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const drain = async (): Promise<void> => {
    do {
      again = false;
      // One after the other is the point: two writes must not overtake each other.
      // eslint-disable-next-line no-await-in-loop
      await save();
    } while (again);
  };

  const saveNow = (): Promise<void> => {
    cancelTimer();
    if (running !== null) {
      again = true;
      return running;
    }
    running = drain().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    schedule: () => {
      cancelTimer();
      timer = setTimeout(() => void saveNow(), delayMs);
    },
    flush: () => (timer === null ? (running ?? Promise.resolve()) : saveNow()),
    saveNow,
  };
}
