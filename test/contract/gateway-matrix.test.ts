import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProviderConfig } from '../../shared/api/providers';
import { startGateway } from '../support/gateway';
import { MATRIX_CLIENTS } from '../support/matrix-clients';
import { startAnthropic, startGoogle, startOllama, startUpstream } from '../support/upstream';
import { ANSWER, TOKENS, TOOL_ANSWER } from '../support/upstream-answers';

/*
 * Every client through every surface to every provider, streamed and whole, with a tool over two turns
 * and without one. What is green here is printed in docs/http-api.md, from here.
 */

type Kind = Exclude<ProviderConfig['kind'], never> | 'practice';

const PROVIDERS: readonly {
  readonly kind: Kind;
  readonly start: () => Promise<{ readonly url: string; readonly model: string } | null>;
}[] = [
  {
    kind: 'openai-compatible',
    start: async () => ({ url: (await startUpstream(['m1'])).url, model: 'm1' }),
  },
  {
    kind: 'anthropic',
    start: async () => ({ url: (await startAnthropic({ models: ['m1'] })).url, model: 'm1' }),
  },
  {
    kind: 'google',
    start: async () => ({ url: (await startGoogle({ models: ['m1'] })).url, model: 'm1' }),
  },
  {
    kind: 'ollama',
    start: async () => ({ url: (await startOllama({ models: ['m1'] })).url, model: 'm1' }),
  },
  { kind: 'practice', start: () => Promise.resolve(null) },
];

const VARIANTS = [
  { stream: false, tools: false },
  { stream: true, tools: false },
  { stream: false, tools: true },
  { stream: true, tools: true },
] as const;

const green = new Set<string>();
const cell = (client: string, kind: string, stream: boolean, tools: boolean): string =>
  [client, kind, stream, tools].join('|');

describe.each(MATRIX_CLIENTS)('$name', (client) => {
  describe.each(PROVIDERS)('with $kind', ({ kind, start }) => {
    it.each(VARIANTS)('stream $stream, tools $tools', async ({ stream, tools }) => {
      const upstream = await start();
      const config =
        upstream === null || kind === 'practice'
          ? []
          : [{ id: 'up', kind, baseUrl: upstream.url, apiKey: 'sk-test-key' }];
      const { origin, history } = await startGateway({ providers: config });
      const model = upstream === null ? 'practice/sage' : `up/${upstream.model}`;
      const talk = await client.talk(origin, 'test', { model, stream, tools });
      expect(talk.toolCalls.map(({ name }) => name)).toEqual(tools ? ['weather'] : []);
      if (upstream === null) {
        expect(talk.text.length).toBeGreaterThan(5);
      } else {
        expect(talk.text).toBe(tools ? TOOL_ANSWER : ANSWER);
        if (tools) expect(talk.toolCalls[0]?.arguments).toEqual({ city: 'München' });
        // Usage that is doubled, or 0, is a defect of other gateways.
        expect(talk.inputTokens).toBe(TOKENS.prompt);
        const [newest] = await history();
        expect(newest).toMatchObject({ status: 'succeeded', promptTokens: TOKENS.prompt });
        expect(newest?.completionTokens).toBe(talk.outputTokens);
      }
      // One piece would be a stream that was held back until it was whole (S2-22).
      if (stream) expect(talk.pieces).toBeGreaterThan(1);
      green.add(cell(client.name, kind, stream, tools));
    });
  });
});

const DOCS = 'docs/http-api.md';
const BEGIN = '<!-- matrix: printed by test/contract/gateway-matrix.test.ts -->';
const END = '<!-- end of matrix -->';

const mark = (client: string, kind: string): string =>
  VARIANTS.map(({ stream, tools }) =>
    green.has(cell(client, kind, stream, tools)) ? '✓' : '✗',
  ).join(' ');

function printed(): string {
  const kinds = PROVIDERS.map(({ kind }) => kind);
  return [
    BEGIN,
    '',
    'Each cell: whole, streamed, whole with a tool over two turns, streamed with a tool over two turns.',
    '',
    `| client | path | ${kinds.join(' | ')} |`,
    `| --- | --- | ${kinds.map(() => '---').join(' | ')} |`,
    ...MATRIX_CLIENTS.map(
      ({ name, surface }) =>
        `| ${name} | \`${surface}\` | ${kinds.map((kind) => mark(name, kind)).join(' | ')} |`,
    ),
    '',
    END,
  ].join('\n');
}

afterAll(async () => {
  // A run of a part of the matrix says nothing about the rest.
  if (green.size < MATRIX_CLIENTS.length * PROVIDERS.length * VARIANTS.length) return;
  const text = await readFile(DOCS, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  expect(from, 'the matrix has its place in the docs').toBeGreaterThan(0);
  const whole = text.slice(0, from) + printed() + text.slice(to + END.length);
  // AR_UPDATE_DOCS=1 prints it anew.
  if (process.env['AR_UPDATE_DOCS'] === '1') await writeFile(DOCS, whole);
  else expect(text).toBe(whole);
});
