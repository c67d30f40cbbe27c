import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../../../electron/backend/benchmark/budget';
import type { CallModel, ModelCall } from '../../../../electron/backend/benchmark/model-call';
import {
  type CaseDeps,
  CASE_TIMEOUT_MS,
  MAX_TURNS,
  runClassifierCase,
  runGoldenCase,
} from '../../../../electron/backend/benchmark/run-case';
import { AGENTIC, miniGolden, miniInputs } from '../../../support/benchmark';
import { answer, billing, failure, ManualTimers, silent } from './support';

const MODEL = { model: 'p/a', effort: null };
const [TASK] = miniGolden();
const [INPUT] = miniInputs();

function setup(callModel: CallModel, limitUsd = 1_000) {
  const timers = new ManualTimers();
  const abort = new AbortController();
  const budget = new Budget(limitUsd, 0);
  const deps: CaseDeps = {
    callModel,
    billingOf: billing,
    timers,
    budget,
    uid: 'ann',
    keepCost: () => Promise.resolve(),
    signal: abort.signal,
  };
  return { timers, abort, deps };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a golden case', () => {
  it('a silent model is stopped after 180 s, recorded as timed out, and leaves no timer (S4-14)', async () => {
    const { timers, deps } = setup(silent);
    const running = runGoldenCase(TASK!, MODEL, deps);
    await turn();
    timers.advance(CASE_TIMEOUT_MS - 1);
    await turn();
    timers.advance(1);
    expect(await running).toMatchObject({ kind: 'measured', verdict: 'timed_out', costUsd: null });
    expect(timers.pending).toBe(0);
  });

  it('a stop of the run is no time-out: the case is not measured', async () => {
    const { abort, deps } = setup(silent);
    const running = runGoldenCase(TASK!, MODEL, deps);
    await turn();
    abort.abort();
    expect(await running).toMatchObject({ kind: 'stopped', reason: 'stopped' });
  });

  it('an empty answer is asked for once more, and an unknown cost of either makes the sum unknown', async () => {
    const answers = [answer({ text: ' ' }), answer({ text: 'word-feature_development-0' })];
    const { deps } = setup(() => Promise.resolve(answers.shift() ?? answer()));
    expect(await runGoldenCase(TASK!, MODEL, deps)).toMatchObject({
      verdict: 'passed',
      attempts: 2,
      costUsd: 0.02,
    });
    const unknown = [answer({ text: '', costUsd: null }), answer()];
    const second = setup(() => Promise.resolve(unknown.shift() ?? answer()));
    expect(await runGoldenCase(TASK!, MODEL, second.deps)).toMatchObject({ costUsd: null });
  });

  it('a rate limit is waited out as told, and costs nothing', async () => {
    const answers = [failure('provider_rate_limited', 7_000), answer({ text: 'no' })];
    const { timers, deps } = setup(() => Promise.resolve(answers.shift() ?? answer()));
    const running = runGoldenCase(TASK!, MODEL, deps);
    await turn();
    timers.advance(6_999);
    await turn();
    expect(answers).toHaveLength(1);
    timers.advance(1);
    expect(await running).toMatchObject({ verdict: 'failed', costUsd: 0.01, attempts: 2 });
  });

  it('an effort is sent as it will be served (S4-11), and its room for thinking with it', async () => {
    const calls: ModelCall[] = [];
    const { deps } = setup((call) => {
      calls.push(call);
      return Promise.resolve(answer());
    });
    await runGoldenCase(TASK!, { model: 'p/a', effort: 'high' }, deps);
    await runGoldenCase(TASK!, MODEL, deps);
    expect(calls.map(({ effort }) => effort)).toEqual(['high', null]);
    expect(calls[0]!.maxTokens).toBeGreaterThan(calls[1]!.maxTokens);
  });

  it('a model that calls tools for ever is ended after the last turn', async () => {
    const loop = answer({
      text: '',
      toolCalls: [{ id: 'c', name: 'read_file', argumentsText: '{"path":"readme.txt"}' }],
    });
    const { deps } = setup(() => Promise.resolve(loop));
    expect(await runGoldenCase(AGENTIC, MODEL, deps)).toMatchObject({
      verdict: 'failed',
      turns: MAX_TURNS,
      detail: `no final answer after ${MAX_TURNS} turns`,
    });
  });

  it('a failure of the provider is no verdict on the model', async () => {
    const { deps } = setup(() => Promise.resolve(failure('provider_unreachable')));
    expect(await runGoldenCase(TASK!, MODEL, deps)).toMatchObject({
      verdict: 'error',
      costUsd: 0,
      failure: { code: 'provider_unreachable' },
    });
  });
});

describe('a classifier case', () => {
  it('is graded by field; an answer that is no label is worth nothing', async () => {
    const right = JSON.stringify(INPUT!.labels);
    const half = right.replace('"low"', '"high"');
    const scores: number[] = [];
    for (const text of [right, half, 'debugging I think']) {
      const { deps } = setup(() => Promise.resolve(answer({ text })));
      const outcome = await runClassifierCase(INPUT!, MODEL, deps);
      if (outcome.kind === 'measured') scores.push(outcome.score);
    }
    expect(scores[0]).toBe(1);
    expect(scores[1]).toBeLessThan(1);
    expect(scores[1]).toBeGreaterThan(0.5);
    expect(scores[2]).toBe(0);
  });
});

describe('the limit of a run', () => {
  it('no number of calls at once gets past it, however the answers are priced', async () => {
    const budget = new Budget(10, 0);
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    let spent = 0;
    let underWay = 0;
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const reservation = await budget.reserve(3, signal);
        if (!reservation.ok) return;
        underWay += 3;
        expect(spent + underWay).toBeLessThanOrEqual(10);
        await turn();
        underWay -= 3;
        spent += 1;
        reservation.settle(1);
      }),
    );
    expect(spent).toBe(8);
  });

  it('a call without a price is refused, one that told no cost counts as its worst', async () => {
    const { signal } = new AbortController();
    const budget = new Budget(10, 0);
    expect(await budget.reserve(null, signal)).toEqual({ ok: false, reason: 'price_unknown' });
    const first = await budget.reserve(6, signal);
    if (first.ok) first.settle(null);
    expect(await budget.reserve(5, signal)).toEqual({ ok: false, reason: 'cost_cap' });
    expect((await budget.reserve(0, signal)).ok).toBe(true);
    const { deps } = setup(() => Promise.resolve(answer()));
    const outcome = await runGoldenCase(TASK!, { model: 'unknown/x', effort: null }, deps);
    expect(outcome).toMatchObject({ kind: 'stopped', reason: 'price_unknown' });
  });
});
