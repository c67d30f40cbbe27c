export const SNIPPET_KINDS = ['curl', 'python', 'node'] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

const WRITERS: Readonly<Record<SnippetKind, (url: string) => readonly string[]>> = {
  curl: (url) => [
    `curl ${url}/v1/chat/completions \\`,
    '  -H "Authorization: Bearer $AUTO_ROUTER_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'`,
  ],
  python: (url) => [
    'import os',
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${url}/v1", api_key=os.environ["AUTO_ROUTER_TOKEN"])`,
    'answer = client.chat.completions.create(',
    '    model="auto", messages=[{"role": "user", "content": "Hello"}]',
    ')',
    'print(answer.model, answer.choices[0].message.content)',
  ],
  node: (url) => [
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
};

/** Ready to run once the token is in `AUTO_ROUTER_TOKEN`: a token never stands in a snippet. */
export function snippetOf(kind: SnippetKind, url: string): string {
  return WRITERS[kind](url).join('\n');
}
