import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCAL_EMBEDDING_MODEL } from '../../electron/backend/embedding/local-embedder';
import type { TextReader } from '../../electron/backend/recall/text-reader';
import { TextReadError } from '../../electron/backend/recall/text-reader';
import type { RecallPage, RecallShotDetail, RecallStatus } from '../../shared/api/recall';
import { BOB, codeOf, testBackend, type TestBackend } from '../support/backend';
import { provider } from '../support/gateway';
import { claimedPng } from '../support/pictures';
import { startUpstream } from '../support/upstream';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SCREENS = {
  error: 'Uncaught TypeError: cannot read properties of undefined in checkout.ts',
  invoice: 'Invoice 4711 from Northwind Traders, amount due 129.90 EUR by Friday',
  recipe: 'Apple pie: peel the fruit, add cinnamon and sugar, bake for forty minutes',
} as const;

/** Reads what the test wrote behind the first bytes of the picture, as a recogniser would. */
function plainReader(): TextReader & { readonly read: TextReader['read']; hang: boolean } {
  return {
    hang: false,
    async read(image, signal) {
      if (this.hang) {
        if (!signal.aborted)
          await new Promise((resolve) => {
            signal.addEventListener('abort', resolve, { once: true });
          });
        throw new TextReadError('ocr_cancelled', 'cancelled');
      }
      const text = Buffer.from(image).subarray(PNG.length).toString('utf8');
      if (text === 'BROKEN') throw new TextReadError('ocr_failed', 'no picture');
      return text;
    },
    close: () => Promise.resolve(),
  };
}

const picture = (text: string): string =>
  Buffer.concat([PNG, Buffer.from(text)]).toString('base64');

async function keep(
  server: TestBackend,
  text: string,
  title: string | null = null,
  localOnly = false,
) {
  const body = { image: picture(text), width: 800, height: 600, title, local_only: localOnly };
  const answer = await server.ask('POST', '/v1/recall/shots', { body });
  expect(answer.status).toBe(201);
  return answer.json as unknown as RecallShotDetail;
}

async function search(server: TestBackend, query: string): Promise<RecallPage> {
  const answer = await server.ask('GET', `/v1/recall/shots?${query}`);
  expect(answer.status).toBe(200);
  return answer.json as unknown as RecallPage;
}

const status = async (server: TestBackend): Promise<RecallStatus> =>
  (await server.ask('GET', '/v1/recall')).json as unknown as RecallStatus;

/** A backend that keeps screenshots. */
async function keeping(options: Parameters<typeof testBackend>[0] = {}) {
  const reader = plainReader();
  const server = await testBackend({ textReader: reader, catalogFile: null, ...options });
  await server.ask('PUT', '/v1/recall', { body: { keep: true } });
  return { server, reader, idle: () => server.backend.recall.idle() };
}

/** The same, with a provider whose embedding model can take the local one's place. */
async function withUpstream() {
  const upstream = await startUpstream();
  const made = await keeping({ providers: [provider('up', upstream.url)] });
  return { upstream, ...made };
}

