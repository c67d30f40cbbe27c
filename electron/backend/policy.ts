import { randomBytes } from 'node:crypto';
import { Activity } from './activity/activity';
import type { BackendContext, Clock, Log } from './context';
import { Cooldown } from './cooldown/cooldown';
import { KeyRing } from './keys/key-ring';
import { Spending } from './spending/spending';
import type { Store } from './store/store';

export interface PolicyOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** The dial's gate, read at each call (S2-10); left out = on. */
  readonly preferenceLive?: () => boolean;
}

/** What the gateway asks before, and tells after, each call: keys, caps, cooldown, the live log. */
export async function loadPolicy(
  options: PolicyOptions,
): Promise<Pick<BackendContext, 'cooldown' | 'spending' | 'keys' | 'activity' | 'preferenceLive'>> {
  const { store, clock, newId, log, preferenceLive = () => true } = options;
  const [spending, keys] = await Promise.all([
    Spending.load(store, clock),
    KeyRing.load({ store, clock, newId, randomBytes, log }),
  ]);
  return {
    spending,
    keys,
    cooldown: new Cooldown(clock),
    activity: new Activity(clock, newId),
    preferenceLive,
  };
}
