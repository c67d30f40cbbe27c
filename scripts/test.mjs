/**
 * `npm test`: everything that must hold, in the order in which a failure is cheapest to see. Every
 * step runs whatever failed before it, and the last line counts: `N passed, N failed`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { note } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';
import { runForeground } from './lib/process.mjs';
import { playwrightCounts, vitestCounts } from './lib/test-counts.mjs';

const RESULTS = path.join(repoRoot, 'test-results');
const UNIT_JSON = path.join(RESULTS, 'unit.json');
const E2E_JSON = path.join(RESULTS, 'e2e.json');

const bin = (/** @type {string} */ file) => path.join(repoRoot, 'node_modules', file);

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @type {readonly { name: string, script: string, args: readonly string[], counts?: () => Counts }[]} */
const STEPS = [
  { name: 'types', script: bin('typescript/bin/tsc'), args: ['--noEmit'] },
  { name: 'lint', script: bin('oxlint/bin/oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', script: bin('oxfmt/bin/oxfmt'), args: ['--check', '.'] },
  { name: 'build', script: path.join(repoRoot, 'scripts/build.mjs'), args: [] },
  {
    name: 'unit and contract tests',
    script: bin('vitest/vitest.mjs'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_JSON}`],
    counts: () => vitestCounts(readJson(UNIT_JSON)),
  },
  {
    name: 'end to end in Electron',
    script: path.join(repoRoot, 'scripts/e2e.mjs'),
    args: [],
    counts: () => playwrightCounts(readJson(E2E_JSON)),
  },
];

const total = { passed: 0, failed: 0, skipped: 0 };
fs.rmSync(RESULTS, { recursive: true, force: true });
fs.mkdirSync(RESULTS, { recursive: true });
for (const { name, script, args, counts } of STEPS) {
  note(`Checking: ${name}`);
  const code = await runForeground(process.execPath, [script, ...args], {
    cwd: repoRoot,
    env: { ...process.env, AR_E2E_JSON: E2E_JSON },
  });
  const seen = counts?.() ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A step that failed without a failed test (it crashed, or ran none) still counts as one failure.
  const failed = code !== 0 ? Math.max(1, seen.failed) : seen.failed;
  if (failed > 0) note(`FAILED: ${name}`);
  total.passed += seen.passed;
  total.failed += failed;
  total.skipped += seen.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/**
 * @param {string} file
 * @returns {unknown} null when the step wrote none
 */
function readJson(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}
