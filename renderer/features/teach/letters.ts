import type { CompareAnswer } from '@shared/api/compare';

const LETTERS = 'ABCDE';

/** An answer under its letter, which it keeps whatever is rated or revealed (S1-28). */
export interface LetteredAnswer {
  readonly letter: string;
  readonly answer: CompareAnswer;
}

/**
 * Deals the letters at random and puts the answers in the order of their letters, so that neither
 * letter nor place tells the model.
 *
 * @param random 0 up to, not including, 1
 */
export function dealLetters(
  answers: readonly CompareAnswer[],
  random: () => number,
): readonly LetteredAnswer[] {
  const dealt = [...answers];
  for (let at = dealt.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [dealt[at], dealt[other]];
    if (a === undefined || b === undefined) continue;
    dealt[at] = b;
    dealt[other] = a;
  }
  return dealt.map((answer, at) => ({ letter: LETTERS.charAt(at), answer }));
}

/** The ratings as the memory takes them; null until every answer that came is rated. */
export function ratingsOf(
  answers: readonly LetteredAnswer[],
  scores: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> | null {
  const came = answers.filter(({ answer }) => answer.status === 'succeeded');
  const rated = came.flatMap(({ letter, answer }): [string, number][] => {
    const score = scores[letter];
    return score === undefined ? [] : [[answer.model, score]];
  });
  return came.length >= 2 && rated.length === came.length ? Object.fromEntries(rated) : null;
}
