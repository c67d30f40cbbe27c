import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '@shared/routing/candidate';
import { deriveTier } from '@shared/routing/difficulty';
import { decideEfficient } from '@shared/routing/efficient';
import type {
  Classification,
  EfficientDecision,
  EfficientInput,
} from '@shared/routing/efficient-types';
import { isInToolLoop } from '@shared/routing/efficient-tool-loop';
import { type RoutingTable, sortRows, type TableRow } from '@shared/routing/routing-table';
import { fakeCandidate } from '../../../support/fake-candidates';

const row = (model: string, accuracy: number, avgCostUsd: number): TableRow => ({
  model,
  effort: null,
  accuracy,
  avgCostUsd,
  p95Ms: 500,
  graded: 60,
});

function table(rows: readonly TableRow[], part: Partial<RoutingTable> = {}): RoutingTable {
  const sorted = sortRows(rows, 0.8);
  return {
    id: 'table-1',
    runId: 'run-1',
    publishedAt: 1,
    datasetVersion: '1',
    minAccuracy: 0.8,
    switchCostFactor: 3,
    tiers: { low: sorted, medium: sorted, high: sorted },
    routes: {},
    ...part,
  };
}

const classified = (part: Partial<Classification> = {}): Classification => ({
  source: 'model',
  output: {
    taskType: 'debugging',
    subtaskType: 'bug_fixing',
    reasoningComplexity: 'medium',
    contextComplexity: 'medium',
    executionMode: 'code_change',
    riskLevel: 'low',
    requiresTools: false,
  },
  model: 'p/classifier',
  cached: false,
  costUsd: 0.0001,
  ms: 120,
  fallbackReason: null,
  ...part,
});

const able = (id: string, part: Partial<Candidate> = {}): Candidate =>
  fakeCandidate(id, id, { quality: 0.5, latency: 0.5, cost: 0.5 }, part);

const ROWS = [
  row('p/cheap', 0.82, 0.001),
  row('p/mid', 0.9, 0.01),
  row('p/dear', 0.99, 0.1),
  row('p/weak', 0.65, 0.0001),
];

function input(part: Partial<EfficientInput> = {}): EfficientInput {
  return {
    candidates: ROWS.map(({ model }) => able(model)),
    needs: {
      input: ['text'],
      output: ['text'],
      tools: false,
      realtime: false,
      promptTokens: 1_000,
    },
    table: table(ROWS),
    classification: classified(),
    incumbent: null,
    inToolLoop: false,
    dialFloor: null,
    mode: 'cost_per_accuracy',
    ...part,
  };
}

function decided(part: Partial<EfficientInput> = {}): Extract<EfficientDecision, { ok: true }> {
  const decision = decideEfficient(input(part));
  if (!decision.ok) throw new Error(decision.decline.reason);
  return decision;
}

function code(part: Partial<EfficientInput>): string | null {
  const decision = decideEfficient(input(part));
  return decision.ok ? null : decision.decline.code;
}

