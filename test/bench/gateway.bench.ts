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
const MS = 3_000;
const STREAM_CHUNKS = 200;
const STREAMS = 200;
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

interface Measured {
  readonly contender: Contender;
  readonly perSecond: Readonly<Record<number, number>>;
  readonly p50: number;
  readonly p99: number;
  readonly cpuUsPerRequest: number | null;
  readonly firstMs: number;
  readonly cpuUsPerChunk: number | null;
  readonly grownMb: number | null;
}

/** Our gateway, a minimal one and Portkey's under the same load, one after the other, in one run. */
export async function run(): Promise<BenchRow[]> {
  const upstream = await startUpstream();
  const makers = [
    () => direct(upstream.origin),
    () => minimal(upstream.origin),
    () => ours(upstream.origin),
    () => portkey(upstream.origin),
  ];
  const measured: Measured[] = [];
  try {
    for (const make of makers) {
      const contender = await make();
      if (contender === null) continue;
      try {
        measured.push(await measure(contender));
      } finally {
        contender.stop();
      }
    }
  } finally {
    upstream.stop();
  }
  return rowsOf(measured);
}

async function measure(contender: Contender): Promise<Measured> {
  const { model, pid } = contender;
  // Warm: compiled, connected, its first files written.
  await load(contender, { connections: 32, ms: 1_500, body: body(model) });
  const perSecond: Record<number, number> = {};
  let cpuUsPerRequest: number | null = null;
  let [p50, p99] = [0, 0];
  for (const connections of CONNECTIONS) {
    const before = pid === null ? 0 : await cpuSecondsOfTree(pid);
    const result = await load(contender, { connections, ms: MS, body: body(model) });
    const used = pid === null ? 0 : (await cpuSecondsOfTree(pid)) - before;
    perSecond[connections] = result.perSecond;
    if (connections === 1) [p50, p99] = [result.p50, result.p99];
    if (connections === 32 && pid !== null) cpuUsPerRequest = (used / result.count) * 1e6;
  }
  const stream = (chunks: number) => body(model, { stream: true, seed: chunks });
  const cpuBefore = pid === null ? 0 : await cpuSecondsOfTree(pid);
  const streamed = await load(contender, {
    connections: 4,
    streams: STREAMS,
    body: stream(STREAM_CHUNKS),
  });
  const streamCpu = pid === null ? null : (await cpuSecondsOfTree(pid)) - cpuBefore;
  const idleMb = residentMb(pid);
  await load(contender, { connections: 32, streams: MEMORY_STREAMS, body: stream(3) });
  const loadedMb = residentMb(pid);
  return {
    contender,
    perSecond,
    p50,
    p99,
    cpuUsPerRequest,
    firstMs: streamed.firstP50,
    cpuUsPerChunk: streamCpu === null ? null : (streamCpu / (STREAMS * STREAM_CHUNKS)) * 1e6,
    grownMb: idleMb === null || loadedMb === null ? null : loadedMb - idleMb,
  };
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

function rowsOf(measured: readonly Measured[]): BenchRow[] {
  const base = measured.find(({ contender }) => contender.pid === null);
  const yardstick = measured.find(({ contender }) => contender.name.startsWith('minimal'));
  return measured
    .filter(({ contender }) => contender.pid !== null)
    .flatMap((one) => {
      const row = (what: string, unit: string, of: (m: Measured) => number | null): BenchRow[] => {
        const value = of(one);
        if (value === null) return [];
        const theirs = yardstick === undefined || yardstick === one ? null : of(yardstick);
        return [
          {
            name: `gateway: ${one.contender.name}: ${what}`,
            value,
            unit,
            ...(theirs !== null && {
              against: `minimal gateway: ${theirs.toPrecision(3)}`,
              ratio: value / theirs,
            }),
          },
        ];
      };
      return [
        ...CONNECTIONS.flatMap((connections) =>
          row(`at ${connections} connections`, 'req/s', (m) => m.perSecond[connections] ?? null),
        ),
        ...row('added p50', 'ms', (m) => m.p50 - (base?.p50 ?? 0)),
        ...row('added p99', 'ms', (m) => m.p99 - (base?.p99 ?? 0)),
        ...row('CPU a request', 'us', (m) => m.cpuUsPerRequest),
        ...row('added time to first byte', 'ms', (m) => m.firstMs - (base?.firstMs ?? 0)),
        ...row('CPU a chunk of a stream', 'us', (m) => m.cpuUsPerChunk),
        ...row(`memory grown over ${MEMORY_STREAMS} streams`, 'MB', (m) => m.grownMb),
      ];
    });
}
