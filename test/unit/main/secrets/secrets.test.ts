import { describe, expect, test } from 'vitest';
import type { ProviderConfig } from '@shared/api/providers';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { createProviderService } from '../../../../electron/main/providers/provider-service';
import { createProviderStore } from '../../../../electron/main/providers/provider-store';
import { gatewayToken } from '../../../../electron/main/secrets/gateway-token';
import { createSecrets } from '../../../../electron/main/secrets/secrets';
import type { Vault } from '../../../../electron/main/secrets/vault';
import { listLog, memoryFile } from '../support';

const KEY = 'sk-very-secret-key';

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

/** Stands for the OS: reverses the text, and can only read what it wrote. */
function vault(available: boolean): Vault {
  return {
    available,
    backend: available ? 'gnome_libsecret' : 'basic_text',
    encrypt: (text) => `enc:${reverse(text)}`,
    decrypt: (stored) => {
      if (!stored.startsWith('enc:')) throw new Error('cannot decrypt');
      return reverse(stored.slice(4));
    },
  };
}

function build(available: boolean, file = memoryFile()) {
  const registered: string[] = [];
  const log = listLog();
  const secrets = createSecrets({
    file,
    vault: vault(available),
    register: (secret) => registered.push(secret),
    log,
  });
  return { secrets, file, registered, log };
}

describe('secrets', () => {
  test('are encrypted on disk, known after a restart, and registered for redaction', () => {
    const { secrets, file, registered } = build(true);
    secrets.set('a', KEY);
    expect(JSON.stringify(file.values)).not.toContain(KEY);
    expect(registered).toEqual([KEY]);
    const again = build(true, file);
    expect(again.secrets.get('a')).toBe(KEY);
    expect(again.registered).toEqual([KEY]);
    again.secrets.set('a', null);
    expect(build(true, file).secrets.get('a')).toBeNull();
  });

  test('without OS encryption they are kept for the session and never written', () => {
    const { secrets, file } = build(false);
    secrets.set('a', KEY);
    expect(secrets.get('a')).toBe(KEY);
    expect(file.values).toEqual({});
    expect(secrets.state()).toEqual({ storage: 'session', backend: 'basic_text' });
    expect(build(false, file).secrets.get('a')).toBeNull();
  });

  test('one that cannot be decrypted is missing; the others are there', () => {
    const { secrets, log } = build(
      true,
      memoryFile({ bad: 'gibberish', worse: 7, good: 'enc:terces' }),
    );
    expect([secrets.get('bad'), secrets.get('worse'), secrets.get('good')]).toEqual([
      null,
      null,
      'secret',
    ]);
    expect(log.lines).toHaveLength(1);
  });

  test.each([
    { given: 'a-token-of-sixteen', expected: 'a-token-of-sixteen' },
    { given: 'short', expected: 'random' },
    { given: null, expected: 'random' },
  ])('the gateway token with $given given is $expected', ({ given, expected }) => {
    const { secrets, file } = build(true);
    expect(gatewayToken(secrets, given, () => 'random')).toBe(expected);
    const next = gatewayToken(build(true, file).secrets, given, () => 'another');
    expect(next).toBe(expected);
  });
});

function providersOver(options: { down?: boolean; embedded?: boolean } = {}) {
  const { secrets, file: secretFile } = build(true);
  const file = memoryFile();
  const store = createProviderStore(file, secrets, listLog());
  const put: (readonly ProviderConfig[])[] = [];
  const answer = () =>
    options.down === true
      ? Promise.reject(new IpcFailure('backend_unavailable', 'down'))
      : Promise.resolve({ providers: [] });
  const providers = createProviderService({
    store,
    client: {
      providers: answer,
      putProviders: (configs) => {
        put.push(configs);
        return answer();
      },
      probeProvider: answer,
    },
    embedded: () => options.embedded ?? true,
    onChange: () => undefined,
  });
  return { providers, store, put, file, secretFile };
}

describe('providers', () => {
  const input = { id: 'mine', name: '', baseUrl: 'http://127.0.0.1:1/v1' };

  test('a key goes to the backend and the secrets, never beside the address', async () => {
    const { providers, put, file } = providersOver();
    await providers.save({ ...input, apiKey: KEY });
    expect(put).toEqual([[{ ...input, name: 'mine', kind: 'openai-compatible', apiKey: KEY }]]);
    expect(JSON.stringify(file.values)).not.toContain(KEY);
  });

  test('saving without a key keeps it, with null removes it', async () => {
    const { providers, store } = providersOver();
    await providers.save({ ...input, apiKey: KEY });
    await providers.save({ ...input, name: 'Renamed' });
    expect(store.configs()[0]).toMatchObject({ name: 'Renamed', apiKey: KEY });
    await providers.save({ ...input, apiKey: null });
    expect(store.configs()[0]).not.toHaveProperty('apiKey');
  });

  test('removing one removes its key', async () => {
    const { providers, store, secretFile } = providersOver();
    await providers.save({ ...input, apiKey: KEY });
    await providers.remove('mine');
    expect(store.configs()).toEqual([]);
    expect(secretFile.values).toEqual({});
  });

  test('with the backend down what is set up is listed, unchecked, with a hint of the key only', async () => {
    const { providers } = providersOver({ down: true });
    const list = await providers.save({ ...input, apiKey: KEY });
    expect(list).toEqual([
      {
        ...input,
        name: 'mine',
        kind: 'openai-compatible',
        local: true,
        hasKey: true,
        keyHint: '-key',
        lastCheck: null,
        models: null,
      },
    ]);
    expect(JSON.stringify(list)).not.toContain(KEY);
  });

  test("a team server's providers are not set here, and no key goes there", async () => {
    const { providers, put } = providersOver({ embedded: false });
    expect(() => providers.save({ ...input, apiKey: KEY })).toThrowError(/team server/u);
    expect(put).toEqual([]);
  });

  // Files of before there were kinds have none; a kind that was lost would be asked in the wrong protocol.
  test('the protocol is kept, and is OpenAI-compatible where none was stored', async () => {
    const { providers, store } = providersOver();
    await providers.save({ ...input, id: 'claude', kind: 'anthropic' });
    await providers.save({ ...input, id: 'claude', name: 'Claude' });
    expect(store.configs()).toMatchObject([{ id: 'claude', kind: 'anthropic', name: 'Claude' }]);
    const file = memoryFile({ providers: [{ id: 'old', baseUrl: 'http://x' }] });
    const old = createProviderStore(file, build(true).secrets, listLog());
    expect(old.configs()).toEqual([{ id: 'old', kind: 'openai-compatible', baseUrl: 'http://x' }]);
  });

  test('an entry that was damaged on disk is left out', () => {
    const file = memoryFile({ providers: [{ id: 'ok', baseUrl: 'http://x' }, { id: '/' }, 7] });
    const store = createProviderStore(file, build(true).secrets, listLog());
    expect(store.configs().map(({ id }) => id)).toEqual(['ok']);
  });
});
