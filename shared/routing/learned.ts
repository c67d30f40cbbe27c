import type { Price } from './candidate';
import { compareCodePoints } from './code-points';
import { incumbentCostUsd, normalisedCosts } from './learned-cost';
import type { Head, LeftOut } from './learned-head';
import type { PreparedMemory } from './learned-memory';
import type {
  LearnedCandidateTrace,
  LearnedDecline,
  LearnedNeighbour,
  LearnedTrace,
} from './learned-trace';
import { type Estimate, LENGTH_PRIOR, vote } from './learned-vote';
import { cosine, type Point } from './neighbours';
import { SWITCH_MARGIN } from './session';

export interface LearnedSettings {
  /** Weight of cost against quality, 0 and up (S1-12). */
  readonly alpha: number;
  /** Neighbours that vote; null = by the size of the memory. */
  readonly k: number | null;
  /** Examples below which the memory is cold. */
  readonly seedCount: number;
  /** Ratings below which a model takes no part. */
  readonly minRatings: number;
  /** Neighbours of at least {@link similarityFloor} below which the neighbourhood is sparse. */
  readonly minNeighbours: number;
  /** Cosine from which a neighbour counts as one. */
  readonly similarityFloor: number;
  readonly confidenceFloor: number;
  /** Taken from every model but the conversation's own. */
  readonly switchPenalty: number;
  /** See {@link incumbentCostUsd}. */
  readonly cacheReadMultiplier: number | null;
}

/** S1's defaults, with the ones that its author left open (S1-12). */
export const DEFAULT_LEARNED_SETTINGS: LearnedSettings = {
  alpha: 0.3,
  k: null,
  seedCount: 20,
  minRatings: 5,
  minNeighbours: 5,
  similarityFloor: 0,
  confidenceFloor: 0,
  switchPenalty: SWITCH_MARGIN,
  cacheReadMultiplier: null,
};

/** An eligible candidate, named as the memory names it. */
export interface LearnedCandidate {
  readonly id: string;
  readonly costUsd: number | null;
  readonly price: Price | null;
}

/** What is known before the prompt is embedded. */
export interface LearnedRequest {
  readonly settings: LearnedSettings;
  /** The caller switched it off for this request. */
  readonly off: boolean;
  readonly hasTools: boolean;
  readonly prompt: string;
  readonly memory: PreparedMemory;
  readonly candidates: readonly LearnedCandidate[];
}

export interface LearnedInput extends LearnedRequest {
  readonly query: Point;
  /** Null until it is fitted. */
  readonly head: Head | null;
  /** The conversation's model so far, and how many tokens its provider may have cached. */
  readonly incumbent: { readonly model: string; readonly cachedTokens: number } | null;
  /** A row of the memory to decide without; null for a prompt from outside. */
  readonly leftOut: LeftOut | null;
}

/** `trace` is there when the vote was held, also before a decline. */
export type LearnedDecision =
  | { readonly ranked: readonly string[]; readonly trace: LearnedTrace }
  | { readonly decline: LearnedDecline; readonly trace: LearnedTrace | null };

/** Why the memory isn't asked at all; else null. */
export function declineUnread({
  off,
  hasTools,
  prompt,
  candidates,
}: Pick<LearnedRequest, 'off' | 'hasTools' | 'prompt' | 'candidates'>): LearnedDecline | null {
  if (off) return decline('off', 'The memory was switched off for this request.');
  if (hasTools) {
    return decline('tools_present', 'Requests with tools are not decided by ratings of answers.');
  }
  if (prompt.trim() === '') {
    return decline('no_prompt', 'The request has no text to compare with the memory.');
  }
  if (candidates.length < 2) {
    return decline(
      'too_few_candidates',
      `There is nothing to choose: ${candidates.length} eligible candidate${candidates.length === 1 ? '' : 's'}.`,
    );
  }
  return null;
}

/** Why the memory can't decide this request, as far as is known without its embedding; else null. */
export function declineEarly(request: LearnedRequest): LearnedDecline | null {
  const { settings, memory, candidates } = request;
  const unread = declineUnread(request);
  if (unread !== null) return unread;
  const useful = usefulExamples(memory, candidates, settings.seedCount);
  if (useful < settings.seedCount) {
    return decline(
      'cold_memory',
      `The memory is still cold: ${useful}/${settings.seedCount} examples rate a model that is eligible here.`,
    );
  }
  const { rated } = split(request);
  if (rated.length < 2) {
    return decline(
      'too_few_rated',
      `Only ${rated.length} of ${candidates.length} eligible models ${rated.length === 1 ? 'has' : 'have'} ${settings.minRatings} ratings or more.`,
    );
  }
  const unpriced = settings.alpha > 0 ? rated.find(({ costUsd }) => costUsd === null) : undefined;
  if (unpriced !== undefined) {
    return decline(
      'price_unknown',
      `The cost of ${unpriced.id} is unknown, so its score can't be told from the others'.`,
    );
  }
  return null;
}

/**
 * `auto/learned`, whole: which of the candidates the user's own ratings prefer for this prompt, with
 * everything that the vote saw; or a decline with its reason. Never an answer on thin ground (S1-11).
 */
