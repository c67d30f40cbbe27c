import { describe, expect, it } from 'vitest';
import { ANN, testBackend } from '../support/backend';

const PAGE = 'https://app.example';

async function preflight(url: string, origin: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  });
}

describe('web pages', () => {
  // Any page that is open in a browser could otherwise spend the user's money through localhost.
  it('may not call the gateway unless they are named', async () => {
    const { url } = await testBackend();
    const asked = await preflight(url, PAGE);
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(asked.ok).toBe(false);
    const models = await fetch(`${url}/v1/models`, {
      headers: { origin: PAGE, authorization: `Bearer ${ANN}` },
    });
    expect(models.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may when they are named, with a token as everybody, and no other page may', async () => {
    const { url } = await testBackend({ corsOrigins: [PAGE] });
    const asked = await preflight(url, PAGE);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await fetch(`${url}/v1/models`, { headers: { origin: PAGE } });
    // Readable by the page, so that it can say that the token is missing.
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      401,
      PAGE,
    ]);
    const other = await preflight(url, 'https://evil.example');
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('may not reach what is not the gateway: keys, preferences, history', async () => {
    const { url } = await testBackend({ corsOrigins: ['*'] });
    const answer = await fetch(`${url}/v1/auto-router/prefs`, {
      headers: { origin: PAGE, authorization: `Bearer ${ANN}` },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
