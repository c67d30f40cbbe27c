import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { REQUEST_METHODS } from '@shared/ipc/contract';
import { REQUEST_SCHEMAS } from '@shared/ipc/schemas';
import { IpcFailure } from '../../../../electron/main/ipc/failure';
import { createGate, trustOrigin, trustPage } from '../../../../electron/main/ipc/gate';
import { listLog } from '../support';

const OWN = 'app://auto-router/index.html';
const page = { url: `${OWN}#/chat`, isTopFrame: true };

function build(handler: (input: { n: number }) => unknown) {
  const log = listLog();
  const schema = z.object({ n: z.number() });
  const isTrusted = trustOrigin(OWN);
  return { log, call: createGate({ channel: 'test:call', schema, handler, isTrusted, log }) };
}

describe('the gate', () => {
  test('lets the page of the app in, with what the schema made of its input', async () => {
    const handler = vi.fn(({ n }: { n: number }) => n + 1);
    const { call } = build(handler);
    expect(await call(page, { n: 1, extra: true })).toEqual({ ok: true, data: 2 });
    expect(handler).toHaveBeenCalledWith({ n: 1 });
  });

  test.each([
    { who: 'no frame', sender: null },
    { who: 'a frame inside the page', sender: { url: OWN, isTopFrame: false } },
    { who: 'a foreign site', sender: { url: 'https://evil.example/', isTopFrame: true } },
    {
      who: 'another host of the scheme',
      sender: { url: 'app://evil/index.html', isTopFrame: true },
    },
    { who: 'a file', sender: { url: 'file:///auto-router/index.html', isTopFrame: true } },
    { who: 'an empty frame', sender: { url: 'about:blank', isTopFrame: true } },
    { who: 'no address', sender: { url: '', isTopFrame: true } },
  ])('refuses $who before it looks at the input', async ({ sender }) => {
    const handler = vi.fn();
    const { call } = build(handler);
    expect(await call(sender, 'rubbish')).toMatchObject({
      ok: false,
      error: { code: 'forbidden_sender' },
    });
    expect(handler).not.toHaveBeenCalled();
  });

  test.each([undefined, null, 'x', {}, { n: '1' }, { n: Number.NaN }])(
    'refuses %j and names the channel and the place',
    async (input) => {
      const handler = vi.fn();
      const result = await build(handler).call(page, input);
      expect(result).toMatchObject({ ok: false, error: { code: 'invalid_arguments' } });
      expect(JSON.stringify(result)).toContain('test:call');
      expect(handler).not.toHaveBeenCalled();
    },
  );

  test('keeps the code of a failure that was meant', async () => {
    const { call, log } = build(() => {
      throw new IpcFailure('unsafe_link', 'no');
    });
    expect(await call(page, { n: 1 })).toEqual({
      ok: false,
      error: { code: 'unsafe_link', message: 'no' },
    });
    expect(log.lines).toEqual([]);
  });

  test.each([
    {
      what: 'throws',
      handler: () => {
        throw new Error('secret path /root');
      },
    },
    { what: 'rejects', handler: () => Promise.reject(new Error('secret path /root')) },
  ])(
    'a handler that $what unexpectedly is logged and told without its words',
    async ({ handler }) => {
      const { call, log } = build(handler);
      const result = await call(page, { n: 1 });
      expect(result).toMatchObject({ ok: false, error: { code: 'internal_error' } });
      expect(JSON.stringify(result)).not.toContain('secret');
      expect(log.lines).toHaveLength(1);
    },
  );
});

function channels(of: Record<string, readonly string[]>) {
  return Object.entries(of).map(([domain, methods]) => [domain, [...methods].sort()]);
}

describe('the schemas', () => {
  test('there is one for every channel of the contract, and no other', () => {
    const schemas = Object.fromEntries(
      Object.entries(REQUEST_SCHEMAS).map(([domain, methods]) => [domain, Object.keys(methods)]),
    );
    expect(channels(schemas)).toEqual(channels(REQUEST_METHODS));
  });

  test.each([
    ['an unknown task', REQUEST_SCHEMAS.router.pick, { task: 'poetry' }],
    ['no model', REQUEST_SCHEMAS.router.select, { task: 'transcription', model: ' ' }],
    ['an empty message', REQUEST_SCHEMAS.chat.send, send({ content: '  ' })],
    ['regenerating nothing', REQUEST_SCHEMAS.chat.send, send({ content: null, parentId: null })],
    ['nine pictures', REQUEST_SCHEMAS.chat.send, send({ pictures: pictures(9, 1) })],
    ['an empty picture', REQUEST_SCHEMAS.chat.send, send({ pictures: pictures(1, 0) })],
    ['too large a picture', REQUEST_SCHEMAS.chat.send, send({ pictures: pictures(1, 1_600_001) })],
    [
      'an old question with new pictures',
      REQUEST_SCHEMAS.chat.send,
      send({ content: null, pictures: pictures(1, 1) }),
    ],
    ['a provider called practice', REQUEST_SCHEMAS.providers.save, provider({ id: 'practice' })],
    ['a provider id with a slash', REQUEST_SCHEMAS.providers.save, provider({ id: 'a/b' })],
    ['a file as address', REQUEST_SCHEMAS.providers.save, provider({ baseUrl: 'file:///etc' })],
    ['an unknown setting', REQUEST_SCHEMAS.settings.set, { nonsense: 1 }],
    ['no change', REQUEST_SCHEMAS.settings.set, {}],
    ['a port out of range', REQUEST_SCHEMAS.settings.set, { gatewayPort: 70_000 }],
    ['too long a page', REQUEST_SCHEMAS.history.page, { filter: {}, limit: 5000, offset: 0 }],
    ['input where none is', REQUEST_SCHEMAS.app.info, {}],
  ])('refuse %s', (_what, schema, input) => {
    expect((schema as z.ZodType).safeParse(input).success).toBe(false);
  });
});

test('a page that has channels of its own is not any other page of the app', () => {
  // Catches: the app's page, which shows models' answers, drawing on the screens by itself.
  const isOverlay = trustPage('app://auto-router/overlay.html');
  const from = (url: string, isTopFrame = true) => isOverlay({ url, isTopFrame });
  expect(from('app://auto-router/overlay.html')).toBe(true);
  expect(from('app://auto-router/index.html')).toBe(false);
  expect(from('app://elsewhere/overlay.html')).toBe(false);
  expect(from('https://auto-router/overlay.html')).toBe(false);
  expect(from('app://auto-router/overlay.html', false)).toBe(false);
  expect(isOverlay(null)).toBe(false);
});

test('pictures alone are a message', () => {
  const input = send({ content: '', pictures: pictures(8, 1_600_000) });
  expect((REQUEST_SCHEMAS.chat.send as z.ZodType).safeParse(input).success).toBe(true);
});

function pictures(count: number, bytes: number) {
  return Array.from({ length: count }, () => ({ name: 'x.png', bytes: new Uint8Array(bytes) }));
}

function send(change: object) {
  return { conversationId: 'c', parentId: 'p', content: 'hello', model: 'auto', ...change };
}

function provider(change: object) {
  return { id: 'mine', name: 'Mine', baseUrl: 'http://127.0.0.1:1/v1', ...change };
}
