import { DIALECTS, type Dialect } from '../../electron/backend/providers/provider';
import { isNative, SURFACE_NAMES } from '../../electron/backend/translate/codecs';
import type { DroppableField } from '../../electron/backend/translate/fields';
import type { SurfaceName } from '../../electron/backend/translate/ir';
import { unsupportedBy } from './translate';

/*
 * What a caller of each surface can ask for, one request a feature, so that the table in
 * docs/http-api.md of what is refused for which provider is made by the translation itself.
 */

type Json = Readonly<Record<string, unknown>>;

/** A feature under one name for all surfaces, and the fields that ask for it in each that has it. */
interface Feature {
  readonly name: string;
  readonly chat?: Json;
  readonly responses?: Json;
  readonly messages?: Json;
}

const PNG = 'data:image/png;base64,iVBORw0KGgo=';
const PDF = 'data:application/pdf;base64,JVBERi0=';
const SCHEMA = {
  type: 'object',
  properties: { n: { type: 'integer' } },
  required: ['n'],
  additionalProperties: false,
};

function user(part: Json, field: 'messages' | 'input' = 'messages'): Json {
  return { [field]: [{ role: 'user', content: [part] }] };
}

const CHAT_TOOLS = [{ type: 'function', function: { name: 'f', parameters: SCHEMA } }];
const RESPONSES_TOOLS = [{ type: 'function', name: 'f', parameters: SCHEMA }];
const MESSAGES_TOOLS = [{ name: 'f', input_schema: SCHEMA }];

export const FEATURES: readonly Feature[] = [
  {
    name: 'system prompt',
    chat: {
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content: 'hi' },
      ],
    },
    responses: { instructions: 's' },
    messages: { system: 's' },
  },
  {
    name: 'tools',
    chat: { tools: CHAT_TOOLS },
    responses: { tools: RESPONSES_TOOLS },
    messages: { tools: MESSAGES_TOOLS },
  },
  {
    name: 'a named tool forced',
    chat: { tools: CHAT_TOOLS, tool_choice: { type: 'function', function: { name: 'f' } } },
    responses: { tools: RESPONSES_TOOLS, tool_choice: { type: 'function', name: 'f' } },
    messages: { tools: MESSAGES_TOOLS, tool_choice: { type: 'tool', name: 'f' } },
  },
  {
    name: 'one tool call at a time',
    chat: { tools: CHAT_TOOLS, parallel_tool_calls: false },
    responses: { tools: RESPONSES_TOOLS, parallel_tool_calls: false },
    messages: {
      tools: MESSAGES_TOOLS,
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    },
  },
  {
    name: 'tools that the provider runs (web search)',
    chat: { web_search_options: {} },
    responses: { tools: [{ type: 'web_search' }] },
    messages: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  },
  {
    name: 'image by data',
    chat: user({ type: 'image_url', image_url: { url: PNG } }),
    responses: user({ type: 'input_image', image_url: PNG, detail: 'auto' }, 'input'),
    messages: user({
      type: 'image',
      source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
    }),
  },
  {
    name: 'image by URL',
    chat: user({ type: 'image_url', image_url: { url: 'https://example.invalid/a.png' } }),
    responses: user(
      { type: 'input_image', image_url: 'https://example.invalid/a.png', detail: 'auto' },
      'input',
    ),
    messages: user({
      type: 'image',
      source: { type: 'url', url: 'https://example.invalid/a.png' },
    }),
  },
  {
    name: 'PDF',
    chat: user({ type: 'file', file: { filename: 'a.pdf', file_data: PDF } }),
    responses: user({ type: 'input_file', filename: 'a.pdf', file_data: PDF }, 'input'),
    messages: user({
      type: 'document',
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
    }),
  },
  {
    name: 'sound in',
    chat: user({ type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } }),
  },
  { name: 'sound out', chat: { modalities: ['text', 'audio'] } },
  {
    name: 'JSON mode',
    chat: { response_format: { type: 'json_object' } },
    responses: { text: { format: { type: 'json_object' } } },
  },
  {
    name: 'structured output',
    chat: { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: SCHEMA } } },
    responses: { text: { format: { type: 'json_schema', name: 'a', schema: SCHEMA } } },
    messages: { output_config: { format: { type: 'json_schema', schema: SCHEMA } } },
  },
  {
    name: 'temperature up to 1',
    chat: { temperature: 0.5 },
    responses: { temperature: 0.5 },
    messages: { temperature: 0.5 },
  },
  { name: 'temperature above 1', chat: { temperature: 1.5 }, responses: { temperature: 1.5 } },
  { name: 'top_p', chat: { top_p: 0.5 }, responses: { top_p: 0.5 }, messages: { top_p: 0.5 } },
  { name: 'top_k', chat: { top_k: 5 }, messages: { top_k: 5 } },
  { name: 'stop sequences', chat: { stop: ['END'] }, messages: { stop_sequences: ['END'] } },
  { name: 'seed', chat: { seed: 1 } },
  { name: 'penalties', chat: { frequency_penalty: 0.5, presence_penalty: 0.5 } },
  { name: 'logprobs', chat: { logprobs: true, top_logprobs: 2 }, responses: { top_logprobs: 2 } },
  { name: 'logit bias', chat: { logit_bias: { '1': 5 } } },
  { name: 'several answers', chat: { n: 2 } },
  {
    name: 'reasoning effort',
    chat: { reasoning_effort: 'low' },
    responses: { reasoning: { effort: 'low' } },
    messages: { thinking: { type: 'enabled', budget_tokens: 1_024 }, max_tokens: 4_096 },
  },
  { name: 'going on with a begun answer', messages: prefill() },
  { name: 'stored conversation', responses: { previous_response_id: 'resp_1' } },
];

