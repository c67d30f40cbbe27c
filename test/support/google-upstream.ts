import type { z } from 'zod';
import {
  countTokensSchema,
  embedSchema,
  generateSchema,
  type GoogleBody,
  problemInContents,
} from './google-upstream-schema';
import {
  ANSWER,
  JSON_ANSWER,
  longText,
  TOKENS,
  TOOL_ANSWER,
  TOOL_ARGUMENTS,
  vectorOf,
  words,
} from './upstream-answers';
import {
  openProtocol,
  type Protocol,
  type Reply,
  type SeenRequest,
  type TestUpstream,
} from './upstream-core';

export interface GoogleUpstream extends TestUpstream {
  models: string[];
  /** Models a page of the list. */
  pageSize: number;
  answer: string;
  /** Key that it takes; null = any, but one there must be. */
  key: string | null;
}

/** Part of `TOKENS.prompt` that was cached, and of `TOKENS.completion` that was thinking. */
export const GOOGLE_TOKENS = { cached: 4, thoughts: 3 } as const;

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** A real HTTP server that speaks Gemini's native API (v1beta) as documented, and as strictly. */
export async function openGoogleUpstream(
  options: { readonly models?: readonly string[]; readonly key?: string } = {},
): Promise<GoogleUpstream> {
  const protocol: Protocol = {
    basePath: '',
    breaksAfter: 3,
    asksModel: (path) => path.includes(':'),
    error: googleError,
    errorEvent: () => sse(googleError(503, 'The model is overloaded')),
    answer: (request, method) => answerGoogle(request, method, state),
  };
  const server = await openProtocol(protocol);
  const state: GoogleUpstream = Object.assign(server, {
    models: [...(options.models ?? ['gemini-test'])],
    pageSize: 50,
    answer: ANSWER,
    key: options.key ?? null,
  });
  return state;
}

function googleError(code: number, message: string, reason?: string): object {
  const details =
    reason === undefined
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }];
  return { error: { code, message, status: STATUS_NAMES[code] ?? 'UNKNOWN', details } };
}

function refuse(status: number, message: string, reason?: string): Reply {
  return { kind: 'plain', status, json: googleError(status, message, reason) };
}

function answerGoogle(request: SeenRequest, method: string, state: GoogleUpstream): Reply {
  const url = new URL(request.path, 'http://upstream');
  if (url.searchParams.has('key')) return refuse(400, 'A key in the address ends up in every log');
  const key = request.headers['x-goog-api-key'];
  if (key === undefined) {
    return refuse(
      403,
      "Method doesn't allow unregistered callers (callers without established identity).",
    );
  }
  if (state.key !== null && key !== state.key) {
    // A wrong key is a 400 here, not a 401.
    return refuse(400, 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID');
  }
  if (url.pathname === '/v1beta/models' && method === 'GET') return listModels(url, state);
  const asked = /^\/v1beta\/models\/([^/:]+):(\w+)$/.exec(url.pathname);
  if (asked === null || method !== 'POST') return refuse(404, 'Not Found');
  const model = decodeURIComponent(asked[1] ?? '');
  if (!state.models.includes(model)) {
    return refuse(404, `models/${model} is not found for API version v1beta`);
  }
  switch (asked[2] ?? '') {
    case 'generateContent':
      return generate(request.body, model, state, false);
    case 'streamGenerateContent':
      if (url.searchParams.get('alt') !== 'sse') return refuse(400, 'only alt=sse is spoken here');
      return generate(request.body, model, state, true);
    case 'batchEmbedContents':
      return embed(request.body, model);
    case 'countTokens':
      return countTokens(request.body);
    default:
      return refuse(404, 'Not Found');
  }
}

function listModels(url: URL, { models, pageSize }: GoogleUpstream): Reply {
  const from = Number(url.searchParams.get('pageToken') ?? 0);
  const size = Math.min(pageSize, Number(url.searchParams.get('pageSize') ?? 50));
  const page = models.slice(from, from + size);
  const next = from + page.length;
  const json = {
    models: page.map((id) => ({
      name: `models/${id}`,
      version: '001',
      displayName: id,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    })),
    ...(next < models.length && { nextPageToken: String(next) }),
  };
  return { kind: 'plain', status: 200, json };
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    return `Invalid JSON payload received. Unknown name "${issue.keys[0]}" at '${path}': Cannot find field.`;
  }
  return `Invalid value at '${path}': ${issue?.message ?? 'invalid'}`;
}

