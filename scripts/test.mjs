/**
 * `npm test`: every check of the project, from a fresh clone to the end-to-end tests in Electron.
 * A failed step does not stop the others (only end-to-end tests need the build), so that one run
 * tells everything. The last line is `N passed, N failed`.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { runPlaywright } from './lib/e2e.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { note, runMain, ToolError } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';
import { countReport, readPlaywright, readVitest, sum } from './lib/test-steps.mjs';

/** @typedef {import('./lib/test-steps.mjs').Count} Count */

const REPORTS = path.join(repoRoot, 'test-results', 'reports');
const report = (/** @type {string} */ name) => path.join(REPORTS, `${name}.json`);

/** @param {boolean} ok @returns {Count} */
const check = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** A script of package.json, so that the command is written in one place. @param {string} name */
async function npmScript(name, /** @type {NodeJS.ProcessEnv} */ env, /** @type {string[]} */ args = []) {
  const code = await runForeground('npm', ['run', '--silent', name, '--', ...args], { cwd: repoRoot, env });
  return code;
}

/** @param {() => Promise<unknown>} run */
async function succeeds(run) {
  try {
    await run();
    return true;
  } catch (error) {
    note(error instanceof ToolError ? error.message : String(error));
    return false;
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Count>} */
async function unitTests(env) {
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report('vitest')}`];
  return countReport(report('vitest'), await npmScript('test:unit', env, args), readVitest);
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Count>} */
async function endToEnd(env) {
  const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report('playwright') };
  const code = await runPlaywright(withReport, ['--reporter=list,json']);
  return countReport(report('playwright'), code, readPlaywright);
}

await runMain(async () => {
  await rm(REPORTS, { recursive: true, force: true });
  await mkdir(REPORTS, { recursive: true });
  /** @type {Count[]} */
  const counts = [];
  const step = async (/** @type {string} */ title, /** @type {() => Promise<Count>} */ run) => {
    note(`== ${title}`);
    const count = await run();
    counts.push(count);
    return count.failed === 0;
  };

  /** @type {import('./lib/electron.mjs').ElectronSetup | undefined} */
  let electron;
  await step('prepare Electron', async () =>
    check(await succeeds(async () => (electron = await prepareElectron()))),
  );
  const env = electron?.env ?? process.env;
  try {
    for (const name of ['typecheck', 'lint', 'format:check'])
      await step(name, async () => check((await npmScript(name, env)) === 0));
    const built = await step('build', async () => check(await succeeds(() => ensureBuilt())));
    await step('unit and contract tests', () => unitTests(env));
    await step('end-to-end tests', () =>
      built && electron ? endToEnd(env) : Promise.resolve(check(false)),
    );
  } finally {
    await electron?.stop();
  }
  const { passed, failed } = sum(counts);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
