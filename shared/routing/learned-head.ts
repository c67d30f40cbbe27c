import type { PreparedMemory } from './learned-memory';

/** Rows of the memory that the head is spread over; more cost time and gave no better routing. */
export const LANDMARKS = 256;
/** Width of the kernel: closeness falls to 1/e over this much squared distance / 2. */
const WIDTH = 0.7 ** 2;
/** Weight of smoothness against the ratings: single ratings are noisy, so it is not small. */
const SMOOTHNESS = 4;
/** Keeps the equations solvable when two landmarks are the same prompt. */
const JITTER = 1e-4;
/** Rows between two rests of {@link fitHead}: about two milliseconds of work. */
const ROWS_PER_STEP = 64;
/** The same of the factorisation's rows, which cost more toward the end. */
const FACTOR_ROWS_PER_STEP = 32;

/** How alike two prompts are for the head, 0..1. */
const kernel = (closeness: number): number => Math.exp((closeness - 1) / WIDTH);

/** A row that is to count as if it had not been there (leave-one-out). */
export interface LeftOut {
  readonly index: number;
}

/** A fitted regression head. Reads a query by its closeness to the memory's rows. */
export interface Head {
  /**
   * For each of `columns`: how far the model's quality on this prompt is from its mean; and the same
   * for the prompt's length, last.
   */
  predict(
    closeness: Float64Array,
    columns: readonly number[],
    leftOut?: LeftOut | null,
  ): Float64Array;
}

/**
 * Fits a kernel ridge regression (closed form) of every model's scores on the prompts, over up to
 * {@link LANDMARKS} rows as landmarks. A missing rating counts as the model's mean, which draws the
 * answer toward the mean. A generator, so that a server can rest between the steps: it yields after
 * about two milliseconds each and returns the head.
 */
export function* fitHead(memory: PreparedMemory): Generator<undefined, Head | null> {
  const { examples, space, models } = memory;
  const n = examples.length;
  const m = Math.min(LANDMARKS, n);
  if (m === 0) return null;
  const landmarks = Array.from({ length: m }, (_, i) =>
    m === 1 ? 0 : Math.round((i * (n - 1)) / (m - 1)),
  );
  const kernels = new Float32Array(n * m);
  for (const [column, landmark] of landmarks.entries()) {
    const example = examples[landmark];
    if (example === undefined) continue;
    const closeness = space.closeness(example);
    for (let row = 0; row < n; row++) kernels[row * m + column] = kernel(closeness[row] ?? 0);
    if (column % 8 === 7) yield;
  }

  const outputs = models.length + 1;
  const gram = new Float64Array(m * m);
  const targets = new Float64Array(m * outputs);
  for (let row = 0; row < n; row++) {
    addRow(kernels.subarray(row * m, row * m + m), memory, row, gram, targets);
    if (row % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield;
  }
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const at = i * m + j;
      gram[at] = (gram[at] ?? 0) + SMOOTHNESS * (kernels[(landmarks[i] ?? 0) * m + j] ?? 0);
    }
    gram[i * m + i] = (gram[i * m + i] ?? 0) + JITTER;
  }
  yield;
  yield* factorise(gram, m);
  const weights = Array.from({ length: outputs }, (_, output) => {
    const column = Float64Array.from({ length: m }, (_, i) => targets[i * outputs + output] ?? 0);
    return solveUpper(gram, solveLower(gram, column));
  });
  return { predict };

  function predict(
    closeness: Float64Array,
    columns: readonly number[],
    leftOut: LeftOut | null = null,
  ): Float64Array {
    const row = Float64Array.from(landmarks, (landmark) => kernel(closeness[landmark] ?? 0));
    const all = [...columns, outputs - 1];
    const predicted = Float64Array.from(all, (column) => dot(row, weights[column] ?? row));
    return leftOut === null ? predicted : withoutRow(predicted, row, all, leftOut.index);
  }

  /** Takes a row's own rating out of the answer about it: `(ŷ - h y) / (1 - h)`, h its leverage. */
  function withoutRow(
    predicted: Float64Array,
    row: Float64Array,
    columns: readonly number[],
    index: number,
  ): Float64Array {
    const half = solveLower(gram, row);
    const leverage = Math.min(0.999, dot(half, half));
    return predicted.map(
      (value, i) => (value - leverage * target(memory, index, columns[i] ?? 0)) / (1 - leverage),
    );
  }
}

/** What the head shall say about a row: score minus mean, 0 when not rated; the length, last. */
function target({ models, scores, means, lengths }: PreparedMemory, row: number, column: number) {
  if (column === models.length) return lengths[row] ?? 0;
  const score = scores[row * models.length + column] ?? NaN;
  return Number.isNaN(score) ? 0 : score - (means[column] ?? 0);
}

/** Adds one row to the lower half of the Gram matrix and to the right-hand sides. */
function addRow(
  kernels: Float32Array,
  memory: PreparedMemory,
  row: number,
  gram: Float64Array,
  targets: Float64Array,
): void {
  const m = kernels.length;
  const outputs = memory.models.length + 1;
  const wanted = Float64Array.from({ length: outputs }, (_, o) => target(memory, row, o));
  for (let i = 0; i < m; i++) {
    const value = kernels[i] ?? 0;
    const base = i * m;
    for (let j = 0; j <= i; j++) gram[base + j] = (gram[base + j] ?? 0) + value * (kernels[j] ?? 0);
    for (let o = 0; o < outputs; o++) {
      targets[i * outputs + o] = (targets[i * outputs + o] ?? 0) + value * (wanted[o] ?? 0);
    }
  }
}

/** Cholesky factor of a symmetric positive matrix, in place of its lower half; rests as {@link fitHead}. */
function* factorise(matrix: Float64Array, m: number): Generator<undefined, void> {
  for (let i = 0; i < m; i++) {
    if (i % FACTOR_ROWS_PER_STEP === FACTOR_ROWS_PER_STEP - 1) yield;
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * m + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (matrix[i * m + k] ?? 0) * (matrix[j * m + k] ?? 0);
      matrix[i * m + j] =
        i === j ? Math.sqrt(Math.max(sum, JITTER * JITTER)) : sum / (matrix[j * m + j] ?? 1);
    }
  }
}

function solveLower(factor: Float64Array, right: Float64Array): Float64Array {
  const m = right.length;
  const x = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (factor[i * m + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (factor[i * m + i] ?? 1);
  }
  return x;
}

function solveUpper(factor: Float64Array, right: Float64Array): Float64Array {
  const m = right.length;
  const x = new Float64Array(m);
  for (let i = m - 1; i >= 0; i--) {
    let sum = right[i] ?? 0;
    for (let k = i + 1; k < m; k++) sum -= (factor[k * m + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (factor[i * m + i] ?? 1);
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
