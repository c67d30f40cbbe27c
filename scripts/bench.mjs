/**
 * `npm run bench [-- name...]`: every test/bench/*.bench.ts whose name holds one of the words, each in
 * a process of its own so that none warms up or slows down the next. Prints a table and writes
 * bench-results.json.
 */
import { fork } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { prepareElectron } from './lib/electron.mjs';
import { note, runMain, ToolError } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';

/** @typedef {{ name: string, value: number, unit: string, against?: string, ratio?: number }} BenchRow */

const FOLDER = path.join(repoRoot, 'test', 'bench');
const RUNNER = fileURLToPath(new URL('./lib/bench-file.mjs', import.meta.url));

/**
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<BenchRow[]>}
 */
function runBench(file, env) {
  return new Promise((resolve, reject) => {
    const child = fork(RUNNER, [path.join(FOLDER, file)], {
      cwd: repoRoot,
      env,
      execArgv: ['--expose-gc', '--import', 'tsx'],
    });
    /** @type {BenchRow[] | undefined} */
    let rows;
    child.once('message', (message) => (rows = /** @type {BenchRow[]} */ (message)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 && rows) resolve(rows);
      else reject(new ToolError(`${file} failed (exit code ${code}).`));
    });
  });
}

/** @param {readonly BenchRow[]} rows */
function printTable(rows) {
  const number = (/** @type {number} */ value) => Number(value.toPrecision(4));
  console.table(
    rows.map(({ name, value, unit, against, ratio }) => ({
      name,
      value: number(value),
      unit,
      ratio: ratio === undefined ? '' : number(ratio),
      against: against ?? '',
    })),
  );
}

await runMain(async () => {
  const words = process.argv.slice(2);
  const files = (await readdir(FOLDER))
    .filter((name) => name.endsWith('.bench.ts'))
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  if (files.length === 0) throw new ToolError(`No bench in ${FOLDER} matches: ${words.join(' ')}`);
  // The cold start bench starts the real app.
  await ensureBuilt();
  const { env, stop } = await prepareElectron();
  try {
    /** @type {BenchRow[]} */
    const rows = [];
    for (const file of files.toSorted()) {
      note(`Running ${file}...`);
      rows.push(...(await runBench(file, env)));
    }
    printTable(rows);
    const machine = { cpu: os.cpus()[0]?.model, cores: os.cpus().length, node: process.version };
    const results = { takenAt: new Date().toISOString(), machine, rows };
    await writeFile(path.join(repoRoot, 'bench-results.json'), `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await stop();
  }
});
