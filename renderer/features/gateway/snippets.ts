export const SNIPPET_KINDS = [
  'curl',
  'openaiNode',
  'openaiPython',
  'anthropic',
  'claudeCode',
  'ai',
  'realtime',
] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

const WRITERS: Readonly<Record<SnippetKind, (url: string) => readonly string[]>> = {
  curl: (url) => [
    `curl ${url}/v1/chat/completions \\`,
    '  -H "Authorization: Bearer $AUTO_ROUTER_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ],
  openaiNode: (url) => [
    "import OpenAI from 'openai';",
    '',
    'const client = new OpenAI({',
    `  baseURL: '${url}/v1',`,
    '  apiKey: process.env.AUTO_ROUTER_TOKEN,',
    '});',
    'const answer = await client.chat.completions.create({',
    "  model: 'auto',",
    "  messages: [{ role: 'user', content: 'Hello' }],",
    '});',
    'console.log(answer.model, answer.choices[0].message.content);',
  ],
  openaiPython: (url) => [
    'import os',
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${url}/v1", api_key=os.environ["AUTO_ROUTER_TOKEN"])`,
    'answer = client.chat.completions.create(',
    '    model="auto", messages=[{"role": "user", "content": "Hello"}]',
    ')',
    'print(answer.model, answer.choices[0].message.content)',
  ],
  // Its clients add /v1 themselves.
  anthropic: (url) => [
    "import Anthropic from '@anthropic-ai/sdk';",
    '',
    'const client = new Anthropic({',
    `  baseURL: '${url}', // without /v1`,
    '  apiKey: process.env.AUTO_ROUTER_TOKEN,',
    '});',
    'const answer = await client.messages.create({',
    "  model: 'auto',",
    '  max_tokens: 1024,',
    "  messages: [{ role: 'user', content: 'Hello' }],",
    '});',
    'console.log(answer.model, answer.content);',
  ],
  // It asks for Anthropic's own model names unless it is told otherwise.
  claudeCode: (url) => [
    `export ANTHROPIC_BASE_URL=${url}`,
    'export ANTHROPIC_AUTH_TOKEN="$AUTO_ROUTER_TOKEN"',
    'export ANTHROPIC_MODEL=auto',
    'export ANTHROPIC_DEFAULT_HAIKU_MODEL=auto',
    'claude',
  ],
  ai: (url) => [
    "import { createOpenAI } from '@ai-sdk/openai';",
    "import { generateText } from 'ai';",
    '',
    'const router = createOpenAI({',
    `  baseURL: '${url}/v1',`,
    '  apiKey: process.env.AUTO_ROUTER_TOKEN,',
    '});',
    "const { text } = await generateText({ model: router.chat('auto'), prompt: 'Hello' });",
    'console.log(text);',
  ],
  realtime,
};

/** The client asks for TLS whatever its base URL says: where there is none it is given the connection. */
function realtime(url: string): readonly string[] {
  const { protocol, hostname, port } = new URL(url);
  const plain = protocol === 'http:';
  const host = hostname.replaceAll(/[[\]]/gu, '');
  return [
    ...(plain ? ["import { connect } from 'node:net';"] : []),
    "import OpenAI from 'openai';",
    "import { OpenAIRealtimeWS } from 'openai/realtime/ws';",
    '',
    'const client = new OpenAI({',
    `  baseURL: '${url}/v1',`,
    '  apiKey: process.env.AUTO_ROUTER_TOKEN,',
    '});',
    ...(plain
      ? [`const options = { createConnection: () => connect(${port || '80'}, '${host}') };`]
      : []),
    `const live = await OpenAIRealtimeWS.create(client, { model: 'auto'${plain ? ', options' : ''} });`,
    "const content = [{ type: 'input_text', text: 'Hello' }];",
    "live.on('session.created', () => {",
    "  live.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });",
    "  live.send({ type: 'response.create' });",
    '});',
    "live.on('response.output_audio_transcript.done', ({ transcript }) => console.log(transcript));",
    "live.on('response.done', () => live.close());",
  ];
}

/** Ready to run once the token or a key is in `AUTO_ROUTER_TOKEN`: neither ever stands in a snippet. */
export function snippetOf(kind: SnippetKind, url: string): string {
  return WRITERS[kind](url).join('\n');
}
