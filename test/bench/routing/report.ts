import type { SplitResult } from './evaluate';
import type { SplitName } from './split';
import type { Table } from './table';

export type TableResults = Partial<Record<SplitName, readonly SplitResult[]>>;

interface Spread {
  readonly mean: number;
  /** Of the splits' values, n - 1 in the denominator. */
  readonly sd: number;
}

/** Mean and spread of the numbers that are there. */
export function spread(values: readonly number[]): Spread {
  const known = values.filter((value) => Number.isFinite(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : 0 };
}

/** A table's numbers as `--json` writes them; null where a table has no gap to recover. */
export function jsonOf(table: Table, results: TableResults) {
  const splits = Object.entries(results).map(([name, runs]) => {
    const of = (pick: (run: SplitResult) => number) => spread(runs.map(pick)).mean;
    return [
      name,
      {
        apgr: spread(runs.map(({ apgr }) => apgr)),
        cpt50: of(({ cpt50 }) => cpt50),
        cpt80: of(({ cpt80 }) => cpt80),
        costAt95: of(({ costAt95 }) => costAt95),
        bestAccuracy: of(({ bestAccuracy }) => bestAccuracy),
      },
    ];
  });
  return { name: table.name, models: table.models, splits: Object.fromEntries(splits) };
}

/** A table's numbers for a person. */
export function textOf(table: Table, results: TableResults): string {
  const lines = [
    `\n${table.name}: ${table.rows.length} prompts, ${table.models.length} models (${table.notes.join('; ')})`,
  ];
  for (const [name, runs] of Object.entries(results)) {
    const show = (pick: (run: SplitResult) => number, digits = 3) => {
      const { mean, sd } = spread(runs.map(pick));
      return Number.isFinite(mean) ? `${mean.toFixed(digits)} ±${sd.toFixed(digits)}` : 'no gap';
    };
    const gain = spread(runs.map(({ apgr }) => apgr - 0.5));
    const sure = (2 * gain.sd) / Math.sqrt(runs.length);
    lines.push(
      `  ${name.padEnd(5)} APGR ${show((run) => run.apgr)}  CPT50 ${show((run) => run.cpt50)}  CPT80 ${show((run) => run.cpt80)}  over random mix ${gain.mean >= 0 ? '+' : ''}${gain.mean.toFixed(3)} ±${sure.toFixed(3)} (95 %)`,
      `        AIQ ${show((run) => run.aiq)} (single models ${show((run) => run.hull)})  of the best model's cost: ${show((run) => run.costAt95)} for 95 % of its quality, ${show((run) => run.costAtBest)} for all`,
      `        accuracy: best ${show((run) => run.bestAccuracy)}  as shipped ${show((run) => run.shipped.quality)} at ${show((run) => run.shipped.costShare, 2)} of strong's cost, random mix at that cost ${show((run) => run.randomAtEqualCost)}  always strong ${show((run) => run.strong)}  always weak ${show((run) => run.weak)}  oracle ${show((run) => run.oracle)}`,
    );
  }
  return lines.join('\n');
}
