import type { FeedbackKind } from '../api/compare';

/*
 * Scores that an act of feedback stands for. They lie close to the middle, so that a pair says which
 * of two is better and little more: somebody who rates on purpose uses the whole scale and counts
 * for several such acts. A thumb speaks of one answer alone, so its rival stays where nothing is
 * known.
 */
const MIDDLE = 0.5;
const SCORES: Readonly<Record<FeedbackKind, readonly [model: number, against: number]>> = {
  thumb_up: [0.65, MIDDLE],
  thumb_down: [0.35, MIDDLE],
  regenerated: [0.6, 0.4],
  runner_up: [0.6, 0.4],
};

export interface FeedbackPair {
  /** By model; the two differ by 0.2 at most. */
  readonly scores: Readonly<Record<string, number>>;
  readonly prefers: string;
  readonly over: string;
}

/** The paired example of an act: `model` is what it is about, `against` what it is measured by. */
export function feedbackPair(kind: FeedbackKind, model: string, against: string): FeedbackPair {
  const [own, other] = SCORES[kind];
  return {
    scores: { [model]: own, [against]: other },
    prefers: own > other ? model : against,
    over: own > other ? against : model,
  };
}
