import { describe, expect, it } from 'vitest';
import type { LiveEntry } from '../../../../electron/backend/catalog/live/entry';
import { overlayLive } from '../../../../electron/backend/catalog/live/overlay';
import { choosePrice } from '../../../../electron/backend/catalog/live/rates';
import type { LiveSource } from '../../../../electron/backend/catalog/live/source';
import { catalogFileSchema } from '../../../../electron/backend/catalog/schema';
import { readSourcesOption } from '../../../../electron/backend/catalog/settings';
import { artificialAnalysis } from '../../../../electron/backend/catalog/sources/artificial-analysis';
import { bundledCatalog } from '../../../../electron/backend/catalog/sources/bundled';
import { lmarena } from '../../../../electron/backend/catalog/sources/lmarena';
import { modelsDev } from '../../../../electron/backend/catalog/sources/models-dev';

const LUNA = 'openai/gpt-6-luna';

function laid(source: LiveSource, entries: readonly LiveEntry[], date = '2026-11-21') {
  const live = overlayLive(bundledCatalog(), [{ source, entries, date }]);
  const model = (id: string) => live.file.models.find((one) => one.id === id);
  return { ...live, model };
}

describe('live figures over the bundled ones', () => {
  it('make a catalog that is still valid, new models and new metrics included', () => {
    const index = {
      task: 'general_assistant' as const,
      metric: 'aa_intelligence_index',
      value: 70,
      variant: 'x',
      date: '2026-11-21',
    };
    const { file } = laid(artificialAnalysis, [
      { id: LUNA, subject: 'l', quality: [index], rates: { inputPerMTok: 0.11 } },
      {
        id: 'openai/new',
        subject: 'n',
        input: ['text'],
        output: ['text'],
        rates: { inputPerMTok: 1 },
      },
    ]);
    expect(catalogFileSchema.safeParse(file).error).toBeUndefined();
  });

  it('an older rating does not replace a newer one of the app', () => {
    const rating = (date: string): LiveEntry => ({
      id: LUNA,
      subject: 'l',
      quality: [
        { task: 'general_assistant', metric: 'arena_text_sc', value: 1300, variant: 'x', date },
      ],
    });
    const older = laid(lmarena, [rating('2026-08-19')]);
    expect(older.model(LUNA)?.tasks.general_assistant?.quality?.value).toBe(1444);
    expect(older.used.size).toBe(0);
    expect(older.file.attribution).toEqual(bundledCatalog().attribution);
    const newer = laid(lmarena, [rating('2026-11-01')]);
    expect(newer.model(LUNA)?.tasks.general_assistant?.quality?.value).toBe(1300);
    expect(newer.used).toEqual(new Set(['lmarena']));
  });

  it('a gap in a list takes no ability away', () => {
    const { model } = laid(modelsDev, [
      { id: LUNA, subject: 'l', input: ['text'], output: ['text'], tools: false },
    ]);
    expect(model(LUNA)?.capabilities).toMatchObject({ input: ['text', 'image'], tools: true });
  });

  it('a model on this machine gets no price', () => {
    const { model } = laid(modelsDev, [
      { id: 'ollama/gemma4:31b', subject: 'g', rates: { inputPerMTok: 1 } },
    ]);
    expect(model('ollama/gemma4:31b')?.rates).toEqual({});
  });

  it('another route to a model is a proxy of its latency, never the model’s own', () => {
    const latency = { ttftMs: 900, exact: false, variant: 'elsewhere' };
    const { model } = laid(modelsDev, [{ id: LUNA, subject: 'l', latency }]);
    const entry = model(LUNA)?.tasks.general_assistant;
    expect(entry?.latency).toBeNull();
    expect(entry?.latencyProxy).toMatchObject({ value: 900, source: 'models.dev' });
  });
});

function says(source: string, value: number, date = '2026-11-21') {
  return { source, subject: 's', value, date };
}

describe('the price guard', () => {
  const bundled = { value: 1, source: 'pi_ai', date: '2026-11-10' };
  const choose = (...witnesses: ReturnType<typeof says>[]) =>
    choosePrice('m', 'inputPerMTok', bundled, witnesses);

  it.each([0.25, 1, 4])('%d against 1 is believed from one source', (value) => {
    expect(choose(says('a', value)).rate).toMatchObject({ value, source: 'a' });
  });

  it.each([0.24, 4.1])('%d against 1 waits', (value) => {
    const { rate, refused } = choose(says('a', value));
    expect(rate).toBe(bundled);
    expect(refused).toMatchObject([{ value, reason: 'awaits_second_source' }]);
  });

  it('two that agree are believed whatever the bundled one says', () => {
    expect(choose(says('a', 10), says('b', 10.2)).rate).toMatchObject({ value: 10, source: 'a' });
  });

  it('two that are both far off and disagree are not', () => {
    expect(choose(says('a', 10), says('b', 20)).rate).toBe(bundled);
  });

  it('a plausible second source serves while the first is refused', () => {
    const { rate, refused } = choose(says('a', 100), says('b', 1.5));
    expect(rate).toMatchObject({ value: 1.5, source: 'b' });
    expect(refused).toMatchObject([{ source: 'a' }]);
  });

  it('a price that was read before the bundled one was is not used', () => {
    expect(choose(says('a', 2, '2026-10-01'))).toEqual({ rate: bundled, refused: [] });
  });

  it('without a bundled price two sources that contradict each other are both refused', () => {
    const { rate, refused } = choosePrice('m', 'inputPerMTok', undefined, [
      says('a', 1),
      says('b', 9),
    ]);
    expect(rate).toBeUndefined();
    expect(refused).toHaveLength(2);
  });
});

function read(text: string) {
  return readSourcesOption('sources.json', 'off', () => text);
}

function never(): never {
  throw new Error('nothing is read');
}

describe('AUTO_ROUTER_SOURCES', () => {
  it('is off, on or a file; unset is what the program chooses', () => {
    expect(readSourcesOption(undefined, 'default', never)).toBe('default');
    expect(readSourcesOption(' ', 'off', never)).toBe('off');
    expect(readSourcesOption('off', 'default', never)).toBe('off');
    expect(readSourcesOption('on', 'off', never)).toBe('default');
    expect(read('{"litellm": {"baseUrl": "http://127.0.0.1:1"}}')).toEqual({
      litellm: { baseUrl: 'http://127.0.0.1:1', enabled: true },
    });
  });

  it.each([
    ['{"litellm": ', /sources\.json: not valid JSON/u],
    ['{\n "litellm": {"baseUrl": 7}}', /line 2: litellm\.baseUrl/u],
    ['{"litellm": {"baseUrl": "http://u:p@host"}}', /no user name or password/u],
    ['{"litelm": {}}', /there is no source "litelm"; the sources are models\.dev, litellm/u],
  ])('%s is refused with place and reason', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
