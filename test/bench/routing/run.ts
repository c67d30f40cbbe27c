import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { promptFeatures } from '@shared/routing/prompt-features';
import { LocalEmbedder } from '../../../electron/backend/embedding/local-embedder';
import { note } from '../../../scripts/lib/log.mjs';
import { embedPrompts } from './embeddings';
import { evaluate, type SplitResult } from './evaluate';
import { jsonOf, type TableResults, textOf } from './report';
import { SPLITS, type SplitName, splitTable } from './split';
import { readTables, type Table } from './table';

const REPEATS = 10;

/** Runs the bench over every table of a folder; prints each as it is done, writes JSON at the end. */
export async function runRoutingBench(dir: string, json: string | null): Promise<void> {
  const tables = readTables(dir);
  if (tables.length === 0) throw new Error(`${dir} has no *.jsonl`);
  const embedder = new LocalEmbedder();
  const out = [];
  try {
    for (const table of tables) {
      const began = performance.now();
      const vectors = await embedPrompts(
        embedder,
        table.rows.map(({ prompt }) => prompt),
      );
      const features = table.rows.map(({ prompt }) => promptFeatures(prompt));
      const results = allSplits(table, { vectors, features });
      process.stdout.write(`${textOf(table, results)}\n`);
      note(`${table.name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
      out.push(jsonOf(table, results));
    }
  } finally {
    await embedder.close();
  }
  if (json !== null) writeFileSync(json, `${JSON.stringify({ tables: out }, null, 2)}\n`);
}

function allSplits(table: Table, prompts: Parameters<typeof evaluate>[1]): TableResults {
  const results: Partial<Record<SplitName, readonly SplitResult[]>> = {};
  for (const name of Object.keys(SPLITS) as SplitName[]) {
    const runs: SplitResult[] = [];
    for (let seed = 1; seed <= REPEATS; seed++) {
      const split = splitTable(table, SPLITS[name], seed);
      if (split !== null) runs.push(evaluate(table, prompts, split));
    }
    if (runs.length > 0) results[name] = runs;
  }
  return results;
}
