import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, type LanguageModel, stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';

/** What a client made of a conversation: its text, and the tool calls it saw on the way. */
export interface Talk {
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[];
  /** Pieces that the text came in; 1 for a whole answer. */
  readonly pieces: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export interface Asked {
  readonly model: string;
  readonly stream: boolean;
  readonly tools: boolean;
}

/** An unchanged client of somebody else's, with its base URL set and nothing more. */
export interface MatrixClient {
  readonly name: string;
  /** The path of the gateway that it speaks to. */
  readonly surface: string;
  /** One question; with tools also the second turn, which brings the tool's result. */
  talk(base: string, token: string, asked: Asked): Promise<Talk>;
}

const QUESTION = 'Use the weather tool: what is the weather in München?';
const PLAIN = 'Say hello';
const DESCRIPTION = 'Current weather of a city';
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const;
const RESULT = '{"degrees":21}';
const TOOL = 'weather';

const openAi = (base: string, token: string): OpenAI =>
  new OpenAI({ baseURL: `${base}/v1`, apiKey: token, maxRetries: 0 });

const chat: MatrixClient = {
  name: 'openai (chat)',
  surface: '/v1/chat/completions',
  async talk(base, token, { model, stream, tools }) {
    const client = openAi(base, token);
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'user', content: tools ? QUESTION : PLAIN },
    ];
    const ask = async () => {
      const body = {
        model,
        messages,
        ...(tools && {
          tools: [
            {
              type: 'function' as const,
              function: { name: TOOL, description: DESCRIPTION, parameters: SCHEMA },
            },
          ],
        }),
      };
      if (!stream) return { answer: await client.chat.completions.create(body), pieces: 1 };
      let pieces = 0;
      const running = client.chat.completions
        .stream({ ...body, stream_options: { include_usage: true } })
        .on('content', () => {
          pieces += 1;
        });
      return { answer: await running.finalChatCompletion(), pieces };
    };
    const first = await ask();
    const message = first.answer.choices[0]!.message;
    const calls = (message.tool_calls ?? []).filter((call) => call.type === 'function');
    let last = first;
    if (calls.length > 0) {
      messages.push(message);
      for (const { id } of calls)
        messages.push({ role: 'tool', tool_call_id: id, content: RESULT });
      last = await ask();
    }
    const { answer, pieces } = last;
    return {
      text: answer.choices[0]!.message.content ?? '',
      toolCalls: calls.map((call) => ({
        name: call.function.name,
        arguments: JSON.parse(call.function.arguments),
      })),
      pieces,
      inputTokens: answer.usage?.prompt_tokens ?? null,
      outputTokens: answer.usage?.completion_tokens ?? null,
    };
  },
};

const responses: MatrixClient = {
  name: 'openai (responses)',
  surface: '/v1/responses',
  async talk(base, token, { model, stream, tools }) {
    const client = openAi(base, token);
    const input: OpenAI.Responses.ResponseInput = [
      { role: 'user', content: tools ? QUESTION : PLAIN },
    ];
    const ask = async () => {
      const body = {
        model,
        input,
        ...(tools && {
          tools: [
            {
              type: 'function' as const,
              name: TOOL,
              description: DESCRIPTION,
              parameters: SCHEMA,
              strict: false,
            },
          ],
        }),
      };
      if (!stream) return { answer: await client.responses.create(body), pieces: 1 };
      let pieces = 0;
      const running = client.responses.stream(body).on('response.output_text.delta', () => {
        pieces += 1;
      });
      return { answer: await running.finalResponse(), pieces };
    };
    const first = await ask();
    const output: readonly OpenAI.Responses.ResponseOutputItem[] = first.answer.output;
    const calls = output.filter((item) => item.type === 'function_call');
    let last = first;
    if (calls.length > 0) {
      for (const item of output) input.push(item as OpenAI.Responses.ResponseInputItem);
      for (const { call_id } of calls) {
        input.push({ type: 'function_call_output', call_id, output: RESULT });
      }
      last = await ask();
    }
    const { answer, pieces } = last;
    return {
      text: answer.output_text,
      toolCalls: calls.map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) })),
      pieces,
      inputTokens: answer.usage?.input_tokens ?? null,
      outputTokens: answer.usage?.output_tokens ?? null,
    };
  },
};

