import type { Log } from '../shell/log';
import type { BackendClient } from './backend-client';

/** What the machine says of its power; Electron's powerMonitor. */
export interface Power {
  readonly isOnBatteryPower: () => boolean;
  on(event: 'on-battery' | 'on-ac', listener: () => void): unknown;
}

export interface BenchmarkPauseDeps {
  readonly client: Pick<BackendClient, 'setBenchmarkPause'>;
  readonly power: Power;
  /** A team's server does not run on this machine's battery. */
  readonly embedded: () => boolean;
  readonly log: Log;
}

/** Reasons that this app gives; the view has a sentence for each. */
export const ON_BATTERY = 'on battery';
export const BY_USER = 'paused by you';

export interface BenchmarkPause {
  /** The router is there (again): it starts without a reason. */
  backendStarted(): void;
  /** Holds the run, or lets it go on whatever held it, until the power changes again. */
  set(paused: boolean): Promise<{ readonly reason: string | null }>;
}

/** Runs wait while the machine is on its battery, and while the user says so. */
export function createBenchmarkPause(deps: BenchmarkPauseDeps): BenchmarkPause {
  const { client, power, embedded, log } = deps;
  let reason: string | null = null;

  async function put(next: string | null): Promise<{ readonly reason: string | null }> {
    const answer = await client.setBenchmarkPause(next);
    reason = answer.reason;
    return answer;
  }

  function machineSays(next: string | null): void {
    put(next).catch((error: unknown) => log.warn('benchmark: not paused', { error }));
  }

  power.on('on-battery', () => {
    if (embedded() && reason === null) machineSays(ON_BATTERY);
  });
  power.on('on-ac', () => {
    if (embedded() && reason === ON_BATTERY) machineSays(null);
  });

  return {
    backendStarted() {
      if (!embedded()) return;
      const held = reason === BY_USER ? BY_USER : power.isOnBatteryPower() ? ON_BATTERY : null;
      reason = null;
      if (held !== null) machineSays(held);
    },
    set: (paused) => put(paused ? BY_USER : null),
  };
}
