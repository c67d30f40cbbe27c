import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DecisionTrace } from '@shared/routing/decide';
import type { Classification, EfficientTrace } from '@shared/routing/efficient-types';
import { TraceView } from '../../../../renderer/features/why';
import { fakeTrace } from '../../../support/fake-api';
import { freshApp, show } from '../../../support/render';

beforeEach(async () => {
  await freshApp();
});

const LABEL: Classification = {
  source: 'model',
  output: {
    taskType: 'debugging',
    subtaskType: 'bug_fixing',
    reasoningComplexity: 'medium',
    contextComplexity: 'small',
    executionMode: 'answer_only',
    riskLevel: 'low',
    requiresTools: false,
  },
  model: 'lab/labeller',
  cached: false,
  costUsd: 0.0002,
  ms: 310,
  fallbackReason: null,
};

const HAIKU = 'anthropic/claude-haiku-4.5';

function efficient(part: Partial<EfficientTrace> = {}): DecisionTrace {
  const auto = fakeTrace();
  return {
    ...auto,
    strategy: 'auto/efficient',
    reason: 'proven',
    detail: {
      strategy: 'auto/efficient',
      effort: 'high',
      trace: {
        tableId: 't',
        tier: 'medium',
        route: 'debugging/bug_fixing',
        classification: LABEL,
        mode: 'cost_per_accuracy',
        floor: 0.8,
        rows: [
          {
            model: HAIKU,
            effort: 'high',
            accuracy: 0.9,
            routeAccuracy: null,
            avgCostUsd: 0.0003,
            graded: 60,
            meetsFloor: true,
            rank: 1,
            drop: null,
          },
        ],
        incumbent: null,
        sticky: false,
        switchReason: null,
        switchCostUsd: null,
        reason: 'cheapest_above_floor',
        anchors: true,
        ...part,
      },
    },
  };
}

const text = (): string => document.body.textContent ?? '';

describe('the Why card of auto/efficient', () => {
  it('tells difficulty, threshold, who labelled for how much, and the effort', () => {
    show(<TraceView trace={efficient()} />);
    expect(screen.getByTestId('efficient-tier').textContent).toBe(
      'Medium request · debugging · bug fixing · good enough from 80% accuracy',
    );
    expect(text()).toContain('labeller told how hard it is, in 0.3 s for $0.0002.');
    expect(text()).toContain('reasoning effort high');
    expect(text()).toContain('Too few cases to say');
  });

  it('explains no pick by weights that did not make it (bug: a flip point of another strategy)', () => {
    show(<TraceView trace={efficient()} />);
    expect(text()).not.toContain('Would switch to');
    expect(text()).not.toContain('Margin over');
  });

  it('does not call proven what nobody proved', () => {
    show(<TraceView trace={efficient({ reason: 'none_above_floor' })} />);
    expect(text()).toContain('the most accurate in your benchmark, where none is good enough');
    expect(text()).not.toContain('proves good enough');
  });

  it.each([
    [
      { incumbent: HAIKU, sticky: true, reason: 'kept_in_tool_loop' as const },
      'between a tool’s call',
    ],
    [{ incumbent: HAIKU, sticky: true, reason: 'kept_on_heuristic' as const }, 'a guess by words'],
    [{ incumbent: HAIKU, sticky: true }, 'which is the first choice here too'],
    [
      { incumbent: 'x/old', switchReason: 'cost' as const, switchCostUsd: 0.004 },
      'The switch throws away $0.004 of prompt cache.',
    ],
    [
      { incumbent: 'x/old', switchReason: 'threshold' as const },
      'not good enough for a request this hard',
    ],
    [{ anchors: false }, 'is not held to it'],
  ])('says what holds or changed the model: %o', (part, words) => {
    show(<TraceView trace={efficient(part)} />);
    expect(screen.getByTestId('efficient-sticky').textContent).toContain(words);
  });

  it('says in one sentence that auto decided, and why', () => {
    const declined = {
      strategy: 'auto/efficient',
      code: 'no_table',
      reason: 'no routing table has been published',
    } as const;
    show(<TraceView trace={{ ...fakeTrace(), declined }} />);
    expect(screen.getByTestId('declined-line').textContent).toBe(
      'Auto decided in place of Auto · efficient: no routing table has been published.',
    );
    expect(screen.queryByTestId('efficient-tier')).toBeNull();
  });
});
