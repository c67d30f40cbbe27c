import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { CONTENT_SECURITY_POLICY } from './csp';
import { resolveAsset } from './resolve-asset';

const SCHEME = 'app';
const HOST = 'auto-router';
/** The page of the app. */
export const APP_URL = `${SCHEME}://${HOST}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * Before `ready`: makes `app://` an origin of its own with the rights of https, and with its cache of
 * compiled scripts, so that only the first start ever compiles the page.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the built renderer, and nothing outside its folder. */
export function serveApp(root: string): void {
  protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET' || new URL(request.url).host !== HOST) return answer(null, '');
    const file = await resolveAsset(root, request.url);
    return file === null ? answer(null, '') : answer(await readFile(file), file);
  });
}

function answer(content: Buffer | null, file: string): Response {
  return new Response(content === null ? 'Not found' : new Uint8Array(content), {
    status: content === null ? 404 : 200,
    headers: {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });
}
