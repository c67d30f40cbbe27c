import type { IpcFailure } from '../ipc/failure';

/** A promise that is settled from outside, the first time only; a failure that nobody waits for is none. */
export interface Settleable<T> {
  readonly promise: Promise<T>;
  done(value: T): void;
  fail(error: IpcFailure): void;
}

export function settleable<T>(): Settleable<T> {
  const ends: { done?: (value: T) => void; fail?: (error: IpcFailure) => void } = {};
  const promise = new Promise<T>((resolve, reject) => {
    ends.done = resolve;
    ends.fail = reject;
  });
  promise.catch(() => null);
  return {
    promise,
    done: (value) => ends.done?.(value),
    fail: (error) => ends.fail?.(error),
  };
}
