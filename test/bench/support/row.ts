/** One line of the table of `npm run bench`. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** e.g. `ns/candidate`, `us`, `ms`. */
  readonly unit: string;
  /** What it is compared with, e.g. `S0's Python, published: 135 ns`. */
  readonly against?: string;
  /** {@link value} by that of {@link against}: under 1 is better. */
  readonly ratio?: number;
}

/** Results go here, so that no engine can drop the work as unused. */
let sink: unknown = null;

export function lastResult(): unknown {
  return sink;
}

/**
 * Median time of one call in nanoseconds: after a warm-up, `samples` batches of about `batchMs`
 * each, with as many calls in a batch as fit.
 */
export function medianNs(
  run: () => unknown,
  { samples = 31, batchMs = 8 }: { samples?: number; batchMs?: number } = {},
): number {
  const warm = calibrate(run, batchMs * 10);
  const calls = Math.max(1, Math.round((warm * batchMs) / (batchMs * 10)));
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const start = process.hrtime.bigint();
    for (let call = 0; call < calls; call += 1) sink = run();
    times.push(Number(process.hrtime.bigint() - start) / calls);
  }
  return median(times);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How many calls fit into the given time. */
function calibrate(run: () => unknown, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let calls = 0;
  while (performance.now() < end) {
    sink = run();
    calls += 1;
  }
  return calls;
}