describe('decideEfficient: fresh pick', () => {
  it('takes the cheapest above the threshold, not the cheapest and not the best', () => {
    const { model, ranked, trace } = decided();
    expect(model).toBe('p/cheap');
    expect(ranked).toEqual(['p/cheap', 'p/mid', 'p/dear', 'p/weak']);
    expect(trace).toMatchObject({ tier: 'medium', sticky: false, reason: 'cheapest_above_floor' });
  });

  it('the dial moves the floor both ways', () => {
    expect(decided({ dialFloor: 0.95 }).model).toBe('p/dear');
    expect(decided({ dialFloor: 0.6 }).model).toBe('p/weak');
  });

  it('best_accuracy takes the most accurate', () => {
    expect(decided({ mode: 'best_accuracy' }).model).toBe('p/dear');
  });

  it('a model proven weak on the very route is passed over, but chance is allowed for', () => {
    const routes = {
      'debugging/bug_fixing': [row('p/mid', 0.9, 0.01), row('p/cheap', 0.6, 0.001)],
    };
    expect(decided({ table: table(ROWS, { routes }) }).model).toBe('p/mid');
    const close = { 'debugging/bug_fixing': [row('p/mid', 0.9, 0.01), row('p/cheap', 0.7, 0.001)] };
    expect(decided({ table: table(ROWS, { routes: close }) }).model).toBe('p/cheap');
  });

  it('declines, so that auto takes over, without a table, a label or a callable model', () => {
    expect(code({ table: null })).toBe('no_table');
    expect(code({ classification: null })).toBe('no_classification');
    expect(code({ candidates: [able('p/unmeasured')] })).toBe('no_candidate');
  });

  it('nothing good enough callable: the most accurate measured one, and it says so', () => {
    const { model, trace } = decided({ candidates: [able('p/weak')] });
    expect(model).toBe('p/weak');
    expect(trace.reason).toBe('none_above_floor');
  });

  it('filters fail closed: undeclared tools and windows are no', () => {
    const made = able('p/cheap');
    const unknown = { ...made, capabilities: { ...made.capabilities, tools: null, context: null } };
    const candidates = [unknown, able('p/mid')];
    const needs = input().needs;
    expect(decided({ candidates, needs: { ...needs, tools: true } }).model).toBe('p/mid');
    expect(decided({ candidates, needs: { ...needs, promptTokens: 9_000 } }).model).toBe('p/mid');
    expect(decided({ candidates, needs: { ...needs, promptTokens: 8_000 } }).model).toBe('p/cheap');
    const image = decideEfficient(
      input({ candidates, needs: { ...needs, input: ['text', 'video'] } }),
    );
    expect(image.ok).toBe(false);
  });
});

describe('decideEfficient: stickiness (S4-27, S4-37)', () => {
  it('keeps a dearer incumbent unless the fresh one is cheaper by more than the factor', () => {
    const kept = decided({
      table: table([row('p/cheap', 0.9, 0.004), row('p/mid', 0.9, 0.01)]),
      incumbent: { model: 'p/mid' },
    });
    expect(kept).toMatchObject({
      model: 'p/mid',
      trace: { sticky: true, reason: 'kept_in_conversation', switchReason: null },
    });
    const switched = decided({ incumbent: { model: 'p/dear' } });
    expect(switched).toMatchObject({
      model: 'p/cheap',
      trace: { sticky: false, switchReason: 'cost' },
    });
  });

  it('a long conversation that must be read anew at full price is not moved to save a little', () => {
    const price = {
      inputPerMTok: 3,
      outputPerMTok: 15,
      cacheReadPerMTok: 0.3,
      perMinute: null,
    };
    const candidates = [able('p/cheap', { price, local: false }), able('p/mid')];
    const long = { ...input().needs, promptTokens: 100_000 };
    const { model, trace } = decided({ candidates, needs: long, incumbent: { model: 'p/mid' } });
    expect(model).toBe('p/mid');
    // 0.27 to read it on the fresh model, 0.10 to come back to the incumbent.
    expect(trace.switchCostUsd).toBeCloseTo(0.37, 10);
    const short = { ...long, promptTokens: 1_000 };
    expect(decided({ candidates, needs: short, incumbent: { model: 'p/mid' } }).model).toBe(
      'p/cheap',
    );
  });

  it('an incumbent within the tolerance is kept, one beyond it is left for the threshold', () => {
    const near = table([row('p/cheap', 0.9, 0.01), row('p/weak', 0.71, 0.005)]);
    expect(decided({ table: near, incumbent: { model: 'p/weak' } }).model).toBe('p/weak');
    expect(decided({ incumbent: { model: 'p/weak' } })).toMatchObject({
      model: 'p/cheap',
      trace: { switchReason: 'threshold' },
    });
  });

  it('an incumbent that can no longer take the request is left for capability', () => {
    const made = able('p/dear');
    const small = { ...made, capabilities: { ...made.capabilities, context: 500 } };
    expect(
      decided({ candidates: [able('p/cheap'), small], incumbent: { model: 'p/dear' } }),
    ).toMatchObject({ model: 'p/cheap', trace: { switchReason: 'capability' } });
  });

  it('a heuristic label neither moves nor anchors a conversation (S4-28)', () => {
    const heuristic = classified({ source: 'heuristic', model: null });
    const kept = decided({ classification: heuristic, incumbent: { model: 'p/dear' } });
    expect(kept).toMatchObject({
      model: 'p/dear',
      trace: { reason: 'kept_on_heuristic', anchors: false },
    });
    expect(decided({ classification: heuristic }).trace.anchors).toBe(false);
    expect(decided().trace.anchors).toBe(true);
  });

  it('within a tool loop even an unmeasured or dear incumbent is kept', () => {
    const candidates = [...input().candidates, able('p/unmeasured')];
    for (const model of ['p/dear', 'p/weak', 'p/unmeasured']) {
      expect(decided({ candidates, incumbent: { model }, inToolLoop: true })).toMatchObject({
        model,
        trace: { reason: 'kept_in_tool_loop', sticky: true },
      });
    }
  });
});

