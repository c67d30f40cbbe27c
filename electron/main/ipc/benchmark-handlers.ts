import type { BackendClient } from '../backend/backend-client';
import type { BenchmarkFeed } from '../backend/benchmark-feed';
import type { BenchmarkPause } from '../backend/benchmark-pause';
import type { Handlers } from './register';

export function benchmarkHandlers(
  client: BackendClient,
  feed: BenchmarkFeed,
  pause: BenchmarkPause,
): Handlers['benchmark'] {
  return {
    config: () => client.benchmarkConfig(),
    saveConfig: ({ config }) => client.saveBenchmarkConfig(config),
    estimate: (start) => client.estimateBenchmark(start),
    runs: ({ limit }) => client.benchmarkRuns(limit),
    run: ({ id }) => client.benchmarkRun(id),
    async start(start) {
      const run = await client.startBenchmark(start);
      feed.wake();
      return run;
    },
    cancel: ({ id }) => client.cancelBenchmark(id),
    cases: ({ id, query }) => client.benchmarkCases(id, query),
    pause: () => client.benchmarkPause(),
    setPause: ({ paused }) => pause.set(paused),
    table: () => client.routingTable(),
    hold: () => client.holdRoutingTable(),
    restore: ({ id }) => client.restoreRoutingTable(id),
    winner: () => client.classifierWinner(),
    candidates: () => client.benchmarkCandidates(),
    async sync() {
      const answer = await client.syncBenchmark();
      if (answer.runId !== null) feed.wake();
      return answer;
    },
    datasets: () => client.benchmarkDatasets(),
    watch: ({ on }) => (on ? feed.start() : feed.stop()),
  };
}
