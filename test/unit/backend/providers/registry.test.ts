import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProviderRegistry } from '../../../../electron/backend/providers/registry';
import { provider } from '../../../support/gateway';
import { startUpstream } from '../../../support/upstream';
import { silentLog } from '../../../support/store';

function registry(configs: Parameters<typeof createProviderRegistry>[0]['configs']) {
  const time = { ms: 0 };
  const made = createProviderRegistry({
    configs,
    clock: { now: () => 5_000, monotonic: () => time.ms },
    log: silentLog,
    timeouts: { probeMs: 200 },
  });
  onTestFinished(() => made.close());
  return { made, time };
}

const models = (made: ReturnType<typeof registry>['made'], id: string) =>
  made.connections().find((connection) => connection.id === id)?.models;

describe('the registry', () => {
  // Identity is the key of the catalog's cache: a new array each time would rebuild it per request.
  it('lists models in the background, and keeps the identity of its connections meanwhile', async () => {
    const upstream = await startUpstream(['a', 'b']);
    const { made } = registry([provider('up', upstream.url)]);
    const before = made.connections();
    expect(made.connections()).toBe(before);
    expect(models(made, 'up')).toBeNull();
    await vi.waitFor(() => expect(models(made, 'up')).toEqual(['a', 'b']), { interval: 5 });
    const after = made.connections();
    expect(after).not.toBe(before);
    expect(made.connections()).toBe(after);
    expect(after.find(({ id }) => id === 'up')).toMatchObject({ local: true });
    await made.get('up')?.probe(new AbortController().signal);
    expect(made.connections()).toBe(after);
  });

  it('waits for the lists that are on their way, but no longer than it is told', async () => {
    const upstream = await startUpstream(['a']);
    const { made } = registry([provider('up', upstream.url)]);
    await made.listed(10_000);
    expect(models(made, 'up')).toEqual(['a']);
    await made.listed(10_000);
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => silent.closeAllConnections());
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    await made.replace([provider('silent', `http://127.0.0.1:${port}`)]);
    await made.listed(20);
    expect(models(made, 'silent')).toBeNull();
  });

  it('asks again when the list is old, never before', async () => {
    const upstream = await startUpstream(['a']);
    const { made, time } = registry([provider('up', upstream.url)]);
    await vi.waitFor(() => expect(models(made, 'up')).toEqual(['a']), { interval: 5 });
    upstream.models = ['a', 'new'];
    time.ms = 4 * 60_000;
    made.connections();
    time.ms = 6 * 60_000;
    expect(models(made, 'up')).toEqual(['a']);
    await vi.waitFor(() => expect(models(made, 'up')).toEqual(['a', 'new']), { interval: 5 });
  });

  // Saving one provider's key made all others forget what they knew.
  it('keeps unchanged providers on replace, and remakes changed ones', async () => {
    const upstream = await startUpstream(['a']);
    const { made } = registry([provider('one', upstream.url), provider('two', upstream.url)]);
    const [one, two] = [made.get('one'), made.get('two')];
    await made.replace([provider('one', upstream.url), provider('two', upstream.url, 'new-key-1')]);
    expect(made.get('one')).toBe(one);
    expect(made.get('two')).not.toBe(two);
    expect(made.get('two')?.status()).toMatchObject({ hasKey: true, keyHint: 'ey-1' });
    await made.replace([]);
    expect(made.get('one')).toBeNull();
    expect(made.statuses().map(({ id }) => id)).toEqual(['practice']);
  });

  it('says why a provider is not connected, keeps what it knew, and never shows the key', async () => {
    const upstream = await startUpstream(['a']);
    const { made } = registry([provider('up', upstream.url, 'my-secret-key')]);
    const { signal } = new AbortController();
    const up = made.get('up');
    expect(await up?.probe(signal)).toMatchObject({ models: ['a'], lastCheck: { ok: true } });
    upstream.models = [];
    upstream.listStatus = 401;
    const status = await up?.probe(signal);
    expect(status).toMatchObject({
      models: ['a'],
      lastCheck: { ok: false, code: 'provider_auth_failed', at: 5_000 },
    });
    expect(JSON.stringify(made.statuses())).not.toContain('my-secret-key');
  });

  it('calls an address unreachable where nobody listens', async () => {
    const { made } = registry([provider('dead', 'http://127.0.0.1:9')]);
    const status = await made.get('dead')?.probe(new AbortController().signal);
    expect(status?.lastCheck).toMatchObject({ ok: false, code: 'provider_unreachable' });
  });
});
