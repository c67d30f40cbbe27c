import { answerOpenAi, openAiError } from './openai-upstream';
import { ANSWER } from './upstream-answers';
import { openProtocol, type Protocol, type Reply, type TestUpstream } from './upstream-core';

export interface OllamaUpstream extends TestUpstream {
  models: string[];
  answer: string;
  /** False = an old or foreign server without `/api/tags`. */
  hasTags: boolean;
}

/** A real HTTP server that is an Ollama: its own list, chat and embeddings over `/v1`, no key. */
export async function openOllamaUpstream(
  options: { readonly models?: readonly string[] } = {},
): Promise<OllamaUpstream> {
  const protocol: Protocol = {
    basePath: '',
    breaksAfter: 3,
    asksModel: (path) => path.startsWith('/v1/') && !path.startsWith('/v1/models'),
    error: ollamaError,
    errorEvent: () => `data: ${JSON.stringify(ollamaError(503, 'Provider returned error'))}\n\n`,
    answer: (request) => {
      if (request.path === '/api/tags') return tags(state);
      const model = request.body['model'];
      if (typeof model === 'string' && !state.models.includes(model)) {
        const json = ollamaError(404, `model "${model}" not found, try pulling it first`);
        return { kind: 'plain', status: 404, json };
      }
      return request.path.startsWith('/v1/audio')
        ? { kind: 'plain', status: 404, json: '404 page not found' }
        : answerOpenAi(request, { ...state, listStatus: 200 });
    },
  };
  const server = await openProtocol(protocol);
  const state: OllamaUpstream = Object.assign(server, {
    models: [...(options.models ?? ['qwen3:8b'])],
    answer: ANSWER,
    hasTags: true,
  });
  return state;
}

function ollamaError(status: number, message: string): object {
  return status === 503 ? openAiError(status, message) : { error: { message, type: 'api_error' } };
}

function tags({ models, hasTags }: OllamaUpstream): Reply {
  if (!hasTags) return { kind: 'plain', status: 404, json: '404 page not found' };
  const list = models.map((name) => ({
    name,
    model: name,
    modified_at: '2026-01-01T00:00:00Z',
    size: 5_225_388_164,
    details: { format: 'gguf', family: 'qwen3', parameter_size: '8.2B' },
  }));
  return { kind: 'plain', status: 200, json: { models: list } };
}
