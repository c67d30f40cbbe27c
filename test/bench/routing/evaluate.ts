import {
  decideLearned,
  DEFAULT_LEARNED_SETTINGS,
  type LearnedCandidate,
  type LearnedInput,
} from '@shared/routing/learned';
import { normalisedCosts } from '@shared/routing/learned-cost';
import { fitHead, type Head } from '@shared/routing/learned-head';
import { type LearnedExample, prepareMemory } from '@shared/routing/learned-memory';
import { FEATURE_NAMES } from '@shared/routing/prompt-features';
import { endsOf, hullQuality, type SweepMetrics, sweepMetrics, type SweepPoint } from './metrics';
import type { Split } from './split';
import { mean, type Table } from './table';

/** Settings of the weight of cost that are tried. */
const STEPS = 400;
/** Every so many prompts the whole decision is asked and compared (S1-39). */
const CHECK_EVERY = 97;

export interface SplitResult extends SweepMetrics {
  readonly aiq: number;
  /** The same of the single models alone: what needs no router. */
  readonly hull: number;
  /** Mean quality and cost, as a share of strong's, at the shipped default weight of cost. */
  readonly shipped: { readonly quality: number; readonly costShare: number };
  /** A random mix of weak and strong at the shipped setting's cost. */
  readonly randomAtEqualCost: number;
  readonly strong: number;
  readonly weak: number;
  readonly oracle: number;
}

export interface Prompts {
  readonly vectors: readonly Float32Array[];
  readonly features: readonly Float32Array[];
}

/** Teaches the shipped memory with one half of a split and scores the shipped decision on the other. */
export function evaluate(table: Table, { vectors, features }: Prompts, split: Split): SplitResult {
  const { models, rows, proxyCosts } = table;
  const point = (row: number) => ({
    vector: vectors[row] ?? new Float32Array(),
    features: features[row] ?? new Float32Array(),
  });
  const memory = prepareMemory(
    split.memory.map((row): LearnedExample => ({
      id: String(row),
      ...point(row),
      scores: Object.fromEntries(
        models.flatMap((model, i) => {
          const quality = rows[row]?.quality[i] ?? NaN;
          return Number.isFinite(quality) ? [[model, quality]] : [];
        }),
      ),
    })),
    vectors[0]?.length ?? 0,
    FEATURE_NAMES.length,
  );
  const candidates = models.map((id, i): LearnedCandidate => ({
    id,
    costUsd: proxyCosts[i] ?? null,
    price: null,
  }));
  const request = {
    settings: DEFAULT_LEARNED_SETTINGS,
    off: false,
    hasTools: false,
    memory,
    head: headOf(fitHead(memory)),
    candidates,
    incumbent: null,
    leftOut: null,
  };

  // A prompt measured on one model only says nothing about a choice.
  const scored = split.test.filter(
    (row) => [...(rows[row]?.quality ?? [])].filter((q) => Number.isFinite(q)).length > 1,
  );
  const costs = normalisedCosts([...proxyCosts]);
  const estimates = scored.map((row) => {
    const decision = decideLearned({
      ...request,
      prompt: rows[row]?.prompt ?? '',
      query: point(row),
    });
    const known = new Map(decision.trace?.candidates.map((c) => [c.model, c.quality]));
    // Without a vote the router answers as it would with no memory of this prompt: by the means.
    return models.map((model, i) => {
      if (!Number.isFinite(rows[row]?.quality[i] ?? NaN)) return -Infinity;
      return known.get(model) ?? (known.size === 0 ? (memory.means[i] ?? 0) : -Infinity);
    });
  });
  const choose = (alpha: number) => estimates.map((quality) => bestAt(quality, costs, alpha));

  scored.forEach((row, at) => {
    if (at % CHECK_EVERY !== 0 || estimates[at]?.includes(-Infinity) === true) return;
    const alpha = at / scored.length;
    const settings = { ...request.settings, alpha };
    checkSame(
      { ...request, settings, prompt: rows[row]?.prompt ?? '', query: point(row) },
      models[bestAt(estimates[at] ?? [], costs, alpha)],
    );
  });

  return results(table, scored, choose, sweepAlphas(estimates, costs));
}

