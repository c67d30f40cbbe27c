import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ReplayCandidate } from '@shared/routing/replay';
import type { Trace, TraceCandidate } from '@shared/routing/trace';

/*
 * A trace of 25 candidates with their figures is 22 kB of JSON. Nearly all of it is the same from one
 * request to the next: what differs are the head (some 500 bytes) and what each candidate would cost
 * for this very request. So the rows are kept once, as a set, and a decision keeps the rest:
 *
 *   uint32 LE  length of the head
 *   UTF-8      the head: JSON of the trace with `candidates: null`
 *   float64 LE estimated cost of each candidate in the set's order, NaN = null
 */

/** A head that is longer (a strategy with much to tell) is deflated together with its candidates. */
const HEAD_LIMIT = 4_096;
const LENGTH_BYTES = 4;
const NUMBER_BYTES = 8;

/** The whole trace, deflated at the fastest level: for traces that are few or like no other. */
export function packWhole(trace: Trace): Uint8Array {
  return deflateRawSync(JSON.stringify(trace), { level: 1 });
}

/** Only for what {@link packWhole} made. */
export function unpackWhole(bytes: Uint8Array): Trace {
  return JSON.parse(inflateRawSync(bytes).toString('utf8')) as Trace;
}

/** What a trace has apart from its set; null = it is better packed whole. */
export function packApart(trace: Trace): Uint8Array | null {
  const { candidates } = trace;
  const head = JSON.stringify({ ...trace, candidates: null });
  if (head.length > HEAD_LIMIT) return null;
  const length = Buffer.byteLength(head);
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + length + NUMBER_BYTES * candidates.length);
  bytes.writeUInt32LE(length, 0);
  let at = LENGTH_BYTES + bytes.write(head, LENGTH_BYTES);
  for (const { estimatedCostUsd } of candidates) {
    at = bytes.writeDoubleLE(estimatedCostUsd ?? Number.NaN, at);
  }
  return bytes;
}

/** Only for what {@link packApart} made, with the rows of its set: the trace as it was. */
export function unpackApart(bytes: Uint8Array, rows: readonly TraceCandidate[]): Trace {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.readUInt32LE(0);
  const head = view.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length);
  const candidates = rows.map((row, index) => ({ ...row, estimatedCostUsd: costAt(view, index) }));
  return { ...(JSON.parse(head) as Trace), candidates };
}

/** The eligible ones for a replay, without reading the head. */
export function replayOf(bytes: Uint8Array, rows: readonly TraceCandidate[]): ReplayCandidate[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const eligible: ReplayCandidate[] = [];
  for (const [index, { id, scores, drop, estimatedLatencyMs }] of rows.entries()) {
    if (drop !== null) continue;
    eligible.push({ id, scores, costUsd: costAt(view, index), latencyMs: estimatedLatencyMs });
  }
  return eligible;
}

/** The rows without what a request has of its own. */
export function setText(rows: readonly TraceCandidate[]): string {
  return JSON.stringify(rows.map((row) => ({ ...row, estimatedCostUsd: null })));
}

export function packSet(text: string): Uint8Array {
  return deflateRawSync(text);
}

/** Only for what {@link packSet} made. */
export function unpackSet(data: Uint8Array): readonly TraceCandidate[] {
  return JSON.parse(inflateRawSync(data).toString('utf8')) as TraceCandidate[];
}

/** As JSON would have kept it: what is no finite number is unknown. */
function costAt(view: Buffer, index: number): number | null {
  const head = LENGTH_BYTES + view.readUInt32LE(0);
  const cost = view.readDoubleLE(head + NUMBER_BYTES * index);
  return Number.isFinite(cost) ? cost : null;
}
