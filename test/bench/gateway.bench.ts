import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Contender,
  direct,
  minimal,
  node,
  OTHER_CORE,
  ours,
  portkey,
  startUpstream,
} from './gateway/contenders';
import { cpuSecondsOfTree } from './support/process-tree';
import { type BenchRow } from './support/row';

const CONNECTIONS = [1, 32, 128] as const;
/** Short runs of everybody in turn, and medians of them: a busy moment hits one run, not one contender. */
const ROUNDS = 3;
const MS = 800;
/** Requests before anything is measured: enough for the compiler, whoever is how fast. */
const WARM = 4_000;
const STREAM_CHUNKS = 200;
const STREAMS = 60;
const MEMORY_STREAMS = 10_000;

/** The size of a usual chat request: 782 bytes. */
const body = (model: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  model,
  messages: [
    { role: 'system', content: 'You are a helpful assistant. '.repeat(8) },
    { role: 'user', content: 'Explain how a router chooses between models. '.repeat(8) },
  ],
  ...more,
});

interface LoadResult {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly firstP50: number;
}

/** What one round found of one contender; null = the upstream itself. */
interface Round {
  readonly perSecond: Readonly<Record<number, number>>;
  readonly p50: number;
  readonly p99: number;
  readonly cpuUsPerRequest: number | null;
  readonly firstMs: number;
  readonly cpuUsPerChunk: number | null;
}

interface Measured {
  readonly contender: Contender;
  readonly rounds: readonly Round[];
  readonly grownMb: number | null;
}

/** Our gateway, a minimal one and Portkey's under the same load, in turn, in one run. */
export async function run(): Promise<BenchRow[]> {
  const upstream = await startUpstream();
  const contenders: Contender[] = [];
  try {
    for (const make of [direct, minimal, ours, portkey]) {
      const contender = await make(upstream.origin);
      if (contender !== null) contenders.push(contender);
    }
    for (const contender of contenders) {
      await load(contender, { connections: 32, streams: WARM, body: body(contender.model) });
    }
    const rounds = contenders.map((): Round[] => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, contender] of contenders.entries()) {
        rounds[index]?.push(await measure(contender));
      }
    }
    const measured: Measured[] = [];
    for (const [index, contender] of contenders.entries()) {
      const grownMb = await measureMemory(contender);
      measured.push({ contender, rounds: rounds[index] ?? [], grownMb });
    }
    return rowsOf(measured);
  } finally {
    for (const { stop } of contenders) stop();
    upstream.stop();
  }
}

const streamBody = (model: string, chunks: number) => body(model, { stream: true, seed: chunks });

async function measure(contender: Contender): Promise<Round> {
  const { model } = contender;
  const perSecond: Record<number, number> = {};
  let cpuUsPerRequest: number | null = null;
  let [p50, p99] = [0, 0];
  for (const connections of CONNECTIONS) {
    const before = await cpuSeconds(contender);
    const result = await load(contender, { connections, ms: MS, body: body(model) });
    const used = (await cpuSeconds(contender)) - before;
    perSecond[connections] = result.perSecond;
    if (connections === 1) [p50, p99] = [result.p50, result.p99];
    if (connections === 32) cpuUsPerRequest = (used / result.count) * 1e6;
  }
  const before = await cpuSeconds(contender);
  const streamed = await load(contender, {
    connections: 4,
    streams: STREAMS,
    body: streamBody(model, STREAM_CHUNKS),
  });
  const used = (await cpuSeconds(contender)) - before;
  const cpuUsPerChunk = (used / (STREAMS * STREAM_CHUNKS)) * 1e6;
  return { perSecond, p50, p99, cpuUsPerRequest, firstMs: streamed.firstP50, cpuUsPerChunk };
}

/** 0 for the upstream itself. */
async function cpuSeconds({ pid }: Contender): Promise<number> {
  return pid === null ? 0 : cpuSecondsOfTree(pid);
}

async function measureMemory(contender: Contender): Promise<number | null> {
  const { model, pid } = contender;
  if (pid === null) return null;
  const job = { connections: 32, body: streamBody(model, 3) };
  // The heap of one that has just begun to stream grows to its working size once.
  await load(contender, { ...job, streams: MEMORY_STREAMS / 5 });
  const idleMb = residentMb(pid);
  await load(contender, { ...job, streams: MEMORY_STREAMS });
  const loadedMb = residentMb(pid);
  return idleMb === null || loadedMb === null ? null : loadedMb - idleMb;
}

async function load(
  { url, headers }: Contender,
  job: { connections: number; body: unknown; ms?: number; streams?: number },
): Promise<LoadResult> {
  const child = node(OTHER_CORE, [
    join(import.meta.dirname, 'gateway/load.mjs'),
    JSON.stringify({ url, headers, ...job }),
  ]);
  const parts: Buffer[] = [];
  for await (const part of child.stdout ?? []) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as LoadResult;
}

/** Linux only, like the CPU times. */
function residentMb(pid: number | null): number | null {
  if (pid === null) return null;
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found === null ? null : Number(found[1]) / 1024;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The median of what the rounds found; null where a round could not tell. */
function overRounds(of: (round: Round) => number | null): (measured: Measured) => number | null {
  return ({ rounds }) => {
    const values = rounds.map(of).filter((value) => value !== null);
    return values.length === 0 ? null : median(values);
  };
}

function rowsOf(measured: readonly Measured[]): BenchRow[] {
  const base = measured.find(({ contender }) => contender.pid === null);
  const yardstick = measured.find(({ contender }) => contender.name.startsWith('minimal'));
  const rival = measured.find(({ contender }) => contender.name.startsWith('@portkey'));
  const own = measured.filter(({ contender }) => contender.pid !== null);
  const added =
    (of: (round: Round) => number) =>
    (one: Measured): number | null => {
      const [value, without] = [overRounds(of)(one), base === undefined ? 0 : overRounds(of)(base)];
      return value === null ? null : value - (without ?? 0);
    };
  return own.flatMap((one) => {
    const row = (
      what: string,
      unit: string,
      of: (m: Measured) => number | null,
      against = yardstick,
    ): BenchRow[] => {
      const value = of(one);
      if (value === null) return [];
      const theirs = against === undefined || against === one ? null : of(against);
      return [
        {
          name: `gateway: ${one.contender.name}: ${what}`,
          value,
          unit,
          ...(theirs !== null && {
            against: `${against?.contender.name}: ${theirs.toPrecision(3)}`,
            ratio: value / theirs,
          }),
        },
      ];
    };
    return [
      ...CONNECTIONS.flatMap((connections) =>
        row(
          `at ${connections} connections`,
          'req/s',
          overRounds((round) => round.perSecond[connections] ?? null),
          rival,
        ),
      ),
      ...row(
        'added p50',
        'ms',
        added(({ p50 }) => p50),
      ),
      ...row(
        'added p99',
        'ms',
        added(({ p99 }) => p99),
      ),
      ...row(
        'CPU a request',
        'us',
        overRounds((round) => round.cpuUsPerRequest),
      ),
      ...row(
        'added time to first byte',
        'ms',
        added(({ firstMs }) => firstMs),
      ),
      ...row(
        'CPU a chunk of a stream',
        'us',
        overRounds((round) => round.cpuUsPerChunk),
      ),
      ...row(`memory grown over ${MEMORY_STREAMS} streams`, 'MB', (m) => m.grownMb),
    ];
  });
}
