import { describe, expect, it } from 'vitest';
import { anthropicDialect } from '../../../../electron/backend/translate/dialect-anthropic';
import { JSON_TOOL } from '../../../../electron/backend/translate/dialect-anthropic-write';
import { answerOf, decodeSse } from '../../../support/translate';

function delta(index: number, fields: Record<string, unknown>): Record<string, unknown> {
  return { type: 'content_block_delta', index, delta: fields };
}

function sse(events: readonly Record<string, unknown>[]): string {
  return events
    .map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

function decode(events: readonly Record<string, unknown>[]): ReturnType<typeof answerOf> {
  return answerOf(decodeSse(anthropicDialect.decoder(), sse(events)));
}

describe('reading Messages of a provider', () => {
  it('reads a whole answer with its cache counted into the prompt', () => {
    expect(
      anthropicDialect.decode({
        type: 'message',
        id: 'msg',
        model: 'm',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'redacted_thinking', data: 'x' },
          { type: 'text', text: 'hi', citations: null },
          { type: 'tool_use', id: 'toolu', name: 'f', input: { a: 1 } },
        ],
        stop_reason: 'tool_use',
        stop_sequence: null,
        usage: {
          input_tokens: 10,
          cache_creation_input_tokens: 5,
          cache_read_input_tokens: 100,
          output_tokens: 7,
          output_tokens_details: { thinking_tokens: 3 },
        },
      }),
    ).toEqual({
      id: 'msg',
      model: 'm',
      parts: [
        { type: 'reasoning', text: 'hm', signature: 'anthropic#s' },
        { type: 'text', text: 'hi' },
        { type: 'tool_call', id: 'toolu', name: 'f', arguments: '{"a":1}' },
      ],
      finish: 'tool_calls',
      stopSequence: null,
      usage: { promptTokens: 115, completionTokens: 7, cachedTokens: 100, reasoningTokens: 3 },
    });
  });

  it('reads a stream: thinking, its signature, text, a call without arguments, usage', () => {
    const answer = decode([
      {
        type: 'message_start',
        message: { id: 'msg', model: 'm', usage: { input_tokens: 10, output_tokens: 1 } },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      { type: 'ping' },
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      delta(0, { type: 'signature_delta', signature: 's' }),
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      delta(1, { type: 'text_delta', text: 'hi' }),
      { type: 'content_block_stop', index: 1 },
      {
        type: 'content_block_start',
        index: 2,
        content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
      },
      delta(2, { type: 'input_json_delta', partial_json: '' }),
      { type: 'content_block_stop', index: 2 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'tool_use', stop_sequence: null },
        usage: { output_tokens: 9 },
      },
      { type: 'message_stop' },
    ]);
    expect(answer).toEqual({
      id: 'msg',
      model: 'm',
      parts: [
        { type: 'reasoning', text: 'hm', signature: 'anthropic#s' },
        { type: 'text', text: 'hi' },
        { type: 'tool_call', id: 't', name: 'f', arguments: '{}' },
      ],
      finish: 'tool_calls',
      stopSequence: null,
      usage: { promptTokens: 10, completionTokens: 9, cachedTokens: null, reasoningTokens: null },
    });
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content_filter'],
    ['pause_turn', 'other'],
    ['a_reason_of_tomorrow', 'other'],
  ])('knows why it stopped: %s', (reason, expected) => {
    const whole = { type: 'message', id: 'm', model: 'x', content: [], stop_reason: reason };
    expect(anthropicDialect.decode(whole)?.finish).toBe(expected);
    expect(
      decode([{ type: 'message_delta', delta: { stop_reason: reason } }, { type: 'message_stop' }])
        .finish,
    ).toBe(expected);
  });

  it('does not take a message for finished before message_stop', () => {
    const events = decodeSse(
      anthropicDialect.decoder(),
      sse([{ type: 'message_delta', delta: { stop_reason: 'end_turn' } }]),
    );
    expect(events).toEqual([]);
  });

  it('knows what is no message', () => {
    expect(anthropicDialect.decode({ type: 'error', error: {} })).toBeNull();
  });

  it('makes text of the forced tool again, whole and streamed', () => {
    const block = { type: 'tool_use', id: 't', name: JSON_TOOL, input: { n: 1 } };
    const whole = anthropicDialect.decode({
      type: 'message',
      id: 'm',
      model: 'x',
      content: [block],
      stop_reason: 'tool_use',
    });
    expect(whole).toMatchObject({ parts: [{ type: 'text', text: '{"n":1}' }], finish: 'stop' });
    const streamed = decode([
      { type: 'message_start', message: { id: 'm', model: 'x' } },
      { type: 'content_block_start', index: 0, content_block: { ...block, input: {} } },
      delta(0, { type: 'input_json_delta', partial_json: '{"n"' }),
      delta(0, { type: 'input_json_delta', partial_json: ':1}' }),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ]);
    expect(streamed).toMatchObject({ parts: [{ type: 'text', text: '{"n":1}' }], finish: 'stop' });
  });
});
