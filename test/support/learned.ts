import { DEFAULT_LEARNED_SETTINGS, type LearnedInput } from '../../shared/routing/learned';
import { fitHead, type Head } from '../../shared/routing/learned-head';
import {
  type LearnedExample,
  type PreparedMemory,
  prepareMemory,
} from '../../shared/routing/learned-memory';

/** A prompt on a circle: near angles are like prompts. One feature, the same for all. */
export function pointAt(angle: number) {
  return {
    vector: Float32Array.of(Math.cos(angle), Math.sin(angle)),
    features: Float32Array.of(1),
  };
}

export function exampleAt(
  angle: number,
  scores: Readonly<Record<string, number>>,
  id = `at-${angle}`,
): LearnedExample {
  return { id, ...pointAt(angle), scores };
}

/** `maths` prompts near angle 0, where only the dear model is right; `talk` near 3, where both are. */
export function twoTopics(count = 40): LearnedExample[] {
  return Array.from({ length: count }, (_, i) =>
    i % 2 === 0
      ? exampleAt(0.01 * i, { cheap: 0, dear: 1 }, `maths-${i}`)
      : exampleAt(3 + 0.001 * i, { cheap: 1, dear: 1 }, `talk-${i}`),
  );
}

export function memoryOf(examples: readonly LearnedExample[]): PreparedMemory {
  return prepareMemory(examples, 2, 1);
}

export function headOf(memory: PreparedMemory): Head | null {
  const fitting = fitHead(memory);
  let step = fitting.next();
  while (step.done !== true) step = fitting.next();
  return step.value;
}

export function learnedInput(
  examples: readonly LearnedExample[],
  more: Partial<LearnedInput> = {},
): LearnedInput {
  const memory = memoryOf(examples);
  return {
    settings: DEFAULT_LEARNED_SETTINGS,
    off: false,
    hasTools: false,
    prompt: 'What is it?',
    memory,
    head: headOf(memory),
    candidates: [
      { id: 'cheap', costUsd: 0.001, price: null },
      { id: 'dear', costUsd: 0.01, price: null },
    ],
    query: pointAt(0),
    incumbent: null,
    leftOut: null,
    ...more,
  };
}
