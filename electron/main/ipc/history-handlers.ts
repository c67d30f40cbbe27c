import { rateAnswer } from '../assistant/rate';
import type { BackendClient } from '../backend/backend-client';
import type { Follower } from '../backend/follow';
import { saveFile, type AskPath } from '../export/save-file';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

export function historyHandlers(
  client: BackendClient,
  feed: Follower,
  askPath: AskPath,
): Handlers['history'] {
  return {
    page: ({ filter, limit, offset }) => client.historyPage(filter, limit, offset),
    async row({ id }) {
      const [row] = (await client.historyPage({ id }, 1, 0)).rows;
      if (row === undefined) throw new IpcFailure('outcome_not_found', 'There is no such request.');
      return row;
    },
    summary: ({ filter }) => client.historySummary(filter),
    watch: ({ on }) => (on ? feed.start() : feed.stop()),
    rate: (input) => rateAnswer(client, input),
    async export({ filter, format }) {
      const path = await askPath(`pick-history.${format}`);
      if (path === null) throw new IpcFailure('cancelled', 'Nothing was saved.');
      const { total } = await client.historyPage(filter, 1, 0);
      const { body } = await client.openHistoryExport(filter, format);
      await saveFile(path, body ?? '');
      return { path, rows: total };
    },
  };
}
