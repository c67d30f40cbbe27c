import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { provider, startGateway } from '../support/gateway';
import { ANSWER } from '../support/openai-upstream';
import { startUpstream } from '../support/upstream';

/** An event that others wait for. */
function gate(): { readonly open: () => void; readonly opened: Promise<unknown> } {
  const event = new EventEmitter();
  return { open: () => void event.emit('open'), opened: once(event, 'open') };
}

// A client that has its answer, and a history that a crash leaves without it.
it('an answer that came whole leaves whole, with its length, once its end is written', async () => {
  const upstream = await startUpstream();
  const [ending, written] = [gate(), gate()];
  const { url } = await startGateway({
    providers: [provider('up', upstream.url)],
    change: (ctx) => ({
      ...ctx,
      store: {
        ...ctx.store,
        outcomes: {
          ...ctx.store.outcomes,
          end: async (id, end) => {
            ending.open();
            await written.opened;
            await ctx.store.outcomes.end(id, end);
          },
        },
      },
    }),
  });
  let answered = false;
  const answering = fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'Hello' }] }),
  }).then((response) => {
    answered = true;
    return response;
  });
  await ending.opened;
  for (let count = 0; count < 20; count += 1) await new Promise((next) => setImmediate(next));
  expect(answered).toBe(false);
  written.open();
  const response = await answering;
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.toString()).toContain(ANSWER);
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect(response.headers.get('transfer-encoding')).toBeNull();
});
