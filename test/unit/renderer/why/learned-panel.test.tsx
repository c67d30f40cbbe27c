import { decideLearned } from '@shared/routing/learned';
import type { LearnedTrace } from '@shared/routing/learned-trace';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { TraceView } from '../../../../renderer/features/why';
import { fail, fakeTrace, ok } from '../../../support/fake-api';
import { learnedInput, pointAt, twoTopics } from '../../../support/learned';
import { freshApp, show } from '../../../support/render';

const STRATEGY = 'auto/learned';

function voted(): LearnedTrace {
  const decision = decideLearned(learnedInput(twoTopics(), { query: pointAt(0) }));
  if (decision.trace === null) throw new Error('no vote was held');
  return decision.trace;
}

describe('the Why card of auto/learned', () => {
  it('shows the vote and the prompts that held it, a removed one as removed', async () => {
    const fake = await freshApp();
    const trace = voted();
    const first = trace.neighbours[0]?.id;
    fake.override('memory.get', ({ id }: { id: string }) =>
      id === first ? ok({ id, prompt: 'the nearest prompt' }) : fail('memory_example_not_found'),
    );
    show(
      <TraceView
        trace={{ ...fakeTrace(), strategy: STRATEGY, detail: { strategy: STRATEGY, trace } }}
      />,
    );
    expect(await screen.findByText('the nearest prompt')).toBeTruthy();
    expect(screen.getAllByText('This example was removed or changed since.').length).toBe(4);
    const table = screen.getByRole('region', { name: 'The vote' });
    expect(table.textContent).toMatch(/dear.*cheap/u);
    expect(screen.getByTestId('learned-panel').textContent).toContain('out of 40 rated prompts');
  });

  it('says that a conversation kept its model, for which nothing was voted on', async () => {
    await freshApp();
    show(
      <TraceView
        trace={{ ...fakeTrace(), strategy: STRATEGY, detail: { strategy: STRATEGY, trace: null } }}
      />,
    );
    expect(screen.getByTestId('learned-panel').textContent).toContain('keeps the model');
    expect(screen.queryByRole('region', { name: 'The vote' })).toBeNull();
  });

  it('says why the memory left it to auto', async () => {
    await freshApp();
    const reason = 'The memory is still cold: 3/20 examples rate a model that is eligible here.';
    show(
      <TraceView
        trace={{ ...fakeTrace(), declined: { strategy: STRATEGY, code: 'cold_memory', reason } }}
      />,
    );
    expect(screen.getByTestId('declined-line').textContent).toContain('3/20');
    expect(screen.queryByTestId('learned-panel')).toBeNull();
  });
});
