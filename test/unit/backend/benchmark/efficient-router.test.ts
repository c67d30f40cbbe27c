import { describe, expect, it } from 'vitest';
import type { ClassifierOutput } from '@shared/routing/classifier-output';
import { NO_CONSTRAINTS } from '@shared/routing/candidate';
import type { RoutingTable, TableRow } from '@shared/routing/routing-table';
import {
  CLASSIFY_TIMEOUT_MS,
  createClassifier,
} from '../../../../electron/backend/benchmark/classify';
import {
  createEfficientRouter,
  efficientFloor,
  type EfficientRequest,
} from '../../../../electron/backend/benchmark/efficient-router';
import type { CallModel, ModelCall } from '../../../../electron/backend/benchmark/model-call';
import { fakeCandidate } from '../../../support/fake-candidates';
import { answer, failure, ManualTimers, silent } from './support';

const HARD: ClassifierOutput = {
  taskType: 'planning_design',
  subtaskType: 'system_design',
  reasoningComplexity: 'high',
  contextComplexity: 'large',
  executionMode: 'answer_only',
  riskLevel: 'low',
  requiresTools: false,
};

const row = (model: string, accuracy: number, avgCostUsd: number): TableRow => ({
  model,
  effort: null,
  accuracy,
  avgCostUsd,
  p95Ms: 1,
  graded: 60,
});

const TABLE: RoutingTable = {
  id: 't',
  runId: 'r',
  publishedAt: 1,
  datasetVersion: '1',
  minAccuracy: 0.8,
  switchCostFactor: 3,
  tiers: {
    low: [row('p/cheap', 0.9, 0.001), row('p/dear', 0.95, 0.002)],
    medium: [row('p/cheap', 0.85, 0.001), row('p/dear', 0.95, 0.002)],
    high: [row('p/dear', 0.95, 0.002), row('p/cheap', 0.5, 0.001)],
  },
  routes: {},
};

function setup(
  callModel: CallModel,
  { table = TABLE, model = 'p/label' }: { table?: RoutingTable | null; model?: string | null } = {},
) {
  const timers = new ManualTimers();
  const time = { now: 0 };
  const calls: ModelCall[] = [];
  const classifier = createClassifier({
    callModel: (call) => {
      calls.push(call);
      return callModel(call);
    },
    timers,
    now: () => time.now,
  });
  const router = createEfficientRouter({
    classifier,
    table: () => Promise.resolve(table),
    classifierModel: () => Promise.resolve(model === null ? null : { model, effort: null }),
    mode: () => Promise.resolve('cost_per_accuracy'),
    isLocal: (id) => id.startsWith('local/'),
  });
  return { router, timers, time, calls };
}

const request = (text: string, part: Partial<EfficientRequest> = {}): EfficientRequest => ({
  uid: 'ann',
  key: null,
  conversationId: 'c',
  candidates: ['p/cheap', 'p/dear'].map((id) =>
    fakeCandidate(id, id, { quality: 0.5, latency: 0.5, cost: 0.5 }),
  ),
  needs: { input: ['text'], output: ['text'], tools: false, realtime: false, promptTokens: 100 },
  constraints: NO_CONSTRAINTS,
  request: { text },
  inToolLoop: false,
  incumbent: null,
  floor: null,
  mode: null,
  signal: new AbortController().signal,
  ...part,
});

