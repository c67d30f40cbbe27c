import { describe, expect, it } from 'vitest';
import { readTarget } from '../../../../electron/backend/decide/target';
import { TASK_NAMES } from '../../../../shared/routing/tasks';
import { captureFault } from '../../../support/capture';

describe('S2-18: what a request leaves behind, by its name', () => {
  it.each<[string, ReturnType<typeof readTarget>['kind']]>([
    ['auto', 'routed'],
    ...TASK_NAMES.map((task): [string, 'routed'] => [`auto/${task}`, 'routed']),
    ['openai/gpt-5', 'direct'],
    ['practice/sage', 'direct'],
    ['openrouter/meta-llama/llama-3', 'direct'],
    // A provider whose id only begins like ours is a provider.
    ['autopilot/x', 'direct'],
    ['auto-router/x', 'direct'],
    ['gpt-5', 'unknown'],
    ['', 'unknown'],
    ['auto/', 'unknown'],
    ['auto/nonsense', 'unknown'],
    ['/auto', 'unknown'],
    ['AUTO', 'unknown'],
    [' auto', 'unknown'],
  ])('%s: %s', (model, kind) => {
    expect(readTarget(model).kind).toBe(kind);
  });

  // S2-17's sweep: one outcome row when routed, an audited call and no row when passed through.
  it.each([
    ['auto', 1, 0, true],
    ['auto', 0, 0, false],
    ['auto', 2, 0, false],
    ['auto', 1, 1, false],
    ['auto', 0, 1, false],
    ['openai/gpt-5', 0, 1, true],
    ['openai/gpt-5', 1, 0, false],
    ['openai/gpt-5', 1, 1, false],
    ['openai/gpt-5', 0, 0, false],
    ['openai/gpt-5', 0, 2, false],
    ['nonsense', 0, 0, true],
    ['nonsense', 1, 0, false],
  ])('%s with %d outcomes and %d direct calls: well = %s', (model, outcomes, direct, well) => {
    expect(captureFault(model, { outcomes, directCalls: direct }) === null).toBe(well);
  });
});
