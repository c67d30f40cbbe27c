import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type {
  EncodeContext,
  IrAnswer,
  IrEvent,
  IrUsage,
} from '../../../../electron/backend/translate/ir';
import { responsesSurface } from '../../../../electron/backend/translate/surface-responses';

const USAGE: IrUsage = {
  promptTokens: 30,
  completionTokens: 7,
  cachedTokens: 10,
  reasoningTokens: 2,
};

/** What the server answers next. */
let answer: { readonly type: string; readonly pieces: readonly string[] } = {
  type: 'application/json',
  pieces: [],
};
let server: Server;
let client: OpenAI;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': answer.type });
    for (const piece of answer.pieces) response.write(piece);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new OpenAI({ apiKey: 'none', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function contextOf(body: Record<string, unknown> = {}): EncodeContext {
  const read = responsesSurface.read({ model: 'auto', input: 'Hi', ...body });
  if (!read.ok) throw new Error(read.message);
  let count = 0;
  return {
    created: 1_700_000_000,
    newId: () => `0000-${(count += 1)}`,
    model: 'google/gemini',
    request: read.request,
  };
}

function streamOf(events: readonly IrEvent[], body: Record<string, unknown> = {}): string {
  const encoder = responsesSurface.encoder(contextOf(body));
  return events.map((event) => encoder.push(event)).join('') + encoder.end();
}

function serveStream(text: string, size = 7): void {
  const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
  answer = { type: 'text/event-stream', pieces };
}

function eventsIn(text: string): { type: string; sequence_number: number }[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [name, data] = block.split('\n');
      const event = JSON.parse(data?.replace('data: ', '') ?? '') as {
        type: string;
        sequence_number: number;
      };
      expect(name).toBe(`event: ${event.type}`);
      return event;
    });
}

const START: IrEvent = { type: 'start', id: 'x', model: 'gemini' };
const finish = (
  reason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'other',
): IrEvent => ({
  type: 'finish',
  reason,
  stopSequence: null,
});
const CALL: readonly IrEvent[] = [
  START,
  { type: 'reasoning', text: 'Let me ' },
  { type: 'reasoning', text: 'look.' },
  { type: 'reasoning_signature', signature: 'c2VhbA==' },
  { type: 'text', text: 'One ' },
  { type: 'text', text: 'moment.' },
  { type: 'tool_start', index: 0, id: 'call_a', name: 'weather' },
  { type: 'tool_delta', index: 0, arguments: '{"city":' },
  { type: 'tool_delta', index: 0, arguments: '"Rome"}' },
  { type: 'tool_start', index: 1, id: 'call_b', name: 'time' },
  finish('tool_calls'),
  { type: 'usage', usage: USAGE },
];

