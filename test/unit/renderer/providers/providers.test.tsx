import type { ProviderStatus } from '@shared/api/providers';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../../renderer/features/providers/presets';
import { healthOf } from '../../../../renderer/features/providers/store';
import { ProvidersView } from '../../../../renderer/features/providers';
import { freshApp, show } from '../../../support/render';

const CHECK = { at: 0, ok: true, code: null, message: null, ms: 80 } as const;
const OPENAI: ProviderStatus = {
  id: 'openai',
  name: 'OpenAI',
  kind: 'openai-compatible',
  baseUrl: 'https://api.openai.com/v1',
  local: false,
  hasKey: true,
  keyHint: 'x9Q2',
  lastCheck: null,
  models: null,
};

describe('a provider card', () => {
  it('is green only after a live probe that succeeded, not for having a key or models', () => {
    expect(healthOf(OPENAI)).toBe('unchecked');
    expect(healthOf({ ...OPENAI, models: ['gpt-5'] })).toBe('unchecked');
    expect(healthOf({ ...OPENAI, lastCheck: { ...CHECK, ok: false } })).toBe('failed');
    expect(healthOf({ ...OPENAI, lastCheck: CHECK })).toBe('ok');
  });

  it('turns connected when the probe succeeds and lists the models', async () => {
    await freshApp({ providers: [OPENAI] });
    show(<ProvidersView />);
    expect(await screen.findByText('Not checked yet')).toBeDefined();
    fireEvent.click(screen.getByText('Check now'));
    expect(await screen.findByText('Connected')).toBeDefined();
    expect(screen.getByText(/qwen3:8b/)).toBeDefined();
  });

  it('says a failed probe in words', async () => {
    await freshApp({
      providers: [
        {
          ...OPENAI,
          lastCheck: { ...CHECK, ok: false, code: 'provider_auth_failed', message: 'HTTP 401' },
        },
      ],
    });
    show(<ProvidersView />);
    expect(await screen.findByText('The provider did not accept the key')).toBeDefined();
    expect(screen.queryByText('Connected')).toBeNull();
  });
});

describe('the provider dialog', () => {
  it('sends the key once and never renders it', async () => {
    const fake = await freshApp();
    show(<ProvidersView />);
    fireEvent.click(await screen.findByText('Add provider'));
    const dialog = within(await screen.findByRole('dialog'));
    const field = dialog.getByLabelText('API key');
    expect(field.getAttribute('type')).toBe('password');
    fireEvent.change(field, { target: { value: 'sk-secret-value-1234' } });
    fireEvent.click(dialog.getByText('Save and check'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.calls.find((call) => call.name === 'providers.save')?.input).toMatchObject({
      id: 'openai',
      apiKey: 'sk-secret-value-1234',
    });
    expect(await screen.findByText('•••• 1234')).toBeDefined();
    expect(document.body.innerHTML).not.toContain('sk-secret');
  });

  it('keeps the stored key when the field is left empty', async () => {
    const fake = await freshApp({ providers: [OPENAI] });
    show(<ProvidersView />);
    fireEvent.click(await screen.findByLabelText('Edit OpenAI'));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByText('Save and check'));
    await waitFor(() => expect(fake.calls.some((c) => c.name === 'providers.save')).toBe(true));
    const saved = fake.calls.find((call) => call.name === 'providers.save')?.input;
    expect(saved).not.toHaveProperty('apiKey');
  });

  // Anthropic and Google were asked in OpenAI's protocol, which loses what theirs can say.
  it('saves the protocol of the chosen preset, and keeps it when an existing one is edited', async () => {
    expect(PRESETS.anthropic.kind).toBe('anthropic');
    expect(PRESETS.google.kind).toBe('google');
    expect(PRESETS.ollama.kind).toBe('ollama');
    const fake = await freshApp({ providers: [{ ...OPENAI, id: 'claude', kind: 'anthropic' }] });
    show(<ProvidersView />);
    fireEvent.click(await screen.findByLabelText('Edit OpenAI'));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByText('Save and check'));
    await waitFor(() => expect(fake.calls.some((c) => c.name === 'providers.save')).toBe(true));
    const saved = fake.calls.find((call) => call.name === 'providers.save')?.input;
    expect(saved).toMatchObject({ id: 'claude', kind: 'anthropic' });
  });
});
