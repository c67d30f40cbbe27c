import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type SnippetKind, snippetOf } from '../../renderer/features/gateway/snippets';
import { ANN, testBackend } from '../support/backend';
import { startBackend, startRealtime, WORDS } from '../support/realtime';

/** Nothing on the way to the gateway: neither a proxy nor a key of the machine's owner. */
const CLEAN = /proxy|^openai|^anthropic/iu;
const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;
const PRACTICE = /practice|simulated/iu;

/** As a person runs it: the text as it is shown, the token in the environment. */
async function runSnippet(kind: SnippetKind, url: string): Promise<string> {
  const text = snippetOf(kind, url);
  const [command, args]: [string, string[]] =
    kind === 'curl'
      ? ['bash', ['-c', `${text} --silent --show-error`]]
      : [process.execPath, ['--input-type=module', '--eval', text]];
  const kept = Object.entries(process.env).filter(([name]) => !CLEAN.test(name));
  const env = { ...Object.fromEntries(kept), AUTO_ROUTER_TOKEN: ANN };
  const { stdout } = await run(command, args, { cwd: ROOT, env });
  return stdout;
}

// A snippet that is wrong by a word costs every reader an hour.
test.each(['curl', 'openaiNode', 'anthropic', 'ai'] as const)(
  'the %s snippet of the gateway’s card runs as it is shown',
  async (kind) => {
    const server = await testBackend({ catalogFile: null });
    expect(await runSnippet(kind, server.url)).toMatch(PRACTICE);
    const { json } = await server.ask('GET', '/v1/auto-router/activity');
    expect(json['entries']).toMatchObject([{ status: 'succeeded', requestedModel: 'auto' }]);
  },
);

// The one path whose client needs more than a base URL on a plain address.
test('the snippet of live sessions runs as it is shown', async () => {
  const upstream = await startRealtime({ models: ['gpt-realtime-2.1'] });
  const server = await startBackend(upstream);
  expect(await runSnippet('realtime', server.url)).toBe(`${WORDS.join('')}\n`);
  expect(upstream.violations).toEqual([]);
  expect(snippetOf('realtime', 'https://team.example')).not.toContain('createConnection');
});

test('no snippet holds a token, and only Anthropic’s leave /v1 away', () => {
  const url = 'http://127.0.0.1:4711';
  for (const kind of ['curl', 'openaiNode', 'openaiPython', 'ai', 'realtime'] as const) {
    expect(snippetOf(kind, url)).toContain(`${url}/v1`);
    expect(snippetOf(kind, url)).toContain('AUTO_ROUTER_TOKEN');
  }
  for (const kind of ['anthropic', 'claudeCode'] as const) {
    expect(snippetOf(kind, url)).not.toContain(`${url}/v1`);
    expect(snippetOf(kind, url)).toContain('AUTO_ROUTER_TOKEN');
  }
});
