import type { UsageGroup, UsageResponse, UsageRow } from '@shared/api/outcomes';
import { compareCodePoints } from '@shared/routing/code-points';
import { fromMicroUsd } from './money';

/** A call as a report reads it. */
export interface UsageCall {
  readonly id: string;
  readonly at: number;
  readonly task: string;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly router: 'routed' | 'direct';
  readonly status: string;
  readonly costMicro: number | null;
  readonly totalMs: number | null;
  readonly firstTokenMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly cachedTokens: number | null;
  /** 1 = it may have cost something that is not known. */
  readonly unknownCost: number;
}

/** Adds calls up by group, with exact percentiles. */
export class UsageTable {
  readonly #group: UsageGroup;
  readonly #keyNames: ReadonlyMap<string, string>;
  readonly #sums = new Map<string, Sum>();
  readonly #total = new Sum();

  constructor(group: UsageGroup, keyNames: ReadonlyMap<string, string>) {
    this.#group = group;
    this.#keyNames = keyNames;
  }

  add(call: UsageCall): void {
    const group = GROUP_OF[this.#group](call);
    let sum = this.#sums.get(group);
    if (sum === undefined) {
      sum = new Sum();
      this.#sums.set(group, sum);
    }
    sum.add(call);
    this.#total.add(call);
  }

  response(): UsageResponse {
    const rows = [...this.#sums].map(([group, sum]) => sum.row(group, this.#label(group)));
    return {
      group: this.#group,
      rows: rows.sort(this.#group === 'day' ? byGroup : byCost),
      total: this.#total.row('', ''),
    };
  }

  #label(group: string): string {
    return this.#group === 'key' ? (this.#keyNames.get(group) ?? group) : group;
  }
}

const GROUP_OF: Readonly<Record<UsageGroup, (call: UsageCall) => string>> = {
  day: ({ at }) => new Date(at).toISOString().slice(0, 10),
  task: ({ task }) => task,
  model: ({ model }) => model ?? '',
  key: ({ keyId }) => keyId ?? '',
};

function byGroup(a: UsageRow, b: UsageRow): number {
  return compareCodePoints(a.group, b.group);
}

function byCost(a: UsageRow, b: UsageRow): number {
  return b.costUsd - a.costUsd || b.calls - a.calls || byGroup(a, b);
}

class Sum {
  #calls = 0;
  #routed = 0;
  #failed = 0;
  #costMicro = 0;
  #unknownCost = 0;
  #promptTokens = 0;
  #completionTokens = 0;
  #cachedTokens = 0;
  readonly #totalMs: number[] = [];
  readonly #firstTokenMs: number[] = [];

  add(call: UsageCall): void {
    this.#calls += 1;
    if (call.router === 'routed') this.#routed += 1;
    if (call.status === 'failed') this.#failed += 1;
    this.#costMicro += call.costMicro ?? 0;
    this.#unknownCost += call.unknownCost;
    this.#promptTokens += call.promptTokens ?? 0;
    this.#completionTokens += call.completionTokens ?? 0;
    this.#cachedTokens += call.cachedTokens ?? 0;
    if (call.status !== 'succeeded') return;
    if (call.totalMs !== null) this.#totalMs.push(call.totalMs);
    if (call.firstTokenMs !== null) this.#firstTokenMs.push(call.firstTokenMs);
  }

  row(group: string, label: string): UsageRow {
    const totals = Float64Array.from(this.#totalMs).sort();
    const firsts = Float64Array.from(this.#firstTokenMs).sort();
    return {
      group,
      label,
      calls: this.#calls,
      routed: this.#routed,
      direct: this.#calls - this.#routed,
      failed: this.#failed,
      costUsd: fromMicroUsd(this.#costMicro) ?? 0,
      unknownCostCount: this.#unknownCost,
      promptTokens: this.#promptTokens,
      completionTokens: this.#completionTokens,
      cachedTokens: this.#cachedTokens,
      p50Ms: percentile(totals, 50),
      p95Ms: percentile(totals, 95),
      firstTokenP50Ms: percentile(firsts, 50),
      firstTokenP95Ms: percentile(firsts, 95),
    };
  }
}

/** Nearest rank, of ascending values. */
function percentile(sorted: Float64Array, percent: number): number | null {
  const index = Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1);
  return sorted[index] ?? null;
}
