import { describe, expect, it } from 'vitest';
import { SURFACES } from '../../../../electron/backend/translate/codecs';
import { translateRequest } from '../../../../electron/backend/translate/translate';
import { unsupportedBy } from '../../../support/translate';
import { featureMatrix, FEATURES } from '../../../support/translate-matrix';

const CHAT = { model: 'auto', messages: [{ role: 'user', content: 'hi' }] };
const CLAUDE = 'claude-sonnet-4-6';

describe('translating a request', () => {
  it('gives the body in the dialect, with the model that was routed to', () => {
    expect(translateRequest('chat', CHAT, 'anthropic', CLAUDE)).toMatchObject({
      ok: true,
      body: {
        model: CLAUDE,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      },
      ir: { stream: false },
    });
  });

  it('refuses with the fields of the caller, never leaving anything out in silence', () => {
    const body = { ...CHAT, seed: 1, web_search_options: {} };
    const refused = translateRequest('chat', body, 'anthropic', CLAUDE);
    expect(refused).toMatchObject({
      ok: false,
      code: 'unsupported_feature',
      features: ['web_search_options', 'seed'],
    });
    expect(refused).toHaveProperty('message', expect.stringContaining('web_search_options, seed'));
  });

  it('names a feature as the surface does', () => {
    const body = {
      max_tokens: 9,
      messages: CHAT.messages,
      stop_sequences: ['\n'],
      thinking: { type: 'enabled', budget_tokens: 1_024 },
    };
    expect(unsupportedBy('messages', body, 'openai', 'gpt-4o')).toEqual([]);
    expect(unsupportedBy('messages', { ...body, top_k: 3 }, 'openai', 'gpt-5')).toEqual(['top_k']);
    expect(unsupportedBy('chat', { ...CHAT, stop: '\n' }, 'anthropic', CLAUDE)).toEqual(['stop']);
    const schema = { type: 'object', properties: {}, required: [] };
    const format = { format: { type: 'json_schema', name: 'a', schema } };
    const tools = [{ type: 'function', name: 'f', parameters: schema }];
    expect(
      unsupportedBy(
        'responses',
        { input: 'hi', text: format, tools },
        'anthropic',
        'claude-3-haiku',
      ),
    ).toEqual(['text.format']);
  });

  it('says what is wrong with a request that cannot be read', () => {
    expect(translateRequest('chat', { messages: [] }, 'anthropic', CLAUDE)).toMatchObject({
      ok: false,
      code: 'invalid_request',
      message: 'messages: must not be empty.',
    });
  });

  it('loses nothing where the protocol is the same', () => {
    const body = { ...CHAT, seed: 1, a_field_of_tomorrow: true };
    expect(unsupportedBy('chat', body, 'openai', 'gpt-5')).toEqual([]);
  });
});

describe('the table of what cannot be expressed', () => {
  it('asks in every row for something that the surface can read', () => {
    const rows = featureMatrix();
    expect(rows.length).toBeGreaterThan(FEATURES.length);
    for (const row of rows) expect(Object.values(row.dialects)).toHaveLength(3);
    const cell = (surface: string, feature: string): unknown =>
      rows.find((row) => row.surface === surface && row.feature === feature)?.dialects;
    expect(cell('chat', 'seed')).toEqual({
      openai: 'relayed',
      anthropic: 'refused',
      google: 'translated',
    });
    expect(cell('messages', 'tools')).toMatchObject({ anthropic: 'relayed', openai: 'translated' });
    // A probe that cannot be read would look as if it were translated.
    for (const feature of FEATURES) {
      for (const surface of ['chat', 'responses', 'messages'] as const) {
        const fields = feature[surface];
        if (fields === undefined) continue;
        const base = { max_tokens: 1_024, messages: CHAT.messages };
        const body = surface === 'responses' ? { input: 'hi', ...fields } : { ...base, ...fields };
        expect(SURFACES[surface].read(body), `${surface}: ${feature.name}`).toMatchObject({
          ok: true,
        });
      }
    }
  });
});
