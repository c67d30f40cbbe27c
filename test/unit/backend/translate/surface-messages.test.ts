import { describe, expect, it } from 'vitest';
import { estimateCountTokens } from '../../../../electron/backend/translate/estimate-tokens';
import type { IrAnswer, IrEvent, IrRequest } from '../../../../electron/backend/translate/ir';
import { withoutForeignThinking } from '../../../../electron/backend/translate/native-thinking';
import { messagesSurface } from '../../../../electron/backend/translate/surface-messages';
import { encodeContext, encodeEvents, eventsOf, sseEvents } from '../../../support/translate';

const USER = { role: 'user', content: 'hi' };

function body(fields: Record<string, unknown>): Record<string, unknown> {
  return { model: 'm', max_tokens: 100, messages: [USER], ...fields };
}

function read(fields: Record<string, unknown>): IrRequest {
  const result = messagesSurface.read(body(fields));
  if (!result.ok) throw new Error(result.message);
  return result.request;
}

const ANSWER: IrAnswer = {
  id: 'msg_1',
  model: 'upstream',
  parts: [
    { type: 'reasoning', text: 'hm', signature: 'sig' },
    { type: 'text', text: 'Sunny.' },
    { type: 'tool_call', id: 'toolu_1', name: 'weather', arguments: '{"city":"Bonn"}' },
  ],
  finish: 'tool_calls',
  stopSequence: null,
  usage: { promptTokens: 10, completionTokens: 5, cachedTokens: 4, reasoningTokens: null },
};

interface Frame {
  readonly type: string;
  readonly index?: number;
  readonly content_block?: { readonly type: string };
  readonly delta?: { readonly partial_json?: string; readonly text?: string };
  readonly usage?: unknown;
}

function frames(events: readonly IrEvent[]): Frame[] {
  const text = encodeEvents(messagesSurface.encoder(encodeContext()), events);
  return sseEvents(text).map(({ event, data }) => {
    const frame = JSON.parse(data) as Frame;
    expect(frame.type).toBe(event);
    return frame;
  });
}

/** `start0 delta0 stop0` ...: the order of a stream at a glance. */
function outline(list: readonly Frame[]): string {
  return list
    .map(({ type, index }) => `${type.replace('content_block_', '')}${index ?? ''}`)
    .join(' ');
}

