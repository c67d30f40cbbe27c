import { describe, expect, it } from 'vitest';
import { anthropicDialect } from '../../../../electron/backend/translate/dialect-anthropic';
import { JSON_TOOL } from '../../../../electron/backend/translate/dialect-anthropic-write';
import { sealWith } from '../../../../electron/backend/translate/ir';
import type { IrPart, IrRequest } from '../../../../electron/backend/translate/ir';
import { irRequest } from '../../../support/translate';

const SAMPLED = 'claude-sonnet-4-5';
const NEWEST = 'claude-opus-5-5';
const OLD = 'claude-3-haiku-20240307';

function write(fields: Partial<IrRequest>, model = SAMPLED): Record<string, unknown> {
  const result = anthropicDialect.write(irRequest(fields), model);
  if (!result.ok) throw new Error(result.unsupported.join());
  return result.body;
}

function lost(fields: Partial<IrRequest>, model = SAMPLED): readonly string[] {
  const result = anthropicDialect.write(irRequest(fields), model);
  return result.ok ? [] : result.unsupported;
}

const TOOL = { name: 'f', description: 'd', parameters: { type: 'object' }, strict: null };
const USER: IrRequest['messages'][number] = { role: 'user', parts: [{ type: 'text', text: 'hi' }] };

function call(id: string, args = '{"a":1}'): IrPart {
  return { type: 'tool_call', id, name: 'f', arguments: args };
}

function result(id: string): IrPart {
  return {
    type: 'tool_result',
    id,
    name: 'f',
    content: [{ type: 'text', text: 'ok' }],
    isError: true,
  };
}

function loop(signature: string | null): Partial<IrRequest> {
  return {
    tools: [TOOL],
    reasoning: { effort: 'low', budgetTokens: null },
    messages: [
      USER,
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'hm', signature }, call('c')] },
      { role: 'user', parts: [result('c')] },
    ],
  };
}

