import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a computation gives where the machine has no bash 5: the answer can't be checked here. */
export const NO_SHELL = Symbol('no shell');

/** A script ends with this where the machine lacks what it needs: the bash 3 of macOS is too old, git may miss. */
const LACKING = 77;
const MODERN = '[ "${BASH_VERSINFO[0]}" -ge 5 ] || exit 77';

/** Runs a script of ours (never a model's) with bash in an empty folder; its output without trailing line ends. */
export function bash(
  script: string,
  files: Readonly<Record<string, string>> = {},
): string | typeof NO_SHELL {
  const folder = mkdtempSync(path.join(tmpdir(), 'golden-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const run = spawnSync('bash', ['-c', `${MODERN}\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 10_000,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  rmSync(folder, { recursive: true, force: true });
  return run.error === undefined && run.status !== LACKING ? run.stdout.trimEnd() : NO_SHELL;
}
