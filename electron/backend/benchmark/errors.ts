import type { ErrorCode } from '@shared/api/errors';

/** A refusal of the benchmark that the caller can act on. */
export class BenchmarkError extends Error {
  constructor(
    readonly code: Extract<
      ErrorCode,
      `benchmark_${string}` | 'invalid_benchmark_config' | 'routing_table_not_found'
    >,
    message: string,
  ) {
    super(message);
    this.name = 'BenchmarkError';
  }
}
