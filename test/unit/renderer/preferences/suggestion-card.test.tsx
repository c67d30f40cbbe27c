import { feedbackPair } from '@shared/routing/feedback';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SuggestionCard } from '../../../../renderer/features/preferences/suggestion-card';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';
import { freshApp, show } from '../../../support/render';

const byQuality = [...FAKE_CANDIDATES].sort(
  (a, b) => (b.scores.quality ?? 0) - (a.scores.quality ?? 0),
);
const byCost = [...FAKE_CANDIDATES].sort((a, b) => (b.scores.cost ?? 0) - (a.scores.cost ?? 0));
const [best] = byQuality;
const [cheapest] = byCost;
const CHEAP = { quality: 0.02, latency: 0.02, cost: 0.96 };

/** Somebody who weighs cost, and takes the best model instead of the cheapest `times` times. */
async function showCard(times: number) {
  const fake = await freshApp();
  const { scores } = feedbackPair('runner_up', best?.id ?? '', cheapest?.id ?? '');
  const prompts = Array.from({ length: times }, (_, n) => ({ prompt: `question ${n}`, scores }));
  if (times > 0) await fake.api.memory.rank({ label_source: 'feedback', examples: prompts });
  const onChange = vi.fn();
  show(
    <SuggestionCard
      task="general_assistant"
      candidates={FAKE_CANDIDATES}
      weights={CHEAP}
      onChange={onChange}
    />,
  );
  await waitFor(() => expect(fake.calls.map(({ name }) => name)).toContain('memory.list'));
  return { onChange };
}

describe('the proposal of other weights', () => {
  it('is a difference, and changes nothing until it is pressed', async () => {
    const { onChange } = await showCard(4);
    const card = await screen.findByTestId('weight-suggestion');
    expect(card.textContent).toContain('96% →');
    expect(onChange).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('button', { name: 'Use these weights' }));
    expect(onChange).toHaveBeenCalledOnce();
    const [weights] = onChange.mock.calls[0] as [typeof CHEAP];
    expect(weights.cost).toBeLessThan(CHEAP.cost);
    expect(weights.quality + weights.latency + weights.cost).toBeCloseTo(1);
  });

  it('can be put off, and is then gone', async () => {
    const { onChange } = await showCard(4);
    fireEvent.click(await screen.findByRole('button', { name: 'Not now' }));
    expect(screen.queryByTestId('weight-suggestion')).toBeNull();
    expect(onChange).not.toHaveBeenCalled();
  });

  it('is not there for somebody who follows the picks', async () => {
    await showCard(0);
    expect(screen.queryByTestId('weight-suggestion')).toBeNull();
  });
});
