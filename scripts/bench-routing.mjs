/**
 * `npm run bench:routing -- --data DIR [--json FILE]`: how much the shipped routing memory is worth on
 * every table (`*.jsonl`) of a folder. One JSON line a prompt: `prompt`, `q` (quality 0..1 by model),
 * where known `c` (cost by model) or `outchars` (answer length by model); prices per token may stand
 * beside it in `NAME.prices.json`. The metrics are defined in test/bench/routing/metrics.ts.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';
import { runMain, ToolError } from './lib/log.mjs';
import { repoRoot } from './lib/paths.mjs';

await runMain(async () => {
  const { data, json } = options();
  register();
  const bench = await import(pathToFileURL(path.join(repoRoot, 'test/bench/routing/run.ts')).href);
  await bench.runRoutingBench(path.resolve(data), json === undefined ? null : path.resolve(json));
});

function options() {
  try {
    const { values } = parseArgs({
      options: { data: { type: 'string' }, json: { type: 'string' } },
    });
    if (values.data !== undefined && fs.existsSync(values.data)) {
      return { data: values.data, json: values.json };
    }
    if (values.data !== undefined) throw new Error(`there is no folder ${values.data}`);
  } catch (error) {
    throw new ToolError(error instanceof Error ? error.message : String(error));
  }
  throw new ToolError('usage: npm run bench:routing -- --data DIR [--json FILE]');
}
