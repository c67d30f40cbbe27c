import { describe, expect, it } from 'vitest';
import { NO_HINTS } from '@shared/api/hints';
import { prepareProven, withEffort } from '../../../../electron/backend/gateway/effort';
import type { GatewayRequest } from '../../../../electron/backend/gateway/request';
import { surfaceOf } from '../../../../electron/backend/gateway/surfaces';
import { readFacts } from '../../../../electron/backend/decide/needs';
import { startAnthropic, startUpstream } from '../../../support/upstream';
import { provider, startGateway } from '../../../support/gateway';

const MESSAGES = [{ role: 'user', content: 'Hi' }];

function requestAt(path: string, more: object = {}): GatewayRequest {
  const surface = surfaceOf(path);
  if (surface === null) throw new Error(path);
  const body = { model: 'auto/efficient', max_tokens: 8_000, messages: MESSAGES, ...more };
  return {
    surface,
    model: 'auto/efficient',
    stream: false,
    body,
    files: [],
    forwarded: {},
    facts: readFacts(body),
    hints: NO_HINTS,
    task: null,
    conversationId: null,
    learnedOff: false,
  };
}

async function destinations() {
  const [open, own] = [await startUpstream(), await startAnthropic()];
  const { ctx } = await startGateway({
    providers: [
      provider('open', open.url),
      { id: 'own', kind: 'anthropic', baseUrl: own.url, apiKey: 'k' },
    ],
  });
  const at = (id: string, model: string) => {
    const found = ctx.providers.get(id);
    if (found === null) throw new Error(id);
    return { provider: found, model };
  };
  return { ctx, own, at };
}

describe('the effort that a model was proven with', () => {
  // Measured with thinking and served without: the table's accuracy would be another model's.
  it('is asked for in the words of every chat surface and provider', async () => {
    const { at } = await destinations();
    const body = (path: string, id: string, model: string, more: object = {}) =>
      withEffort(requestAt(path, more), 'high', at(id, model)).body;
    expect(body('/v1/chat/completions', 'open', 'm1')).toMatchObject({ reasoning_effort: 'high' });
    expect(body('/v1/responses', 'open', 'm1')).toMatchObject({ reasoning: { effort: 'high' } });
    const elsewhere = body('/v1/messages', 'open', 'm1');
    expect(elsewhere).toMatchObject({ output_config: { effort: 'high' } });
    expect(body('/v1/messages', 'own', 'claude-opus-5')).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(body('/v1/messages', 'own', 'claude-haiku-4-5')).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 6_400 },
    });
  });

  it('gives way to what the caller says', async () => {
    const { at } = await destinations();
    for (const [path, more] of [
      ['/v1/chat/completions', { reasoning_effort: 'low' }],
      ['/v1/responses', { reasoning: { effort: 'low' } }],
      ['/v1/messages', { thinking: { type: 'disabled' } }],
      ['/v1/messages', { output_config: { effort: 'low' } }],
    ] as const) {
      const request = requestAt(path, more);
      expect(withEffort(request, 'high', at('own', 'claude-opus-5'))).toBe(request);
    }
  });

  // The proven model was passed over in silence for the next one in the ranking.
  it('is left out where the request forbids it, and the model serves all the same', async () => {
    const { ctx, own, at } = await destinations();
    const request = requestAt('/v1/chat/completions', { temperature: 0.2 });
    const to = at('own', 'claude-haiku-4-5');
    const prepared = prepareProven(ctx, request, 'high', to);
    if (!prepared.ok) throw new Error(prepared.message);
    const sink = { head: () => undefined, chunk: () => Promise.resolve() };
    const result = await prepared.send(sink, new AbortController().signal);
    expect(result.ok).toBe(true);
    expect(own.requests.at(-1)?.body).toMatchObject({ temperature: 0.2 });
    expect(own.requests.at(-1)?.body).not.toHaveProperty('thinking');
    const direct = requestAt('/v1/messages', { temperature: 0.2 });
    expect(withEffort(direct, 'high', to).body).not.toHaveProperty('thinking');
  });
});
