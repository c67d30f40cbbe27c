import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { Reading } from '../live/reading';
import { type LiveSource, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const tagsSchema = z.object({ models: z.array(z.unknown()) });
const tagSchema = z.object({ name: z.string() });
const showSchema = z.object({
  capabilities: z.array(z.string()).optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
});

/** Installed models whose details are asked for; the others keep what the catalog knows. */
const MOST_MODELS = 100;

/** What is installed in Ollama on this machine, and what each model can do. */
export const ollama: LiveSource = {
  id: 'ollama',
  name: 'Ollama on this machine',
  gives: 'installed models and their capabilities',
  url: 'https://ollama.com/library',
  licence: 'n/a',
  attribution: null,
  key: 'none',
  terms: null,
  defaultBaseUrl: 'http://127.0.0.1:11434',
  onByDefault: true,

  async load({ get, baseUrl, known }) {
    const tags = tagsSchema.safeParse(await get(`${baseUrl}/api/tags`));
    if (!tags.success) throw new SourceError('bad_shape', problemOf(tags.error));
    const reading = new Reading(known);
    for (const tag of tags.data.models.slice(0, MOST_MODELS)) {
      const subject = isJsonObject(tag) ? String(tag['name']) : '';
      if (!reading.takes(subject)) continue;
      const id = `ollama/${subject.replace(/:latest$/u, '')}`;
      const named = tagSchema.safeParse(tag);
      if (!named.success) {
        reading.unreadable(subject, id, problemOf(named.error));
        continue;
      }
      const body = { model: subject };
      const show = showSchema.safeParse(await get(`${baseUrl}/api/show`, { method: 'POST', body }));
      if (show.success) reading.add({ id, subject, local: true, ...abilities(reading, show.data) });
      else reading.unreadable(subject, id, problemOf(show.error));
    }
    return reading.done(true);
  },
};

function abilities(
  reading: Reading,
  { capabilities, model_info = {} }: z.infer<typeof showSchema>,
) {
  const length = Object.entries(model_info).find(([key]) => key.endsWith('.context_length'))?.[1];
  const context = reading.tokens(typeof length === 'number' ? length : null);
  const can = new Set(capabilities);
  return {
    ...(can.has('embedding') && { input: ['text' as const], output: ['embedding' as const] }),
    ...(can.has('completion') && {
      input: can.has('vision') ? ['text' as const, 'image' as const] : ['text' as const],
      output: ['text' as const],
      tools: can.has('tools'),
    }),
    ...(context !== undefined && { context }),
  };
}