export function decideLearned(input: LearnedInput): LearnedDecision {
  const early = declineEarly(input);
  if (early !== null) return { decline: early, trace: null };
  const { settings, memory, query } = input;
  if (query.vector.length !== memory.space.dimensions) {
    const reason = `The prompt's embedding has ${query.vector.length} dimensions, the memory's have ${memory.space.dimensions}.`;
    return { decline: decline('embedding_mismatch', reason), trace: null };
  }
  const trace = holdVote(input);
  const near = trace.neighbours.filter(
    ({ similarity }) => similarity >= settings.similarityFloor,
  ).length;
  if (near < settings.minNeighbours) {
    const reason = `The memory knows too little like this prompt: ${near}/${settings.minNeighbours} neighbours.`;
    return { decline: decline('sparse_neighbourhood', reason), trace };
  }
  if (trace.confidence < settings.confidenceFloor) {
    const reason = `The neighbours disagree: confidence ${trace.confidence.toFixed(2)} is below ${settings.confidenceFloor}.`;
    return { decline: decline('low_confidence', reason), trace };
  }
  return { ranked: trace.candidates.map(({ model }) => model), trace };
}

/**
 * Scores and orders estimates under a weight of cost: the part of the decision that follows `alpha`.
 * Ties go to the cheaper, then to the lower id.
 */
export function orderByScore(
  estimates: readonly Estimate[],
  costs: readonly { readonly costUsd: number; readonly effectiveCost: number }[],
  { alpha, switchPenalty }: Pick<LearnedSettings, 'alpha' | 'switchPenalty'>,
  incumbent: string | null,
): LearnedCandidateTrace[] {
  const penalise = incumbent !== null && estimates.some(({ model }) => model === incumbent);
  return estimates
    .map((estimate, i) => {
      const { costUsd, effectiveCost } = costs[i] ?? { costUsd: 0, effectiveCost: 0 };
      const penalty = penalise && estimate.model !== incumbent ? switchPenalty : 0;
      const score = estimate.quality - alpha * effectiveCost - penalty;
      return { ...estimate, rank: 0, costUsd, effectiveCost, switchPenalty: penalty, score };
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.effectiveCost - b.effectiveCost ||
        compareCodePoints(a.model, b.model),
    )
    .map((row, index) => ({ ...row, rank: index + 1 }));
}

/** The vote with everything it saw; for a request that {@link declineEarly} lets pass. */
export function holdVote(input: LearnedInput): LearnedTrace {
  const { settings, memory, query, head, incumbent } = input;
  const { rated, unrated } = split(input);
  const costsUsd = rated.map((candidate) => {
    const facts = { costUsd: candidate.costUsd, price: candidate.price };
    if (candidate.id !== incumbent?.model) return candidate.costUsd ?? 0;
    return incumbentCostUsd(facts, { ...settings, ...incumbent }) ?? 0;
  });
  const costs = normalisedCosts(costsUsd);
  const { neighbours, estimates } = vote({
    memory,
    head,
    query,
    pool: rated.map(({ id }, i) => ({ model: id, cost: costs[i] ?? 0 })),
    k: settings.k,
    leftOut: input.leftOut,
  });
  const ordered = orderByScore(
    estimates,
    costs.map((effectiveCost, i) => ({ costUsd: costsUsd[i] ?? 0, effectiveCost })),
    settings,
    incumbent?.model ?? null,
  );
  const shown = neighbours.flatMap(({ index, closeness }): LearnedNeighbour[] => {
    const example = memory.examples[index];
    if (example === undefined) return [];
    const { id, scores, vector } = example;
    return [{ id, similarity: cosine(query.vector, vector), closeness, scores }];
  });
  return {
    examples: memory.examples.length,
    alpha: settings.alpha,
    neighbours: shown,
    candidates: ordered,
    unrated: unrated.map(({ id }) => id),
    confidence: voteConfidence(shown, ordered),
    headFitted: head !== null,
    lengthPrior: LENGTH_PRIOR,
  };
}

/** Share of the neighbours whose own best model, among those that compete, is the winner (S1-14). */
export function voteConfidence(
  neighbours: readonly LearnedNeighbour[],
  ordered: readonly LearnedCandidateTrace[],
): number {
  const winner = ordered[0]?.model;
  const pool = ordered.map(({ model }) => model);
  let voted = 0;
  let agreed = 0;
  for (const { scores } of neighbours) {
    const known = pool.filter((model) => scores[model] !== undefined);
    if (known.length === 0) continue;
    voted++;
    const best = Math.max(...known.map((model) => scores[model] ?? 0));
    if (winner !== undefined && scores[winner] === best) agreed++;
  }
  return voted === 0 ? 0 : agreed / voted;
}

/** Examples that rate a candidate, counted no further than to `enough`. */
function usefulExamples(
  { examples, models, rated }: PreparedMemory,
  candidates: readonly LearnedCandidate[],
  enough: number,
): number {
  const ids = new Set(candidates.map(({ id }) => id));
  // One model with enough ratings settles it; only a nearly cold memory is walked.
  if (models.some((model, i) => ids.has(model) && (rated[i] ?? 0) >= enough)) return enough;
  return examples.filter(({ scores }) => Object.keys(scores).some((model) => ids.has(model)))
    .length;
}

function split({ candidates, memory, settings }: LearnedRequest) {
  const ratings = new Map(memory.models.map((model, i) => [model, memory.rated[i] ?? 0]));
  const enough = ({ id }: LearnedCandidate) => (ratings.get(id) ?? 0) >= settings.minRatings;
  return {
    rated: candidates.filter(enough),
    unrated: candidates.filter((candidate) => !enough(candidate)),
  };
}

function decline(code: LearnedDecline['code'], reason: string): LearnedDecline {
  return { code, reason };
}
