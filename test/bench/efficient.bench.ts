import { classifierRequest } from '@shared/benchmark/dataset';
import { CLASSIFIER_INPUTS } from '@shared/benchmark/index';
import type { Candidate } from '@shared/routing/candidate';
import {
  CLASSIFIER_FIELD_WEIGHTS,
  fieldGrades,
  weightedScore,
} from '@shared/routing/classifier-grade';
import { CLASSIFIER_FIELDS, type ClassifierOutput } from '@shared/routing/classifier-output';
import { deriveTier, type DifficultyFields, type Tier } from '@shared/routing/difficulty';
import { decideEfficient } from '@shared/routing/efficient';
import type { EfficientInput } from '@shared/routing/efficient-types';
import { classifyHeuristically } from '@shared/routing/heuristic-classifier';
import { type RoutingTable, sortRows, type TableRow } from '@shared/routing/routing-table';
import { benchCandidates } from './support/candidates';
import { type BenchRow, medianNs } from './support/row';

const CONVERSATIONS = 1_000;
const DECISIONS = 20_000;

export async function run(): Promise<BenchRow[]> {
  return [...decisionTime(), ...heuristic(), ...conversations()];
}

const OF_TIER: Readonly<Record<Tier, DifficultyFields>> = {
  low: {
    reasoningComplexity: 'low',
    contextComplexity: 'small',
    executionMode: 'answer_only',
    riskLevel: 'low',
  },
  medium: {
    reasoningComplexity: 'medium',
    contextComplexity: 'medium',
    executionMode: 'code_change',
    riskLevel: 'low',
  },
  high: {
    reasoningComplexity: 'high',
    contextComplexity: 'large',
    executionMode: 'multi_step_project',
    riskLevel: 'high',
  },
};

/** Six models, each dearer and better than the one before; prices of a kind that is sold. */
const LADDER = [
  { id: 'p/nano', input: 0.1, output: 0.4, accuracy: { low: 0.88, medium: 0.62, high: 0.31 } },
  { id: 'p/mini', input: 0.3, output: 1.2, accuracy: { low: 0.94, medium: 0.81, high: 0.48 } },
  { id: 'p/small', input: 0.6, output: 2.4, accuracy: { low: 0.95, medium: 0.86, high: 0.63 } },
  { id: 'p/medium', input: 1, output: 5, accuracy: { low: 0.97, medium: 0.91, high: 0.78 } },
  { id: 'p/large', input: 2, output: 10, accuracy: { low: 0.98, medium: 0.95, high: 0.87 } },
  { id: 'p/max', input: 10, output: 50, accuracy: { low: 0.99, medium: 0.97, high: 0.94 } },
] as const;

const rows = (tier: Tier): TableRow[] =>
  sortRows(
    LADDER.map(({ id, input, output, accuracy }) => ({
      model: id,
      effort: null,
      accuracy: accuracy[tier],
      avgCostUsd: (1_500 * input + 500 * output) / 1e6,
      p95Ms: 1_000,
      graded: 60,
    })),
    0.8,
  );

function ladderTable(): RoutingTable {
  return {
    id: 'bench',
    runId: 'bench',
    publishedAt: 0,
    datasetVersion: 'bench',
    minAccuracy: 0.8,
    switchCostFactor: 3,
    tiers: { low: rows('low'), medium: rows('medium'), high: rows('high') },
    routes: {},
  };
}

function ladderCandidates(): Candidate[] {
  const [pattern] = benchCandidates(1);
  if (pattern === undefined) throw new Error('no candidate');
  return LADDER.map(({ id, input, output }) => ({
    ...pattern,
    id,
    local: false,
    capabilities: {
      input: ['text'],
      output: ['text'],
      tools: true,
      streaming: true,
      realtime: false,
      context: 1_000_000,
    },
    price: {
      inputPerMTok: input,
      outputPerMTok: output,
      cacheReadPerMTok: input / 10,
      perMinute: null,
    },
  }));
}

const CANDIDATES = ladderCandidates();
const TABLE = ladderTable();

function inputOf(
  tier: Tier,
  promptTokens: number,
  incumbent: string | null,
  inToolLoop: boolean,
): EfficientInput {
  const output = {
    taskType: 'debugging',
    subtaskType: 'bug_fixing',
    requiresTools: false,
    ...OF_TIER[tier],
  } as ClassifierOutput;
  return {
    candidates: CANDIDATES,
    needs: { input: ['text'], output: ['text'], tools: true, realtime: false, promptTokens },
    table: TABLE,
    classification: {
      source: 'model',
      output,
      model: 'p/nano',
      cached: true,
      costUsd: 0,
      ms: 0,
      fallbackReason: null,
    },
    incumbent: incumbent === null ? null : { model: incumbent },
    inToolLoop,
    dialFloor: null,
    mode: 'cost_per_accuracy',
  };
}

