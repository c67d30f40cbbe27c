import { randomUUID } from 'node:crypto';
import { createCatalog } from '../../../electron/backend/catalog/catalog';
import { bundledSource } from '../../../electron/backend/catalog/sources/bundled';
import { openStore } from '../../../electron/backend/store/open-store';
import { systemClock } from '../../../electron/backend/system';
import { NO_CONSTRAINTS, type Weights } from '@shared/routing/candidate';
import { decideAuto } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import type { TaskName } from '@shared/routing/tasks';

const DAY_MS = 86_400_000;
const TASKS: readonly TaskName[] = [
  'general_assistant',
  'general_assistant',
  'general_assistant',
  'screenshot_understanding',
  'ptt_response',
];
const PROMPTS = [
  'Why does this query scan the whole table?',
  'Shorten this paragraph to two sentences',
  'Which of these two designs would you keep?',
  'Write a test for the debounce function',
  'Translate the release notes into German',
  'What changed between these two error logs?',
];
/** As a person's taste might wander: balanced first, then cheaper, then better. */
const TASTES: readonly Weights[] = [
  { quality: 0.5, latency: 0.3, cost: 0.2 },
  { quality: 0.3, latency: 0.2, cost: 0.5 },
  { quality: 0.75, latency: 0.15, cost: 0.1 },
];

/** Writes thirty days of made-up requests, decided by the shipped code over the bundled catalog. */
export async function writePast(dir: string, providers: readonly string[]): Promise<void> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { store } = await openStore({ dir, now: () => Date.now(), newId: randomUUID, log });
  const catalog = await createCatalog({ sources: [bundledSource()], clock: systemClock });
  const connections = providers.map((id) => ({ id, local: false, models: null }));
  const now = Date.now();
  const total = 420;
  for (let index = 0; index < total; index += 1) {
    const task = TASKS[index % TASKS.length] ?? 'general_assistant';
    const at = now - 30 * DAY_MS + (index / total) * 29.9 * DAY_MS;
    const weights = TASTES[Math.floor((index / total) * TASTES.length)] ?? TASTES[0];
    if (weights === undefined) continue;
    const trace = decideAuto({
      task,
      requestedModel: 'auto',
      candidates: catalog.candidatesFor(task, connections),
      weights,
      weightsSource: 'user_prefs',
      needs: TASK_NEEDS[task],
      // Now and then a model rests, so that others get their turn.
      constraints: NO_CONSTRAINTS,
      coolingDown: new Set(
        index % 7 === 0 ? ['google/gemini-3.5-flash-lite', 'openai/gpt-6-luna'] : [],
      ),
      requireCallable: true,
      pin: null,
      incumbent: null,
      prefsVersion: Math.floor((index / total) * TASTES.length),
      catalog: catalog.snapshot().version,
    });
    const id = randomUUID();
    await store.outcomes.begin({
      id,
      uid: 'local',
      trace: { ...trace, id: randomUUID(), createdAt: Math.round(at) },
      excerpt: PROMPTS[index % PROMPTS.length] ?? '',
      conversationId: null,
      status: 'running',
      errorCode: null,
    });
    const chosen = trace.candidates.find((candidate) => candidate.id === trace.model);
    const failed = index % 41 === 0;
    const end = {
      status: failed ? 'failed' : index % 53 === 0 ? 'aborted' : 'succeeded',
      errorCode: failed ? 'provider_timeout' : null,
      firstTokenMs: 260 + ((index * 37) % 500),
      totalMs: 900 + ((index * 97) % 2600),
      promptTokens: 900 + ((index * 71) % 1800),
      completionTokens: 120 + ((index * 53) % 500),
      // Now and then a provider reports no usage.
      costUsd: index % 67 === 0 ? null : (chosen?.estimatedCostUsd ?? null),
    } as const;
    await store.outcomes.end(id, { ...end, model: trace.model });
    if (chosen === undefined) continue;
    await store.calls.record({
      ...end,
      id: randomUUID(),
      uid: 'local',
      outcomeId: id,
      router: 'routed',
      task,
      requestedModel: 'auto',
      provider: chosen.provider,
      model: chosen.id,
      at: Math.round(at),
      excerpt: null,
      conversationId: null,
    });
  }
  await store.close();
  catalog.close();
}
