import type { Domain, EventName, Events, Requests } from './contract';
import type { Result } from './result';

type Method<T> = T extends { in: infer I; out: infer O }
  ? [I] extends [void]
    ? () => Promise<Result<O>>
    : (input: I) => Promise<Result<O>>
  : never;

/** `window.api` in the renderer. */
export type Api = {
  readonly [D in Domain]: { readonly [M in keyof Requests[D]]: Method<Requests[D][M]> };
} & {
  /** Subscribes; call what is returned to stop. */
  readonly on: <E extends EventName>(
    event: E,
    listener: (payload: Events[E]) => void,
  ) => () => void;
};