const messagesClient: MatrixClient = {
  name: '@anthropic-ai/sdk',
  surface: '/v1/messages',
  async talk(base, token, { model, stream, tools }) {
    const client = new Anthropic({ baseURL: base, apiKey: token, maxRetries: 0 });
    const messages: Anthropic.MessageParam[] = [
      { role: 'user', content: tools ? QUESTION : PLAIN },
    ];
    const ask = async () => {
      const body = {
        model,
        max_tokens: 500,
        messages,
        ...(tools && {
          tools: [
            {
              name: TOOL,
              description: DESCRIPTION,
              input_schema: { ...SCHEMA, required: ['city'] },
            },
          ],
        }),
      };
      if (!stream) return { answer: await client.messages.create(body), pieces: 1 };
      let pieces = 0;
      const running = client.messages.stream(body).on('text', () => {
        pieces += 1;
      });
      return { answer: await running.finalMessage(), pieces };
    };
    const first = await ask();
    const calls = first.answer.content.filter((block) => block.type === 'tool_use');
    let last = first;
    if (calls.length > 0) {
      messages.push({ role: 'assistant', content: first.answer.content });
      messages.push({
        role: 'user',
        content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: RESULT })),
      });
      last = await ask();
    }
    const { answer, pieces } = last;
    return {
      text: answer.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
      toolCalls: calls.map((call) => ({ name: call.name, arguments: call.input })),
      pieces,
      inputTokens:
        answer.usage.input_tokens +
        (answer.usage.cache_read_input_tokens ?? 0) +
        (answer.usage.cache_creation_input_tokens ?? 0),
      outputTokens: answer.usage.output_tokens,
    };
  },
};

/** The `ai` SDK, which runs the tool and the second turn itself. */
function aiSdk(
  name: string,
  surface: string,
  make: (base: string, token: string, model: string) => LanguageModel,
): MatrixClient {
  return {
    name,
    surface,
    async talk(base, token, { model, stream, tools }) {
      const seen: { name: string; arguments: unknown }[] = [];
      const common = {
        model: make(base, token, model),
        prompt: tools ? QUESTION : PLAIN,
        maxRetries: 0,
        maxOutputTokens: 500,
        stopWhen: stepCountIs(3),
        ...(tools && {
          tools: {
            [TOOL]: tool({
              description: DESCRIPTION,
              inputSchema: jsonSchema<{ city: string }>({ ...SCHEMA, required: ['city'] }),
              execute: (input) => {
                seen.push({ name: TOOL, arguments: input });
                return { degrees: 21 };
              },
            }),
          },
        }),
      };
      if (!stream) {
        const result = await generateText(common);
        const { inputTokens, outputTokens } = result.usage;
        return {
          text: result.text,
          toolCalls: seen,
          pieces: 1,
          inputTokens: inputTokens ?? null,
          outputTokens: outputTokens ?? null,
        };
      }
      let failure: unknown = null;
      const result = streamText({
        ...common,
        onError: ({ error }) => {
          failure = error;
        },
      });
      let pieces = 0;
      for await (const _ of result.textStream) pieces += 1;
      if (failure !== null) throw failure;
      const { inputTokens, outputTokens } = await result.usage;
      return {
        text: await result.text,
        toolCalls: seen,
        pieces,
        inputTokens: inputTokens ?? null,
        outputTokens: outputTokens ?? null,
      };
    },
  };
}

export const MATRIX_CLIENTS: readonly MatrixClient[] = [
  chat,
  responses,
  messagesClient,
  aiSdk('ai + @ai-sdk/openai (chat)', '/v1/chat/completions', (base, token, model) =>
    createOpenAI({ baseURL: `${base}/v1`, apiKey: token }).chat(model),
  ),
  aiSdk('ai + @ai-sdk/openai (responses)', '/v1/responses', (base, token, model) =>
    createOpenAI({ baseURL: `${base}/v1`, apiKey: token }).responses(model),
  ),
  aiSdk('ai + @ai-sdk/anthropic', '/v1/messages', (base, token, model) =>
    createAnthropic({ baseURL: `${base}/v1`, apiKey: token })(model),
  ),
];