function headOf(fitting: Generator<undefined, Head | null>): Head | null {
  let step = fitting.next();
  while (step.done !== true) step = fitting.next();
  return step.value;
}

/** @throws Error the accelerated choice differs from the shipped one */
function checkSame(input: LearnedInput, chosen: string | undefined): void {
  const decision = decideLearned(input);
  if ('ranked' in decision && decision.ranked[0] !== chosen) {
    throw new Error(`the bench chose ${chosen}, the shipped decision ${decision.ranked[0]}`);
  }
}

/** `orderByScore`'s first, without the order: ties go to the cheaper. */
function bestAt(quality: readonly number[], costs: readonly number[], alpha: number): number {
  let best = 0;
  let top = -Infinity;
  for (let i = 0; i < quality.length; i++) {
    const score = (quality[i] ?? 0) - alpha * (costs[i] ?? 0);
    if (score < top || (score === top && (costs[i] ?? 0) >= (costs[best] ?? 0))) continue;
    best = i;
    top = score;
  }
  return best;
}

/**
 * Weights of cost at which choices change. With two models also negative ones: RouteLLM's threshold
 * runs until every prompt goes to the strong one.
 */
function sweepAlphas(
  estimates: readonly (readonly number[])[],
  costs: readonly number[],
): number[] {
  const flips = estimates.flatMap((quality) =>
    quality.flatMap((a, i) =>
      quality.flatMap((b, j) => {
        const dearer = (costs[i] ?? 0) - (costs[j] ?? 0);
        const flip = (a - b) / dearer;
        return dearer > 0 && Number.isFinite(flip) && (costs.length === 2 || flip > 0)
          ? [flip]
          : [];
      }),
    ),
  );
  const sorted = Float64Array.from(flips).sort();
  const steps = Array.from(
    { length: STEPS },
    (_, i) => sorted[Math.floor((i * (sorted.length - 1)) / (STEPS - 1))] ?? 0,
  );
  return [...new Set([0, ...steps])];
}

function results(
  { models, rows, proxyCosts }: Table,
  scored: readonly number[],
  choose: (alpha: number) => number[],
  alphas: readonly number[],
): SplitResult {
  // NaN where it was not measured: means leave it out, and no choice falls on it.
  const quality = (row: number, model: number) => rows[row]?.quality[model] ?? NaN;
  const pointOf = (choices: readonly number[], realised: boolean): SweepPoint => ({
    cost: mean(
      choices.map((model, at) =>
        realised ? (rows[scored[at] ?? 0]?.cost[model] ?? 0) : (proxyCosts[model] ?? 0),
      ),
    ),
    quality: mean(choices.map((model, at) => quality(scored[at] ?? 0, model))),
  });
  const always = models.map((_, model) => scored.map(() => model));
  const chosen = alphas.map(choose);
  const singles = always.map((choices) => pointOf(choices, true));
  const proxySingles = always.map((choices) => pointOf(choices, false));
  const byProxy = sweepMetrics(
    chosen.map((choices) => pointOf(choices, false)),
    endsOf(proxySingles),
  );
  const sweep = chosen.map((choices) => pointOf(choices, true));
  const { weak, strong } = endsOf(singles);
  const realised = sweepMetrics(sweep, { weak, strong });
  const from = Math.min(...singles.map(({ cost }) => cost));
  const to = Math.max(...singles.map(({ cost }) => cost));
  const shipped = pointOf(choose(DEFAULT_LEARNED_SETTINGS.alpha), true);
  const part = Math.max(
    0,
    Math.min(1, (shipped.cost - weak.cost) / (strong.cost - weak.cost || 1)),
  );
  return {
    ...byProxy,
    costAt95: realised.costAt95,
    costAtBest: realised.costAtBest,
    aiq: hullQuality([...sweep, ...singles.filter(({ cost }) => cost === from)], from, to),
    hull: hullQuality(singles, from, to),
    shipped: { quality: shipped.quality, costShare: shipped.cost / (strong.cost || 1) },
    randomAtEqualCost: weak.quality + part * (strong.quality - weak.quality),
    strong: strong.quality,
    weak: weak.quality,
    oracle: mean(
      scored.map((row) =>
        Math.max(...models.map((_, model) => quality(row, model)).filter(Number.isFinite)),
      ),
    ),
  };
}