describe('reading Messages', () => {
  it('joins the blocks of the system prompt and keeps it first', () => {
    const system = [
      { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'b' },
    ];
    expect(read({ system }).system).toEqual(['a\nb']);
    expect(
      read({ system: 'a', messages: [USER, { role: 'system', content: 'b' }, USER] }).system,
    ).toEqual(['a', 'b']);
  });

  it('reads pictures, documents, calls, results and thoughts', () => {
    const request = read({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } },
            { type: 'image', source: { type: 'url', url: 'https://x.invalid/i.png' } },
            {
              type: 'document',
              title: 'T',
              source: { type: 'base64', media_type: 'application/pdf', data: 'BB' },
            },
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hé' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'google#s' },
            { type: 'redacted_thinking', data: 'x' },
            { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_1',
              is_error: true,
              content: [
                { type: 'text', text: 'no' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'CC' } },
              ],
            },
          ],
        },
      ],
    });
    expect(request.inexpressible).toEqual([]);
    expect(request.messages.map(({ parts }) => parts)).toEqual([
      [
        { type: 'image', media: { kind: 'data', mime: 'image/png', base64: 'AA' }, detail: null },
        { type: 'image', media: { kind: 'url', url: 'https://x.invalid/i.png' }, detail: null },
        { type: 'file', media: { kind: 'data', mime: 'application/pdf', base64: 'BB' }, name: 'T' },
        {
          type: 'file',
          media: { kind: 'data', mime: 'text/plain', base64: Buffer.from('hé').toString('base64') },
          name: null,
        },
      ],
      [
        { type: 'reasoning', text: 'hm', signature: 'google#s' },
        { type: 'tool_call', id: 'toolu_1', name: 'f', arguments: '{"a":1}' },
      ],
      [
        {
          type: 'tool_result',
          id: 'toolu_1',
          name: 'f',
          isError: true,
          content: [
            { type: 'text', text: 'no' },
            {
              type: 'image',
              media: { kind: 'data', mime: 'image/png', base64: 'CC' },
              detail: null,
            },
          ],
        },
      ],
    ]);
  });

  it('reads every parameter that changes the answer', () => {
    expect(
      read({
        temperature: 0.5,
        top_p: 0.9,
        top_k: 5,
        stop_sequences: ['END'],
        thinking: { type: 'enabled', budget_tokens: 2048 },
        metadata: { user_id: 'u' },
        stream: true,
        tools: [
          { name: 'f', description: 'd', input_schema: { type: 'object' }, cache_control: null },
        ],
        tool_choice: { type: 'any', disable_parallel_tool_use: true },
        output_config: {
          format: {
            type: 'json_schema',
            schema: { type: 'object', properties: {}, additionalProperties: false },
          },
        },
      }),
    ).toMatchObject({
      maxTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 5,
      stop: ['END'],
      reasoning: { effort: null, budgetTokens: 2048 },
      user: 'u',
      stream: true,
      tools: [{ name: 'f', description: 'd', parameters: { type: 'object' }, strict: null }],
      toolChoice: 'required',
      parallelTools: false,
      format: { kind: 'schema', strict: true },
      inexpressible: [],
    });
  });

  it.each([
    ['auto', { type: 'auto' }, 'auto'],
    ['none', { type: 'none' }, 'none'],
    ['tool', { type: 'tool', name: 'f' }, { name: 'f' }],
  ])('reads the tool choice %s', (_name, choice, expected) => {
    expect(read({ tools: [{ name: 'f' }], tool_choice: choice }).toolChoice).toEqual(expected);
  });

  it.each([
    ['web_search_20250305 tool', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['mcp_servers', { mcp_servers: [{}] }],
    ['container', { container: 'c' }],
    ['prefill', { messages: [USER, { role: 'assistant', content: 'The answer is' }] }],
    ['max_tokens: 0', { max_tokens: 0 }],
    ['output_config.task_budget', { output_config: { task_budget: {} } }],
    ['citations', document({ citations: { enabled: true } })],
    [
      'content of type search_result',
      { messages: [{ role: 'user', content: [{ type: 'search_result' }] }] },
    ],
    ['speed', { speed: 'fast' }],
    ['tools.input_examples', { tools: [{ name: 'f', input_examples: [{}] }] }],
  ])('names what has no word in the neutral form: %s', (feature, fields) => {
    expect(read(fields).inexpressible).toEqual([feature]);
  });

  it.each([
    ['max_tokens', { max_tokens: undefined }],
    ['tool_choice.type', { tool_choice: { type: 'maybe' } }],
    ['messages.0.content.0.source', { messages: [{ role: 'user', content: [{ type: 'image' }] }] }],
    [
      'messages.0.content.0.tool_use_id',
      { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] },
    ],
  ])('says where a request is wrong: %s', (path, fields) => {
    const result = messagesSurface.read(body(fields));
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(path) as string });
  });
});

function document(fields: Record<string, unknown>): Record<string, unknown> {
  const source = { type: 'text', media_type: 'text/plain', data: 'x' };
  return { messages: [{ role: 'user', content: [{ type: 'document', source, ...fields }] }] };
}

