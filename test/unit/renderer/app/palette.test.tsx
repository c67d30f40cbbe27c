import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Banners } from '../../../../renderer/app/banners';
import { Palette } from '../../../../renderer/app/palette';
import { connectApp, setPaletteOpen, useAppStore } from '../../../../renderer/app/store';
import { resolveTheme } from '../../../../renderer/app/theme';
import { freshApp, show } from '../../../support/render';

describe('the command palette', () => {
  it('finds a setting by name and runs it through main', async () => {
    const fake = await freshApp();
    show(<Palette />);
    act(() => setPaletteOpen(true));
    const input = await screen.findByPlaceholderText(/Go to, run/);
    fireEvent.change(input, { target: { value: 'high contrast' } });
    fireEvent.click(await screen.findByText('Theme: High contrast'));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({ name: 'settings.set', input: { theme: 'contrast' } }),
    );
    expect(useAppStore.getState().paletteOpen).toBe(false);
  });

  it('says what decides for Chat, by keyboard alone', async () => {
    const fake = await freshApp();
    show(<Palette />);
    act(() => setPaletteOpen(true));
    fireEvent.click(await screen.findByText('Chat decides by Auto · efficient'));
    await waitFor(() =>
      expect(fake.calls).toContainEqual({
        name: 'router.select',
        input: { task: 'general_assistant', model: 'auto/efficient' },
      }),
    );
  });

  it('goes to a view', async () => {
    await freshApp();
    show(<Palette />);
    act(() => setPaletteOpen(true));
    fireEvent.click(await screen.findByText('Providers'));
    expect(useAppStore.getState().view).toBe('providers');
  });
});

describe('the backend banner', () => {
  it('comes with a dead backend, goes when it is back, and stays away on a first start', async () => {
    const fake = await freshApp();
    fake.state.backend = { state: 'starting', url: null, attempts: 0, error: null };
    const stop = await connectApp();
    show(<Banners />);
    expect(screen.queryByRole('alert')).toBeNull();
    act(() =>
      fake.emit('backend', {
        state: 'stopped',
        url: null,
        attempts: 2,
        error: { code: 'backend_unavailable', message: 'exit code 1' },
      }),
    );
    expect(screen.getByText('The router is not reachable')).toBeDefined();
    expect(screen.getByText('Reason: exit code 1')).toBeDefined();
    fireEvent.click(screen.getByText('Retry'));
    expect(fake.calls.some((call) => call.name === 'backend.retry')).toBe(true);
    act(() =>
      fake.emit('backend', {
        state: 'running',
        url: 'http://127.0.0.1:1',
        attempts: 0,
        error: null,
      }),
    );
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    stop();
  });
});

describe('the theme', () => {
  it('follows the system only when it is asked to', () => {
    const dark = { dark: true, moreContrast: false };
    expect(resolveTheme('system', dark)).toBe('dark');
    expect(resolveTheme('light', dark)).toBe('light');
    expect(resolveTheme('system', { dark: false, moreContrast: true })).toBe('contrast');
  });
});
