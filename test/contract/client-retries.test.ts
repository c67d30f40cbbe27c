import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../shared/routing/candidate';
import { provider, startGateway, type TestGateway, USER } from '../support/gateway';
import { startUpstream } from '../support/upstream';

const MESSAGES = [{ role: 'user' as const, content: 'Say hello' }];

/** Each asks once with the client as it comes, which repeats what it takes for passing. */
const CLIENTS: readonly [string, (server: TestGateway, model: string) => Promise<unknown>][] = [
  [
    'OpenAI’s client, chat completions',
    ({ url }, model) =>
      new OpenAI({ baseURL: url, apiKey: 'test' }).chat.completions.create({
        model,
        messages: MESSAGES,
      }),
  ],
  [
    'OpenAI’s client, responses',
    ({ url }, model) =>
      new OpenAI({ baseURL: url, apiKey: 'test' }).responses.create({ model, input: 'Say hello' }),
  ],
  [
    'Anthropic’s client',
    ({ origin }, model) =>
      new Anthropic({ baseURL: origin, apiKey: 'test' }).messages.create({
        model,
        max_tokens: 10,
        messages: MESSAGES,
      }),
  ],
];

async function start() {
  const upstream = await startUpstream(['m1']);
  const server = await startGateway({ providers: [provider('acme', upstream.url)] });
  return { upstream, server };
}

async function allowNothing({ ctx }: TestGateway): Promise<void> {
  await ctx.store.prefs.set(USER, {
    overrides: {},
    modelOverrides: {},
    constraints: { general_assistant: { ...NO_CONSTRAINTS, allowed: ['none/such'] } },
    shape: 'full',
  });
}

describe.each(CLIENTS)('%s', (_, ask) => {
  // S2-16: three rows of one request that a person made once.
  it('leaves one refused row when nothing is allowed', async () => {
    const { server } = await start();
    await allowNothing(server);
    await expect(ask(server, 'auto')).rejects.toMatchObject({ status: 503 });
    expect((await server.history()).map(({ status }) => status)).toEqual(['refused']);
  });

  it('asks once with a key that the provider refuses', async () => {
    const { upstream, server } = await start();
    upstream.fault = 'status_401';
    await expect(ask(server, 'acme/m1')).rejects.toMatchObject({ status: 502 });
    expect(upstream.requests).toHaveLength(1);
  });

  it('still repeats what may pass', async () => {
    const { upstream, server } = await start();
    upstream.fault = 'status_500';
    await expect(ask(server, 'acme/m1')).rejects.toMatchObject({ status: 502 });
    expect(upstream.requests).toHaveLength(3);
  }, 15_000);
});
