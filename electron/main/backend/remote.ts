import type { BackendStatus } from '@shared/ipc/contract';
import { noTimer, type Clock } from '../clock';
import { NOT_STARTED, type BackendLink, type StatusListener } from './link';

export interface RemoteDeps {
  readonly url: string;
  readonly isHealthy: (url: string) => Promise<boolean>;
  readonly onStatus: StatusListener;
  readonly clock: Clock;
}

const CHECK_EVERY_MS = 10_000;

/** A team's server: nothing to start, only to check. A failed check says so; the next one may mend it. */
export function watchRemote({ url, isHealthy, onStatus, clock }: RemoteDeps): BackendLink {
  let status: BackendStatus = NOT_STARTED;
  let cancel: () => void = noTimer;
  let active = false;

  function setStatus(next: BackendStatus): void {
    status = next;
    onStatus(status);
  }

  function check(): void {
    cancel();
    void look();
  }

  async function look(): Promise<void> {
    const healthy = await isHealthy(url);
    if (!active) return;
    const error = { code: 'backend_unavailable', message: `${url} does not answer.` };
    setStatus({
      state: healthy ? 'running' : 'stopped',
      url: healthy ? url : null,
      attempts: healthy ? 0 : status.attempts + 1,
      error: healthy ? null : error,
    });
    cancel();
    cancel = clock.after(CHECK_EVERY_MS, check);
  }

  function begin(): void {
    active = true;
    setStatus({ ...status, state: 'starting' });
    check();
  }

  return {
    status: () => status,
    start: begin,
    stop() {
      active = false;
      cancel();
      return Promise.resolve();
    },
    retry: begin,
  };
}
