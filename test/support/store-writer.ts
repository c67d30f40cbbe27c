/* Writes outcomes for ever and says on stdout which are durable; killed by a test. */
import { openStore } from '../../electron/backend/store/open-store';
import { silentLog, trace } from './records';

const dir = process.argv[2] ?? '';
const { store } = await openStore({
  dir,
  now: () => Date.now(),
  newId: () => crypto.randomUUID(),
  log: silentLog,
});
for (let index = 0; ; index += 1) {
  const id = `o${index}`;
  await store.outcomes.begin({
    id,
    uid: 'ann',
    trace: trace(`d${index}`),
    excerpt: null,
    conversationId: null,
    status: 'running',
    errorCode: null,
  });
  process.stdout.write(`begun ${id}\n`);
  await store.outcomes.end(id, {
    status: 'succeeded',
    errorCode: null,
    model: 'acme/small',
    firstTokenMs: 1,
    totalMs: 2,
    promptTokens: 3,
    completionTokens: 4,
    costUsd: 0.001,
  });
  process.stdout.write(`ended ${id}\n`);
}
