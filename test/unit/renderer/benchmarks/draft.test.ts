import { describe, expect, it } from 'vitest';
import { benchmarkConfigSchema } from '../../../../shared/api/benchmark';
import {
  addModel,
  reasonOf,
  START_CONFIG,
  toggleExcluded,
  withModels,
} from '../../../../renderer/features/benchmarks/draft';
import {
  pauseText,
  pickOf,
  routeText,
  runP95,
  runTimeouts,
  shareDone,
} from '../../../../renderer/features/benchmarks/words';
import { initTexts } from '../../../../renderer/texts';
import { fakeLane, fakeRun, SAVED_CONFIG, tableRow } from '../../../support/fake-benchmark';

describe('the editor’s draft', () => {
  it('starts with the contract’s own defaults (bug: the window and the server drift apart)', () => {
    const models: [] = [];
    expect(START_CONFIG).toEqual(
      benchmarkConfigSchema.parse({ classifier: { models }, decider: { models } }),
    );
  });

  it('is what the contract gives back when it is saved: nothing is lost on the way (S4-33)', () => {
    expect(benchmarkConfigSchema.parse(SAVED_CONFIG)).toEqual(SAVED_CONFIG);
  });

  it('lists no model twice and no more than ten', () => {
    let config = START_CONFIG;
    for (let index = 0; index < 12; index += 1) config = addModel(config, 'decider', `a/${index}`);
    expect(config.decider.models).toHaveLength(10);
    const twice = addModel(addModel(START_CONFIG, 'classifier', 'a/b'), 'classifier', 'a/b');
    expect(twice.classifier.models).toEqual([{ model: 'a/b', effort: null }]);
  });

  it('changes one pool and leaves the other', () => {
    const next = withModels(SAVED_CONFIG, 'classifier', []);
    expect(next.classifier.models).toEqual([]);
    expect(next.decider).toEqual(SAVED_CONFIG.decider);
  });

  it('excludes and includes again', () => {
    const out = toggleExcluded(SAVED_CONFIG, 'a/b');
    expect(out.sync.excluded).toEqual(['a/b']);
    expect(toggleExcluded(out, 'a/b')).toEqual(SAVED_CONFIG);
  });
});

describe('reasons in words', () => {
  it.each([
    [
      'benchmark:saveConfig: config.decider.models: practice models are not mixed with real ones',
      'practice models are not mixed with real ones',
    ],
    ['sync.minCostUsd: minCostUsd is above maxCostUsd', 'minCostUsd is above maxCostUsd'],
    ['openai/gpt-x: its provider does not list it', 'openai/gpt-x: its provider does not list it'],
    ['lab/gpt-4.1: its provider does not list it', 'lab/gpt-4.1: its provider does not list it'],
  ])('%s', (message, text) => {
    expect(reasonOf({ code: 'x', message })).toBe(text);
  });

  it('says a known pause in words and another one as it is', async () => {
    await initTexts();
    expect(pauseText('on battery')).toBe('this machine runs on its battery');
    expect(pauseText('maintenance')).toBe('maintenance');
  });

  it('reads a route as words', () => {
    expect(routeText('debugging/root_cause_analysis')).toBe('debugging · root cause analysis');
  });
});

describe('figures of a run', () => {
  it('S4-33: p95 is that of the slowest model, and unknown when none is measured', () => {
    const lanes = [fakeLane('a/a', { p95Ms: 300 }), fakeLane('b/b', { p95Ms: null })];
    expect(runP95(fakeRun({ lanes }))).toBe(300);
    expect(runP95(fakeRun({ lanes: [fakeLane('b/b', { p95Ms: null })] }))).toBeNull();
    expect(runTimeouts(fakeRun({ lanes: [...lanes, fakeLane('c/c', { timeouts: 4 })] }))).toBe(6);
  });

  it('is whole when there was nothing to do (bug: NaN %)', () => {
    expect(shareDone(fakeRun({ done: 0, total: 0 }))).toBe(1);
  });

  it('says whether the pick is good enough', () => {
    expect(pickOf([tableRow('a/a', 0.8, 1)], 0.8)).toEqual({ model: 'a/a', goodEnough: true });
    expect(pickOf([tableRow('a/a', 0.79, 1)], 0.8)?.goodEnough).toBe(false);
    expect(pickOf([], 0.8)).toBeNull();
  });
});
