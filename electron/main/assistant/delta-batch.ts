import type { Clock } from '../clock';

/** About one frame: more often than the screen shows would only cost messages. */
const BATCH_MS = 16;

export interface DeltaBatch {
  add(text: string): void;
  /** Sends what is left, now. */
  flush(): void;
}

/** Gathers text and sends it at most once a frame; the first piece goes at once. */
export function createDeltaBatch(send: (text: string) => void, clock: Clock): DeltaBatch {
  let pending = '';
  let cancel: (() => void) | null = null;
  function flush(): void {
    cancel?.();
    cancel = null;
    if (pending === '') return;
    const text = pending;
    pending = '';
    send(text);
  }
  function rest(): void {
    cancel = clock.after(BATCH_MS, () => {
      cancel = null;
      if (pending === '') return;
      flush();
      rest();
    });
  }
  return {
    add(text) {
      pending += text;
      if (cancel !== null) return;
      flush();
      rest();
    },
    flush,
  };
}