const labelled = () => Promise.resolve(answer({ text: JSON.stringify(HARD) }));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('auto/efficient with its memory', () => {
  // Whoever asked for 0.97 was given what is right in 95 of 100 cases, and not told.
  it('S2-16: an explicit floor that nothing is proven to clear is declined', async () => {
    const { router } = setup(labelled);
    const named = await router.decide(request('Hi', { floor: { kind: 'explicit', value: 0.97 } }));
    expect(named).toMatchObject({ ok: false, decline: { code: 'no_candidate' } });
    const enough = await router.decide(request('Hi', { floor: { kind: 'explicit', value: 0.95 } }));
    expect(enough).toMatchObject({ ok: true, model: 'p/dear' });
  });

  it('a slow classifier holds a request for 2 s and no longer, then the words decide (S4-31)', async () => {
    const { router, timers, time, calls } = setup(silent);
    const deciding = router.decide(request('What is 2 + 2?'));
    await turn();
    time.now = CLASSIFY_TIMEOUT_MS;
    timers.advance(CLASSIFY_TIMEOUT_MS);
    expect(await deciding).toMatchObject({
      ok: true,
      trace: {
        classification: {
          source: 'heuristic',
          fallbackReason: 'timeout',
          ms: 2_000,
          costUsd: null,
        },
        anchors: false,
      },
    });
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(timers.pending).toBe(0);
  });

  it('a heuristic label is not remembered: the model is asked again (S4-28)', async () => {
    const answers = [failure('provider_error'), answer({ text: JSON.stringify(HARD) })];
    const { router, calls } = setup(() => Promise.resolve(answers.shift() ?? answer()));
    await router.decide(request('Hello'));
    const second = await router.decide(request('Hello'));
    expect(second).toMatchObject({ trace: { classification: { source: 'model', cached: false } } });
    const third = await router.decide(request('Hello'));
    expect(third).toMatchObject({ trace: { classification: { cached: true, costUsd: 0 } } });
    expect(calls).toHaveLength(2);
  });

  it('a preview pays for no label, takes a known one, and holds no conversation', async () => {
    const { router, calls } = setup(labelled);
    const looked = await router.decide(request('Hello', { preview: true }));
    expect(looked).toMatchObject({
      trace: { classification: { source: 'heuristic', fallbackReason: 'preview' } },
    });
    expect(calls).toHaveLength(0);
    await router.decide(request('Hello', { conversationId: 'other' }));
    const again = await router.decide(request('Hello', { preview: true }));
    expect(again).toMatchObject({
      trace: { incumbent: null, classification: { source: 'model', cached: true } },
    });
    expect(calls).toHaveLength(1);
  });

  it('labels are not shared between users', async () => {
    const { router, calls } = setup(labelled);
    await router.decide(request('Hello'));
    await router.decide(request('Hello', { uid: 'bob' }));
    expect(calls).toHaveLength(2);
  });

  it('a classifier that keeps failing rests, so that nobody waits for it each time', async () => {
    const { router, time, calls } = setup(() => Promise.resolve(failure('provider_error')));
    for (let index = 0; index < 5; index += 1) await router.decide(request(`Question ${index}`));
    expect(calls).toHaveLength(3);
    time.now = 61_000;
    await router.decide(request('Later'));
    expect(calls).toHaveLength(4);
  });

  it('a prompt that must stay here is not shown to a classifier elsewhere', async () => {
    const { router, calls } = setup(labelled);
    const localOnly = { ...NO_CONSTRAINTS, localOnly: true };
    const excluded = { ...NO_CONSTRAINTS, excluded: ['p/label'] };
    for (const constraints of [localOnly, excluded]) {
      expect(await router.decide(request('Secret', { constraints }))).toMatchObject({
        trace: { classification: { source: 'heuristic', fallbackReason: 'no_model' } },
      });
    }
    expect(calls).toHaveLength(0);
    const here = setup(labelled, { model: 'local/label' });
    await here.router.decide(request('Secret', { constraints: localOnly }));
    expect(here.calls).toHaveLength(1);
  });

  it('a conversation is anchored by a model label and moved by no heuristic after it', async () => {
    const answers = [answer({ text: JSON.stringify(HARD) })];
    const { router } = setup(() => Promise.resolve(answers.shift() ?? failure('provider_error')));
    expect(await router.decide(request('Hard'))).toMatchObject({ model: 'p/dear' });
    expect(await router.decide(request('What is 2 + 2?'))).toMatchObject({
      model: 'p/dear',
      trace: { reason: 'kept_on_heuristic', sticky: true },
    });
  });

  it('a first heuristic turn anchors nothing: the next label is free to move it', async () => {
    const answers = [failure('provider_error'), answer({ text: JSON.stringify(HARD) })];
    const { router } = setup(() => Promise.resolve(answers.shift() ?? answer()));
    expect(await router.decide(request('What is 2 + 2?'))).toMatchObject({ model: 'p/cheap' });
    expect(await router.decide(request('Hard'))).toMatchObject({
      model: 'p/dear',
      trace: { sticky: false },
    });
  });

  it('within a tool loop the model of the last turn stays, a fallback included', async () => {
    const { router } = setup(labelled);
    await router.decide(request('Hard'));
    router.served('ann', 'c', 'p/cheap');
    expect(await router.decide(request('Hard', { inToolLoop: true }))).toMatchObject({
      model: 'p/cheap',
      trace: { reason: 'kept_in_tool_loop' },
    });
  });

  it('without a table nothing is asked and auto decides', async () => {
    const { router, calls } = setup(labelled, { table: null });
    expect(await router.decide(request('Hello'))).toMatchObject({
      ok: false,
      decline: { code: 'no_table' },
    });
    expect(calls).toHaveLength(0);
  });

  it('an explicit least accuracy wins; the dial moves the table’s own (S2-7, S2-8)', async () => {
    const floor = { value: 0.9, preference: null, normalisedFrom: null, soft: false } as const;
    expect(efficientFloor({ ...floor, source: 'min_quality' }, true)).toEqual({
      kind: 'explicit',
      value: 0.9,
    });
    const dial = { ...floor, source: 'dial', preference: 'quality', soft: true } as const;
    expect(efficientFloor(dial, false)).toBeNull();
    const { router } = setup(() => Promise.resolve(failure('x')));
    const decided = await router.decide(
      request('What is 2 + 2?', { conversationId: null, floor: efficientFloor(dial, true) }),
    );
    expect(decided).toMatchObject({ trace: { floor: 0.85 } });
  });
});
