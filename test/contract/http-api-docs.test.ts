import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../shared/api/errors';
import { testBackend } from '../support/backend';
import { ROUTES } from '../support/routes';

const DOCS = readFileSync(new URL('../../docs/http-api.md', import.meta.url), 'utf8');

describe('docs/http-api.md', () => {
  it('lists every error code with its status, and no other', () => {
    const rows = [...DOCS.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gmu)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(ERROR_CODES);
  });

  it('has a heading for every route, and no other', () => {
    const headings = [...DOCS.matchAll(/^### `([A-Z]+) (\S+)`$/gmu)].map(
      ([, m, path]) => `${m} ${path}`,
    );
    expect(headings.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('the server takes the methods that are listed for each path, and no other', async () => {
    const server = await testBackend();
    for (const path of new Set(ROUTES.map((route) => route.path))) {
      const methods = ROUTES.filter((route) => route.path === path).map(({ method }) => method);
      const answer = await server.ask('OPTIONS', path.replaceAll(/\{\w+\}/gu, 'x'));
      expect([path, answer.status]).toEqual([path, 405]);
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(methods.sort());
    }
  });
});
