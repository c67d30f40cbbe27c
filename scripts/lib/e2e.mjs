import path from 'node:path';
import { repoRoot } from './paths.mjs';
import { runForeground } from './process.mjs';

/** The Playwright configuration of the end-to-end tests. */
export const E2E_CONFIG = 'test/e2e/playwright.config.ts';

/**
 * Runs Playwright in an environment made by `prepareElectron`.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
export function runPlaywright(env, args) {
  const cli = path.join(repoRoot, 'node_modules', '@playwright', 'test', 'cli.js');
  return runForeground(process.execPath, [cli, 'test', '--config', E2E_CONFIG, ...args], {
    cwd: repoRoot,
    env,
  });
}
