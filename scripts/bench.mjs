/**
 * `npm run bench [-- NAME...]`: every bench in test/bench, or those whose file name holds a NAME. The
 * table goes to stdout, the rows as JSON to bench-results.json. Compare ratios of one run only.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';
import { note, runMain } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';

const FOLDER = path.join(repoRoot, 'test/bench');
const digits = (/** @type {number} */ value) => Number(value.toPrecision(3));

await runMain(async () => {
  register();
  process.chdir(repoRoot);
  const names = process.argv.slice(2);
  const files = fs
    .readdirSync(FOLDER)
    .filter((file) => file.endsWith('.bench.ts'))
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  const rows = [];
  for (const file of files) {
    note(`Measuring ${file} (load ${os.loadavg()[0]?.toFixed(1)})`);
    const bench = await import(pathToFileURL(path.join(FOLDER, file)).href);
    rows.push(...(await bench.run()));
  }
  console.table(
    rows.map(({ name, value, unit, against, ratio }) => ({
      what: name,
      value: digits(value),
      unit,
      against,
      ratio: ratio === undefined ? undefined : digits(ratio),
    })),
  );
  const machine = { cpus: os.cpus().length, load: os.loadavg(), node: process.version };
  const results = path.join(repoRoot, 'bench-results.json');
  fs.writeFileSync(results, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
});