describe('recall', () => {
  it('keeps nothing unless it is switched on: no row, no file', async () => {
    const server = await testBackend({ textReader: plainReader() });
    const refused = await server.ask('POST', '/v1/recall/shots', {
      body: { image: picture('secret'), width: 1, height: 1 },
    });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'recall_off']);
    expect(existsSync(join(server.dir, 'recall'))).toBe(false);
    expect(await status(server)).toMatchObject({ keep: false, shots: 0, bytes: 0 });
  });

  it('finds a screenshot by its words, and by what it means, on this machine alone', async () => {
    const { server, idle } = await keeping();
    const error = await keep(server, SCREENS.error, 'checkout.ts - Editor');
    await keep(server, SCREENS.invoice);
    await keep(server, SCREENS.recipe);
    await idle();
    expect((await status(server)).index).toMatchObject({
      model: LOCAL_EMBEDDING_MODEL,
      embeddedBy: { local: true },
      done: 3,
      pending: 0,
    });

    const words = await search(server, 'q=typeerror+checkout');
    expect(words.shots[0]).toMatchObject({ id: error.id, title: 'checkout.ts - Editor' });
    expect(words.shots[0]?.snippet).toContain('TypeError: cannot read');
    // None of these words is on the screen.
    const meaning = await search(server, 'q=how+to+cook+dessert');
    expect(meaning.shots[0]?.snippet).toContain('Apple pie');
    expect(meaning.shots[0]?.foundBy).toBe('meaning');
    // The beginning of the last word is enough while it is typed.
    const typed = await search(server, 'q=northw');
    expect(typed.shots[0]).toMatchObject({
      foundBy: expect.stringMatching(/words|both/) as string,
    });
    expect(typed.shots[0]?.snippet).toContain('Northwind');
  });

  it('finds by date as well, and lists the newest first without a search', async () => {
    let now = Date.UTC(2026, 10, 17, 9);
    const clock = { now: () => now, monotonic: () => performance.now() };
    const { server, idle } = await keeping({ clock });
    const tuesday = await keep(server, `${SCREENS.error} one`);
    now += 86_400_000;
    const wednesday = await keep(server, `${SCREENS.error} two`);
    await idle();
    const all = await search(server, '');
    expect(all.shots.map(({ id }) => id)).toEqual([wednesday.id, tuesday.id]);
    const to = Date.UTC(2026, 10, 17, 23);
    const found = await search(server, `q=error&from=${to - 86_400_000}&to=${to}`);
    expect(found.shots.map(({ id }) => id)).toEqual([tuesday.id]);
  });

  it('is the owner’s alone', async () => {
    const { server, idle } = await keeping();
    const { id } = await keep(server, SCREENS.invoice);
    await idle();
    for (const path of ['', '/shots', `/shots/${id}`, `/shots/${id}/image`]) {
      const answer = await server.ask('GET', `/v1/recall${path}`, { token: BOB });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  it('deletes one and all: row, picture, vector and what a search held ready', async () => {
    const { server, idle } = await keeping();
    const first = await keep(server, SCREENS.invoice);
    await keep(server, SCREENS.recipe);
    await idle();
    expect((await search(server, 'q=invoice')).shots[0]?.id).toBe(first.id);
    const before = (await status(server)).bytes;
    expect((await server.ask('DELETE', `/v1/recall/shots/${first.id}`)).status).toBe(204);
    expect((await search(server, 'q=invoice')).shots.map(({ id }) => id)).not.toContain(first.id);
    expect((await server.ask('GET', `/v1/recall/shots/${first.id}/image`)).status).toBe(404);
    expect((await status(server)).bytes).toBeLessThan(before);
    expect(readdirSync(join(server.dir, 'recall'))).toHaveLength(1);

    const all = await server.ask('DELETE', '/v1/recall/shots');
    expect(all.json).toEqual({ removed: 1 });
    expect(readdirSync(join(server.dir, 'recall'))).toEqual([]);
    expect((await search(server, 'q=apple')).shots).toEqual([]);
    expect((await status(server)).index).toMatchObject({ done: 0, pending: 0 });
  });

  it('lets go of what is older than it is kept', async () => {
    let now = Date.UTC(2026, 10, 1);
    const clock = { now: () => now, monotonic: () => performance.now() };
    const { server, idle } = await keeping({ clock });
    await keep(server, SCREENS.invoice);
    await idle();
    now += 8 * 86_400_000;
    const young = await keep(server, SCREENS.recipe);
    await server.ask('PUT', '/v1/recall', { body: { retention_days: 7 } });
    await idle();
    expect((await search(server, '')).shots.map(({ id }) => id)).toEqual([young.id]);
    expect(readdirSync(join(server.dir, 'recall'))).toHaveLength(1);
  });

  it('keeps what cannot be read or has no text, and goes on with the next', async () => {
    const { server, idle } = await keeping();
    const broken = await keep(server, 'BROKEN', 'Broken window');
    const blank = await keep(server, '');
    const edges = await keep(server, '[ |\n— ]');
    const fine = await keep(server, SCREENS.recipe);
    await idle();
    const { shots } = await search(server, '');
    const states = Object.fromEntries(shots.map(({ id, state }) => [id, state]));
    expect(states).toEqual({
      [broken.id]: 'failed',
      [blank.id]: 'read',
      [edges.id]: 'read',
      [fine.id]: 'read',
    });
    expect(shots.find(({ id }) => id === edges.id)?.snippet).toBe('');
    // Its title still finds it.
    expect((await search(server, 'q=broken+window')).shots[0]?.id).toBe(broken.id);
    expect((await status(server)).index).toMatchObject({ done: 1, pending: 0 });
  });

  it('refuses what is no picture', async () => {
    const { server } = await keeping();
    const answer = await server.ask('POST', '/v1/recall/shots', {
      body: { image: Buffer.from('<svg/>').toString('base64'), width: 1, height: 1 },
    });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request']);
    expect((await status(server)).shots).toBe(0);
  });

  // Kilobytes that decode to gigabytes: the window would end with every look at Recall.
  it('refuses a picture that claims more pixels than can be shown', async () => {
    const { server } = await keeping();
    const image = claimedPng(60_000, 60_000).toString('base64');
    const answer = await server.ask('POST', '/v1/recall/shots', {
      body: { image, width: 800, height: 600 },
    });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_request']);
    expect(existsSync(join(server.dir, 'recall'))).toBe(false);
  });

  it('gives up reading a picture that is deleted, and reads the next', async () => {
    const { server, reader, idle } = await keeping();
    reader.hang = true;
    const stuck = await keep(server, SCREENS.invoice);
    expect((await status(server)).reading).toMatchObject({ id: stuck.id });
    reader.hang = false;
    await server.ask('DELETE', `/v1/recall/shots/${stuck.id}`);
    const next = await keep(server, SCREENS.recipe);
    await idle();
    expect((await search(server, 'q=apple')).shots[0]?.id).toBe(next.id);
  });

  it('goes on after a stop with what was left, and sweeps pictures without a row', async () => {
    const { server, reader } = await keeping();
    reader.hang = true;
    const { id } = await keep(server, SCREENS.invoice);
    await server.backend.close();
    const again = await testBackend({
      dataDir: server.dir,
      textReader: plainReader(),
      catalogFile: null,
    });
    await again.backend.recall.idle();
    const [found] = (await search(again, 'q=northwind')).shots;
    expect(found).toMatchObject({ id, state: 'read' });
    const image = await again.ask('GET', `/v1/recall/shots/${id}/image`);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(image.headers.get('cache-control')).toBe('no-store');
  });

  it('records every call of the embedding model, without a word of what was on the screen', async () => {
    const { server, idle } = await keeping();
    await keep(server, SCREENS.invoice);
    await idle();
    const { rows } = await server.backend.store.history.page('ann', {}, 10, 0);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      task: 'screenshot_embedding',
      model: LOCAL_EMBEDDING_MODEL,
      strategy: 'direct',
      status: 'succeeded',
      costUsd: 0,
      excerpt: null,
    });
  });
});

