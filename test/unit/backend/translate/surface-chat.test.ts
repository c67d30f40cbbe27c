import { describe, expect, it } from 'vitest';
import type { IrAnswer, IrRequest } from '../../../../electron/backend/translate/ir';
import { chatSurface } from '../../../../electron/backend/translate/surface-chat';
import {
  encodeContext,
  encodeEvents,
  eventsOf,
  NO_USAGE,
  sseEvents,
} from '../../../support/translate';

const USER = { role: 'user', content: 'hi' };

function read(fields: Record<string, unknown>): IrRequest {
  const result = chatSurface.read({ model: 'm', messages: [USER], ...fields });
  if (!result.ok) throw new Error(result.message);
  return result.request;
}

function problem(fields: Record<string, unknown>): string {
  const result = chatSurface.read({ model: 'm', messages: [USER], ...fields });
  if (result.ok) throw new Error('was read');
  return result.message;
}

const ANSWER: IrAnswer = {
  id: 'chatcmpl-1',
  model: 'upstream',
  parts: [
    { type: 'reasoning', text: 'hm', signature: null },
    { type: 'text', text: 'It is sunny.' },
    { type: 'tool_call', id: 'call_1', name: 'weather', arguments: '{"city":"Bonn"}' },
  ],
  finish: 'tool_calls',
  stopSequence: null,
  usage: { promptTokens: 10, completionTokens: 5, cachedTokens: 4, reasoningTokens: 2 },
};

describe('reading chat completions', () => {
  it('collects system and developer texts wherever they stand', () => {
    const request = read({
      messages: [
        { role: 'system', content: 'one' },
        USER,
        { role: 'developer', content: [{ type: 'text', text: 'two' }] },
      ],
    });
    expect(request.system).toEqual(['one', 'two']);
    expect(request.messages).toHaveLength(1);
  });

  it('reads images by data and by address, sound and files', () => {
    const request = read({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
            { type: 'image_url', image_url: { url: 'https://example.invalid/a.png' } },
            { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
            {
              type: 'file',
              file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,CC' },
            },
          ],
        },
      ],
    });
    expect(request.messages[0]?.parts).toEqual([
      { type: 'text', text: 'look' },
      { type: 'image', media: { kind: 'data', mime: 'image/png', base64: 'AAAA' }, detail: 'low' },
      { type: 'image', media: { kind: 'url', url: 'https://example.invalid/a.png' }, detail: null },
      { type: 'audio', base64: 'BBBB', format: 'wav' },
      {
        type: 'file',
        media: { kind: 'data', mime: 'application/pdf', base64: 'CC' },
        name: 'a.pdf',
      },
    ]);
  });

  it('finds the name of a tool for its result', () => {
    const request = read({
      messages: [
        USER,
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{bad' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
      ],
    });
    expect(request.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'tool_call', id: 'c1', name: 'weather', arguments: '{bad' }],
      },
      {
        role: 'user',
        parts: [
          {
            type: 'tool_result',
            id: 'c1',
            name: 'weather',
            content: [{ type: 'text', text: 'sunny' }],
            isError: false,
          },
        ],
      },
    ]);
  });

  it('reads functions as tools with one call at a time, and answers in their words', () => {
    const request = read({
      messages: [
        USER,
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'done' },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'again' },
      ],
      functions: [{ name: 'f', parameters: { type: 'object' } }],
      function_call: { name: 'f' },
    });
    expect(request.tools.map(({ name }) => name)).toEqual(['f']);
    expect(request.toolChoice).toEqual({ name: 'f' });
    expect(request.parallelTools).toBe(false);
    const [call, result] = [request.messages[1]?.parts[0], request.messages[2]?.parts[0]];
    expect(call).toMatchObject({ type: 'tool_call', name: 'f' });
    expect(result).toMatchObject({ type: 'tool_result', name: 'f' });
    // Two calls with one id would be refused by Anthropic.
    const ids = request.messages.flatMap(({ parts }) =>
      parts.flatMap((part) => ('id' in part ? [part.id] : [])),
    );
    expect(ids[1]).toBe(ids[0]);
    expect(ids[3]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(2);
    const body = chatSurface.encode(ANSWER, encodeContext({ legacyFunctions: true }));
    expect(body['choices']).toMatchObject([
      { message: { function_call: { name: 'weather' } }, finish_reason: 'function_call' },
    ]);
  });

  it('reads every parameter that changes the answer', () => {
    expect(
      read({
        max_tokens: 1,
        max_completion_tokens: 9,
        temperature: 0.5,
        top_p: 0.9,
        stop: 'END',
        seed: 7,
        n: 2,
        frequency_penalty: 0.1,
        presence_penalty: 0.2,
        logprobs: true,
        top_logprobs: 3,
        logit_bias: { '50256': -100 },
        reasoning_effort: 'low',
        user: 'u',
        stream: true,
        stream_options: { include_usage: true },
        modalities: ['text', 'audio'],
        parallel_tool_calls: false,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'a', schema: { type: 'object' }, strict: true },
        },
      }),
    ).toMatchObject({
      maxTokens: 9,
      temperature: 0.5,
      topP: 0.9,
      stop: ['END'],
      seed: 7,
      n: 2,
      frequencyPenalty: 0.1,
      presencePenalty: 0.2,
      topLogprobs: 3,
      logitBias: { '50256': -100 },
      reasoning: { effort: 'low', budgetTokens: null },
      user: 'u',
      stream: true,
      streamUsage: true,
      audioOut: true,
      parallelTools: false,
      format: { kind: 'schema', name: 'a', schema: { type: 'object' }, strict: true },
      inexpressible: [],
    });
  });

  it.each([
    ['web_search_options', { web_search_options: {} }],
    ['store', { store: true }],
    ['service_tier', { service_tier: 'flex' }],
    ['verbosity', { verbosity: 'low' }],
    ['a_field_of_tomorrow', { a_field_of_tomorrow: 1 }],
    [
      'tool_choice of type allowed_tools',
      { tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } } },
    ],
    ['custom tools', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    ['messages.name', { messages: [{ ...USER, name: 'ann' }] }],
    [
      'file_id',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] },
    ],
    ['content of type video', { messages: [{ role: 'user', content: [{ type: 'video' }] }] }],
  ])('names what has no word in the neutral form: %s', (feature, fields) => {
    expect(read(fields).inexpressible).toEqual([feature]);
  });

  it('lets go of hints, of defaults and of its own routing fields', () => {
    const fields = {
      metadata: { a: 'b' },
      store: false,
      service_tier: 'auto',
      prompt_cache_key: 'k',
      verbosity: 'medium',
      routing_hint: { local_only: true },
      web_search_options: null,
    };
    expect(read(fields).inexpressible).toEqual([]);
  });

  it.each([
    ['messages.0.role', { messages: [{ role: 'bot', content: 'x' }] }],
    ['messages: must not be empty', { messages: [] }],
    ['temperature', { temperature: 'hot' }],
    ['messages.0.content.0.image_url.url', image('ftp://x')],
    ['messages.0.tool_call_id', { messages: [{ role: 'tool', content: 'x' }] }],
    ['tool_choice', { tool_choice: 'maybe' }],
  ])('says where a request is wrong: %s', (path, fields) => {
    expect(problem(fields)).toContain(path);
  });
});

