import { expect, it } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import { provider, startGateway } from '../support/gateway';
import { startUpstream } from '../support/upstream';

it.each(['auto', 'up/m1'])(
  'a caller of %s who wants no excerpt leaves none, and none can be found by its words',
  async (model) => {
    const upstream = await startUpstream();
    const { ctx, client, history } = await startGateway({
      providers: [provider('up', upstream.url)],
    });
    const ask = (content: string, excerpt: string | null): Promise<unknown> =>
      client.chat.completions.create(
        { model, messages: [{ role: 'user', content }] },
        excerpt === null ? {} : { headers: { [HEADERS.excerpt]: excerpt } },
      );
    await ask('a secret plan', 'off');
    await ask('another secret', 'OFF');
    await ask('a plain question', null);
    await ask('an odd value', 'on');
    const excerpts = (await history()).map(({ excerpt }) => excerpt);
    expect(excerpts).toEqual(['an odd value', 'a plain question', null, null]);
    const found = await ctx.store.history.page('user-1', { q: 'secret' }, 10, 0);
    expect(found.total).toBe(0);
  },
);
