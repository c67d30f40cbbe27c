import type { Candidate, Capabilities, Figure } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { costUnit } from './normalise';
import { unLogScore } from './scales';
import type { TaskScale } from './schema';

/** Provider id of the models that are simulated inside the app. */
export const PRACTICE_PROVIDER = 'practice';

/** Invented strengths, 0..1 per axis, so far apart that each weight has its own winner. */
const PRACTICE_MODELS = [
  { model: 'sage', name: 'Sage (practice)', quality: 0.95, latency: 0.3, cost: 0.2 },
  { model: 'swift', name: 'Swift (practice)', quality: 0.6, latency: 0.95, cost: 0.55 },
  { model: 'thrift', name: 'Thrift (practice)', quality: 0.5, latency: 0.5, cost: 0.95 },
] as const;

/** Ids of the practice provider's models, without the provider. */
export const PRACTICE_MODEL_IDS: readonly string[] = PRACTICE_MODELS.map(({ model }) => model);

const NOTE = 'invented for practice; nothing is charged';

/**
 * The practice provider's models for one task. They run in the app and charge nothing; their
 * figures are invented, marked as estimates of source `practice`, and lie on the task's own scales
 * so that weights visibly matter. `price` is null: there is no real one.
 */
export function practiceCandidates(task: TaskName, scale: TaskScale): Candidate[] {
  const waitScale = wholeWaitScale(scale);
  return PRACTICE_MODELS.map(({ model, name, quality, latency, cost }) => {
    const typicalCostUsd = unLogScore(cost, scale.costScale);
    const typicalLatencyMs = waitScale && Math.round(unLogScore(latency, waitScale));
    return {
      id: `${PRACTICE_PROVIDER}/${model}`,
      provider: PRACTICE_PROVIDER,
      model,
      name,
      task,
      local: true,
      practice: true,
      capabilities: capabilities(task),
      scores: { quality, latency, cost },
      figures: {
        quality: invented(quality, 'score'),
        latency: invented(typicalLatencyMs ?? latency, typicalLatencyMs === null ? 'score' : 'ms'),
        cost: invented(typicalCostUsd, costUnit(scale)),
      },
      price: null,
      typicalCostUsd,
      typicalLatencyMs,
      availability: 'callable',
    };
  });
}

function invented(value: number, unit: string): Figure {
  const metric = PRACTICE_PROVIDER;
  return { value, unit, metric, source: metric, date: null, estimate: true, note: NOTE };
}

/** The scale of a whole request: the metric's own, or the one for known tokens per second. */
function wholeWaitScale(scale: TaskScale): { best: number; worst: number } | null {
  for (const anchor of Object.values(scale.latencyAnchors)) {
    if (anchor.whole) return anchor;
    if (anchor.withThroughput) return anchor.withThroughput;
  }
  return null;
}

function capabilities(task: TaskName): Capabilities {
  return {
    input: ['text', 'image', 'audio'],
    output: task === 'screenshot_embedding' ? ['embedding'] : ['text'],
    // Simulated, as all it does: it calls a tool that the question names.
    tools: task !== 'screenshot_embedding',
    streaming: true,
    realtime: false,
    context: 32_000,
  };
}
