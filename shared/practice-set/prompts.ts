/** A prompt of the bundled set, with how well each practice model answers it, 0..1. */
export interface PracticePrompt {
  readonly id: string;
  readonly prompt: string;
  /** By `practice/<model>`. */
  readonly scores: Readonly<Record<string, number>>;
}

/** What its scores are, and are not. Shown wherever the set is. */
export const PRACTICE_SET_ORIGIN =
  'Twenty prompts written for this app. The scores are by hand, by one rule: right or wrong, and how much of the answer is there. They say nothing about real models.';

function row(
  id: string,
  prompt: string,
  sage: number,
  swift: number,
  thrift: number,
): PracticePrompt {
  const scores = { 'practice/sage': sage, 'practice/swift': swift, 'practice/thrift': thrift };
  return { id, prompt, scores };
}

/*
 * The three practice models differ where it can be seen: Thrift is right about one short step of
 * arithmetic and wrong about long ones, Swift is right about both in one line, Sage explains. Hence
 * three kinds: easy sums, where all are right; hard sums, where Thrift is wrong; terms, where the
 * long answer is the better one.
 */
export const PRACTICE_SET: readonly PracticePrompt[] = [
  row('sum-1', 'What is 2 + 3?', 1, 1, 1),
  row('sum-2', 'What is 7 + 6?', 1, 1, 1),
  row('sum-3', 'What is 9 - 4?', 1, 1, 1),
  row('sum-4', 'What is 6 * 8?', 1, 1, 1),
  row('sum-5', 'What is 30 / 5?', 1, 1, 1),
  row('sum-6', 'What is 12 plus 9?', 1, 1, 1),
  row('sum-7', 'What is 5 times 7?', 1, 1, 1),
  row('hard-1', 'What is (14 + 9) * 12 - 36 / 4?', 1, 0.9, 0),
  row('hard-2', 'Work out 18 * 7 + 256 / 8 - 11 step by step.', 1, 0.8, 0),
  row('hard-3', 'What is 1,240 - 3 * (75 + 18)?', 1, 0.9, 0),
  row('hard-4', 'A box holds 24 * 12 + 36 screws; how many is that?', 1, 0.9, 0),
  row('hard-5', 'Work out 99 * 98 - 97 * 2 step by step.', 1, 0.8, 0),
  row('hard-6', 'What is 15 percent of 640 + 48 * 3?', 1, 0.9, 0),
  row('hard-7', 'What is (512 - 128) / 6 + 45 * 3?', 1, 0.9, 0),
  row('term-1', 'Explain recursion to somebody who has never programmed.', 1, 0.6, 0.4),
  row('term-2', 'Explain what entropy means and where one meets it.', 1, 0.6, 0.4),
  row('term-3', 'Explain photosynthesis in plain words.', 1, 0.6, 0.4),
  row('term-4', 'Explain gravity to a child, with an example.', 1, 0.6, 0.4),
  row('term-5', 'Explain what an algorithm is and what it is not.', 1, 0.6, 0.4),
  row('term-6', 'Explain what latency is and why people notice it.', 1, 0.6, 0.4),
];
