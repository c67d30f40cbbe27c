import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectApp, useAppStore } from '../../../../renderer/app/store';
import { AddressCard, KeysCard, RequestsPanel } from '../../../../renderer/features/gateway';
import { problemsOf, NEW_KEY, toInput } from '../../../../renderer/features/gateway/key-form';
import { useKeysStore } from '../../../../renderer/features/gateway/keys-store';
import { logStore } from '../../../../renderer/features/gateway/log-store';
import { historyStore } from '../../../../renderer/features/history/store';
import { fail, ok } from '../../../support/fake-api';
import { freshApp, show } from '../../../support/render';
import { entry } from './entries';

beforeEach(() => {
  useKeysStore.setState(useKeysStore.getInitialState(), true);
  logStore.setState(logStore.getInitialState(), true);
});

describe('the gateway’s address', () => {
  it('shows the address and snippets, and neither holds a token', async () => {
    await freshApp();
    const stop = await connectApp();
    show(<AddressCard />);
    expect(screen.getByText('http://127.0.0.1:40123/v1')).toBeDefined();
    expect(screen.getByRole('img', { name: 'Hidden token' }).textContent).toMatch(/^•+$/u);
    fireEvent.click(screen.getByRole('tab', { name: 'Anthropic SDK' }));
    const snippet = await screen.findByText(/without \/v1/u);
    expect(snippet.textContent).toContain("baseURL: 'http://127.0.0.1:40123',");
    stop();
  });
});

describe('making a key', () => {
  it('names what is missing and sends nothing until it is mended', async () => {
    const fake = await freshApp();
    show(<KeysCard />);
    fireEvent.click(await screen.findByText('Make a key'));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByText('Make the key'));
    expect(await dialog.findByText('Give it a name.')).toBeDefined();
    expect(fake.calls.some(({ name }) => name === 'gateway.makeKey')).toBe(false);
  });

  it('shows the key once: after the dialog it is nowhere in the window', async () => {
    const fake = await freshApp();
    show(<KeysCard />);
    fireEvent.click(await screen.findByText('Make a key'));
    const form = within(await screen.findByRole('dialog'));
    fireEvent.change(form.getByLabelText('Name'), { target: { value: 'Editor' } });
    fireEvent.click(form.getByText('Make the key'));
    expect(await screen.findByText('ar-1a2b-the-whole-key')).toBeDefined();
    fireEvent.click(screen.getByText('Copy key'));
    expect(await screen.findByText(/^Copied\./u)).toBeDefined();
    expect(fake.calls).toContainEqual({
      name: 'app.copyText',
      input: { text: 'ar-1a2b-the-whole-key' },
    });
    fireEvent.click(screen.getByText('Done'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.body.innerHTML).not.toContain('the-whole-key');
    expect(JSON.stringify(useKeysStore.getState())).not.toContain('the-whole-key');
    expect(screen.getByRole('row', { name: /Editor/u })).toBeDefined();
  });

  it('a refusal is said in the dialog, and what was typed stays', async () => {
    const fake = await freshApp();
    fake.override('gateway.makeKey', () => fail('forbidden'));
    show(<KeysCard />);
    fireEvent.click(await screen.findByText('Make a key'));
    const form = within(await screen.findByRole('dialog'));
    const name = form.getByLabelText<HTMLInputElement>('Name');
    fireEvent.change(name, { target: { value: 'Editor' } });
    fireEvent.click(form.getByText('Make the key'));
    expect(await form.findByText('This is not allowed for this token')).toBeDefined();
    expect(name.value).toBe('Editor');
  });

  // A list of all four would keep out a strategy that comes later.
  it('all of a kind is sent as no limit, and an empty list is a mistake', () => {
    expect(toInput({ ...NEW_KEY, name: ' CI ' })).toEqual({
      name: 'CI',
      strategies: null,
      models: null,
      daily_cap_usd: null,
    });
    const limited = { ...NEW_KEY, name: 'CI', strategies: ['direct'] as const, onlyModels: true };
    expect(toInput({ ...limited, models: ['a/b'] })).toMatchObject({
      strategies: ['direct'],
      models: ['a/b'],
    });
    expect(problemsOf(limited, ['CI'])).toEqual({ name: 'nameTaken', models: 'noModel' });
    expect(problemsOf({ ...NEW_KEY, name: 'x', strategies: [] }, [])).toEqual({
      strategies: 'noStrategy',
    });
  });

  // It said "in 1 second": the time stood still for a minute while the list went on.
  it('was never last used in the future', async () => {
    const fake = await freshApp();
    await fake.api.gateway.makeKey({ name: 'Fast clock' });
    const soon = new Date(Date.now() + 60_000).toISOString();
    fake.state.keys = fake.state.keys.map((key) => ({ ...key, last_used_at: soon }));
    show(<KeysCard />);
    expect((await screen.findByRole('row', { name: /Fast clock/u })).textContent).toContain('now');
  });

  it('revoking asks first, then the key is among the revoked ones', async () => {
    const fake = await freshApp();
    await fake.api.gateway.makeKey({ name: 'Old laptop' });
    show(<KeysCard />);
    fireEvent.click(await screen.findByRole('button', { name: 'Revoke Old laptop' }));
    expect(fake.calls.some(({ name }) => name === 'gateway.revokeKey')).toBe(false);
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('No key works at the moment.')).toBeDefined();
    fireEvent.click(screen.getByText('Show the 1 revoked key'));
    expect(screen.getByRole('row', { name: /Old laptop.*Revoked/u })).toBeDefined();
  });
});

