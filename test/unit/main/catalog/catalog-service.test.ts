import { describe, expect, it, vi } from 'vitest';
import type { PickChangesResponse } from '@shared/api/models';
import type { SourceState } from '@shared/api/sources';
import {
  type CatalogServiceDeps,
  createCatalogService,
} from '../../../../electron/main/catalog/catalog-service';
import { createSourceKeys } from '../../../../electron/main/catalog/source-keys';
import { fakeSource } from '../../../support/fake-models';

const AA = fakeSource('artificial-analysis', { key: 'required', hasKey: false });
const NO_PICKS: PickChangesResponse = { changes: [], holds: {} };

function desk(change: Partial<CatalogServiceDeps> = {}, answer: SourceState = AA) {
  const kept = new Map<string, string>();
  const keys = createSourceKeys({
    state: () => ({ storage: 'encrypted', backend: 'test' }),
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
  });
  let picks = NO_PICKS;
  const timers: (() => void)[] = [];
  const emit = vi.fn<CatalogServiceDeps['emit']>();
  const onFigures = vi.fn<() => void>();
  const client = {
    changeSource: vi.fn<CatalogServiceDeps['client']['changeSource']>(() =>
      Promise.resolve(answer),
    ),
    pickChanges: () => Promise.resolve(picks),
    measureModel: (_model: string, signal: AbortSignal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      }),
  } as unknown as CatalogServiceDeps['client'];
  const service = createCatalogService({
    client,
    keys,
    embedded: () => true,
    keysLast: () => true,
    onUnkeptKey: () => undefined,
    onFigures,
    emit,
    clock: {
      now: () => 0,
      after: (_ms, run) => {
        timers.push(run);
        return () => undefined;
      },
    },
    ...change,
  });
  return {
    service,
    keys,
    client,
    emit,
    onFigures,
    setPicks: (next: PickChangesResponse) => void (picks = next),
    tick: () => timers.shift()?.(),
  };
}

describe('keys of sources', () => {
  it('a key is kept for the next start, and goes when it is taken back', async () => {
    const { service, keys } = desk({}, { ...AA, hasKey: true });
    await service.changeSource({ id: AA.id, key: 'my-key' });
    expect(keys.all()).toEqual({ 'artificial-analysis': 'my-key' });
    await service.changeSource({ id: AA.id, key: null });
    expect(keys.all()).toEqual({});
  });

  it('the key of the address before does not come back at the next start', async () => {
    const { service, keys } = desk();
    keys.set(AA.id, 'for-the-old-address');
    await service.changeSource({ id: AA.id, baseUrl: 'https://mirror.test' });
    expect(keys.all()).toEqual({});
  });

  it('switching a source keeps its key; a refused change keeps everything', async () => {
    const { service, keys, client } = desk({}, { ...AA, hasKey: true });
    keys.set(AA.id, 'my-key');
    await service.changeSource({ id: AA.id, enabled: false });
    expect(keys.all()).toEqual({ 'artificial-analysis': 'my-key' });
    vi.mocked(client.changeSource).mockRejectedValueOnce(new Error('terms_not_accepted'));
    await expect(service.changeSource({ id: AA.id, key: 'other' })).rejects.toThrow();
    expect(keys.all()).toEqual({ 'artificial-analysis': 'my-key' });
  });

  it('a team’s server never gets a key of this machine', async () => {
    const { service, client, keys } = desk({ embedded: () => false });
    await expect(service.changeSource({ id: AA.id, key: 'my-key' })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
    expect(client.changeSource).not.toHaveBeenCalled();
    expect(keys.all()).toEqual({});
  });

  it('a key that cannot be written down is said to last for the session', async () => {
    const onUnkeptKey = vi.fn<() => void>();
    const { service } = desk({ keysLast: () => false, onUnkeptKey });
    await service.changeSource({ id: AA.id, key: 'my-key' });
    expect(onUnkeptKey).toHaveBeenCalledOnce();
  });
});

describe('news of picks', () => {
  it('a change by the backend’s own refresh is told, and the cached picks are dropped', async () => {
    const { service, emit, onFigures, setPicks, tick } = desk();
    service.watch();
    await vi.waitFor(() => expect(emit).toHaveBeenCalledTimes(1));
    expect(onFigures).not.toHaveBeenCalled();
    const next = { changes: [], holds: { general_assistant: 'openai/sol' } };
    setPicks(next);
    await vi.waitFor(() => {
      tick();
      expect(emit).toHaveBeenLastCalledWith(next);
    });
    expect(onFigures).toHaveBeenCalledOnce();
    const calls = emit.mock.calls.length;
    tick();
    await Promise.resolve();
    expect(emit).toHaveBeenCalledTimes(calls);
  });

  it('a backend that does not answer is no news', async () => {
    const { service, emit, client } = desk();
    Object.assign(client, { pickChanges: () => Promise.reject(new Error('down')) });
    service.watch();
    await Promise.resolve();
    expect(emit).not.toHaveBeenCalled();
  });
});

it('a probe is stopped by name, and another model’s goes on', async () => {
  const { service } = desk();
  let ended = '';
  const probes = ['a/1', 'a/2'].map((model) =>
    service.measure(model).catch(() => {
      ended += model;
    }),
  );
  service.cancelMeasure('a/1');
  await probes[0];
  expect(ended).toBe('a/1');
});