function countTokens(body: Record<string, unknown>): Reply {
  const parsed = countTokensSchema.safeParse(body);
  if (!parsed.success) return refuse(400, problemOf(parsed.error));
  const json = { totalTokens: TOKENS.prompt, cachedContentTokenCount: 0 };
  return { kind: 'json', status: 200, json };
}

function embed(body: Record<string, unknown>, model: string): Reply {
  const parsed = embedSchema.safeParse(body);
  if (!parsed.success) return refuse(400, problemOf(parsed.error));
  const { requests } = parsed.data;
  if (requests.some((request) => request.model !== `models/${model}`)) {
    return refuse(400, 'The model in the request must match the model in the URL');
  }
  const embeddings = requests.map(({ content, outputDimensionality = 8 }) => {
    const text = content.parts.map((part) => part.text ?? '').join('');
    return { values: vectorOf(text, outputDimensionality) };
  });
  return { kind: 'json', status: 200, json: { embeddings } };
}

function generate(
  body: Record<string, unknown>,
  model: string,
  state: GoogleUpstream,
  stream: boolean,
): Reply {
  const parsed = generateSchema.safeParse(body);
  if (!parsed.success) return refuse(400, problemOf(parsed.error));
  const problem = problemInContents(parsed.data.contents);
  if (problem !== null) return refuse(400, problem);
  const answer = partOf(parsed.data, state);
  if (!stream) {
    const text = answer.text ?? null;
    const parts = [text === null ? answer : { text }];
    return { kind: 'json', status: 200, json: chunk(model, parts, 'STOP', true) };
  }
  return {
    kind: 'events',
    events: events(model, answer, state),
    end: sse(chunk(model, [{ text: '' }], 'STOP', true)),
  };
}

interface Part {
  readonly text?: string;
  readonly functionCall?: { readonly name: string; readonly args: object };
}

function partOf(request: GoogleBody, { answer }: GoogleUpstream): Part {
  const last = request.contents.at(-1)?.parts ?? [];
  if (last.some((part) => part.functionResponse !== undefined)) return { text: TOOL_ANSWER };
  if (request.generationConfig?.responseMimeType === 'application/json') {
    return { text: JSON_ANSWER };
  }
  const config = request.toolConfig?.functionCallingConfig;
  const declared = (request.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  const name = config?.allowedFunctionNames?.[0] ?? declared[0]?.name;
  if (name === undefined || config?.mode === 'NONE') return { text: answer };
  return { functionCall: { name, args: JSON.parse(TOOL_ARGUMENTS) as object } };
}

function* events(model: string, answer: Part, state: GoogleUpstream): Generator<string> {
  if (answer.text === undefined) {
    yield sse(chunk(model, [answer], null, false));
    return;
  }
  const pieces = state.fault === 'long' ? longText() : words(answer.text);
  for (const text of pieces) yield sse(chunk(model, [{ text }], null, false));
}

/** A chunk, or a whole answer. The tokens grow from chunk to chunk, as the real ones do. */
function chunk(
  model: string,
  parts: readonly Part[],
  finish: string | null,
  last: boolean,
): object {
  const candidates = TOKENS.completion - GOOGLE_TOKENS.thoughts;
  return {
    candidates: [
      {
        content: { parts, role: 'model' },
        ...(finish !== null && { finishReason: finish }),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: TOKENS.prompt,
      cachedContentTokenCount: GOOGLE_TOKENS.cached,
      candidatesTokenCount: last ? candidates : 1,
      thoughtsTokenCount: GOOGLE_TOKENS.thoughts,
      totalTokenCount: TOKENS.prompt + GOOGLE_TOKENS.thoughts + (last ? candidates : 1),
    },
    modelVersion: model,
    responseId: 'resp-1',
  };
}

function sse(value: object): string {
  // Carriage returns as well: that is what the real server sends.
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}
