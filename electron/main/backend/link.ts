import type { BackendStatus } from '@shared/ipc/contract';

export interface Endpoint {
  /** Without a trailing slash. */
  readonly url: string;
  readonly token: string;
}

/** A backend that the app talks to: its own process, or a team's server. */
export interface BackendLink {
  status(): BackendStatus;
  start(): void;
  /** Stops for good; resolves when it has ended. */
  stop(): Promise<void>;
  /** Tries again at once, whatever the back-off says. */
  retry(): void;
}

export type StatusListener = (status: BackendStatus) => void;

/** Before its start, which comes with the app's own: whoever asks waits for it. */
export const NOT_STARTED: BackendStatus = {
  state: 'starting',
  url: null,
  attempts: 0,
  error: null,
};
