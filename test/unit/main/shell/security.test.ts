import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../../electron/main/shell/csp';
import { parseExternalLink } from '../../../../electron/main/shell/external-link';
import { createRedactor } from '../../../../electron/main/shell/redact';
import { resolveAsset } from '../../../../electron/main/shell/resolve-asset';
import { readWindowState } from '../../../../electron/main/shell/window-state';
import { memoryFile } from '../support';

describe('app://', () => {
  let dir: string;
  let root: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'ar-protocol-'));
    root = join(dir, 'renderer');
    mkdirSync(join(root, 'assets'), { recursive: true });
    mkdirSync(join(dir, 'renderer-evil'));
    for (const file of [
      'renderer/index.html',
      'renderer/assets/a b.js',
      'secret.txt',
      'renderer-evil/x',
    ]) {
      writeFileSync(join(dir, file), file);
    }
    symlinkSync(join(dir, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(dir, join(root, 'up'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/index.html?x=1#/chat', 'index.html'],
    ['/assets/a%20b.js', 'assets/a b.js'],
  ])('%s is %s', async (path, expected) => {
    expect(await resolveAsset(root, `app://auto-router${path}`)).toBe(join(root, expected));
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..%2frenderer-evil%2fx',
    '/link.txt',
    '/up/secret.txt',
    '/index.html%00.js',
    '/%',
    '/missing.js',
    '/assets',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
  ])('%s leads to no file outside', async (path) => {
    expect(await resolveAsset(root, `app://auto-router${path}`)).toBeNull();
  });

  test('the policy allows no inline script, no evaluation and no foreign address', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'self'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/script-src[^;]*unsafe|https?:|\*/u);
  });
});

describe('links', () => {
  test.each(['https://example.com/a?b#c', 'mailto:a@example.com'])('%s is opened', (url) => {
    expect(parseExternalLink(url)).toBe(url);
  });

  test.each([
    'http://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'https://user:pw@example.com',
    'https://example.com@evil.example:443',
    '//example.com',
    'not a link',
    '',
  ])('%j is not', (url) => {
    expect(() => parseExternalLink(url)).toThrowError(
      expect.objectContaining({ code: 'unsafe_link' }),
    );
  });
});

describe('redaction', () => {
  test('a registered value never appears, however it is spelled', () => {
    const redactor = createRedactor();
    redactor.register('pass/word "1"+');
    for (const text of [
      'x pass/word "1"+ y',
      JSON.stringify('pass/word "1"+'),
      encodeURIComponent('pass/word "1"+'),
    ]) {
      expect(redactor.redact(text)).not.toMatch(/pass(\/|%2F)word/u);
    }
  });

  test.each([
    'Authorization: Bearer abcdef.ghijkl-123',
    '{"apiKey":"plainlookingvalue"}',
    "apiKey: 'plainlookingvalue'",
    'x-api-key=plainlookingvalue',
    'https://host/?access_token=plainlookingvalue&x=1',
    'sk-proj-plainlookingvalue',
    'gsk_plainlookingvalue',
    'AIzaSyplainlookingvalue12345',
    'postgres://user:plainlookingvalue@db/x',
    'eyJhbGciOiJI.eyJzdWIiOiIx.plainlookingvalue',
  ])('%j is recognised without being registered', (text) => {
    const redacted = createRedactor().redact(text);
    expect(redacted).toContain('[redacted]');
    expect(redacted).not.toMatch(/plainlookingvalue|abcdef\.ghijkl/u);
  });

  test.each(['picked gpt-4o over sonnet', 'tokens: 120', 'ptt_response took 12 ms'])(
    '%j stays readable',
    (text) => {
      expect(createRedactor().redact(text)).toBe(text);
    },
  );

  test('a very short value is not blanked out everywhere', () => {
    const redactor = createRedactor();
    redactor.register('a');
    expect(redactor.redact('a banana')).toBe('a banana');
  });
});

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1440, height: 900 };
  const saved = { x: 100, y: 50, width: 1000, height: 700, maximized: true };

  test('opens as it was', () => {
    expect(readWindowState(memoryFile(saved), [screen])).toEqual(saved);
  });

  test.each([
    { x: 3000, y: 50 },
    { x: 100, y: -500 },
    { x: 100, y: 890 },
    { x: -960, y: 0 },
  ])('keeps only its size when its title bar would be off every screen: %j', (change) => {
    const { width, height, maximized } = saved;
    expect(readWindowState(memoryFile({ ...saved, ...change }), [screen])).toEqual({
      width,
      height,
      maximized,
    });
  });

  test.each([{}, { ...saved, width: 10 }, { ...saved, x: 'left' }])(
    'has its usual size after %j',
    (content) => {
      expect(readWindowState(memoryFile(content), [screen])).toEqual({
        width: 1280,
        height: 820,
        maximized: false,
      });
    },
  );
});