describe('the stream of the Responses surface', () => {
  // The order is the protocol: a client that builds items from events throws on any other.
  it('sends the documented events in their order, numbered without a gap', () => {
    const events = eventsIn(streamOf(CALL));
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'output_item.added',
      'function_call_arguments.done',
      'output_item.done',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  });

  // The official client could not put the answer together again.
  it('is read by the official client: text, thinking, calls and usage', async () => {
    serveStream(streamOf(CALL));
    const stream = client.responses.stream({ model: 'auto', input: 'Hi' });
    const response = await stream.finalResponse();
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      model: 'google/gemini',
      output_text: 'One moment.',
      store: false,
      usage: {
        input_tokens: 30,
        input_tokens_details: { cached_tokens: 10 },
        output_tokens: 7,
        output_tokens_details: { reasoning_tokens: 2 },
        total_tokens: 37,
      },
    });
    expect(response.id).toMatch(/^resp_\w+$/);
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Let me look.' }], encrypted_content: 'c2VhbA==' },
      { type: 'message', role: 'assistant', status: 'completed' },
      {
        type: 'function_call',
        call_id: 'call_a',
        name: 'weather',
        arguments: '{"city":"Rome"}',
        status: 'completed',
      },
      { type: 'function_call', call_id: 'call_b', name: 'time', arguments: '{}' },
    ]);
  });

  // Deltas reached the reader of `create({stream: true})` twice, cut or not at all.
  it('gives the official client the same text, however events and chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          const events = texts.map((text): IrEvent => ({ type: 'text', text }));
          serveStream(streamOf([START, ...events, finish('stop')]), size);
          const stream = await client.responses.create({ model: 'a', input: 'Hi', stream: true });
          let text = '';
          let whole: OpenAI.Responses.Response | null = null;
          for await (const event of stream) {
            if (event.type === 'response.output_text.delta') text += event.delta;
            if (event.type === 'response.completed') whole = event.response;
          }
          expect(text).toBe(texts.join(''));
          expect(whole?.usage).toBeNull();
          expect(whole?.output.length).toBe(text === '' ? 0 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  // Arguments of two calls that came in turns were joined, or went to the wrong call.
  it('keeps the arguments of parallel calls apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 2 }), fc.string({ unit: 'grapheme' })), { maxLength: 12 }),
        async (deltas) => {
          const starts = [0, 1, 2].map((index): IrEvent => ({
            type: 'tool_start',
            index,
            id: `c${index}`,
            name: `t${index}`,
          }));
          const events = deltas.map(([index, text]): IrEvent => ({
            type: 'tool_delta',
            index,
            arguments: text,
          }));
          serveStream(streamOf([START, ...starts, ...events, finish('tool_calls')]), 1000);
          const response = await client.responses
            .stream({ model: 'a', input: 'Hi' })
            .finalResponse();
          const wanted = [0, 1, 2].map((index) => {
            const own = deltas.filter(([at]) => at === index).map(([, text]) => text);
            return [`c${index}`, own.join('') || '{}'];
          });
          const calls = response.output.filter((item) => item.type === 'function_call');
          expect(calls.map((call) => [call.call_id, call.arguments])).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  });

  // A cut or filtered answer looked complete.
  it.each([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ] as const)('says that an answer ended by %s is incomplete', async (reason, told) => {
    serveStream(streamOf([START, { type: 'text', text: 'Half' }, finish(reason)]));
    const response = await client.responses.stream({ model: 'a', input: 'Hi' }).finalResponse();
    expect(response.status).toBe('incomplete');
    expect(response.incomplete_details).toEqual({ reason: told });
    expect(response.output).toMatchObject([{ type: 'message', status: 'incomplete' }]);
  });

  // A refusal was shown as an answer.
  it('tells a refusal from text', async () => {
    const events: IrEvent[] = [START, { type: 'text', text: 'Well. ' }];
    serveStream(streamOf([...events, { type: 'refusal', text: 'I will not.' }, finish('stop')]));
    const response = await client.responses.stream({ model: 'a', input: 'Hi' }).finalResponse();
    expect(response.output_text).toBe('Well. ');
    expect(response.output).toMatchObject([
      {
        content: [
          { type: 'output_text', text: 'Well. ' },
          { type: 'refusal', refusal: 'I will not.' },
        ],
      },
    ]);
  });

  // An answer without a single event (a blocked prompt) broke the client.
  it('closes an empty answer', async () => {
    serveStream(streamOf([finish('content_filter')]));
    const response = await client.responses.stream({ model: 'a', input: 'Hi' }).finalResponse();
    expect(response).toMatchObject({ status: 'incomplete', output: [], output_text: '' });
  });

  // A stream that broke off ended without a word: the half answer passed for the whole.
  it('fails as an exception in the official client and as an event for others', async () => {
    const encoder = responsesSurface.encoder(contextOf());
    const begun = encoder.push({ type: 'text', text: 'Half an' });
    serveStream(begun + encoder.fail({ code: 'provider_error', message: 'It went away.' }));
    const stream = await client.responses.create({ model: 'a', input: 'Hi', stream: true });
    const seen: OpenAI.Responses.ResponseStreamEvent[] = [];
    const reading = (async () => {
      for await (const event of stream) seen.push(event);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'provider_error',
      message: expect.stringContaining('It went away.') as unknown,
    });
    expect(seen.at(-1)).toMatchObject({
      type: 'response.failed',
      response: { status: 'failed', error: { code: 'provider_error', message: 'It went away.' } },
    });
  });

  // Structured output came as text, not as the parsed object.
  it('serves the structured output helpers', async () => {
    const format = zodTextFormat(z.object({ sum: z.number() }), 'sum');
    const events: IrEvent[] = [
      START,
      { type: 'text', text: '{"sum":' },
      { type: 'text', text: '3}' },
    ];
    serveStream(streamOf([...events, finish('stop')], { text: { format } }));
    const response = await client.responses
      .stream({ model: 'a', input: 'Hi', text: { format } })
      .finalResponse();
    expect(response.output_parsed).toEqual({ sum: 3 });
    expect(response.text?.format?.type).toBe('json_schema');
  });
});

