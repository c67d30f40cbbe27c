import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../electron/backend/providers/provider';
import type { IrAnswer, SurfaceName } from '../../../../electron/backend/translate/ir';
import { chatSurface } from '../../../../electron/backend/translate/surface-chat';
import { messagesSurface } from '../../../../electron/backend/translate/surface-messages';
import { translateRequest } from '../../../../electron/backend/translate/translate';
import { translatingSink } from '../../../../electron/backend/translate/translate-sink';
import { cutAt, encodeContext, encodeEvents, eventsOf } from '../../../support/translate';

/*
 * The official clients, unchanged, over real HTTP: what leaves here is read by the code that callers
 * run, so a frame that only our own reader understands cannot pass.
 */

const ANSWER: IrAnswer = {
  id: 'a1',
  model: 'm',
  parts: [
    { type: 'text', text: 'It is sunny 😀.' },
    { type: 'tool_call', id: 'call_1', name: 'weather', arguments: '{"city":"Köln"}' },
    { type: 'tool_call', id: 'call_2', name: 'weather', arguments: '{"city":"Bonn"}' },
  ],
  finish: 'tool_calls',
  stopSequence: null,
  usage: { promptTokens: 12, completionTokens: 7, cachedTokens: 2, reasoningTokens: null },
};
const CALLS = [
  { name: 'weather', input: { city: 'Köln' } },
  { name: 'weather', input: { city: 'Bonn' } },
];
const MODEL = 'claude-sonnet-4-6';

let server: Server | null = null;

afterEach(() => {
  server?.close();
  server = null;
});

/** A gateway of nothing but the translation, whose provider always gives the one answer. */
async function serve(surface: SurfaceName, dialect: Dialect): Promise<string> {
  const upstream = dialect === 'openai' ? chatSurface : messagesSurface;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      const translated = translateRequest(surface, body, dialect, MODEL);
      if (!translated.ok) throw new Error(translated.message);
      const { ir } = translated;
      const sink = translatingSink(
        {
          head: (status, headers) => {
            response.writeHead(status, headers);
          },
          chunk: async (bytes) => {
            response.write(bytes);
          },
        },
        { surface, dialect, stream: ir.stream, context: { ...encodeContext(), request: ir } },
      );
      const answer = ir.stream
        ? encodeEvents(upstream.encoder(encodeContext()), eventsOf(ANSWER, 3))
        : JSON.stringify(upstream.encode(ANSWER, encodeContext()));
      void (async () => {
        sink.head(200, {});
        for (const piece of cutAt(answer, [10, 500, 501])) await sink.chunk(piece);
        await sink.finish();
        response.end();
      })();
    });
  });
  await new Promise<void>((resolve) => {
    server?.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

describe('the official clients', () => {
  const ask = { role: 'user' as const, content: 'How is the weather?' };

  it('@anthropic-ai/sdk reads what an OpenAI provider answered, whole and streamed', async () => {
    const baseURL = await serve('messages', 'openai');
    const client = new Anthropic({ baseURL, apiKey: 'k', maxRetries: 0 });
    const params = { model: MODEL, max_tokens: 100, messages: [ask] };
    for (const message of [
      await client.messages.create(params),
      await client.messages.stream(params).finalMessage(),
    ]) {
      expect(message).toMatchObject({
        content: [
          { type: 'text', text: 'It is sunny 😀.' },
          { type: 'tool_use', id: 'call_1', ...CALLS[0] },
          { type: 'tool_use', id: 'call_2', ...CALLS[1] },
        ],
        stop_reason: 'tool_use',
        usage: { input_tokens: 10, cache_read_input_tokens: 2, output_tokens: 7 },
      });
    }
  });

  it('openai reads what an Anthropic provider answered, whole and streamed', async () => {
    const baseURL = `${await serve('chat', 'anthropic')}/v1`;
    const client = new OpenAI({ baseURL, apiKey: 'k', maxRetries: 0 });
    const params = { model: MODEL, messages: [ask] };
    const stream = client.chat.completions.stream({
      ...params,
      stream_options: { include_usage: true },
    });
    for (const completion of [
      await client.chat.completions.create(params),
      await stream.finalChatCompletion(),
    ]) {
      const [choice] = completion.choices;
      expect(choice).toMatchObject({
        finish_reason: 'tool_calls',
        message: {
          content: 'It is sunny 😀.',
          tool_calls: [
            { id: 'call_1', function: { name: 'weather', arguments: '{"city":"Köln"}' } },
            { id: 'call_2', function: { name: 'weather', arguments: '{"city":"Bonn"}' } },
          ],
        },
      });
      expect(completion.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 7 });
    }
  });

  it('the ai SDK reads both', async () => {
    const anthropic = createAnthropic({
      baseURL: `${await serve('messages', 'openai')}/v1`,
      apiKey: 'k',
    });
    await expectAnswer(anthropic(MODEL));
    server?.close();
    const openai = createOpenAI({ baseURL: `${await serve('chat', 'anthropic')}/v1`, apiKey: 'k' });
    await expectAnswer(openai.chat(MODEL));
  });
});

async function expectAnswer(model: Parameters<typeof streamText>[0]['model']): Promise<void> {
  const whole = await generateText({ model, prompt: 'How is the weather?', maxRetries: 0 });
  expect(whole.text).toBe('It is sunny 😀.');
  expect(whole.usage).toMatchObject({ inputTokens: 12, outputTokens: 7 });
  const result = streamText({ model, prompt: 'How is the weather?', maxRetries: 0 });
  expect(await result.text).toBe('It is sunny 😀.');
  const calls = await result.toolCalls;
  expect(calls.map(({ toolName, input }) => ({ name: toolName, input: input as unknown }))).toEqual(
    CALLS,
  );
  expect(await result.usage).toMatchObject({ inputTokens: 12, outputTokens: 7 });
}
