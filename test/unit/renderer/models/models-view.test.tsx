import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PickChange } from '@shared/api/models';
import { Banners } from '../../../../renderer/app/banners';
import { ModelsView } from '../../../../renderer/features/models';
import { followPicks, loadPicks, showTab } from '../../../../renderer/features/models/actions';
import { ModelPanel } from '../../../../renderer/features/models/model-panel';
import { fail, type FakeApi } from '../../../support/fake-api';
import { fakeFigure, fakeRow, fakeSource } from '../../../support/fake-models';
import { freshApp, show } from '../../../support/render';

const CHANGE: PickChange = {
  id: 'change-1',
  task: 'general_assistant',
  from: 'openai/sol',
  to: 'openai/luna',
  fromName: 'Sol',
  toName: 'Luna',
  status: 'applied',
  gap: 0.12,
  why: [
    {
      model: 'openai/luna',
      figure: 'quality',
      from: fakeFigure(1444, { unit: 'rating', metric: 'arena_text_sc' }),
      to: fakeFigure(1521, { unit: 'rating', metric: 'arena_text_sc' }),
      scoreFrom: 0.739,
      scoreTo: 0.974,
    },
  ],
  catalogFrom: 'a',
  catalogTo: 'b',
  at: '2026-11-21T12:00:00.000Z',
  decidedAt: null,
};

const AA = fakeSource('artificial-analysis', {
  name: 'Artificial Analysis',
  enabled: false,
  key: 'required',
  lastSuccess: null,
  terms: { text: 'Do not pass the data on.', url: 'https://artificialanalysis.ai/terms' },
  attribution: 'Source: Artificial Analysis (https://artificialanalysis.ai).',
});

let fake: FakeApi;
const inputsOf = (name: string) =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

describe('the panel of a model', () => {
  it('tells the public figure from one’s own, and an estimate by its reason', async () => {
    fake = await freshApp();
    show(
      <ModelPanel
        row={fakeRow('openai/luna', {
          figures: {
            latency: fakeFigure(700, { source: 'yours', n: 37, note: 'blended' }),
            cost: fakeFigure(0.001, {
              unit: 'usd_per_request',
              metric: 'cost',
              estimate: true,
              note: 'from sol (predecessor)',
            }),
          },
          publicFigures: { latency: fakeFigure(900) },
        })}
      />,
    );
    const latency = screen.getByRole('row', { name: /^Latency/u });
    expect(latency.textContent).toContain('yours, n=37');
    expect(latency.textContent).toContain('Public figure: 0.9 s');
    expect(screen.getByRole('row', { name: /^Typical cost/u }).textContent).toContain(
      'from sol (predecessor)',
    );
    expect(screen.getByRole('row', { name: /^Quality/u }).textContent).toContain('Unknown');
  });
});

describe('the notice of a changed pick', () => {
  beforeEach(async () => {
    fake = await freshApp({ picks: { changes: [CHANGE], holds: {} } });
    followPicks();
    await loadPicks();
  });

  it('says what changed and why, and sends the answer that was chosen', async () => {
    show(<Banners />);
    expect(screen.getByText('Chat: Luna now beats Sol')).toBeTruthy();
    expect(screen.getByText(/1,444 rating → 1,521 rating/u)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Keep the old one' }));
    expect(inputsOf('models.decideChange')).toEqual([{ id: 'change-1', action: 'hold' }]);
    await waitFor(() => expect(screen.queryByText('Chat: Luna now beats Sol')).toBeNull());
  });

  it('put away it stays away, over a start too, until there is another change', async () => {
    const view = show(<Banners />);
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('Chat: Luna now beats Sol')).toBeNull();
    view.unmount();
    followPicks();
    show(<Banners />);
    expect(screen.queryByText('Chat: Luna now beats Sol')).toBeNull();
    fake.emit('catalog', { changes: [{ ...CHANGE, id: 'change-2' }, CHANGE], holds: {} });
    expect(await screen.findByText('Chat: Luna now beats Sol')).toBeTruthy();
    expect(inputsOf('models.decideChange')).toEqual([]);
  });
});

