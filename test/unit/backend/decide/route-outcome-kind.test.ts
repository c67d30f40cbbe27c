import { describe, expect, it } from 'vitest';
import { readTarget } from '../../../../electron/backend/decide/target';
import {
  type RouteOutcomeKind,
  routeOutcomeKind,
} from '../../../../electron/backend/decide/route-outcome-kind';
import { TASK_NAMES } from '../../../../shared/routing/tasks';
import { captureFault } from '../../../support/capture';

describe('S2-18: what a request leaves behind, by its name', () => {
  it.each<[string, RouteOutcomeKind | null]>([
    ['auto', 'routed'],
    ...TASK_NAMES.map((task): [string, RouteOutcomeKind] => [`auto/${task}`, 'routed']),
    ['openai/gpt-5', 'passthrough'],
    ['practice/sage', 'passthrough'],
    ['openrouter/meta-llama/llama-3', 'passthrough'],
    // A provider whose id only begins like ours is a provider.
    ['autopilot/x', 'passthrough'],
    ['auto-router/x', 'passthrough'],
    ['gpt-5', null],
    ['', null],
    ['auto/', null],
    ['auto/nonsense', null],
    ['/auto', null],
    ['AUTO', null],
    [' auto', null],
  ])('%s: %s', (model, kind) => {
    expect(routeOutcomeKind(model)).toBe(kind);
  });

  it('is keyed off the resolver that the gateway uses', () => {
    for (const model of ['auto', 'auto/transcription', 'a/b', 'x', 'auto/auto']) {
      const { kind } = readTarget(model);
      const expected = { routed: 'routed', direct: 'passthrough', unknown: null }[kind];
      expect(routeOutcomeKind(model)).toBe(expected);
    }
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
