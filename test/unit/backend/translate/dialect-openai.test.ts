import { describe, expect, it } from 'vitest';
import { openaiDialect } from '../../../../electron/backend/translate/dialect-openai';
import type { IrPart, IrRequest } from '../../../../electron/backend/translate/ir';
import { answerOf, decodeSse, irRequest, NO_USAGE } from '../../../support/translate';

function write(fields: Partial<IrRequest>, model = 'gpt-4o'): Record<string, unknown> {
  const result = openaiDialect.write(irRequest(fields), model);
  if (!result.ok) throw new Error(result.unsupported.join());
  return result.body;
}

function lost(fields: Partial<IrRequest>, model = 'gpt-4o'): readonly string[] {
  const result = openaiDialect.write(irRequest(fields), model);
  return result.ok ? [] : result.unsupported;
}

const TOOL = { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true };
const CALL: IrPart = { type: 'tool_call', id: 'toolu_1', name: 'f', arguments: '{bad' };
const IMAGE: IrPart = {
  type: 'image',
  media: { kind: 'data', mime: 'image/png', base64: 'AA' },
  detail: null,
};

function budget(budgetTokens: number): Partial<IrRequest> {
  return { reasoning: { effort: null, budgetTokens } };
}

function result(content: readonly IrPart[], isError = false): IrPart {
  return { type: 'tool_result', id: 'toolu_1', name: 'f', content, isError };
}

describe('writing chat completions', () => {
  it('writes the documented body', () => {
    const body = write({
      system: ['a', 'b'],
      messages: [
        { role: 'user', parts: [{ type: 'text', text: 'look' }, IMAGE] },
        { role: 'assistant', parts: [{ type: 'text', text: 'hm' }, CALL] },
        {
          role: 'user',
          parts: [{ type: 'text', text: 'go on' }, result([{ type: 'text', text: 'ok' }])],
        },
      ],
      tools: [TOOL],
      toolChoice: { name: 'f' },
      parallelTools: false,
      format: { kind: 'schema', name: 'a', schema: { type: 'object' }, strict: null },
      maxTokens: 9,
      temperature: 0,
      topP: 0.5,
      stop: ['END'],
      seed: 1,
      frequencyPenalty: 0.1,
      presencePenalty: 0.2,
      topLogprobs: 2,
      logitBias: { '1': 2 },
      user: 'u',
      stream: true,
    });
    expect(body).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'a\n\nb' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
          ],
        },
        {
          role: 'assistant',
          content: 'hm',
          tool_calls: [
            { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{bad' } },
          ],
        },
        { role: 'tool', tool_call_id: 'toolu_1', content: 'ok' },
        { role: 'user', content: 'go on' },
      ],
      tools: [{ type: 'function', function: TOOL }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'a', schema: { type: 'object' } },
      },
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      stop: ['END'],
      seed: 1,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      logprobs: true,
      top_logprobs: 2,
      logit_bias: { '1': 2 },
      user: 'u',
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('shows the pictures of a tool result after it, since a tool message holds text only', () => {
    const { messages } = write({
      messages: [
        { role: 'assistant', parts: [CALL] },
        { role: 'user', parts: [result([{ type: 'text', text: 'shot' }, IMAGE], true)] },
      ],
    });
    expect(messages).toMatchObject([
      { role: 'assistant', content: null },
      { role: 'tool', content: 'Error: shot' },
      { role: 'user', content: [{ type: 'text' }, { type: 'image_url' }] },
    ]);
  });

  it('says text documents as text and sends others as files', () => {
    const text: IrPart = {
      type: 'file',
      media: { kind: 'data', mime: 'text/plain', base64: Buffer.from('hé').toString('base64') },
      name: 'n',
    };
    const pdf: IrPart = {
      type: 'file',
      media: { kind: 'data', mime: 'application/pdf', base64: 'AA' },
      name: 'a.pdf',
    };
    const { messages } = write({ messages: [{ role: 'user', parts: [text, pdf] }] });
    expect(messages).toMatchObject([
      {
        content: [
          { type: 'text', text: 'n:\nhé' },
          {
            type: 'file',
            file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA' },
          },
        ],
      },
    ]);
  });

  it('names the limit as the model knows it', () => {
    expect(write({ maxTokens: 5 }, 'gpt-5.1')).toHaveProperty('max_completion_tokens', 5);
    expect(write({ maxTokens: 5 }, 'openai/o3-mini')).toHaveProperty('max_completion_tokens', 5);
    expect(write({ maxTokens: 5 }, 'llama3.3')).toHaveProperty('max_tokens', 5);
  });

  it('turns a thinking budget into an effort, and keeps to what a model takes', () => {
    expect(write(budget(2_000), 'gpt-5')).toHaveProperty('reasoning_effort', 'low');
    expect(write(budget(10_000), 'gpt-5')).toHaveProperty('reasoning_effort', 'medium');
    expect(write(budget(30_000), 'gpt-5')).toHaveProperty('reasoning_effort', 'high');
    expect(write(budget(30_000), 'gpt-4o')).not.toHaveProperty('reasoning_effort');
    const none = { reasoning: { effort: 'none', budgetTokens: null } };
    expect(write(none, 'gpt-5')).not.toHaveProperty('reasoning_effort');
    expect(write(none, 'gpt-5.1')).toHaveProperty('reasoning_effort', 'none');
    expect(lost({ reasoning: { effort: 'high', budgetTokens: null } }, 'gpt-4o')).toEqual([
      'reasoning_effort',
    ]);
  });

  it('hands thoughts back only to models that want them', () => {
    const messages: IrRequest['messages'] = [
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'hm', signature: null },
          { type: 'text', text: 'x' },
        ],
      },
    ];
    expect(JSON.stringify(write({ messages }))).not.toContain('hm');
    expect(JSON.stringify(write({ messages }, 'deepseek-reasoner'))).toContain('reasoning_content');
  });

  it('shortens ids and users that OpenAI refuses, the same way each time', () => {
    const id = 'x'.repeat(60);
    const body = write({
      user: 'y'.repeat(150),
      messages: [
        { role: 'assistant', parts: [{ ...CALL, id }] },
        {
          role: 'user',
          parts: [{ type: 'tool_result', id, name: 'f', content: [], isError: false }],
        },
      ],
    });
    const messages = body['messages'] as { tool_calls?: { id: string }[]; tool_call_id?: string }[];
    expect(messages[1]?.tool_call_id).toBe(messages[0]?.tool_calls?.[0]?.id);
    expect(messages[1]?.tool_call_id?.length).toBeLessThanOrEqual(40);
    expect(body['user']).toHaveLength(64);
  });

  it.each([
    ['top_k', { topK: 3 }],
    ['n', { n: 2 }],
    ['audio_output', { audioOut: true }],
    [
      'file_url',
      {
        messages: [
          {
            role: 'user',
            parts: [{ type: 'file', media: { kind: 'url', url: 'https://x.invalid' }, name: null }],
          },
        ],
      },
    ],
  ] as const)('refuses what it has no word for: %s', (feature, fields) => {
    expect(lost(fields)).toEqual([feature]);
  });
});

