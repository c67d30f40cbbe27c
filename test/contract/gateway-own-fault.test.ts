import { expect, it } from 'vitest';
import type { BackendContext } from '../../electron/backend/context';
import { provider, startGateway } from '../support/gateway';
import { startUpstream } from '../support/upstream';

const chat = { model: 'auto', messages: [{ role: 'user' as const, content: 'Say hello' }] };

/** The real thing but for one of its methods. */
function but<T extends object, K extends keyof T>(real: T, method: K, instead: T[K]): T {
  return new Proxy(real, {
    get(target, key) {
      if (key === method) return instead;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const aBug = (): Promise<never> => Promise.reject(new RangeError('a bug'));

// One request that ran into a bug of ours rested model after model, and everybody else's were refused.
it('an exception of our own fails the request and rests no model', async () => {
  const upstream = await startUpstream();
  let broken = true;
  const wrong = (ctx: BackendContext): BackendContext => ({
    ...ctx,
    providers: but(ctx.providers, 'get', (id) => {
      const real = ctx.providers.get(id);
      return real !== null && broken ? but(real, 'send', aBug) : real;
    }),
  });
  const { client, ctx, history } = await startGateway({
    providers: [provider('up', upstream.url)],
    change: wrong,
  });
  await expect(client.chat.completions.create(chat)).rejects.toMatchObject({
    code: 'provider_error',
    message: expect.stringContaining('inside Auto Router') as string,
  });
  expect((await history())[0]).toMatchObject({ status: 'failed', errorCode: 'provider_error' });
  expect(ctx.cooldown.idle).toBe(true);
  broken = false;
  const answer = await client.chat.completions.create(chat);
  expect(answer.choices).toHaveLength(1);
});