function image(url: string): Record<string, unknown> {
  return { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] };
}

describe('answering in chat completions', () => {
  it('gives the documented object', () => {
    expect(chatSurface.encode(ANSWER, encodeContext())).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'provider/model',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'It is sunny.',
            refusal: null,
            reasoning_content: 'hm',
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'weather', arguments: '{"city":"Bonn"}' },
              },
            ],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    });
  });

  it('leaves usage out when none was reported, and content null for a refusal', () => {
    const parts = [{ type: 'refusal' as const, text: 'No.' }];
    const body = chatSurface.encode({ ...ANSWER, parts, usage: NO_USAGE }, encodeContext());
    expect(body).not.toHaveProperty('usage');
    expect(body['choices']).toMatchObject([{ message: { content: null, refusal: 'No.' } }]);
  });

  it('streams role, deltas, finish, usage when asked, and [DONE]', () => {
    const encoder = chatSurface.encoder(encodeContext({ streamUsage: true }));
    const events = sseEvents(encodeEvents(encoder, eventsOf(ANSWER, 100)));
    const chunks = events.slice(0, -1).map(({ data }) => JSON.parse(data) as Chunk);
    expect(events.at(-1)?.data).toBe('[DONE]');
    expect(chunks.map((chunk) => chunk.choices[0]?.delta ?? chunk.usage)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { reasoning_content: 'hm' },
      { content: 'It is sunny.' },
      {
        tool_calls: [
          {
            index: 0,
            id: 'call_1',
            type: 'function',
            function: { name: 'weather', arguments: '' },
          },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":"Bonn"}' } }] },
      {},
      expect.objectContaining({ total_tokens: 15 }),
    ]);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-1']));
  });

  it('sends no usage chunk that nobody asked for', () => {
    const encoder = chatSurface.encoder(encodeContext({ streamUsage: false }));
    expect(encodeEvents(encoder, eventsOf(ANSWER, 100))).not.toContain('"usage"');
  });
});

interface Chunk {
  readonly id: string;
  readonly choices: readonly { readonly delta: unknown; readonly finish_reason: string | null }[];
  readonly usage?: unknown;
}
