import type { Modality } from '@shared/routing/candidate';
import { isJsonObject } from '@shared/routing/read-json';
import { z } from 'zod';
import { Reading } from '../live/reading';
import { type LiveSource, SourceError } from '../live/source';
import { problemOf } from './models-dev';

const listSchema = z.object({ data: z.array(z.unknown()) });
const modelSchema = z.object({
  id: z.string(),
  type: z.string(),
  max_context_length: z.number().nullish(),
});

const BY_TYPE: Readonly<Record<string, { input: Modality[]; output: Modality[] }>> = {
  llm: { input: ['text'], output: ['text'] },
  vlm: { input: ['text', 'image'], output: ['text'] },
  embeddings: { input: ['text'], output: ['embedding'] },
};

/** What LM Studio has on this machine. */
export const lmStudio: LiveSource = {
  id: 'lmstudio',
  name: 'LM Studio on this machine',
  gives: 'installed models and their capabilities',
  url: 'https://lmstudio.ai/models',
  licence: 'n/a',
  attribution: null,
  key: 'none',
  terms: null,
  defaultBaseUrl: 'http://127.0.0.1:1234',
  onByDefault: true,

  async load({ get, baseUrl, known }) {
    const list = listSchema.safeParse(await get(`${baseUrl}/api/v0/models`));
    if (!list.success) throw new SourceError('bad_shape', problemOf(list.error));
    const reading = new Reading(known);
    for (const value of list.data.data) {
      const subject = isJsonObject(value) ? String(value['id']) : '';
      if (!reading.takes(subject)) continue;
      const id = `lmstudio/${subject}`;
      const parsed = modelSchema.safeParse(value);
      if (!parsed.success) {
        reading.unreadable(subject, id, problemOf(parsed.error));
        continue;
      }
      const { type, max_context_length } = parsed.data;
      const context = reading.tokens(max_context_length);
      reading.add({
        id,
        subject,
        local: true,
        ...(Object.hasOwn(BY_TYPE, type) && BY_TYPE[type]),
        ...(context !== undefined && { context }),
      });
    }
    return reading.done(true);
  },
};
