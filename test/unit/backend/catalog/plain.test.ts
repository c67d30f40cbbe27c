import { describe, expect, it } from 'vitest';
import { bundledSource } from '../../../../electron/backend/catalog/sources/bundled';
import { plainSnapshot } from '../../../../electron/backend/catalog/plain';

async function realtimeOf(row: object): Promise<readonly [boolean, boolean]> {
  const { tasks } = await bundledSource().load(new AbortController().signal);
  const scores = { quality_score: 1, latency_score: 1, cost_score: 1 };
  const text = JSON.stringify({ models: { ptt_response: [{ ...scores, ...row }] } });
  const [found] = plainSnapshot(text, { id: 'p', name: 'p.json', tasks, version: '1' }).candidates
    .ptt_response;
  return [found?.capabilities.realtime === true, found?.capabilities.realtimeOnly === true];
}

describe('live sessions in a file of S0’s format', () => {
  it.each([
    ['declared', { id: 'lab/voice', realtime: true }, true],
    ['S0-94: OpenAI’s, by name', { id: 'gpt-realtime-2', provider: 'openai' }, true],
    ['S0-94: with underscores, under its provider', { id: 'openai/GPT_realtime_2' }, true],
    ['S0-95: no gemini by its name', { id: 'gemini-1-5-pro', provider: 'google' }, false],
    ['a declared no outweighs the name', { id: 'gpt-realtime-2', realtime: false }, false],
    ['another model', { id: 'gpt-realtimeish' }, false],
  ])('%s', async (_, row, live) => {
    expect(await realtimeOf(row)).toEqual([live, live]);
  });

  it('a declaration that is none is refused with its place', async () => {
    await expect(realtimeOf({ id: 'x', realtime: 'yes' })).rejects.toThrow(
      'models.ptt_response[0].realtime must be true or false',
    );
  });
});