/** The whole decision without a classifier call: the words are labelled, then the table decides. */
function decisionTime(): BenchRow[] {
  const requests = CLASSIFIER_INPUTS.map(classifierRequest);
  const times: number[] = [];
  for (let index = 0; index < DECISIONS + 2_000; index += 1) {
    const request = requests[index % requests.length];
    if (request === undefined) continue;
    const begin = performance.now();
    const { output } = classifyHeuristically(request);
    decideEfficient(inputOf(deriveTier(output), 2_000, null, false));
    if (index >= 2_000) times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  const cached = medianNs(() => decideEfficient(inputOf('medium', 2_000, 'p/large', false))) / 1e6;
  return [
    {
      name: 'decide with the heuristic, p99',
      value: p99,
      unit: 'ms',
      against: 'limit: 1 ms',
      ratio: p99,
    },
    { name: 'decide with a known label, median', value: cached, unit: 'ms' },
  ];
}

const share = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function heuristic(): BenchRow[] {
  const grades = CLASSIFIER_INPUTS.map((input) =>
    fieldGrades(classifyHeuristically(classifierRequest(input)).output, input.labels),
  );
  return [
    { name: 'heuristic, weighted by S4-4', value: share(grades.map(weightedScore)), unit: '0..1' },
    ...CLASSIFIER_FIELDS.map((field) => ({
      name: `heuristic, ${field} (weight ${CLASSIFIER_FIELD_WEIGHTS[field]})`,
      value: share(grades.map((grade) => grade[field])),
      unit: '0..1',
    })),
  ];
}

interface Turn {
  readonly tier: Tier;
  readonly inToolLoop: boolean;
}

/** A small generator with a seed, so that every run sees the same conversations. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/**
 * Conversations of 4 to 20 turns: each has a difficulty of its own that most turns share, with
 * easier and harder questions between, and runs of tool calls.
 */
function trace(): Turn[][] {
  const next = random(7);
  const pick = (): Tier => (['low', 'medium', 'high'] as const)[Math.floor(next() * 3)] ?? 'low';
  return Array.from({ length: CONVERSATIONS }, () => {
    const base = pick();
    const turns = 4 + Math.floor(next() * 17);
    return Array.from({ length: turns }, (_, index) => ({
      tier: next() < 0.6 ? base : pick(),
      inToolLoop: index > 0 && next() < 0.3,
    }));
  });
}

interface Totals {
  switches: number;
  inLoop: number;
  usd: number;
}

const TOKENS_A_TURN = 1_500;
const TOKENS_OUT = 500;

/** What the turns cost with a prompt cache: what a model has read before is a tenth of the price. */
function play(conversations: readonly Turn[][], sticky: boolean): Totals {
  const totals: Totals = { switches: 0, inLoop: 0, usd: 0 };
  for (const turns of conversations) {
    let model: string | null = null;
    for (const [index, { tier, inToolLoop }] of turns.entries()) {
      const prompt = TOKENS_A_TURN * (index + 1);
      const decision = decideEfficient(
        inputOf(tier, prompt, sticky ? model : null, sticky && inToolLoop),
      );
      if (!decision.ok) throw new Error(decision.decline.reason);
      const same = decision.model === model;
      if (model !== null && !same) {
        totals.switches += 1;
        if (inToolLoop) totals.inLoop += 1;
      }
      model = decision.model;
      const price = LADDER.find(({ id }) => id === model);
      if (price === undefined) continue;
      const cached = same ? prompt - TOKENS_A_TURN : 0;
      const input = (prompt - cached + cached / 10) * price.input;
      totals.usd += (input + TOKENS_OUT * price.output) / 1e6;
    }
  }
  return totals;
}

const against = (value: number, unit: string) => `stateless: ${value.toPrecision(4)} ${unit}`;

function conversations(): BenchRow[] {
  const turns = trace();
  const stateless = play(turns, false);
  const sticky = play(turns, true);
  return [
    {
      name: `switches in ${CONVERSATIONS} conversations`,
      value: sticky.switches,
      unit: 'switches',
      against: against(stateless.switches, ''),
      ratio: sticky.switches / stateless.switches,
    },
    {
      name: 'of them inside a tool loop',
      value: sticky.inLoop,
      unit: 'switches',
      against: against(stateless.inLoop, ''),
    },
    {
      name: 'cost of those conversations',
      value: sticky.usd,
      unit: 'USD',
      against: against(stateless.usd, 'USD'),
      ratio: sticky.usd / stateless.usd,
    },
  ];
}
