import { describe, expect, it } from 'vitest';
import type { IrAnswer } from '../../../../electron/backend/translate/ir';
import { responsesSurfaceWith } from '../../../../electron/backend/translate/surface-responses';
import { ItemMemory } from '../../../../electron/backend/translate/surface-responses-memory';
import { encodeEvents, eventsOf, NO_USAGE } from '../../../support/translate';

const ANSWER: IrAnswer = {
  id: 'x',
  model: 'm',
  parts: [
    { type: 'reasoning', text: 'Hm', signature: 'seal' },
    { type: 'text', text: 'Hello' },
    { type: 'tool_call', id: 'c1', name: 'weather', arguments: '{"city":"Rome"}' },
  ],
  finish: 'tool_calls',
  stopSequence: null,
  usage: NO_USAGE,
};

/** Asks, answers, and refers to every item of the answer in the next request. */
function referTo(stream: boolean, body: Record<string, unknown>) {
  const surface = responsesSurfaceWith(new ItemMemory());
  const asked = surface.read({ input: 'Hi', ...body });
  if (!asked.ok) throw new Error(asked.message);
  let count = 0;
  const newId = () => `id${(count += 1)}`;
  const context = { created: 1, newId, model: 'm', request: asked.request };
  const sent = stream
    ? encodeEvents(surface.encoder(context), eventsOf(ANSWER, 2))
    : JSON.stringify(surface.encode(ANSWER, context));
  const ids = [...new Set(sent.match(/(?:rs|msg|fc)_id\d+/g))];
  expect(ids).toHaveLength(3);
  const read = surface.read({ input: ids.map((id) => ({ type: 'item_reference', id })) });
  if (!read.ok) throw new Error(read.message);
  return read.request;
}

const item = (id: string, size: number) => ({ id, text: 'x'.repeat(size) });

describe('references to items of earlier answers', () => {
  // A client that names items instead of repeating them (the AI SDK does) was refused in its second turn.
  it.each([true, false])('are the items themselves (streamed: %s)', (stream) => {
    const request = referTo(stream, {});
    expect(request.inexpressible).toEqual([]);
    expect(request.messages).toEqual([{ role: 'assistant', parts: ANSWER.parts }]);
  });

  // An answer that was to be kept nowhere was kept.
  it.each([true, false])('do not exist where nothing may be kept (streamed: %s)', (stream) => {
    expect(referTo(stream, { store: false }).inexpressible).toEqual(['item_reference']);
  });

  // A backend that runs for weeks must not grow with every answer.
  it('are forgotten, the oldest first, when there are too many', () => {
    const memory = new ItemMemory(100);
    memory.remember(item('a', 20));
    memory.remember(item('b', 20));
    expect(memory.recall('a')).toEqual(item('a', 20));
    memory.remember(item('c', 20));
    expect([memory.recall('a'), memory.recall('c')]).toEqual([null, item('c', 20)]);
    memory.remember(item('d', 1000));
    expect(['b', 'c', 'd'].map((id) => memory.recall(id))).toEqual([null, null, null]);
    memory.remember(item('e', 20));
    expect(memory.recall('e')).toEqual(item('e', 20));
  });
});
