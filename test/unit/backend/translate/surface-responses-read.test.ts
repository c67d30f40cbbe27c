import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IrRequest } from '../../../../electron/backend/translate/ir';
import { responsesSurface } from '../../../../electron/backend/translate/surface-responses';
import {
  RESPONSES_DROPPABLE,
  RESPONSES_ITEM_DROPPABLE,
} from '../../../../electron/backend/translate/surface-responses-table';

const PNG = 'iVBORw0KGgo=';

function read(body: Record<string, unknown>): IrRequest {
  const result = responsesSurface.read({ model: 'auto', ...body });
  if (!result.ok) throw new Error(result.message);
  return result.request;
}

function problem(body: Record<string, unknown>): string {
  const result = responsesSurface.read(body);
  return result.ok ? '' : result.message;
}

describe('reading a Responses request', () => {
  // A plain string as input, the form of every first example, found no user message.
  it('reads the shortest request', () => {
    expect(read({ input: 'Hi' })).toMatchObject({
      system: [],
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
      tools: [],
      toolChoice: null,
      stream: false,
      inexpressible: [],
    });
  });

  // A tool turn was torn apart: the call lost its id, or its result was not told apart from a message.
  it('reads a conversation with instructions, thinking, a call and its result', () => {
    const request = read({
      instructions: 'Be brief.',
      input: [
        { role: 'developer', content: 'Answer in English.' },
        { role: 'user', content: [{ type: 'input_text', text: 'Weather in Rome?' }] },
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'I need the tool.' }],
          encrypted_content: 'c2VhbA==',
        },
        {
          type: 'message',
          id: 'msg_1',
          status: 'completed',
          role: 'assistant',
          phase: 'commentary',
          content: [{ type: 'output_text', text: 'I look it up.', annotations: [] }],
        },
        {
          type: 'function_call',
          id: 'fc_1',
          call_id: 'call_a',
          name: 'weather',
          arguments: '{"city":"Rome"}',
          status: 'completed',
        },
        { type: 'function_call', call_id: 'call_b', name: 'time', arguments: '' },
        { type: 'function_call_output', call_id: 'call_a', output: '21 C' },
        {
          type: 'function_call_output',
          call_id: 'call_b',
          output: [{ type: 'input_image', image_url: `data:image/png;base64,${PNG}` }],
        },
        { type: 'message', role: 'user', content: 'And?' },
      ],
    });
    expect(request.inexpressible).toEqual([]);
    expect(request.system).toEqual(['Be brief.', 'Answer in English.']);
    expect(request.messages).toEqual([
      { role: 'user', parts: [{ type: 'text', text: 'Weather in Rome?' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'I need the tool.', signature: 'c2VhbA==' },
          { type: 'text', text: 'I look it up.' },
          { type: 'tool_call', id: 'call_a', name: 'weather', arguments: '{"city":"Rome"}' },
          { type: 'tool_call', id: 'call_b', name: 'time', arguments: '{}' },
        ],
      },
      {
        role: 'user',
        parts: [
          {
            type: 'tool_result',
            id: 'call_a',
            name: 'weather',
            content: [{ type: 'text', text: '21 C' }],
            isError: false,
          },
          {
            type: 'tool_result',
            id: 'call_b',
            name: 'time',
            content: [
              {
                type: 'image',
                media: { kind: 'data', mime: 'image/png', base64: PNG },
                detail: null,
              },
            ],
            isError: false,
          },
        ],
      },
      { role: 'user', parts: [{ type: 'text', text: 'And?' }] },
    ]);
  });

  // Two messages of the user were read as one: where one ended and the next began was lost.
  it('keeps messages of the user apart, and joins results of one turn', () => {
    const { messages } = read({
      input: [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b' },
        output('c'),
        output('d'),
      ],
    });
    expect(messages.map(({ role, parts }) => [role, parts.length])).toEqual([
      ['user', 1],
      ['user', 1],
      ['user', 2],
    ]);
  });

  // An image by address, a file by name only or sound reached the model as nothing.
  it('reads images, files and sound', () => {
    const [message] = read({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_image', image_url: 'https://example.org/a.png', detail: 'low' },
            { type: 'input_file', filename: 'a.pdf', file_data: 'JVBERi0=' },
            { type: 'input_file', file_data: 'data:text/csv;base64,YSxi', filename: 'b.csv' },
            { type: 'input_file', file_url: 'https://example.org/c.pdf' },
            { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
          ],
        },
      ],
    }).messages;
    const file = { type: 'file' } as const;
    expect(message?.parts).toEqual([
      {
        type: 'image',
        media: { kind: 'url', url: 'https://example.org/a.png' },
        detail: 'low',
      },
      {
        ...file,
        media: { kind: 'data', mime: 'application/pdf', base64: 'JVBERi0=' },
        name: 'a.pdf',
      },
      { ...file, media: { kind: 'data', mime: 'text/csv', base64: 'YSxi' }, name: 'b.csv' },
      { ...file, media: { kind: 'url', url: 'https://example.org/c.pdf' }, name: null },
      { type: 'audio', base64: 'UklGRg==', format: 'wav' },
    ]);
  });

  // A setting that was asked for was not handed on, so the answer was sampled differently.
  it('reads tools, format, sampling and reasoning', () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const schema = { type: 'object', properties: { a: { type: 'number' } } };
    expect(
      read({
        input: 'Hi',
        stream: true,
        tools: [
          { type: 'function', name: 'weather', description: 'Looks', parameters, strict: true },
        ],
        tool_choice: { type: 'function', name: 'weather' },
        parallel_tool_calls: false,
        text: { format: { type: 'json_schema', name: 'sum', schema, strict: true } },
        max_output_tokens: 64,
        temperature: 0.2,
        top_p: 0.9,
        top_logprobs: 3,
        include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
        reasoning: { effort: 'low', summary: 'auto' },
        safety_identifier: 'u1',
      }),
    ).toMatchObject({
      tools: [{ name: 'weather', description: 'Looks', parameters, strict: true }],
      toolChoice: { name: 'weather' },
      parallelTools: false,
      format: { kind: 'schema', name: 'sum', schema, strict: true },
      maxTokens: 64,
      temperature: 0.2,
      topP: 0.9,
      topLogprobs: 3,
      reasoning: { effort: 'low', budgetTokens: null },
      user: 'u1',
      stream: true,
      inexpressible: [],
    });
  });

  // A tool outside of the allowed ones could be called.
  it('leaves only the allowed tools', () => {
    const request = read({
      input: 'Hi',
      tools: [tool('a'), tool('b')],
      tool_choice: {
        type: 'allowed_tools',
        mode: 'required',
        tools: [{ type: 'function', name: 'b' }],
      },
    });
    expect(request.toolChoice).toBe('required');
    expect(request.tools.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('what the Responses surface cannot express', () => {
  const cases: readonly [string, Record<string, unknown>, string][] = [
    ['a stored answer', { previous_response_id: 'resp_1' }, 'previous_response_id'],
    ['a stored conversation', { conversation: 'conv_1' }, 'conversation'],
    ['a stored prompt', { prompt: { id: 'pmpt_1' }, input: undefined }, 'prompt'],
    ['an answer to be fetched later', { background: true }, 'background'],
    ['cutting the input', { truncation: 'auto' }, 'truncation'],
    ['a paid service tier', { service_tier: 'flex' }, 'service_tier'],
    ['verbosity', { text: { verbosity: 'low' } }, 'text.verbosity'],
    ['web search', { tools: [{ type: 'web_search' }] }, 'web_search'],
    ['file search', { tools: [{ type: 'file_search', vector_store_ids: [] }] }, 'file_search'],
    ['a custom tool', { tools: [{ type: 'custom', name: 'sql' }] }, 'custom'],
    ['an MCP server', { tools: [{ type: 'mcp', server_label: 'x' }] }, 'mcp'],
    ['a choice of a built-in tool', { tool_choice: { type: 'mcp' } }, 'tool_choice.mcp'],
    [
      'an uploaded image',
      { input: [message({ type: 'input_image', file_id: 'f' })] },
      'input_image.file_id',
    ],
    [
      'an uploaded file',
      { input: [message({ type: 'input_file', file_id: 'f' })] },
      'input_file.file_id',
    ],
    ['a reference to an item', { input: [{ type: 'item_reference', id: 'x' }] }, 'item_reference'],
    [
      'results of a built-in tool',
      { include: ['file_search_call.results'] },
      'include.file_search_call.results',
    ],
    ['a field of tomorrow', { input: 'Hi', quantum: 1 }, 'quantum'],
    ['a field of tomorrow in an item', { input: [{ ...message(), quantum: 1 }] }, 'quantum'],
  ];

  // A feature that was asked for and not served went unnoticed: the answer only looked right.
  it.each(cases)('names %s', (_, body, feature) => {
    expect(read({ input: 'Hi', ...body }).inexpressible).toEqual([feature]);
  });

  // The official client sends nulls and defaults; a request without wishes was refused.
  it('takes defaults and droppable fields for what they are', () => {
    const droppable = [...RESPONSES_DROPPABLE].filter(({ harmless }) => harmless === undefined);
    const body = Object.fromEntries(droppable.map(({ field }) => [field, {}]));
    const item = Object.fromEntries(RESPONSES_ITEM_DROPPABLE.map(({ field }) => [field, 'x']));
    const request = read({
      ...body,
      store: true,
      background: false,
      truncation: 'disabled',
      service_tier: 'auto',
      previous_response_id: null,
      conversation: null,
      text: { format: { type: 'text' }, verbosity: 'medium' },
      input: [{ ...message(), ...item }],
    });
    expect(request.inexpressible).toEqual([]);
  });

  // Any field that is added to the protocol must be reported, never dropped.
  it('loses no unknown field in silence', () => {
    const known = new Set(RESPONSES_DROPPABLE.map(({ field }) => field));
    fc.assert(
      fc.property(fc.stringMatching(/^x_[a-z]{1,10}$/), fc.jsonValue(), (field, value) => {
        fc.pre(value !== null && !known.has(field));
        expect(read({ input: 'Hi', [field]: value }).inexpressible).toEqual([field]);
      }),
    );
  });
});

describe('a Responses request that is wrong', () => {
  // The message named no place, so the caller could not find his mistake.
  it.each([
    [{}, 'input: is required'],
    [{ input: 7 }, 'input: must be a string or a list of items'],
    [{ input: [{ role: 'user' }] }, 'input.0.content: must be a string or a list of content parts'],
    [
      { input: [{ role: 'robot', content: 'Hi' }] },
      'input.0.role: must be user, assistant, system or developer',
    ],
    [
      { input: [message({ type: 'input_image' })] },
      'input.0.content.0.image_url: must be a string',
    ],
    [{ input: [message({ type: 'input_text' })] }, 'input.0.content.0.text: must be a string'],
    [{ input: 'Hi', max_output_tokens: 0 }, 'max_output_tokens: must be at least 1'],
    [{ input: 'Hi', tools: [{ type: 'function' }] }, 'tools.0.name: must be a string'],
    [
      { input: 'Hi', tool_choice: 'some' },
      'tool_choice: must be none, auto, required or an object',
    ],
    [
      { input: 'Hi', text: { format: { type: 'json_schema' } } },
      'text.format.name: must be a string',
    ],
  ])('says where: %j', (body, message_) => {
    expect(problem(body)).toBe(message_);
  });
});

function tool(name: string) {
  return { type: 'function', name, parameters: {}, strict: null };
}

function message(...content: readonly Record<string, unknown>[]) {
  return { role: 'user', content };
}

function output(id: string) {
  return { type: 'function_call_output', call_id: id, output: id };
}