function chunks(...deltas: unknown[]): string {
  return deltas
    .map((delta) => ({ id: 'c1', model: 'm', choices: [{ index: 0, delta, finish_reason: null }] }))
    .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
    .join('');
}

function call(fields: Record<string, unknown>): unknown {
  return { tool_calls: [fields] };
}

function decoded(...deltas: unknown[]): ReturnType<typeof answerOf>['parts'] {
  return answerOf(decodeSse(openaiDialect.decoder(), chunks(...deltas))).parts;
}

describe('reading chat completions of a provider', () => {
  it('reads a whole answer', () => {
    const answer = openaiDialect.decode({
      id: 'c',
      model: 'm',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'hi',
            reasoning: 'hm',
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '' } }],
          },
          logprobs: { content: [{ token: 'hi', logprob: -0.1, top_logprobs: [] }] },
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 3,
        completion_tokens: 2,
        prompt_tokens_details: { cached_tokens: 1 },
      },
    });
    expect(answer).toEqual({
      id: 'c',
      model: 'm',
      parts: [
        { type: 'reasoning', text: 'hm', signature: null },
        { type: 'text', text: 'hi', logprobs: [{ token: 'hi', logprob: -0.1, top: [] }] },
        { type: 'tool_call', id: 'a', name: 'f', arguments: '{}' },
      ],
      finish: 'tool_calls',
      stopSequence: null,
      usage: { promptTokens: 3, completionTokens: 2, cachedTokens: 1, reasoningTokens: null },
    });
  });

  it('knows what is no answer', () => {
    expect(openaiDialect.decode({ object: 'list', data: [] })).toBeNull();
    expect(openaiDialect.decode('x')).toBeNull();
    expect(openaiDialect.decode({ choices: [] })).toBeNull();
  });

  it('reads thinking under both of its names, and never twice', () => {
    expect(
      decoded(
        { reasoning_content: 'a' },
        { reasoning: 'b' },
        { reasoning_content: 'c', reasoning: 'c' },
      ),
    ).toEqual([{ type: 'reasoning', text: 'abc', signature: null }]);
    expect(
      decoded({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'a' }] },
          { type: 'text', text: 'b' },
        ],
      }),
    ).toEqual([
      { type: 'reasoning', text: 'a', signature: null },
      { type: 'text', text: 'b' },
    ]);
  });

  it('reads two calls whose pieces are interleaved', () => {
    expect(
      decoded(
        call({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        call({ index: 1, id: 'b', function: { name: 'g', arguments: '{"y"' } }),
        call({ index: 0, function: { arguments: ':1}' } }),
        call({ index: 1, function: { arguments: ':2}' } }),
      ),
    ).toMatchObject([
      { id: 'a', name: 'f', arguments: '{"x":1}' },
      { id: 'b', name: 'g', arguments: '{"y":2}' },
    ]);
  });

  it('reads calls of servers that number all 0, or none', () => {
    const expected = [
      { id: 'a', name: 'f', arguments: '{}' },
      { id: 'b', name: 'g', arguments: '{"y":2}' },
    ];
    const first = { id: 'a', function: { name: 'f', arguments: '{}' } };
    const second = { id: 'b', function: { name: 'g', arguments: '{"y"' } };
    const more = { function: { arguments: ':2}' } };
    expect(
      decoded(
        call({ index: 0, ...first }),
        call({ index: 0, ...second }),
        call({ index: 0, ...more }),
      ),
    ).toMatchObject(expected);
    expect(decoded(call(first), call(second), call(more))).toMatchObject(expected);
  });

  it('takes the usage of the last chunk, and none from an empty one', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2 };
    const end = `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
    const text = `data: ${JSON.stringify({ choices: [], usage: {} })}\n\n`;
    const events = decodeSse(openaiDialect.decoder(), chunks({ content: 'x' }) + text);
    expect(answerOf(events).usage).toEqual(NO_USAGE);
    expect(answerOf(decodeSse(openaiDialect.decoder(), end)).usage).toMatchObject({
      promptTokens: 3,
    });
  });
});