describe('recall with another embedding model (S0-97)', () => {
  it('searches the old index until the new one is whole, and then drops the old', async () => {
    const { server, upstream, idle } = await withUpstream();
    for (const text of Object.values(SCREENS)) await keep(server, text);
    await idle();
    expect((await status(server)).index.model).toBe(LOCAL_EMBEDDING_MODEL);

    upstream.setFault('slow_first_byte');
    await server.ask('POST', '/v1/recall/reindex', { body: { model: 'up/m1' } });
    const during = await status(server);
    expect(during.building).toEqual({ model: 'up/m1', done: 0, total: 3 });
    const meaning = await search(server, 'q=how+to+cook+dessert');
    expect(meaning.shots[0]).toMatchObject({ foundBy: 'meaning' });
    expect(meaning.shots[0]?.snippet).toContain('Apple pie');

    upstream.openGate();
    await idle();
    const after = await status(server);
    expect(after).toMatchObject({ building: null, index: { model: 'up/m1', done: 3, pending: 0 } });
    // Who is sent the text is the index's model, whatever the pick is.
    expect(after.index.embeddedBy.name).toContain('m1');
    expect(await server.backend.store.recall.indexed('ann', LOCAL_EMBEDDING_MODEL)).toBe(0);
    expect((await search(server, 'q=invoice')).meaningMissing).toBeNull();
  });

  it('stays pinned when the provider of its model is gone: words still find, and it says why', async () => {
    const { server, upstream, idle } = await withUpstream();
    await keep(server, SCREENS.invoice);
    await idle();
    await server.ask('POST', '/v1/recall/reindex', { body: { model: 'up/m1' } });
    await idle();
    upstream.setFault('status_503');
    const found = await search(server, 'q=northwind');
    expect(found.shots[0]).toMatchObject({ foundBy: 'words' });
    expect(found.meaningMissing).not.toBeNull();
    await keep(server, SCREENS.recipe);
    await idle();
    const stopped = await status(server);
    expect(stopped.index).toMatchObject({ model: 'up/m1', done: 1, pending: 1 });
    expect(stopped.lastError).not.toBeNull();
    // The way out does not need the model that is gone.
    await server.ask('POST', '/v1/recall/reindex', { body: { model: LOCAL_EMBEDDING_MODEL } });
    await idle();
    expect(await status(server)).toMatchObject({
      index: { model: LOCAL_EMBEDDING_MODEL, done: 2, pending: 0 },
      building: null,
      lastError: null,
    });
  });

  it('is not given the text of a private app when it runs elsewhere: its words find it still', async () => {
    const upstream = await startUpstream();
    // Not by its loopback name: what is there counts as a cloud provider.
    const url = upstream.url.replace('127.0.0.1', '0.0.0.0');
    const { server, idle } = await keeping({ providers: [provider('up', url)] });
    const open = await keep(server, SCREENS.invoice);
    const secret = await keep(server, SCREENS.error, 'My diary', true);
    await idle();
    // Here it is embedded as all others.
    expect((await status(server)).index).toMatchObject({ done: 2, pending: 0 });
    await server.ask('POST', '/v1/recall/reindex', { body: { model: 'up/m1' } });
    await idle();
    expect(await status(server)).toMatchObject({
      building: null,
      index: { model: 'up/m1', done: 1, pending: 0, embeddedBy: { local: false } },
    });
    const later = await keep(server, `${SCREENS.recipe} of my own`, null, true);
    await idle();
    const sent = JSON.stringify(upstream.requests);
    expect(sent).toContain('Northwind');
    for (const word of ['TypeError', 'diary', 'cinnamon']) expect(sent).not.toContain(word);
    const ids = async (q: string) => (await search(server, q)).shots.map(({ id }) => id);
    expect((await ids('q=typeerror'))[0]).toBe(secret.id);
    expect((await ids('q=cinnamon'))[0]).toBe(later.id);
    expect((await ids('q=northwind'))[0]).toBe(open.id);
    expect(secret.localOnly).toBe(true);
  });

  // "Nothing of this task leaves this machine", say the preferences: also of an index made before.
  it.each([
    ['local only', { local_only: true }],
    ['excluded', { excluded: ['up/m1'] }],
    ['not among the allowed', { allowed: [LOCAL_EMBEDDING_MODEL] }],
  ])('sends its model nothing more once that is %s', async (_name, limits) => {
    const upstream = await startUpstream();
    const url = upstream.url.replace('127.0.0.1', '0.0.0.0');
    const { server, idle } = await keeping({ providers: [provider('up', url)] });
    await keep(server, SCREENS.invoice);
    await idle();
    await server.ask('POST', '/v1/recall/reindex', { body: { model: 'up/m1' } });
    await idle();
    expect((await status(server)).index.model).toBe('up/m1');
    const before = upstream.requests.length;
    const prefs = { overrides: {}, model_overrides: {} };
    const constraints = { screenshot_embedding: limits };
    const put = await server.ask('PUT', '/v1/auto-router/prefs', {
      body: { prefs: { ...prefs, constraints } },
    });
    expect(put.status).toBe(200);
    await keep(server, SCREENS.recipe);
    await idle();
    const found = await search(server, 'q=cinnamon');
    expect(found.shots[0]).toMatchObject({ foundBy: 'words' });
    expect(found.meaningMissing).toContain('up/m1');
    expect(upstream.requests).toHaveLength(before);
    // The way out: an index by a model that is allowed.
    await server.ask('POST', '/v1/recall/reindex', { body: { model: null } });
    await idle();
    expect(await status(server)).toMatchObject({
      lastError: null,
      index: { model: LOCAL_EMBEDDING_MODEL, done: 2 },
    });
    expect(upstream.requests).toHaveLength(before);
  });

  it('can be given up, and an unknown model is refused', async () => {
    const { server, upstream, idle } = await withUpstream();
    await keep(server, SCREENS.invoice);
    await idle();
    upstream.setFault('status_503');
    await server.ask('POST', '/v1/recall/reindex', { body: { model: 'up/m1' } });
    await idle();
    expect((await status(server)).building).toMatchObject({ model: 'up/m1', done: 0 });
    const kept = (await server.ask('DELETE', '/v1/recall/reindex')).json;
    expect(kept).toMatchObject({
      building: null,
      index: { model: LOCAL_EMBEDDING_MODEL, done: 1 },
    });
    const unknown = await server.ask('POST', '/v1/recall/reindex', { body: { model: 'nobody/x' } });
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'unknown_model']);
  });
});

describe('recall with the real recogniser', () => {
  it('reads a real screen and finds it by words and by meaning', async () => {
    const server = await testBackend({ catalogFile: null });
    await server.ask('PUT', '/v1/recall', { body: { keep: true } });
    const image = readFileSync(new URL('../../docs/images/chat-light.png', import.meta.url));
    const answer = await server.ask('POST', '/v1/recall/shots', {
      body: { image: image.toString('base64'), width: 1280, height: 820 },
    });
    expect(answer.json).toMatchObject({ state: 'waiting', text: null });
    await server.backend.recall.idle();
    const words = await search(server, 'q=bloom+filter');
    expect(words.shots[0]).toMatchObject({ id: answer.json['id'], state: 'read', foundBy: 'both' });
    const meaning = await search(server, 'q=probabilistic+data+structures');
    expect(meaning.shots[0]?.id).toBe(answer.json['id']);
  }, 60_000);
});
