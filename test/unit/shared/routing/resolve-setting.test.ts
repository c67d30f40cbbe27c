import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveSetting, TASK_NEEDS } from '@shared/routing/resolve-setting';
import { TASK_NAMES } from '@shared/routing/tasks';

describe('resolveSetting', () => {
  it.each([
    ['auto', ' haiku ', { model: 'haiku', reason: 'routerPick', routerPick: 'haiku' }],
    [' AUTO ', 'haiku', { model: 'haiku', reason: 'routerPick', routerPick: 'haiku' }],
    ['', 'haiku', { model: 'haiku', reason: 'routerPick', routerPick: 'haiku' }],
    [null, 'haiku', { model: 'haiku', reason: 'routerPick', routerPick: 'haiku' }],
    [undefined, 'haiku', { model: 'haiku', reason: 'routerPick', routerPick: 'haiku' }],
    ['auto', null, { model: 'fallback', reason: 'routerFallback', routerPick: null }],
    ['auto', ' \t\n', { model: 'fallback', reason: 'routerFallback', routerPick: null }],
    [' gpt-4o ', ' haiku ', { model: 'gpt-4o', reason: 'userSelected', routerPick: 'haiku' }],
    ['gpt-4o', '', { model: 'gpt-4o', reason: 'userSelected', routerPick: null }],
    [
      'auto/efficient',
      'haiku',
      { model: 'auto/efficient', reason: 'userSelected', routerPick: 'haiku' },
    ],
    ['automatic', 'haiku', { model: 'automatic', reason: 'userSelected', routerPick: 'haiku' }],
  ])('S0-91: setting %j, pick %j', (selected, routerPick, expected) => {
    expect(resolveSetting({ selected, routerPick, fallback: 'fallback' })).toEqual(expected);
  });

  it('a task without a fallback answers null, not an empty name', () => {
    expect(resolveSetting({ selected: 'auto', routerPick: null, fallback: null }).model).toBeNull();
  });

  it('S0-92, S0-98, ruling 12: one meaning whatever was chosen', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('auto', ' Auto', '', '  ', 'provider/model', null, undefined),
    );
    fc.assert(
      fc.property(text, text, (selected, routerPick) => {
        const decision = resolveSetting({ selected, routerPick, fallback: 'fallback' });
        const pick = routerPick?.trim() || null;
        const choice = selected?.trim() ?? '';
        expect(decision.routerPick).toBe(pick);
        if (choice !== '' && choice.toLowerCase() !== 'auto') expect(decision.model).toBe(choice);
        else expect(decision.model).toBe(pick ?? 'fallback');
        const again = resolveSetting({
          selected: decision.model,
          routerPick,
          fallback: 'fallback',
        });
        expect(again.model).toBe(
          decision.model.toLowerCase() === 'auto' ? (pick ?? 'fallback') : decision.model,
        );
      }),
    );
  });
});

it('S0-95: every task says what it needs before anything is scored', () => {
  for (const task of TASK_NAMES) {
    expect(TASK_NEEDS[task].input).not.toHaveLength(0);
    expect(TASK_NEEDS[task].output).not.toHaveLength(0);
  }
  expect(TASK_NEEDS.screenshot_understanding.input).toContain('image');
  expect(TASK_NEEDS.transcription.input).toEqual(['audio']);
  expect(TASK_NEEDS.screenshot_embedding.output).toEqual(['embedding']);
});
