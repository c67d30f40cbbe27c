import { describe, expect, it } from 'vitest';
import { type Fetch, jsonGetter } from '../../../../electron/backend/catalog/live/fetch-json';

const NOW = Date.UTC(2026, 10, 21, 12);
const LIMITS = { bodyBytes: 1_000, totalMs: 5_000, redirects: 2 };

/** Answers by address, and what was asked. */
function web(answers: Readonly<Record<string, Response>>) {
  const asked: { url: string; headers: Headers }[] = [];
  const fetch: Fetch = (url, init) => {
    asked.push({ url, headers: new Headers(init.headers) });
    const answer = answers[url];
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('fetch failed'));
  };
  const get = jsonGetter(fetch, new AbortController().signal, () => NOW, LIMITS);
  return { get, asked };
}

/** Never answers; ends as `fetch` does when it is told to. */
const silent: Fetch = (_url, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });

function moved(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}

describe('redirects', () => {
  it('a key goes to the address that was asked and to no other', async () => {
    const { get, asked } = web({
      'https://a.test/x': moved('https://b.test/y'),
      'https://b.test/y': Response.json({ ok: 1 }),
    });
    await expect(get('https://a.test/x', { headers: { 'x-api-key': 'secret' } })).resolves.toEqual({
      ok: 1,
    });
    expect(asked.map(({ headers }) => headers.get('x-api-key'))).toEqual(['secret', null]);
  });

  it.each([
    ['to this machine', 'http://127.0.0.1:8080/admin'],
    ['to this machine by https', 'https://localhost/admin'],
    ['from https to http', 'http://b.test/'],
    ['to a file', 'file:///etc/passwd'],
    ['to nonsense', 'http://'],
  ])('%s are not followed', async (_name, location) => {
    const { get, asked } = web({ 'https://a.test/x': moved(location) });
    await expect(get('https://a.test/x')).rejects.toMatchObject({ code: 'bad_status' });
    expect(asked).toHaveLength(1);
  });

  it('in a circle end', async () => {
    const { get, asked } = web({ 'https://a.test/x': moved('https://a.test/x') });
    await expect(get('https://a.test/x')).rejects.toMatchObject({ code: 'bad_status' });
    expect(asked).toHaveLength(3);
  });
});

describe('limits', () => {
  it('a body over the limit is refused, announced or not', async () => {
    const big = JSON.stringify('x'.repeat(2_000));
    const { get } = web({
      'https://a.test/1': new Response(big, { headers: { 'content-length': '2002' } }),
      'https://a.test/2': new Response(new Blob([big]).stream()),
    });
    await expect(get('https://a.test/1')).rejects.toMatchObject({ code: 'too_large' });
    await expect(get('https://a.test/2')).rejects.toMatchObject({ code: 'too_large' });
  });

  it('an answer that never comes is a time-out, a stop of the app is none', async () => {
    const stop = new AbortController();
    const limits = { ...LIMITS, totalMs: 20 };
    const get = jsonGetter(silent, stop.signal, () => NOW, limits);
    await expect(get('https://a.test/')).rejects.toMatchObject({ code: 'timeout' });
    const stopped = jsonGetter(silent, stop.signal, () => NOW)('https://a.test/');
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['7', 7_000],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), 0],
    ['999999999', 86_400_000],
    ['soon', null],
  ])('Retry-After %s', async (given, retryAfterMs) => {
    const headers = { 'retry-after': given };
    const { get } = web({ 'https://a.test/': new Response('', { status: 429, headers }) });
    await expect(get('https://a.test/')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs,
    });
  });

  it('X-RateLimit-Reset stands in for a missing Retry-After', async () => {
    const headers = { 'x-ratelimit-reset': String(NOW / 1000 + 90) };
    const { get } = web({ 'https://a.test/': new Response('', { status: 429, headers }) });
    await expect(get('https://a.test/')).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });
});

describe('messages', () => {
  it('names the system’s reason and nothing of the answer', async () => {
    const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const fetch: Fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const get = jsonGetter(fetch, new AbortController().signal, () => NOW, LIMITS);
    await expect(get('https://a.test/')).rejects.toMatchObject({
      code: 'unreachable',
      message: 'cannot be reached (ENOTFOUND)',
    });
  });

  it('a key in the body of a failure does not come back in the message', async () => {
    const { get } = web({
      'https://a.test/': new Response('your key sk-123456 is bad', { status: 200 }),
    });
    await expect(get('https://a.test/')).rejects.toMatchObject({
      code: 'not_json',
      message: expect.not.stringContaining('sk-'),
    });
  });
});