describe('answering in Messages', () => {
  it('gives the documented object, cached tokens apart', () => {
    expect(messagesSurface.encode(ANSWER, encodeContext())).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'provider/model',
      stop_details: null,
      container: null,
      diagnostics: null,
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'Sunny.' },
        { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Bonn' } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: {
        input_tokens: 6,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 4,
        output_tokens: 5,
      },
    });
  });

  it('keeps arguments that are no JSON under the documented key', () => {
    const parts = [{ type: 'tool_call' as const, id: 'c', name: 'f', arguments: '{"a": tru' }];
    const { content } = messagesSurface.encode({ ...ANSWER, parts }, encodeContext());
    expect(content).toMatchObject([{ input: { INVALID_JSON: '{"a": tru' } }]);
  });

  it('streams the documented frames in their order (S2-22)', () => {
    const list = frames(eventsOf(ANSWER, 100));
    expect(outline(list)).toBe(
      'message_start start0 delta0 delta0 stop0 start1 delta1 stop1 start2 delta2 stop2 message_delta message_stop',
    );
    expect(list.at(-2)).toMatchObject({
      delta: { stop_reason: 'tool_use', stop_sequence: null },
      usage: { input_tokens: 6, cache_read_input_tokens: 4, output_tokens: 5 },
    });
  });

  it('streams the first of two interleaved calls and keeps the other in order', () => {
    const list = frames([
      { type: 'start', id: 'x', model: 'm' },
      { type: 'tool_start', index: 0, id: 'a', name: 'f' },
      { type: 'tool_delta', index: 0, arguments: '{"x"' },
      { type: 'tool_start', index: 1, id: 'b', name: 'g' },
      { type: 'tool_delta', index: 1, arguments: '{"y"' },
      { type: 'tool_delta', index: 0, arguments: ':1}' },
      { type: 'tool_delta', index: 1, arguments: ':2}' },
      { type: 'finish', reason: 'tool_calls', stopSequence: null },
    ]);
    expect(outline(list)).toBe(
      'message_start start0 delta0 delta0 stop0 start1 delta1 stop1 message_delta message_stop',
    );
    expect(list.map(({ delta }) => delta?.partial_json ?? '').join('')).toBe('{"x":1}{"y":2}');
  });

  it('streams calls one after the other as they come, without waiting for the end', () => {
    const encoder = messagesSurface.encoder(encodeContext());
    encoder.push({ type: 'tool_start', index: 0, id: 'a', name: 'f' });
    encoder.push({ type: 'tool_delta', index: 0, arguments: '{}' });
    expect(encoder.push({ type: 'tool_start', index: 1, id: 'b', name: 'g' })).toContain(
      '"name":"g"',
    );
  });

  it.each([
    ['length', null, 'max_tokens'],
    ['content_filter', null, 'refusal'],
    ['stop', null, 'end_turn'],
    ['stop', 'END', 'stop_sequence'],
    ['other', null, 'end_turn'],
  ] as const)('says why it stopped: %s %s', (reason, stopSequence, expected) => {
    const list = frames([
      { type: 'text', text: 'x' },
      { type: 'finish', reason, stopSequence },
    ]);
    expect(list.at(-2)?.delta).toMatchObject({
      stop_reason: expected,
      stop_sequence: stopSequence,
    });
  });

  it('says that a refusal is one', () => {
    const list = frames([
      { type: 'refusal', text: 'No.' },
      { type: 'finish', reason: 'stop', stopSequence: null },
    ]);
    expect(list.at(-2)?.delta).toMatchObject({ stop_reason: 'refusal' });
    expect(list.find(({ delta }) => delta?.text === 'No.')).toBeDefined();
  });
});

describe('counting tokens without an endpoint', () => {
  it('estimates by length, pictures by a fixed figure, and takes a body without max_tokens', () => {
    const messages = [{ role: 'user', content: 'x'.repeat(400) }];
    const plain = estimateCountTokens({ messages });
    expect(plain).toEqual({ ok: true, inputTokens: 104 });
    const image = { type: 'image', source: { type: 'url', url: 'https://x.invalid/i.png' } };
    const shown = estimateCountTokens({ messages: [{ role: 'user', content: [image] }] });
    expect(shown).toEqual({ ok: true, inputTokens: 1504 });
  });

  it('says what is wrong with a body', () => {
    expect(estimateCountTokens({})).toMatchObject({ ok: false });
  });
});

describe('relaying a conversation that another provider thought in', () => {
  it('takes out thoughts that Anthropic has not signed, and nothing else', () => {
    const own = { type: 'thinking', thinking: 'a', signature: 'RXJ0b2Y=' };
    const text = { type: 'text', text: 'b' };
    const messages = [
      USER,
      { role: 'assistant', content: [own, { ...own, signature: '' }, text] },
      { role: 'assistant', content: [{ ...own, signature: 'google#x' }] },
    ];
    expect(withoutForeignThinking({ model: 'm', messages })).toEqual({
      model: 'm',
      messages: [USER, { role: 'assistant', content: [own, text] }],
    });
    const clean = { messages: [USER, { role: 'assistant', content: [own, text] }] };
    expect(withoutForeignThinking(clean)).toBe(clean);
  });
});
