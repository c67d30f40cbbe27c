import { describe, expect, it } from 'vitest';
import { callCost, withRequestCost } from '../../../../electron/backend/decide/estimate';
import { readFacts } from '../../../../electron/backend/decide/needs';
import { readTarget } from '../../../../electron/backend/decide/target';
import { UNKNOWN_USAGE } from '../../../../electron/backend/providers/provider';
import type { Candidate } from '../../../../shared/routing/candidate';

describe('readTarget', () => {
  it.each([
    ['auto', { kind: 'routed', task: null, strategy: { name: 'auto' } }],
    ['auto/transcription', { kind: 'routed', task: 'transcription', strategy: { name: 'auto' } }],
    ['auto/auto', { kind: 'unknown', code: 'unknown_model' }],
    ['auto/', { kind: 'unknown', code: 'unknown_model' }],
    ['auto/nonsense', { kind: 'unknown', code: 'unknown_model' }],
    ['openai/gpt-5', { kind: 'direct', provider: 'openai', model: 'gpt-5' }],
    // Only the first slash divides; the rest is the provider's business.
    ['or/meta/llama:free', { kind: 'direct', provider: 'or', model: 'meta/llama:free' }],
    ['or//x', { kind: 'direct', provider: 'or', model: '/x' }],
    ['gpt-5', { kind: 'unknown', code: 'unknown_model' }],
    ['openai/', { kind: 'unknown', code: 'unknown_model' }],
    ['/gpt-5', { kind: 'unknown', code: 'unknown_model' }],
    ['autopilot/x', { kind: 'direct', provider: 'autopilot', model: 'x' }],
  ])('%s', (model, target) => {
    expect(readTarget(model)).toMatchObject(target);
  });
});

const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });

describe('readFacts', () => {
  it('infers the task and the modalities from the parts', () => {
    expect(readFacts(user('hello'))).toMatchObject({
      task: 'general_assistant',
      needs: { input: ['text'], output: ['text'], tools: false, promptTokens: 2 },
      excerpt: 'hello',
    });
    const parts = [
      { type: 'text', text: 'what is it?' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(400_000)}` } },
    ];
    const seen = readFacts(user(parts));
    expect(seen).toMatchObject({
      task: 'screenshot_understanding',
      needs: { input: ['text', 'image'] },
      excerpt: 'what is it?',
    });
    // Base64 counted as text would push every picture over the context limit.
    expect(seen.needs.promptTokens).toBeLessThan(2_000);
    expect(readFacts(user([{ type: 'input_audio' }])).needs.input).toEqual(['text', 'audio']);
  });

  it('sees tools, old and new, and counts them', () => {
    const tool = { type: 'function', function: { name: 'f', description: 'x'.repeat(400) } };
    const facts = readFacts({ ...user('hi'), tools: [tool] });
    expect(facts.needs.tools).toBe(true);
    expect(facts.needs.promptTokens).toBeGreaterThan(100);
    expect(readFacts({ ...user('hi'), functions: [{ name: 'f' }] }).needs.tools).toBe(true);
    expect(readFacts({ ...user('hi'), tools: [] }).needs.tools).toBe(false);
  });

  it('keeps 200 characters of the last user message, never half of one', () => {
    const facts = readFacts({
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'answer' },
        { role: 'user', content: `${'x'.repeat(199)}🚀` },
        { role: 'assistant', content: null, tool_calls: [{ id: '1' }] },
      ],
    });
    expect(facts.excerpt).toBe('x'.repeat(199));
  });

  it('reads odd messages without failing: the provider is to judge them', () => {
    const messages = [{ content: { deep: 1 } }, { role: 3 }, {}];
    expect(readFacts({ messages, tools: 'all', max_tokens: -1, modalities: 4 })).toMatchObject({
      excerpt: null,
      maxOutputTokens: null,
      needs: { tools: false },
    });
  });
});

describe('cost', () => {
  const price = { inputPerMTok: 2, outputPerMTok: 10, cacheReadPerMTok: null, perMinute: null };
  const candidate = { local: false, price, typicalCostUsd: 0.5 } as Candidate;

  it('of a request replaces the typical one where the price is known', () => {
    const expected = { prompt: 1_000, output: 100 };
    expect(withRequestCost(candidate, expected).typicalCostUsd).toBeCloseTo(0.003, 12);
    const unpriced = { ...candidate, price: null };
    expect(withRequestCost(unpriced, expected)).toBe(unpriced);
    const half = { ...candidate, price: { ...price, outputPerMTok: null } };
    expect(withRequestCost(half, expected)).toBe(half);
    // An embedding has no output, and so no price of one.
    expect(withRequestCost(half, { prompt: 1_000, output: 0 }).typicalCostUsd).toBeCloseTo(
      0.002,
      12,
    );
  });

  // Ruling 1: unknown is never free.
  it('is null when price or usage is unknown, and 0 only on this machine', () => {
    const usage = { ...UNKNOWN_USAGE, promptTokens: 1_000, completionTokens: 100 };
    expect(callCost(candidate, usage)).toBeCloseTo(0.003, 12);
    expect(callCost({ local: false, price: null }, usage)).toBeNull();
    expect(callCost(candidate, { ...usage, completionTokens: null })).toBeNull();
    expect(callCost({ local: true, price: null }, usage)).toBe(0);
  });

  const cachedPrice = { ...price, cacheReadPerMTok: 0.2 };
  const usage = { ...UNKNOWN_USAGE, promptTokens: 1_000, completionTokens: 100, cachedTokens: 800 };

  it('bills what was read from a cache at its own price, and never at an invented one', () => {
    const billed = callCost({ local: false, price: cachedPrice }, usage);
    expect(billed).toBeCloseTo((200 * 2 + 800 * 0.2 + 100 * 10) * 1e-6, 12);
    expect(callCost(candidate, usage)).toBeNull();
    expect(callCost(candidate, { ...usage, cachedTokens: 0 })).toBeCloseTo(0.003, 12);
    // More cached than read is a provider's slip; it must not make the request cheaper than free.
    const slip = callCost({ local: false, price: cachedPrice }, { ...usage, cachedTokens: 9_000 });
    expect(slip).toBeCloseTo((1_000 * 0.2 + 100 * 10) * 1e-6, 12);
  });

  it('bills sound by the minute where its length is known, else by tokens', () => {
    const perMinute = { ...price, inputPerMTok: null, outputPerMTok: null, perMinute: 0.006 };
    const heard = { ...UNKNOWN_USAGE, audioSeconds: 90 };
    expect(callCost({ local: false, price: perMinute }, heard)).toBeCloseTo(0.009, 12);
    expect(callCost({ local: false, price: perMinute }, UNKNOWN_USAGE)).toBeNull();
    const both = { ...heard, promptTokens: 1_000, completionTokens: 100 };
    expect(callCost({ local: false, price }, both)).toBeCloseTo(0.003, 12);
  });

  it('an embedding, which has no output and no price for one, has a cost', () => {
    const embedding = { ...price, outputPerMTok: null };
    const read = { ...UNKNOWN_USAGE, promptTokens: 1_000, completionTokens: 0 };
    expect(callCost({ local: false, price: embedding }, read)).toBeCloseTo(0.002, 12);
  });
});
