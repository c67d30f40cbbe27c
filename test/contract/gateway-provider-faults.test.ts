import { describe, expect, it, vi } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import type { ProviderConfig } from '../../shared/api/providers';
import { startGateway } from '../support/gateway';
import { startAnthropic, startGoogle, startOllama } from '../support/upstream';
import { ANSWER } from '../support/upstream-answers';
import type { TestUpstream, UpstreamFault } from '../support/upstream-core';

/*
 * The faults of gateway-faults.test.ts through the other protocols: an OpenAI client asks `auto`, the
 * first choice fails in its provider's own way, and what the caller sees must not depend on whose it is.
 */

type Kind = Exclude<ProviderConfig['kind'], 'openai-compatible'>;

const START: Readonly<Record<Kind, () => Promise<TestUpstream>>> = {
  anthropic: () => startAnthropic({ models: ['m1'] }),
  google: () => startGoogle({ models: ['m1'] }),
  ollama: () => startOllama({ models: ['m1'] }),
};
const KINDS = Object.keys(START) as Kind[];

/** Nothing has reached the caller yet, so the next model answers. */
const BEFORE: readonly UpstreamFault[] = [
  'status_401',
  'status_404',
  'status_429',
  'status_500',
  'status_503',
  'status_529',
  'reset_before_head',
  'reset_before_first_event',
  'malformed_first',
  'html',
];
/** A part is with the caller: no second model may go on with it. */
const AFTER: readonly UpstreamFault[] = [
  'cut',
  'reset_after_first_event',
  'malformed_later',
  'error_later',
];

async function two(kind: Kind) {
  const [first, second] = [await START[kind](), await START[kind]()];
  const config = (id: string, { url }: TestUpstream): ProviderConfig => ({
    id,
    kind,
    baseUrl: url,
    apiKey: 'sk-test-key',
  });
  const gateway = await startGateway({ providers: [config('a', first), config('b', second)] });
  const ask = async (stream: boolean) => {
    const { data, response } = await gateway.client.chat.completions
      .create({ model: 'auto', messages: [{ role: 'user', content: 'Say hello' }], stream })
      .withResponse();
    let text = '';
    if (Symbol.asyncIterator in data) {
      for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? '';
    } else {
      text = data.choices[0]?.message.content ?? '';
    }
    return { text, model: response.headers.get(HEADERS.model) };
  };
  return { ...gateway, first, second, ask };
}

describe.each(KINDS)('%s', (kind) => {
  it.each(BEFORE.flatMap((fault) => [true, false].map((stream) => ({ fault, stream }))))(
    '$fault, stream $stream: the next model answers, inside one outcome',
    async ({ fault, stream }) => {
      const { first, ask, history } = await two(kind);
      first.setFault(fault);
      expect(await ask(stream)).toEqual({ text: ANSWER, model: 'b/m1' });
      expect(await history()).toMatchObject([
        { status: 'succeeded', model: 'b/m1', reason: 'fallback_after_failure' },
      ]);
    },
  );

  it.each(AFTER)('%s: the client raises it, and one failed outcome stays', async (fault) => {
    const { first, second, ask, history } = await two(kind);
    first.setFault(fault);
    await expect(ask(true)).rejects.toThrow();
    expect(second.requests).toHaveLength(0);
    await vi.waitFor(async () => {
      expect(await history()).toMatchObject([{ status: 'failed', model: 'a/m1' }]);
    });
  });

  it.each(['gzip', 'split_utf8'] as const)('%s harms no character', async (fault) => {
    const { first, ask } = await two(kind);
    first.setFault(fault);
    expect((await ask(true)).text).toBe(ANSWER);
    expect((await ask(false)).text).toBe(ANSWER);
  });

  it('rests after a 429 for as long as it asks to', async () => {
    const { first, second, ask } = await two(kind);
    first.setFault('status_429', { retryAfter: '30' });
    await ask(false);
    first.setFault('none');
    const asked = first.requests.length;
    expect((await ask(false)).model).toBe('b/m1');
    expect([first.requests.length, second.requests.length]).toEqual([asked, 2]);
  });
});