async function create(ir: IrAnswer, body: Record<string, unknown> = {}) {
  const json = responsesSurface.encode(ir, contextOf(body));
  answer = { type: 'application/json', pieces: [JSON.stringify(json)] };
  return client.responses.create({ model: 'auto', input: 'Hi' });
}

/** Without what differs by nature: ids, and what the client adds by itself. */
function plain(items: readonly object[]): unknown {
  const text = JSON.stringify(items, (key, value: unknown) =>
    key === 'id' || key.startsWith('parsed') ? undefined : value,
  );
  return JSON.parse(text);
}

describe('a whole answer of the Responses surface', () => {
  const whole: IrAnswer = {
    id: 'x',
    model: 'gemini',
    parts: [
      { type: 'reasoning', text: 'Hm.', signature: null },
      {
        type: 'text',
        text: 'Hé',
        logprobs: [{ token: 'Hé', logprob: -0.1, top: [{ token: 'Ha', logprob: -2 }] }],
      },
      { type: 'tool_call', id: 'call_a', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'text', text: 'Bye' },
    ],
    finish: 'tool_calls',
    stopSequence: null,
    usage: USAGE,
  };

  // The caller's labels, or what he asked for, were not in the answer as the protocol has it.
  it('is read by the official client and repeats what the request said', async () => {
    const metadata = { ticket: '7' };
    const tools = [{ type: 'function', name: 'weather', parameters: {}, strict: null }];
    const response = await create(whole, {
      metadata,
      tools,
      tool_choice: 'required',
      instructions: 'Be brief.',
      store: true,
      temperature: 0.5,
    });
    expect(response).toMatchObject({
      object: 'response',
      created_at: 1_700_000_000,
      status: 'completed',
      incomplete_details: null,
      error: null,
      output_text: 'HéBye',
      metadata,
      tools,
      tool_choice: 'required',
      instructions: 'Be brief.',
      temperature: 0.5,
      top_p: null,
      store: false,
    });
    expect(response.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'message',
      'function_call',
      'message',
    ]);
    expect(response.output[1]).toMatchObject({
      content: [
        {
          logprobs: [
            {
              token: 'Hé',
              logprob: -0.1,
              bytes: [72, 195, 169],
              top_logprobs: [{ token: 'Ha', logprob: -2 }],
            },
          ],
        },
      ],
    });
    expect(new Set(response.output.map(({ id }) => id)).size).toBe(4);
  });

  // Unknown usage was reported as 0 tokens, which is a number nobody measured.
  it('leaves usage out when it is not known', async () => {
    const usage = { ...USAGE, completionTokens: null };
    const response = await create({ ...whole, usage });
    expect(response.usage).toBeNull();
  });

  // `parse` needs the same shape as `create`.
  it('serves parse', async () => {
    const format = zodTextFormat(z.object({ sum: z.number() }), 'sum');
    const ir: IrAnswer = { ...whole, parts: [{ type: 'text', text: '{"sum":3}' }], finish: 'stop' };
    const json = responsesSurface.encode(ir, contextOf({ text: { format } }));
    answer = { type: 'application/json', pieces: [JSON.stringify(json)] };
    const response = await client.responses.parse({ model: 'a', input: 'Hi', text: { format } });
    expect(response.output_parsed).toEqual({ sum: 3 });
  });

  // The same answer, streamed or whole, differed in its items.
  it('has the same items as the stream', async () => {
    serveStream(streamOf(CALL));
    const streamed = await client.responses.stream({ model: 'a', input: 'Hi' }).finalResponse();
    const response = await create({
      ...whole,
      parts: [
        { type: 'reasoning', text: 'Let me look.', signature: 'c2VhbA==' },
        { type: 'text', text: 'One moment.' },
        { type: 'tool_call', id: 'call_a', name: 'weather', arguments: '{"city":"Rome"}' },
        { type: 'tool_call', id: 'call_b', name: 'time', arguments: '{}' },
      ],
    });
    expect(plain(streamed.output)).toEqual(plain(response.output));
  });

  // An answer sent back as input, the way stateless clients keep a conversation, was not understood.
  it('is valid input for the next turn', async () => {
    const response = await create(whole);
    const read = responsesSurface.read({ input: [...response.output] as unknown[] });
    expect(read).toMatchObject({ ok: true, request: { inexpressible: [] } });
    if (!read.ok) return;
    expect(read.request.messages).toEqual([
      {
        role: 'assistant',
        parts: whole.parts.map((part) => {
          if (part.type !== 'text') return part;
          return { type: 'text', text: part.text };
        }),
      },
    ]);
  });
});