function prefill(): Json {
  return {
    messages: [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'The answer is' },
    ],
  };
}

const BASE: Readonly<Record<SurfaceName, Json>> = {
  chat: { model: 'm', messages: [{ role: 'user', content: 'hi' }] },
  responses: { model: 'm', input: 'hi' },
  messages: { model: 'm', max_tokens: 1_024, messages: [{ role: 'user', content: 'hi' }] },
};

/** A model of each maker that takes all that its protocol can say. */
const MODELS: Readonly<Record<Dialect, string>> = {
  openai: 'gpt-5.1',
  anthropic: 'claude-sonnet-4-6',
  google: 'gemini-2.5-flash',
};

/** One row of the table: a feature as a surface asks for it, and how each dialect takes it. */
export interface MatrixRow {
  readonly surface: SurfaceName;
  readonly feature: string;
  /** `relayed` as it came, `translated`, or `refused` with 422. */
  readonly dialects: Readonly<Record<Dialect, 'relayed' | 'translated' | 'refused'>>;
}

/** The whole table, surface by surface. */
export function featureMatrix(): MatrixRow[] {
  return SURFACE_NAMES.flatMap((surface) =>
    FEATURES.flatMap((feature) => {
      const fields = feature[surface];
      if (fields === undefined) return [];
      const body = { ...BASE[surface], ...fields };
      const cells = DIALECTS.map((dialect) => [dialect, cellOf(surface, body, dialect)] as const);
      const dialects = Object.fromEntries(cells) as MatrixRow['dialects'];
      return [{ surface, feature: feature.name, dialects }];
    }),
  );
}

function cellOf(
  surface: SurfaceName,
  body: Json,
  dialect: Dialect,
): 'relayed' | 'translated' | 'refused' {
  if (isNative(surface, dialect)) return 'relayed';
  return unsupportedBy(surface, body, dialect, MODELS[dialect]).length === 0
    ? 'translated'
    : 'refused';
}

/** The table as Markdown, one for each surface. */
export function matrixMarkdown(): string {
  const rows = featureMatrix();
  return SURFACE_NAMES.map((surface) => {
    const head = `| ${surface} asks for | ${DIALECTS.join(' | ')} |\n|---|${'---|'.repeat(DIALECTS.length)}`;
    const lines = rows
      .filter((row) => row.surface === surface)
      .map(
        (row) => `| ${row.feature} | ${DIALECTS.map((name) => row.dialects[name]).join(' | ')} |`,
      );
    return [head, ...lines].join('\n');
  }).join('\n\n');
}

