import { describe, expect, it } from 'vitest';
import {
  ModelRegistry,
  ModelValidationError,
  parseBenchmarks,
} from '@shared/routing/model-registry';
import { exampleModels, scores } from './support';

const model = {
  id: 'm',
  quality_score: 0.5,
  latency_score: 0.4,
  cost_score: 0.3,
  provider: 'acme',
};

function read(models: unknown): ModelRegistry {
  return parseBenchmarks(JSON.stringify({ models })).registry;
}

function errorOf(run: () => unknown): Error | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

describe('parseBenchmarks', () => {
  it('S0-15: reads ids, scores, null scores and the optional provider', () => {
    const { provider: _, ...bare } = model;
    const registry = read({ chat: [model, { ...bare, id: 'n', cost_score: null }] });
    expect(registry.candidatesFor('chat')).toEqual([
      { id: 'm', scores: scores(0.5, 0.4, 0.3), provider: 'acme' },
      { id: 'n', scores: scores(0.5, 0.4, null), provider: '' },
    ]);
  });

  it('S0-16: a missing file is an empty registry with a warning, a missing task an empty list', () => {
    const { registry, warning } = parseBenchmarks(null);
    expect(registry.totalCandidateCount).toBe(0);
    expect(warning).not.toBeNull();
    expect(read({}).candidatesFor('chat')).toEqual([]);
  });

  it('S0-17: counts, and hands out copies', () => {
    const registry = exampleModels();
    expect(registry.totalCandidateCount).toBe(20);
    expect(registry.allTasks()).toHaveLength(5);
    expect(registry.has('transcription')).toBe(true);
    expect(registry.has('constructor')).toBe(false);
    registry.candidatesFor('transcription').pop();
    expect(registry.candidatesFor('transcription')).toHaveLength(4);
    expect(Object.isFrozen(registry.candidatesFor('transcription')[0]?.scores)).toBe(true);
    expect(ModelRegistry.empty().allTasks()).toEqual([]);
  });

  it('S0-18: takes unusual ids, empty providers, empty lists and one id in several tasks', () => {
    const ids = ['gpt-4o-模型-中文', 'x'.repeat(500), '4', '__proto__', 'constructor'];
    const registry = read({
      a: ids.map((id) => ({ ...model, id, provider: '' })),
      b: [{ ...model, id: '4', quality_score: 0.9 }],
      c: [],
    });
    expect(registry.candidatesFor('a').map(({ id }) => id)).toEqual(ids);
    expect(registry.candidatesFor('b')[0]?.scores.quality).toBe(0.9);
    expect(registry.candidatesFor('c')).toEqual([]);
    expect(registry.has('c')).toBe(true);
  });

  it('a task called __proto__ is a task like any other', () => {
    const text =
      '{"models": {"__proto__": [{"id":"m","quality_score":1,"latency_score":1,"cost_score":1}]}}';
    expect(parseBenchmarks(text).registry.candidatesFor('__proto__')).toHaveLength(1);
  });

  it.each([['null'], ['NULL'], [' nan '], ['None'], ['']])(
    'S0-19: the string %j is unknown',
    (word) => {
      const registry = read({ chat: [{ ...model, latency_score: word }] });
      expect(registry.candidatesFor('chat')[0]?.scores.latency).toBeNull();
    },
  );

  it('S0-5, S0-6: keeps scores out of range for scoring to clamp, infinities as what they count', () => {
    const text =
      '{"models": {"chat": [{"id":"m","quality_score":1.7,"latency_score":1e999,"cost_score":-1e999}]}}';
    expect(parseBenchmarks(text).registry.candidatesFor('chat')[0]?.scores).toEqual(
      scores(1.7, 1, 0),
    );
  });

  it.each([
    ['a task that is not a list', { chat: {} }, 'models.chat must be a list, got object'],
    [
      'an entry that is not an object',
      { chat: [model, 'x'] },
      'models.chat[1] must be an object, got string',
    ],
    [
      'a missing score',
      { chat: [{ id: 'm', latency_score: 1, cost_score: 1 }] },
      'models.chat[0].quality_score is missing',
    ],
    ['a missing id', { chat: [{ quality_score: 1 }] }, 'models.chat[0].id is missing'],
    ['an empty id', { chat: [{ ...model, id: '' }] }, 'models.chat[0].id must be non-empty'],
    [
      'an id that is not a string',
      { chat: [{ ...model, id: 4 }] },
      'models.chat[0].id must be a string, got number',
    ],
    [
      'a boolean score',
      { chat: [{ ...model, cost_score: true }] },
      'models.chat[0].cost_score must be a number or null, got bool',
    ],
    [
      'a word as a score',
      {
        transcription: [model, { ...model, id: 'n' }, { ...model, id: 'o', quality_score: 'fast' }],
      },
      'models.transcription[2].quality_score must be a number or null, got string',
    ],
    [
      'a provider that is not a string',
      { chat: [{ ...model, provider: 1 }] },
      'models.chat[0].provider must be a string, got number',
    ],
    ['one id twice in a task', { chat: [model, model] }, 'models.chat[1].id is a duplicate: m'],
    ['models that are not an object', [], 'models must be an object, got array'],
  ])('S0-16, S0-19: refuses %s and names its path', (_, models, message) => {
    const error = errorOf(() => read(models));
    expect(error).toBeInstanceOf(ModelValidationError);
    expect(error?.message).toBe(message);
  });

  it.each([
    ['a trailing comma', '{\n"models": {\n  "chat": [1,\n]\n}}', 'line 4'],
    ['a cut file', '{\n"models": {\n', 'line 3'],
    ['NaN', '{\n"models": NaN}', 'line 2'],
    ['a top level that is not an object', '[]', 'top level must be an object, got array'],
    ['no models', '{}', 'missing key: models'],
  ])('S0-16: refuses %s', (_, text, message) => {
    const error = errorOf(() => parseBenchmarks(text));
    expect(error).toBeInstanceOf(ModelValidationError);
    expect(error?.message).toContain(message);
  });

  it('reads a file with a byte order mark', () => {
    expect(parseBenchmarks('\uFEFF{"models": {}}').warning).toBeNull();
  });
});