it('a hold that the weights have ended is not shown as one, nor to be released', async () => {
  fake = await freshApp({ picks: { changes: [{ ...CHANGE, status: 'held' }], holds: {} } });
  showTab('changes');
  show(<ModelsView />);
  expect(await screen.findByText('settled since')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Release' })).toBeNull();
  fake.state.picks = {
    changes: [{ ...CHANGE, status: 'held' }],
    holds: { general_assistant: 'openai/sol' },
  };
  await loadPicks();
  expect(await screen.findByText('held by you')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Release' })).toBeTruthy();
});

describe('sources', () => {
  it('a failure is told in words with what stays in use', async () => {
    fake = await freshApp({
      sources: [
        fakeSource('models.dev', {
          lastFailure: {
            at: '2026-11-21T11:00:00.000Z',
            code: 'not_json',
            message: 'answered 200',
          },
        }),
        AA,
      ],
    });
    showTab('sources');
    show(<ModelsView />);
    const card = await screen.findByRole('region', { name: 'models.dev' });
    expect(card.textContent).toContain('not data, as a sign-in page');
    expect(card.textContent).toContain('stay in use');
    expect(card.textContent).not.toContain('not_json');
  });

  it('one with terms goes on only with the box ticked and the key written', async () => {
    fake = await freshApp({ sources: [AA] });
    showTab('sources');
    show(<ModelsView />);
    const card = await screen.findByRole('region', { name: 'Artificial Analysis' });
    fireEvent.click(within(card).getByRole('switch'));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Do not pass the data on.');
    const accept = within(dialog).getByRole('button', { name: 'Accept and switch on' });
    fireEvent.click(within(dialog).getByRole('checkbox'));
    expect(accept.hasAttribute('disabled')).toBe(true);
    fireEvent.change(within(dialog).getByLabelText('Key'), { target: { value: 'my-key' } });
    fireEvent.click(accept);
    expect(inputsOf('models.changeSource')).toEqual([
      { id: 'artificial-analysis', enabled: true, acceptTerms: true, key: 'my-key' },
    ]);
  });

  it('another address is checked before it is sent, and says that the key goes', async () => {
    fake = await freshApp({ sources: [{ ...AA, enabled: true, hasKey: true }] });
    showTab('sources');
    show(<ModelsView />);
    fireEvent.click(await screen.findByRole('button', { name: 'Address and key…' }));
    const address = screen.getByRole('textbox', { name: 'Address (advanced)' });
    fireEvent.change(address, { target: { value: 'https://me:secret@mirror.test' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText(/without user name and password/u)).toBeTruthy();
    expect(screen.getByText(/the key is forgotten/u)).toBeTruthy();
    fireEvent.change(address, { target: { value: 'https://mirror.test/' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(inputsOf('models.changeSource')).toEqual([
      { id: 'artificial-analysis', baseUrl: 'https://mirror.test' },
    ]);
  });
});

it('figures that cannot be read anew stay, and say so; another task can still be chosen', async () => {
  fake = await freshApp({ models: [fakeRow('openai/luna')] });
  show(<ModelsView />);
  await screen.findByText('1 model');
  fake.override('models.list', () => fail('backend_unavailable'));
  fake.emit('catalog', { changes: [], holds: {} });
  expect(await screen.findByText('What you see could not be read anew')).toBeTruthy();
  expect(screen.getByText('1 model')).toBeTruthy();
  fireEvent.click(screen.getByRole('tab', { name: 'Transcription' }));
  expect(await screen.findByText('The models could not be read')).toBeTruthy();
  fireEvent.click(screen.getByRole('tab', { name: 'Chat' }));
  expect(await screen.findByText('1 model')).toBeTruthy();
});

it('without the router the view says so and tries again on request', async () => {
  fake = await freshApp();
  fake.override('models.list', () => fail('backend_unavailable'));
  show(<ModelsView />);
  expect(await screen.findByText('The models could not be read')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(inputsOf('models.list')).toHaveLength(2);
});
