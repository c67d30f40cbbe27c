import type { ActivityFeed } from '../backend/activity-feed';
import type { BackendClient } from '../backend/backend-client';
import type { Handlers } from './register';

export function gatewayHandlers(client: BackendClient, feed: ActivityFeed): Handlers['gateway'] {
  return {
    keys: () => client.keys(),
    makeKey: (input) => client.makeKey(input),
    async revokeKey({ id }) {
      await client.revokeKey(id);
      return client.keys();
    },
    watch: ({ on }) => (on ? feed.start() : feed.stop()),
    usage: ({ group, from, to }) => client.usage(group, from, to),
    spending: () => client.spending(),
    setDailyCap: ({ usd }) => client.setDailyCap(usd),
  };
}