describe('writing Messages', () => {
  it('writes the documented body', () => {
    const body = write({
      system: ['a', 'b'],
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'look' },
            {
              type: 'image',
              media: { kind: 'data', mime: 'image/png', base64: 'AA' },
              detail: 'low',
            },
            { type: 'image', media: { kind: 'url', url: 'https://x.invalid/i' }, detail: null },
            {
              type: 'file',
              media: { kind: 'data', mime: 'application/pdf', base64: 'BB' },
              name: 'n',
            },
          ],
        },
        { role: 'assistant', parts: [call('c1')] },
        { role: 'user', parts: [result('c1')] },
      ],
      tools: [TOOL],
      toolChoice: 'required',
      parallelTools: false,
      maxTokens: 9,
      temperature: 0.5,
      topK: 3,
      stop: ['END'],
      user: 'u',
      stream: true,
    });
    expect(body).toEqual({
      model: SAMPLED,
      max_tokens: 9,
      system: 'a\n\nb',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } },
            { type: 'image', source: { type: 'url', url: 'https://x.invalid/i' } },
            {
              type: 'document',
              source: { type: 'base64', media_type: 'application/pdf', data: 'BB' },
              title: 'n',
            },
          ],
        },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'c1', name: 'f', input: { a: 1 } }],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'c1',
              content: [{ type: 'text', text: 'ok' }],
              is_error: true,
            },
          ],
        },
      ],
      tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      temperature: 0.5,
      top_k: 3,
      stop_sequences: ['END'],
      metadata: { user_id: 'u' },
      stream: true,
    });
  });

  it('joins turns of one role, puts results first and leaves empty text out', () => {
    const { messages } = write({
      messages: [
        USER,
        { role: 'user', parts: [{ type: 'text', text: '  ' }] },
        { role: 'assistant', parts: [call('a.b'), call('c')] },
        { role: 'user', parts: [result('a.b')] },
        { role: 'user', parts: [{ type: 'text', text: 'and' }] },
        { role: 'user', parts: [result('c')] },
      ],
      tools: [TOOL],
    });
    const turns = messages as { role: string; content: Record<string, unknown>[] }[];
    expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(turns[2]?.content.map((block) => block['type'])).toEqual([
      'tool_result',
      'tool_result',
      'text',
    ]);
    // An id that Anthropic refuses is the same other one in the call and in its result.
    expect(turns[1]?.content[0]?.['id']).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(turns[2]?.content[0]?.['tool_use_id']).toBe(turns[1]?.content[0]?.['id']);
  });

  it('begins with the user, and refuses a request of nothing but a system prompt', () => {
    const opened = write({ messages: [{ role: 'assistant', parts: USER.parts }, USER] });
    expect(opened['messages']).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'user' },
    ]);
    expect(lost({ system: ['s'], messages: [] })).toEqual(['messages']);
  });

  it('gives the limit that the protocol wants when the caller gave none', () => {
    expect(write({}, OLD)).toHaveProperty('max_tokens', 4_096);
    expect(write({}, NEWEST)).toHaveProperty('max_tokens', 32_000);
    expect(write({}, 'kimi-k2')).toHaveProperty('max_tokens', 8_192);
  });

  it('keeps arguments that are no JSON, and offers past tools without letting them be called', () => {
    const body = write({
      messages: [
        USER,
        { role: 'assistant', parts: [call('c', '{bad')] },
        { role: 'user', parts: [result('c')] },
      ],
    });
    expect(JSON.stringify(body['messages'])).toContain('{"INVALID_JSON":"{bad"}');
    expect(body).toMatchObject({ tools: [{ name: 'f' }], tool_choice: { type: 'none' } });
  });

  // Ended the stack, and every model of the provider rested for it.
  it('hands back arguments that nest too deep as the text they are', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const body = write({
      messages: [
        USER,
        { role: 'assistant', parts: [call('c', deep)] },
        { role: 'user', parts: [result('c')] },
      ],
    });
    expect(JSON.stringify(body)).toContain(JSON.stringify({ INVALID_JSON: deep }));
  });

  it('leaves out sampling that says the default, and refuses what the model refuses', () => {
    expect(write({ temperature: 1, topP: 1 }, NEWEST)).not.toHaveProperty('temperature');
    expect(lost({ temperature: 0.2 }, NEWEST)).toEqual(['temperature']);
    expect(lost({ temperature: 1.5 })).toEqual(['temperature']);
    expect(lost({ topK: 3 }, NEWEST)).toEqual(['top_k']);
    expect(lost({ temperature: 0.2, topP: 0.5 })).toEqual(['top_p']);
  });

  it.each([
    ['n', { n: 2 }],
    ['seed', { seed: 1 }],
    ['frequency_penalty', { frequencyPenalty: 1 }],
    ['presence_penalty', { presencePenalty: 1 }],
    ['logprobs', { topLogprobs: 0 }],
    ['logit_bias', { logitBias: { '1': 1 } }],
    ['audio_output', { audioOut: true }],
    [
      'audio_input',
      { messages: [{ role: 'user', parts: [{ type: 'audio', base64: 'A', format: 'wav' }] }] },
    ],
    [
      'image_type',
      {
        messages: [
          {
            role: 'user',
            parts: [
              {
                type: 'image',
                media: { kind: 'data', mime: 'image/bmp', base64: 'A' },
                detail: null,
              },
            ],
          },
        ],
      },
    ],
    [
      'file_type',
      {
        messages: [
          {
            role: 'user',
            parts: [
              {
                type: 'file',
                media: { kind: 'data', mime: 'application/zip', base64: 'A' },
                name: null,
              },
            ],
          },
        ],
      },
    ],
    ['stop', { stop: ['\n'] }],
  ] as const)('refuses what it has no word for: %s', (feature, fields) => {
    expect(lost(fields)).toEqual([feature]);
  });

  it('asks for thinking in the way that each model takes', () => {
    const high: Partial<IrRequest> = {
      maxTokens: 10_000,
      reasoning: { effort: 'high', budgetTokens: null },
    };
    expect(write(high)).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 8_000 } });
    expect(write(high, NEWEST)).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(lost(high, OLD)).toEqual(['reasoning_effort']);
    expect(lost({ ...high, temperature: 0.2 })).toEqual(['temperature']);
    expect(lost({ ...high, tools: [TOOL], toolChoice: 'required' })).toEqual(['tool_choice']);
    expect(lost({ ...high, maxTokens: 1_000 })).toEqual(['reasoning_effort']);
    const none: Partial<IrRequest> = { reasoning: { effort: 'none', budgetTokens: null } };
    expect(write(none)).toMatchObject({ thinking: { type: 'disabled' } });
    expect(write(none, OLD)).not.toHaveProperty('thinking');
    expect(lost(none, NEWEST)).toEqual(['reasoning_effort']);
  });

  it('begins no new thought between a call and its result, and goes on with its own', () => {
    expect(write(loop(null))).not.toHaveProperty('thinking');
    expect(JSON.stringify(write(loop(sealWith('google', 's'))))).not.toContain('hm');
    const own = write(loop(sealWith('anthropic', 's')));
    expect(own).toHaveProperty('thinking');
    expect(own['messages']).toMatchObject([
      {},
      { content: [{ type: 'thinking', thinking: 'hm', signature: 's' }, {}] },
      {},
    ]);
  });
});

describe('asking for JSON', () => {
  const schema = {
    type: 'object',
    properties: { n: { type: 'integer', minimum: 1, description: 'how many' } },
    required: ['n'],
  };
  const format: IrRequest['format'] = { kind: 'schema', name: 'a', schema, strict: null };

  it('uses structured output, closing objects and telling constraints that it cannot enforce', () => {
    expect(write({ format })).toMatchObject({
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            additionalProperties: false,
            properties: { n: { type: 'integer', description: 'how many\n\n{minimum: 1}' } },
          },
        },
      },
    });
  });

  it('forces a tool where a model has no structured output, or any JSON is wanted', () => {
    expect(write({ format }, OLD)).toMatchObject({
      tools: [{ name: JSON_TOOL, input_schema: schema }],
      tool_choice: { type: 'tool', name: JSON_TOOL },
    });
    expect(write({ format: { kind: 'json' } })).toMatchObject({ tools: [{ name: JSON_TOOL }] });
    expect(lost({ format: { kind: 'json' } }, NEWEST)).toEqual(['response_format']);
    expect(lost({ format, tools: [TOOL] }, OLD)).toEqual(['response_format']);
  });
});
