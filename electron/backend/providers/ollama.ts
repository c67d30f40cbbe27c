import { z } from 'zod';
import { DEFAULT_BASE_URLS } from '@shared/api/providers';
import { readEndpoint } from './endpoint';
import { createHttpProvider, type HttpProviderOptions } from './http-provider';
import { bearer, listOpenAiModels, openAiProtocol } from './openai-compatible';
import type { Operation, Provider } from './provider';

const OPERATIONS: ReadonlySet<Operation> = new Set(['chat', 'embeddings']);

const tagsSchema = z.object({
  models: z.array(z.object({ name: z.string().min(1) })).nullable(),
});

/**
 * Ollama: chat and embeddings over its OpenAI-compatible `/v1`, the list from its own `/api/tags`,
 * which has models that were pulled a moment ago under the names they are called by.
 */
export function createOllama(options: HttpProviderOptions): Provider {
  const { apiKey, baseUrl = DEFAULT_BASE_URLS.ollama } = options.config;
  const endpoint = readEndpoint(baseUrl);
  const tagsPath = endpoint.path('/models').replace(/\/v1\/models/, '/api/tags');
  return createHttpProvider(options, {
    ...openAiProtocol(endpoint),
    operations: OPERATIONS,
    baseUrl,
    headers: bearer(apiKey),
    list: async (http, signal) => {
      const got = await http.get(tagsPath, signal);
      const tags = got.ok ? tagsSchema.safeParse(got.json).data : undefined;
      // Servers that pretend to be an Ollama have OpenAI's list only.
      if (tags === undefined) return listOpenAiModels(http, endpoint, signal);
      return { ok: true, models: (tags.models ?? []).map(({ name }) => name) };
    },
  });
}
