import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Log } from '../../electron/backend/context';
import { openStore } from '../../electron/backend/store/open-store';
import type { Store } from '../../electron/backend/store/store';
import type { Trace, TraceCandidate } from '../../shared/routing/trace';

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** A folder of its own, removed after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'auto-router-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Ids that sort in the order in which they were made. */
export function sequentialIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${String((count += 1)).padStart(8, '0')}`;
}

/** A real store on a real file, closed after the test; `time.now` is the clock. */
export async function testStore(
  dir: string = tempDir(),
): Promise<{ store: Store; dir: string; time: { now: number }; keptAside: string | null }> {
  const time = { now: Date.UTC(2026, 0, 2, 3, 4, 5) };
  const { store, keptAside } = await openStore({
    dir,
    now: () => time.now,
    newId: sequentialIds(),
    log: silentLog,
  });
  let open = true;
  const once: Store = {
    ...store,
    close: async () => {
      if (open) await store.close();
      open = false;
    },
  };
  onTestFinished(() => once.close());
  return { store: once, dir, time, keptAside };
}

export function traceCandidate(id: string, overrides: Partial<TraceCandidate> = {}): TraceCandidate {
  return {
    id,
    provider: id.split('/')[0] ?? '',
    name: id,
    local: false,
    practice: false,
    rank: 1,
    total: 0.8,
    scores: { quality: 0.8, latency: 0.8, cost: 0.8 },
    contributions: { quality: 0.4, latency: 0.24, cost: 0.16 },
    figures: { quality: null, latency: null, cost: null },
    drop: null,
    estimatedCostUsd: 0.002,
    estimatedLatencyMs: 900,
    ...overrides,
  };
}

export function trace(id: string, overrides: Partial<Trace> = {}): Trace {
  return {
    id,
    createdAt: Date.UTC(2026, 0, 2),
    task: 'general_assistant',
    strategy: 'auto',
    requestedModel: 'auto',
    model: 'acme/small',
    reason: 'highest_score',
    weights: { quality: 0.5, latency: 0.3, cost: 0.2 },
    weightsSource: 'task_default',
    candidates: [
      traceCandidate('acme/small', { rank: 1, total: 0.8 }),
      traceCandidate('acme/large', {
        rank: 2,
        total: 0.7,
        scores: { quality: 0.95, latency: 0.5, cost: 0.2 },
        estimatedCostUsd: 0.02,
      }),
      traceCandidate('acme/gone', { rank: null, total: null, drop: 'not_connected' }),
    ],
    incumbent: null,
    prefsVersion: 0,
    catalog: 'test',
    ...overrides,
  };
}
