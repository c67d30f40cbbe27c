import { describe, expect, test, vi } from 'vitest';
import type { CompareResponse } from '@shared/api/compare';
import type { MemoryClient } from '../../../../electron/main/backend/memory-client';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { memoryHandlers } from '../../../../electron/main/ipc/memory-handlers';

function unused(): never {
  throw new Error('not expected');
}

function build(change: Partial<MemoryClient>, on = { excerpts: true, feedback: true }) {
  const client = new Proxy(change, {
    get: (known, name) => Reflect.get(known, name) ?? unused,
  }) as MemoryClient;
  return memoryHandlers({
    client,
    askPath: () => Promise.resolve(null),
    keepExcerpts: () => on.excerpts,
    learnsFromFeedback: () => on.feedback,
  });
}

const ACT = { prompt: 'why?', kind: 'thumb_up', model: 'a/x', against: 'a/y' } as const;
const ASKED = { id: 'c1', prompt: 'hi', models: ['a/x', 'a/y'], maxCostUsd: 0.01 };

describe('feedback', () => {
  test('sends no prompt anywhere while it is switched off', async () => {
    const feedback = vi.fn();
    const handlers = build({ feedback }, { excerpts: true, feedback: false });
    expect(await handlers.feedback(ACT)).toBeNull();
    expect(feedback).not.toHaveBeenCalled();
  });
});

describe('a comparison', () => {
  test('carries what was shown as its cap, and the setting of excerpts', async () => {
    const answer: CompareResponse = { task: 'general_assistant', answers: [], cost_usd: 0 };
    const compare = vi.fn(() => Promise.resolve(answer));
    const handlers = build({ compare }, { excerpts: false, feedback: true });
    expect(await handlers.compare(ASKED)).toBe(answer);
    expect(compare).toHaveBeenCalledWith(
      { prompt: 'hi', models: ['a/x', 'a/y'], keep_excerpt: false, max_cost_usd: 0.01 },
      expect.any(AbortSignal),
    );
  });

  test('is ended by its id, so that nothing more is spent', async () => {
    const handlers = build({
      compare: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new IpcFailure('cancelled', 'Cancelled.')));
        }),
    });
    const asked = handlers.compare(ASKED);
    await handlers.stopCompare({ id: 'another' });
    await handlers.stopCompare({ id: 'c1' });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a memory file', () => {
  test('that was cut short never reaches the router', async () => {
    const handlers = build({});
    await expect(handlers.import({ text: '{"format":"auto-rou' })).rejects.toMatchObject({
      code: 'invalid_memory_file',
    });
  });

  test('is not read from the router when the dialog was closed', async () => {
    await expect(build({}).export()).rejects.toMatchObject({ code: 'cancelled' });
  });
});
