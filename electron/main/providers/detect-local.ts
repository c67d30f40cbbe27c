import { z } from 'zod';
import type { DetectedLocal } from '@shared/ipc/contract';
import type { Fetch } from '../backend/http';

const PROBE_MS = 1_500;
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })).nullable() });

/** Both speak the OpenAI protocol under `/v1`. */
const KNOWN = [
  { id: 'ollama', name: 'Ollama' },
  { id: 'lmstudio', name: 'LM Studio' },
] as const;

/** Looks for model servers on this machine; what does not answer in time is not there. */
export async function detectLocal(
  bases: Readonly<Record<DetectedLocal['id'], string>>,
  fetch: Fetch,
): Promise<readonly DetectedLocal[]> {
  const found = await Promise.all(
    KNOWN.map(async ({ id, name }) => {
      const baseUrl = `${bases[id].replace(/\/$/u, '')}/v1`;
      const models = await listModels(baseUrl, fetch);
      return models === null ? null : { id, name, baseUrl, models };
    }),
  );
  return found.filter((entry) => entry !== null);
}

async function listModels(baseUrl: string, fetch: Fetch): Promise<readonly string[] | null> {
  try {
    const response = await fetch(`${baseUrl}/models`, { signal: AbortSignal.timeout(PROBE_MS) });
    if (!response.ok) return null;
    const parsed = modelsSchema.safeParse(await response.json());
    return parsed.success ? (parsed.data.data ?? []).map(({ id }) => id) : null;
  } catch {
    return null; // refused, timed out or not JSON: no such server here
  }
}