describe('decideEfficient: always', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const anyTable = fc
    .array(
      fc.record({
        model: fc.constantFrom(...ids),
        accuracy: fc.double({ min: 0, max: 1, noNaN: true }),
        cost: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((rows) => {
      const unique = new Map(rows.map((made) => [made.model, made]));
      return table(
        [...unique.values()].map(({ model, accuracy, cost }) => row(model, accuracy, cost)),
      );
    });

  it('serves only what is eligible, ranks each once, and never switches in a loop', () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.subarray(ids),
        fc.option(fc.constantFrom(...ids), { nil: null }),
        fc.boolean(),
        fc.constantFrom('model', 'heuristic'),
        fc.constantFrom('cost_per_accuracy', 'best_accuracy'),
        (made, open, incumbent, inToolLoop, source, mode) => {
          const decision = decideEfficient(
            input({
              table: made,
              candidates: open.map((id) => able(id)),
              incumbent: incumbent === null ? null : { model: incumbent },
              inToolLoop,
              classification: classified({ source }),
              mode,
            }),
          );
          if (!decision.ok) {
            expect(made.tiers.medium.some(({ model }) => open.includes(model))).toBe(false);
            return;
          }
          expect(open).toContain(decision.model);
          expect(decision.ranked[0]).toBe(decision.model);
          expect(new Set(decision.ranked).size).toBe(decision.ranked.length);
          for (const id of decision.ranked) expect(open).toContain(id);
          const callable = incumbent !== null && open.includes(incumbent);
          if (callable && (inToolLoop || source === 'heuristic')) {
            expect(decision.model).toBe(incumbent);
          }
          if (decision.trace.switchReason === 'capability') expect(callable).toBe(false);
          if (decision.model !== incumbent && incumbent !== null) {
            expect(decision.trace.switchReason).not.toBeNull();
          }
        },
      ),
    );
  });

  it('the same request in the same conversation settles: it does not swing between two models', () => {
    fc.assert(
      fc.property(anyTable, fc.constantFrom(...ids), (made, begin) => {
        const all = ids.map((id) => able(id));
        let model = begin;
        const seen: string[] = [];
        for (let turn = 0; turn < 4; turn += 1) {
          model = decided({ table: made, candidates: all, incumbent: { model } }).model;
          seen.push(model);
        }
        expect(seen[3]).toBe(seen[1]);
        expect(seen[2]).toBe(seen[1]);
      }),
    );
  });
});

describe('isInToolLoop', () => {
  it.each([
    [[{ role: 'user', content: 'hi' }], false],
    [[{ role: 'tool', tool_call_id: '1', content: 'x' }], true],
    [[{ role: 'assistant', content: null, tool_calls: [{ id: '1' }] }], true],
    [[{ role: 'assistant', content: 'done' }], false],
    [[{ role: 'user', content: [{ type: 'tool_result', tool_use_id: '1' }] }], true],
    [[{ role: 'tool' }, { role: 'user', content: 'next' }], false],
    [[], false],
    [[null], false],
  ])('%j is %s', (messages, expected) => {
    expect(isInToolLoop(messages)).toBe(expected);
  });
});

it('the labels of these tests are of the tier that they say', () => {
  expect(deriveTier(classified().output)).toBe('medium');
});