const INTRO = `# Translation between protocols

A program speaks one of three protocols to Auto Router: OpenAI's chat completions (\`chat\`), OpenAI's Responses (\`responses\`), Anthropic's Messages (\`messages\`). A provider speaks one of three: chat completions (\`openai\`, and every server compatible with it), Messages (\`anthropic\`), Gemini (\`google\`). Where both speak the same one, bytes are relayed and nothing is lost, fields that Auto Router has never heard of included. Everything else is translated both ways, streams event by event as they arrive.

What the other protocol has no word for is refused with 422 \`unsupported_feature\` before anything is sent; the message names the fields. Nothing is left out in silence but what the tables of droppable fields list, each with its reason.

This file is written by \`test/unit/docs/translation.test.ts\` (\`vitest -u\`) from what the translation does.

## What can be asked for

Models: \`gpt-5.1\`, \`claude-sonnet-4-6\`, \`gemini-2.5-flash\`. Newer models of a maker may refuse more: Claude from 4.7 on takes no \`temperature\`, \`top_p\` or \`top_k\`, so values other than the default 1 are refused for them.

`;

const NOTES = `
## How it is said

| Matter | In the other protocol |
|---|---|
| \`max_tokens\` that Messages wants and the caller did not give | the largest answer of the model's family: 4,096 (Claude 2 and 3), 8,192 (Claude 3.5, other makers), 32,000 (all later ones) |
| the limit of an answer to OpenAI | \`max_completion_tokens\` for its reasoning models, \`max_tokens\` for all others |
| system and developer texts | one system prompt in their order, wherever they stood |
| a chat that the assistant opened to Anthropic | a turn of the user before it: \`(The conversation begins.)\` |
| turns of one role in a row to Anthropic | one turn; results of tools stand first in theirs |
| calls in the past, and no tools now, to Anthropic | the names of the tools, with \`tool_choice: none\` |
| pictures in the result of a tool to OpenAI | in a user message after the result, which can hold text only |
| a failed tool (\`is_error\`) to OpenAI | its text begins with \`Error:\` |
| text documents to OpenAI | text |
| JSON mode to Anthropic, structured output to its older models | a tool that must be called; its input comes back as the answer's text |
| a JSON Schema to Anthropic | objects are closed; constraints that it cannot enforce are told in the description |
| an effort to a Claude that thinks by budget | 10, 20, 50, 80 or 95 % of the answer's limit, at least 1,024 tokens, at most 32,000 |
| a thinking budget to OpenAI | \`low\` up to 4,096 tokens, \`medium\` up to 16,384, else \`high\`; left out for models that never reason |
| earlier thoughts | only to the provider that signed them; to DeepSeek, Kimi, GLM and MiniMax as \`reasoning_content\` |
| arguments of a tool that are not valid JSON | \`{"INVALID_JSON": "..."}\` in Messages, as Anthropic documents it; unchanged elsewhere |
| ids of calls that a provider refuses | another id made from it, the same each time |
| which stop sequence ended an answer | said in Messages only where the provider says it; OpenAI and Gemini do not, so \`stop_reason\` is \`end_turn\` there |
| usage that a provider did not report | left out of chat completions, 0 where Messages wants a number, unknown in the history |
| \`count_tokens\` without an endpoint | an estimate: a token for four characters, 1,500 for an image |
`;

/** The whole of docs/translation.md. */
export function translationDocument(droppable: readonly DroppableTable[]): string {
  const tables = droppable.map(({ title, rows }) => {
    const lines = rows.map(({ field, reason, harmless }) => {
      const condition = harmless === undefined ? 'any' : 'only where it changes nothing';
      return `| \`${field}\` | ${condition} | ${reason} |`;
    });
    return [`### ${title}\n`, '| Field | Value | Why |', '|---|---|---|', ...lines].join('\n');
  });
  return `${INTRO}${matrixMarkdown()}\n${NOTES}\n## Droppable fields\n\n${tables.join('\n\n')}\n`;
}

export interface DroppableTable {
  readonly title: string;
  readonly rows: readonly DroppableField[];
}
