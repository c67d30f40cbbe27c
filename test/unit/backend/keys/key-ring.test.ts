import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { KeyRing } from '../../../../electron/backend/keys/key-ring';
import { sequentialIds, silentLog, testStore } from '../../../support/store';

// The second try said "done" and wrote nothing: after the next start the key opened everything again.
it('a revocation that could not be written is written when it is asked for again', async () => {
  const { store, time } = await testStore();
  let broken = true;
  const options = {
    clock: { now: () => time.now, monotonic: () => 0 },
    newId: sequentialIds('key'),
    randomBytes,
    log: silentLog,
    store: {
      ...store,
      apiKeys: {
        ...store.apiKeys,
        revoke: (id: string, at: number) =>
          broken ? Promise.reject(new Error('disk full')) : store.apiKeys.revoke(id, at),
      },
    },
  };
  const ring = await KeyRing.load(options);
  const limits = { strategies: null, models: null, dailyCapUsd: null };
  const { stored, secret } = await ring.create({ name: 'editor', uid: 'ann', ...limits });
  const hash = createHash('sha256').update(secret).digest();
  await expect(ring.revoke(stored.id)).rejects.toThrow('disk full');
  // Whatever the disk does, it opens nothing from the moment on.
  expect(ring.find(hash)).toBeNull();
  expect(ring.list()[0]?.revokedAt).toBeNull();
  broken = false;
  expect(await ring.revoke(stored.id)).toBe(true);
  expect((await KeyRing.load(options)).find(hash)).toBeNull();
});
