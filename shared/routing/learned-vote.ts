import type { Head, LeftOut } from './learned-head';
import type { PreparedMemory } from './learned-memory';
import { closest, type Neighbour, type Point } from './neighbours';
import { LENGTH_FEATURE } from './prompt-features';

/** Most neighbours that vote; few make a noisy vote (five fell below no routing on some tables). */
export const MOST_NEIGHBOURS = 80;
/** Votes that a model's mean over the whole memory has beside the neighbours'. */
const MEAN_VOTES = 10;
/** Part of the neighbours' vote; the regression head has the rest. */
const NEIGHBOUR_PART = 0.5;
/**
 * Fixed, not learned: per standard deviation of length above the memory's mean, how much more the
 * cheapest model is expected to lose than the dearest. It counts only where the memory is silent.
 */
export const LENGTH_PRIOR = 0.05;

/** What speaks for one model on one prompt. */
export interface Estimate {
  readonly model: string;
  /** Ratings in the whole memory. */
  readonly rated: number;
  /** Mean score over the whole memory. */
  readonly globalMean: number;
  /** Neighbours that rated it. */
  readonly votes: number;
  /** Their mean score, drawn toward {@link globalMean}. */
  readonly neighbourMean: number;
  /** The regression head's answer; null while there is no fitted head. */
  readonly head: number | null;
  /** What {@link LENGTH_PRIOR} adds. */
  readonly prior: number;
  /** The mean quality of S1-8: vote and head in equal parts, plus the prior. */
  readonly quality: number;
}

export interface Vote {
  readonly neighbours: readonly Neighbour[];
  /** In the order of the models asked for. */
  readonly estimates: readonly Estimate[];
}

/** How many neighbours vote in a memory of `size`: a growing number, a falling share. */
export function neighbourCount(size: number): number {
  return Math.min(size, MOST_NEIGHBOURS, Math.max(5, Math.round(2.5 * Math.sqrt(size))));
}

export interface VoteInput {
  readonly memory: PreparedMemory;
  readonly head: Head | null;
  readonly query: Point;
  /** Models of the memory, each with its cost on the pool's scale 0..1. */
  readonly pool: readonly { readonly model: string; readonly cost: number }[];
  /** Neighbours that vote; null = {@link neighbourCount}. */
  readonly k: number | null;
  readonly leftOut: LeftOut | null;
}

/** How well each model of the pool is expected to do on the query. */
export function vote({ memory, head, query, pool, k, leftOut }: VoteInput): Vote {
  const { space, models } = memory;
  const closeness = space.closeness(query);
  const predictedBy = pool.map(({ model }) => models.indexOf(model));
  const predicted = head?.predict(closeness, predictedBy, leftOut) ?? null;
  if (leftOut !== null) closeness[leftOut.index] = -Infinity;
  const neighbours = closest(closeness, k ?? neighbourCount(space.size)).filter(
    (neighbour) => neighbour.closeness > -Infinity,
  );
  const length = space.scaling.of(query.features, LENGTH_FEATURE);
  const headLength = predicted?.at(-1) ?? null;

  const estimates = pool.map(({ model, cost }, i): Estimate => {
    const column = predictedBy[i] ?? 0;
    const globalMean = memory.means[column] ?? 0;
    const local = localMean(memory, neighbours, column, globalMean);
    const headOff = predicted?.[i] ?? null;
    const known = blend(local.length, headLength);
    const prior = -LENGTH_PRIOR * (1 - cost) * (length - known);
    const headMean = headOff === null ? null : globalMean + headOff;
    return {
      model,
      rated: memory.rated[column] ?? 0,
      globalMean,
      votes: local.votes,
      neighbourMean: local.mean,
      head: headMean,
      prior,
      quality: blend(local.mean, headMean) + prior,
    };
  });
  return { neighbours, estimates };
}

/** The neighbours' answer and the head's, where there is one. */
function blend(near: number, far: number | null): number {
  return far === null ? near : NEIGHBOUR_PART * near + (1 - NEIGHBOUR_PART) * far;
}

/** Mean score and mean length of the neighbours that rated the model, shrunk (distance is no weight). */
function localMean(
  { models, scores, lengths }: PreparedMemory,
  neighbours: readonly Neighbour[],
  column: number,
  globalMean: number,
): { votes: number; mean: number; length: number } {
  let votes = 0;
  let sum = MEAN_VOTES * globalMean;
  let length = 0;
  for (const { index } of neighbours) {
    const score = scores[index * models.length + column] ?? NaN;
    if (Number.isNaN(score)) continue;
    votes++;
    sum += score;
    length += lengths[index] ?? 0;
  }
  return { votes, mean: sum / (votes + MEAN_VOTES), length: length / (votes + MEAN_VOTES) };
}
