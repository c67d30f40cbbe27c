import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** File that imports, what it imports. */
const FORBIDDEN = [
  ['shared/routing/a.ts', 'electron'],
  ['shared/routing/b.ts', 'node:fs'],
  ['shared/routing/c.ts', 'fs'],
  ['shared/routing/d.ts', 'react'],
  ['shared/routing/e.ts', '../../electron/backend/auth'],
  ['shared/routing/f.ts', '../../renderer/app/shell'],
  ['renderer/chat/a.tsx', 'electron'],
  ['renderer/chat/b.tsx', 'electron/renderer'],
  ['renderer/chat/c.tsx', 'node:path'],
  ['renderer/chat/d.tsx', '../../electron/main/env'],
  ['electron/backend/routes/a.ts', 'electron'],
  ['electron/backend/routes/b.ts', '../../main/clock'],
  ['electron/backend/routes/c.ts', 'react'],
  ['electron/backend/routes/d.ts', '../../../renderer/app/shell'],
  ['electron/main/shell/a.ts', '../../backend/store/store'],
  ['electron/main/shell/b.ts', '../../backend/routes/app'],
  ['electron/main/shell/c.ts', '../../backend/decide/needs'],
  ['electron/main/shell/d.ts', '../../backend/catalog/catalog'],
  ['electron/main/shell/e.ts', '../../backend/providers/registry'],
  ['electron/main/shell/f.ts', 'react'],
  ['electron/preload/a.ts', '../../renderer/app/shell'],
] as const;

const ALLOWED = [
  ['shared/routing/ok1.ts', './score'],
  ['shared/routing/ok2.ts', 'zod'],
  ['renderer/chat/ok1.tsx', 'react'],
  ['renderer/chat/ok2.tsx', '@shared/routing/score'],
  ['electron/backend/routes/ok1.ts', 'node:fs'],
  ['electron/backend/routes/ok2.ts', '@shared/api/errors'],
  ['electron/main/shell/ok1.ts', 'electron'],
  ['electron/main/shell/ok2.ts', '../backend/embedded'],
  ['electron/preload/ok1.ts', 'electron'],
] as const;

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

/** Lints one file per import in a folder of its own, under this repository's rules. */
function lint(folder: string): ReadonlySet<string> {
  const config = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8');
  // What an import may name needs no types, and the types of these files do not exist.
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    config.replace('"typeAware": true', '"typeAware": false'),
  );
  for (const [file, module] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `export { thing } from '${module}';\n`);
  }
  const cli = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [cli, '--format', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as Report;
  return new Set(diagnostics.map(({ filename }) => filename));
}

describe('layer rules of .oxlintrc.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auto-router-layers-'));
  let refused: ReadonlySet<string> = new Set();
  beforeAll(() => {
    refused = lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(FORBIDDEN)('%s must not import %s', (file) => {
    expect(refused).toContain(file);
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(refused).not.toContain(file);
  });
});