describe('the live request log', () => {
  it('says what to try while nobody has asked, and follows only while it is shown', async () => {
    const fake = await freshApp();
    const stop = await connectApp();
    const { unmount } = show(<RequestsPanel />);
    act(() => fake.emit('activity', { kind: 'snapshot', entries: [] }));
    expect(await screen.findByText('No requests yet')).toBeDefined();
    expect(screen.getByLabelText('curl').textContent).toContain('$AUTO_ROUTER_TOKEN');
    unmount();
    const watched = fake.calls.filter(({ name }) => name === 'gateway.watch');
    expect(watched.map(({ input }) => input)).toEqual([{ on: true }, { on: false }]);
    stop();
  });

  it('shows a request as it goes on, holds still while paused, and says how many came', async () => {
    const fake = await freshApp();
    show(<RequestsPanel />);
    act(() => fake.emit('activity', { kind: 'snapshot', entries: [entry()] }));
    const table = await screen.findByRole('region', { name: 'Live requests' });
    expect(within(table).getByText('Running')).toBeDefined();
    act(() =>
      fake.emit('activity', {
        kind: 'entries',
        entries: [entry({ seq: 2, status: 'succeeded', model: 'acme/large', costUsd: null })],
      }),
    );
    expect(within(table).getByText('Succeeded')).toBeDefined();
    expect(within(table).getByText('Price unknown')).toBeDefined();
    fireEvent.click(screen.getByText('Pause'));
    act(() =>
      fake.emit('activity', { kind: 'entries', entries: [entry({ id: 'r2', seq: 3, at: 5 })] }),
    );
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    fireEvent.click(screen.getByText('Resume · 1 new'));
    expect(within(table).getAllByRole('row')).toHaveLength(3);
  });

  // It opened the owner's own history, where the row of another is not.
  it('says whose a request of another user is, and offers nothing to open', async () => {
    const fake = await freshApp();
    show(<RequestsPanel />);
    const entries = [
      entry({ id: 'mine', outcomeId: 'o1', status: 'succeeded' }),
      entry({ id: 'theirs', outcomeId: 'o2', status: 'succeeded', user: 'bob' }),
    ];
    act(() => fake.emit('activity', { kind: 'snapshot', entries }));
    const table = await screen.findByRole('region', { name: 'Live requests' });
    expect(within(table).getAllByRole('button', { name: /^Open the request/u })).toHaveLength(1);
    expect(within(table).getByText('User bob')).toBeDefined();
    fireEvent.click(within(table).getByText('User bob'));
    expect(fake.calls.some(({ name }) => name === 'history.row')).toBe(false);
  });

  it('a lost connection is said, and what is shown stays', async () => {
    const fake = await freshApp();
    show(<RequestsPanel />);
    act(() => fake.emit('activity', { kind: 'snapshot', entries: [entry()] }));
    act(() => fake.emit('activity', { kind: 'lost' }));
    expect(await screen.findByText('Connection lost, trying again')).toBeDefined();
    expect(screen.getByRole('region', { name: 'Live requests' })).toBeDefined();
  });

  it('a row opens its request in the history; one that wrote none has nothing to open', async () => {
    const fake = await freshApp();
    fake.override('history.row', () => ok({ id: 'o1' }));
    show(<RequestsPanel />);
    act(() =>
      fake.emit('activity', {
        kind: 'snapshot',
        entries: [
          entry({ outcomeId: 'o1', status: 'succeeded', at: 2 }),
          entry({ id: 'r2', status: 'refused', errorCode: 'unknown_model' }),
        ],
      }),
    );
    const buttons = await screen.findAllByRole('button', { name: /^Open the request/u });
    expect(buttons).toHaveLength(1);
    fireEvent.click(buttons[0] as HTMLElement);
    await waitFor(() => expect(useAppStore.getState().view).toBe('history'));
    expect(historyStore.getState().openRow?.id).toBe('o1');
  });
});
