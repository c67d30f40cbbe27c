import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { ModelChip } from '../../../../renderer/features/chat/model-chip';
import { refreshPreview } from '../../../../renderer/features/chat/preview';
import { DEFAULT_SETTINGS } from '@shared/settings/settings';
import { useAppStore } from '../../../../renderer/app/store';
import { chooseSetting, nameNextModel } from '../../../../renderer/features/chat/actions';
import { useChatStore } from '../../../../renderer/features/chat/store';
import { fail, type FakeApi } from '../../../support/fake-api';
import { fakeCandidate } from '../../../support/fake-candidates';
import { freshApp, show } from '../../../support/render';

let fake: FakeApi;
beforeEach(async () => {
  fake = await freshApp();
});

const chip = (): HTMLElement => screen.getByTestId('model-chip');

describe('the pre-send chip', () => {
  it('says model, estimated cost and time before anything is sent', async () => {
    await refreshPreview(10, null);
    show(<ModelChip />);
    expect(chip().textContent).toBe('Auto → Claude Haiku 4.5 · est. $0.0004 · ~0.8 s');
  });

  it('says "Price unknown" for an unknown price, never $0', async () => {
    fake.state.candidates = [
      fakeCandidate('x/mystery', 'Mystery', { quality: 0.9, latency: 0.9, cost: null }),
    ];
    await refreshPreview(10, null);
    show(<ModelChip />);
    expect(chip().textContent).toContain('Price unknown');
    expect(chip().textContent).not.toContain('$0');
  });

  it('falls back to the cached pick when the router does not answer', async () => {
    fake.override('router.preview', () => fail('backend_unavailable'));
    await refreshPreview(10, null);
    show(<ModelChip />);
    expect(chip().textContent).toContain('claude-haiku-4.5 · last known pick');
  });

  it('marks a practice model as simulated', async () => {
    fake.state.candidates = [
      fakeCandidate(
        'practice/sage',
        'Sage',
        { quality: 0.9, latency: 0.9, cost: 1 },
        { practice: true },
      ),
    ];
    await refreshPreview(10, null);
    show(<ModelChip />);
    expect(chip().textContent).toContain('practice - simulated answers');
    // Its figures are invented: nothing is charged, so no amount is shown.
    expect(chip().textContent).toContain('no charge');
    expect(chip().textContent).not.toContain('$');
  });

  it('says so when no model can take the request', async () => {
    fake.state.candidates = [];
    await refreshPreview(10, null);
    show(<ModelChip />);
    expect(chip().textContent).toContain('no model can take this');
  });

  it('does not let a slow answer to an older draft replace the newer one', async () => {
    let answerFirst: (() => void) | undefined;
    const first = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    fake.override('router.preview', async () => {
      await first;
      return fail('internal_error');
    });
    const slow = refreshPreview(1, null);
    fake.override('router.preview', () => fail('backend_unavailable'));
    await refreshPreview(2, null);
    answerFirst?.();
    await slow;
    show(<ModelChip />);
    expect(chip().textContent).toContain('last known pick');
    expect(fake.calls.filter((call) => call.name === 'router.pick')).toHaveLength(1);
  });

  it('shows a model named for the next message instead of Auto', async () => {
    await refreshPreview(10, null);
    show(<ModelChip />);
    nameNextModel('openai/gpt-5-mini');
    await waitFor(() => expect(chip().textContent).toContain('Named'));
    expect(chip().textContent).toContain('gpt-5-mini');
  });

  it('names the strategy of the setting and asks for it with the text (bug: a chip of plain auto)', async () => {
    const selections = { ...DEFAULT_SETTINGS.selections, general_assistant: 'auto/efficient' };
    useAppStore.setState({ settings: { ...DEFAULT_SETTINGS, selections } });
    await refreshPreview(10, null, {
      strategy: 'auto/efficient',
      prompt: 'a sum',
      task: 'general_assistant',
      localOnly: false,
    });
    show(<ModelChip />);
    expect(chip().textContent).toContain('Auto · efficient → Claude Haiku 4.5');
    expect(fake.calls.findLast(({ name }) => name === 'router.preview')?.input).toMatchObject({
      strategy: 'auto/efficient',
      prompt: 'a sum',
    });
  });

  it('keeps the text to itself while plain auto decides', async () => {
    await refreshPreview(10, null, {
      strategy: 'auto',
      prompt: 'a secret',
      task: 'general_assistant',
      localOnly: false,
    });
    expect(JSON.stringify(fake.calls)).not.toContain('a secret');
  });

  it('changes the setting, not only the next message, by its menu', async () => {
    nameNextModel('x/other');
    await chooseSetting('auto/learned');
    expect(fake.calls.at(-1)).toEqual({
      name: 'router.select',
      input: { task: 'general_assistant', model: 'auto/learned' },
    });
    expect(useChatStore.getState().nextModel).toEqual({});
  });
});
