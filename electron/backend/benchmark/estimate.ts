import type { BenchmarkKind, BenchmarkModel, EstimateRow } from '@shared/api/benchmark';
import type { Effort } from '@shared/routing/routing-table';
import type { StoredSummary } from '../store/benchmark-rows';
import type { BillingOf } from './model-call';
import type { WorkCase } from './work';

const CHARACTERS_PER_TOKEN = 4;
const PER_TOKEN = 1e-6;
/** What an answer typically takes, in tokens, without thinking. */
const OUTPUT_TOKENS: Readonly<Record<BenchmarkKind, number>> = { classifier: 90, decider: 350 };
/** An agentic task reads its growing conversation in each turn. */
const AGENTIC_TURNS = 6;
const AGENTIC_TOKENS_PER_TURN = 900;
/** How much more is written while thinking. */
const EFFORT_FACTOR: Readonly<Record<Effort, number>> = {
  none: 1,
  minimal: 1.2,
  low: 1.6,
  medium: 3,
  high: 6,
  xhigh: 10,
};

/** What a run of one model is expected to cost, and where that number comes from. */
export function estimateModel(
  kind: BenchmarkKind,
  model: BenchmarkModel,
  cases: readonly WorkCase[],
  repetitions: number,
  earlier: readonly StoredSummary[],
  billingOf: BillingOf,
  force: boolean,
): EstimateRow {
  const count = cases.length * repetitions;
  const row = { model: model.model, cases: count, carried: false };
  if (earlier.length > 0 && !force) {
    return { model: model.model, cases: 0, carried: true, costUsd: 0, basis: 'carried' };
  }
  const measured = earlier.find(({ scope }) => scope === 'all');
  if (measured !== undefined && measured.costKnown > 0) {
    const average = measured.costUsd / measured.costKnown;
    return { ...row, costUsd: average * count, basis: 'measured' };
  }
  const once = priceOfCases(kind, model, cases, billingOf);
  return once === null
    ? { ...row, costUsd: null, basis: 'unknown' }
    : { ...row, costUsd: once * repetitions, basis: 'price' };
}

/** All cases once at the catalog's price; null = it has none. */
export function priceOfCases(
  kind: BenchmarkKind,
  { model, effort }: BenchmarkModel,
  cases: readonly WorkCase[],
  billingOf: BillingOf,
): number | null {
  const billing = billingOf(model);
  if (billing === null) return null;
  if (billing.local) return 0;
  const { price } = billing;
  if (price === null || price.inputPerMTok === null || price.outputPerMTok === null) return null;
  const output = OUTPUT_TOKENS[kind] * (effort === null ? 1 : EFFORT_FACTOR[effort]);
  let usd = 0;
  for (const { promptCharacters, agentic } of cases) {
    const turns = agentic ? AGENTIC_TURNS : 1;
    const first = promptCharacters / CHARACTERS_PER_TOKEN;
    const grown = (AGENTIC_TOKENS_PER_TURN * turns * (turns - 1)) / 2;
    const input = first * turns + (agentic ? grown : 0);
    usd += (input * price.inputPerMTok + output * turns * price.outputPerMTok) * PER_TOKEN;
  }
  return usd;
}
