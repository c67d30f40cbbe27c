import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createOpenAI, type OpenAIProvider } from '@ai-sdk/openai';
import { generateText, type ModelMessage, stepCountIs, streamText, tool } from 'ai';
import OpenAI, { UnprocessableEntityError } from 'openai';
import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { translateRequest } from '../../../../electron/backend/translate/translate';
import { translatingSink } from '../../../../electron/backend/translate/translate-sink';
import { type GoogleUpstream, openGoogleUpstream } from '../../../support/google-upstream';
import { ANSWER, JSON_ANSWER, TOKENS, TOOL_ANSWER } from '../../../support/upstream-answers';

const MODEL = 'gemini-3-test';

let upstream: GoogleUpstream;
let server: Server;
let client: OpenAI;
let aiSdk: OpenAIProvider;

/** The least gateway there can be: `/v1/responses` over Gemini, nothing else. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse((await buffer(request)).toString('utf8')) as Record<string, unknown>;
  const translated = translateRequest('responses', body, 'google', MODEL);
  if (!translated.ok) {
    response.writeHead(422, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: translated.code, message: translated.message } }));
    return;
  }
  const stream = body['stream'] === true;
  const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  const answer = await fetch(`${upstream.url}/v1beta/models/${MODEL}:${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': 'k' },
    body: JSON.stringify(translated.body),
  });
  if (!answer.ok || answer.body === null) {
    response.writeHead(502).end(await answer.text());
    return;
  }
  const sink = translatingSink(
    {
      head: (status, headers) => response.writeHead(status, headers),
      chunk: async (bytes) => {
        response.write(bytes);
      },
    },
    {
      surface: 'responses',
      dialect: 'google',
      stream,
      context: {
        created: 1_700_000_000,
        newId: () => crypto.randomUUID(),
        model: `google/${MODEL}`,
        request: translated.ir,
      },
    },
  );
  sink.head(200, {});
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) await sink.chunk(chunk);
  await sink.finish();
  response.end();
}

beforeAll(async () => {
  upstream = await openGoogleUpstream({ models: [MODEL] });
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseURL = `http://127.0.0.1:${port}/v1`;
  client = new OpenAI({ apiKey: 'none', baseURL, maxRetries: 0 });
  aiSdk = createOpenAI({ apiKey: 'none', baseURL });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await upstream.close();
});

const usage = {
  input_tokens: TOKENS.prompt,
  output_tokens: TOKENS.completion,
  total_tokens: TOKENS.prompt + TOKENS.completion,
};

describe('the official client, over a strict Gemini', () => {
  // Each half was right by itself, and together they were not.
  it('gets a whole answer', async () => {
    const response = await client.responses.create({ model: 'auto', input: 'Hi' });
    expect(response).toMatchObject({ status: 'completed', output_text: ANSWER, usage });
  });

  it('gets a streamed answer', async () => {
    const stream = client.responses.stream({ model: 'auto', input: 'Hi' });
    const deltas: string[] = [];
    stream.on('response.output_text.delta', ({ delta }) => deltas.push(delta));
    const response = await stream.finalResponse();
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe(ANSWER);
    expect(response).toMatchObject({ status: 'completed', output_text: ANSWER, usage });
  });

  // The second turn, with what the first one answered sent back as it came, was refused.
  it.each([false, true])('calls a tool and uses its result (streamed: %s)', async (streamed) => {
    const parameters = z.object({ city: z.string().describe('Where') });
    const tools = [zodResponsesFunction({ name: 'weather', parameters })];
    const ask = async (input: OpenAI.Responses.ResponseInput) => {
      const params = { model: 'auto', input, tools, store: false } as const;
      return streamed
        ? client.responses.stream(params).finalResponse()
        : client.responses.parse(params);
    };
    const first = await ask([{ role: 'user', content: 'Weather in Munich?' }]);
    const [call] = first.output;
    if (call?.type !== 'function_call') throw new Error('no call');
    expect(call).toMatchObject({ name: 'weather', parsed_arguments: { city: 'München' } });
    const second = await ask([
      { role: 'user', content: 'Weather in Munich?' },
      { type: 'function_call', call_id: call.call_id, name: call.name, arguments: call.arguments },
      { type: 'function_call_output', call_id: call.call_id, output: '21' },
    ]);
    expect(second.output_text).toBe(TOOL_ANSWER);
  });

  it('gets structured output', async () => {
    const format = zodTextFormat(z.object({ city: z.string(), degrees: z.int().max(60) }), 'w');
    const params = { model: 'auto', input: 'Hi', text: { format } };
    const response = await client.responses.parse(params);
    expect(response.output_parsed).toEqual(JSON.parse(JSON_ANSWER));
  });

  // What cannot be served must say so by the caller's own field, as a typed exception.
  it('is told what cannot be expressed', async () => {
    const refused = client.responses.create({
      model: 'auto',
      input: 'Hi',
      previous_response_id: 'resp_1',
      tools: [{ type: 'web_search' }],
    });
    await expect(refused).rejects.toThrow(UnprocessableEntityError);
    await expect(refused).rejects.toThrow(/previous_response_id, web_search/);
  });
});

describe('the AI SDK, over a strict Gemini', () => {
  const tools = {
    weather: tool({
      description: 'Looks out of the window',
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => `21 in ${city}`,
    }),
  };

  // It refers to the items of earlier answers by their ids, also by itself between two steps.
  it('calls a tool in steps and goes on with the conversation', async () => {
    const messages: ModelMessage[] = [{ role: 'user', content: 'Weather in Munich?' }];
    const model = aiSdk('auto');
    const first = await generateText({ model, messages, tools, stopWhen: stepCountIs(3) });
    expect(first.text).toBe(TOOL_ANSWER);
    expect(first.steps[0]?.toolResults[0]).toMatchObject({ output: '21 in München' });
    messages.push(...first.response.messages, { role: 'user', content: 'Thanks' });
    const second = await generateText({ model, messages });
    expect(second.text).toBe(ANSWER);
    const seen = JSON.stringify(upstream.requests.at(-1)?.body);
    expect(seen).toContain(JSON.stringify(TOOL_ANSWER));
  });

  it('streams', async () => {
    const result = streamText({ model: aiSdk('auto'), prompt: 'Hi' });
    const deltas: string[] = [];
    for await (const delta of result.textStream) deltas.push(delta);
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe(ANSWER);
    expect(await result.usage).toMatchObject({
      inputTokens: TOKENS.prompt,
      outputTokens: TOKENS.completion,
    });
  });
});
