import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEADERS } from '../../shared/api/auto-router';
import { codeOf, testBackend } from '../support/backend';
import { provider } from '../support/gateway';
import { startUpstream } from '../support/upstream';

const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFiAKAjM9X6QAAAABJRU5ErkJggg==';
const messages = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url: PICTURE } },
    ],
  },
];

/** The one elsewhere is better in everything: without the hint it is asked first. */
function catalogFile(): string {
  const scores = { latency_score: 0.5, cost_score: 0.5 };
  const screenshot_understanding = [
    { id: 'cloud/m1', provider: 'cloud', quality_score: 0.9, ...scores },
    { id: 'here/m1', provider: 'here', quality_score: 0.5, ...scores },
  ];
  const file = join(mkdtempSync(join(tmpdir(), 'ar-catalog-')), 'catalog.json');
  writeFileSync(file, JSON.stringify({ models: { screenshot_understanding } }));
  return file;
}

/** One provider here, one elsewhere: what is not reached by its loopback name counts as cloud. */
async function setup() {
  const here = await startUpstream();
  const cloud = await startUpstream();
  const server = await testBackend({
    providers: [
      provider('here', here.url),
      provider('cloud', cloud.url.replace('127.0.0.1', '0.0.0.0')),
    ],
    catalogFile: catalogFile(),
  });
  const ask = (model: string, localOnly: boolean) =>
    server.ask('POST', '/v1/chat/completions', {
      body: { model, messages, ...(localOnly && { routing_hint: { local_only: true } }) },
    });
  return { here, cloud, server, ask };
}

describe('a picture that may only be shown to models on this machine', () => {
  it('is not sent to a cloud model that is named: it is refused, and the provider gets nothing', async () => {
    const { cloud, ask } = await setup();
    const refused = await ask('cloud/m1', true);
    expect([refused.status, codeOf(refused)]).toEqual([503, 'no_eligible_candidate']);
    expect(cloud.requests).toEqual([]);
    expect((await ask('cloud/m1', false)).status).toBe(200);
  });

  // As the app asks when it reads an answer about such a picture aloud.
  it('is not told of to a cloud voice', async () => {
    const { cloud, server } = await setup();
    const speak = (headers: Record<string, string>) =>
      server.ask('POST', '/v1/audio/speech', {
        body: { model: 'cloud/m1', voice: 'alloy', input: 'The password is hunter2.' },
        headers,
      });
    const refused = await speak({ [HEADERS.localOnly]: 'true' });
    expect([refused.status, codeOf(refused)]).toEqual([503, 'no_eligible_candidate']);
    expect(cloud.requests).toEqual([]);
    expect((await speak({})).status).toBe(200);
  });

  it('is sent to a named model that runs here', async () => {
    const { here, cloud, ask } = await setup();
    expect((await ask('here/m1', true)).status).toBe(200);
    expect(here.requests).toHaveLength(1);
    expect(cloud.requests).toEqual([]);
  });

  it('is not sent elsewhere by any choice of the router, also when the one here fails', async () => {
    const { here, cloud, ask } = await setup();
    expect((await ask('auto/screenshot_understanding', false)).status).toBe(200);
    expect(cloud.requests.splice(0)).toHaveLength(1);
    here.setFault('status_503');
    const failed = await ask('auto/screenshot_understanding', true);
    expect(failed.status).not.toBe(200);
    expect(here.requests).toHaveLength(1);
    expect(cloud.requests).toEqual([]);
  });
});

describe('a local model by its name alone', () => {
  const GEMMA = 'gemma4:31b';
  const CLOUD = 'qwen3-vl:235b-cloud';

  /** An Ollama with a model of the catalog, and one that it passes on to its makers' cloud. */
  async function ollamaAt(host: string) {
    const ollama = await startUpstream([GEMMA, CLOUD]);
    const url = ollama.url.replace('127.0.0.1', host);
    const server = await testBackend({ catalogFile: null, providers: [provider('ollama', url)] });
    await server.backend.listed(5_000);
    const ask = (model: string, task = 'general_assistant') =>
      server.ask('POST', '/v1/chat/completions', {
        body: { model, messages, routing_hint: { local_only: true } },
        headers: { [HEADERS.task]: task },
      });
    return { ollama, ask };
  }

  it('is asked where it runs here', async () => {
    const { ollama, ask } = await ollamaAt('127.0.0.1');
    expect((await ask('auto', 'screenshot_understanding')).status).toBe(200);
    expect((await ask(`ollama/${GEMMA}`)).status).toBe(200);
    expect(ollama.requests).toHaveLength(2);
  });

  // The catalog says that Ollama's models are local; this one is on somebody else's machine.
  it('is not given the picture where its server is another machine', async () => {
    const { ollama, ask } = await ollamaAt('0.0.0.0');
    for (const task of ['screenshot_understanding', 'general_assistant']) {
      expect([task, codeOf(await ask('auto', task))]).toEqual([task, 'no_eligible_candidate']);
    }
    expect(ollama.requests).toEqual([]);
  });

  // It is served under the local address and runs in Ollama's cloud.
  it('is not given the picture where the server here passes it on', async () => {
    const { ollama, ask } = await ollamaAt('127.0.0.1');
    expect(codeOf(await ask(`ollama/${CLOUD}`))).toBe('no_eligible_candidate');
    expect(ollama.requests).toEqual([]);
  });
});
