import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_CONSTRAINTS } from '@shared/routing/candidate';
import { decideAuto } from '@shared/routing/decide';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { openStore } from '../../electron/backend/store/open-store';
import type { Store } from '../../electron/backend/store/store';
import { benchCandidates } from './support/candidates';
import { type BenchRow, median } from './support/row';

const ROWS = 100_000;
/** What performance.md asks of opening the history. */
const AIM_MS = 200;
const UID = 'bench';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A real database file with 100,000 outcomes: the pages, filters and totals that the History view asks for. */
export async function run(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'auto-router-bench-'));
  const { store } = await openStore({ dir, now: () => Date.now(), newId: randomUUID, log: quiet });
  try {
    await fill(store);
    const page = (filter: object, offset: number) => () =>
      store.history.page(UID, filter, 100, offset);
    return [
      await row('first page of 100,000', page({}, 0)),
      await row('page at row 50,000', page({}, 50_000)),
      await row(
        'first page of one task and status',
        page({ task: 'general_assistant', status: 'failed' }, 0),
      ),
      await row('first page that holds a text', page({ q: 'prompt 4711' }, 0)),
      await row('totals and timeline of all', () => store.history.summary(UID, {})),
    ];
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function row(name: string, work: () => Promise<unknown>): Promise<BenchRow> {
  const times: number[] = [];
  for (let sample = 0; sample < 9; sample += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const value = median(times);
  return {
    name: `history: ${name}`,
    value,
    unit: 'ms',
    against: `aim: ${AIM_MS} ms`,
    ratio: value / AIM_MS,
  };
}

async function fill(store: Store): Promise<void> {
  const candidates = benchCandidates(8);
  const start = Date.UTC(2026, 0, 1);
  const weights = [
    { quality: 0.5, latency: 0.3, cost: 0.2 },
    { quality: 0.1, latency: 0.1, cost: 0.8 },
  ];
  const one = async (index: number): Promise<void> => {
    const trace = decideAuto({
      task: index % 3 === 0 ? 'transcription' : 'general_assistant',
      requestedModel: 'auto',
      candidates,
      weights: weights[index % 2] ?? { quality: 1, latency: 0, cost: 0 },
      weightsSource: 'task_default',
      needs: TASK_NEEDS.general_assistant,
      constraints: NO_CONSTRAINTS,
      requireCallable: true,
      pin: null,
      incumbent: null,
      prefsVersion: 0,
      catalog: 'bench',
    });
    const id = randomUUID();
    await store.outcomes.begin({
      id,
      uid: UID,
      trace: { ...trace, id: randomUUID(), createdAt: start + index * 240_000 },
      excerpt: `prompt ${index}`,
      conversationId: null,
      status: 'running',
      errorCode: null,
    });
    await store.outcomes.end(id, {
      status: index % 50 === 0 ? 'failed' : 'succeeded',
      errorCode: index % 50 === 0 ? 'provider_error' : null,
      model: trace.model,
      firstTokenMs: 300,
      totalMs: 1200,
      promptTokens: 200,
      completionTokens: 100,
      costUsd: index % 7 === 0 ? null : 0.001,
    });
  };
  const chunk = 1000;
  for (let from = 0; from < ROWS; from += chunk)
    await Promise.all(Array.from({ length: chunk }, (_, index) => one(from + index)));
}
