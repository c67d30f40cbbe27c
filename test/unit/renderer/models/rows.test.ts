import { describe, expect, it } from 'vitest';
import { ageInDays, columnsFor, ownerOf } from '../../../../renderer/features/models/figures';
import {
  filterRows,
  NO_FILTERS,
  sortRows,
  unlockHints,
} from '../../../../renderer/features/models/rows';
import { fakeFigure, fakeRow } from '../../../support/fake-models';

const known = fakeRow('openai/known', {
  scores: { quality: 0.9, latency: 0.2, cost: 0.5 },
  figures: { latency: fakeFigure(900), context: fakeFigure(400_000, { unit: 'tokens' }) },
});
const better = fakeRow('google/better', {
  scores: { quality: 0.95, latency: 0.8, cost: 0.1 },
  figures: { latency: fakeFigure(1_200, { metric: 'v2v_ms' }) },
  unlock: { kind: 'key', provider: 'google' },
  availability: 'not_connected',
});
const unknown = fakeRow('acme/unknown', {
  aliases: ['lmarena: un-known-max'],
  unlock: { kind: 'key', provider: 'acme' },
  availability: 'not_connected',
  local: true,
});
const rows = [unknown, known, better];
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('sorting', () => {
  it('what is unknown is last both ways: it is neither the best nor the worst', () => {
    expect(ids(sortRows(rows, { by: 'quality', direction: 'down' })).at(-1)).toBe('acme/unknown');
    expect(ids(sortRows(rows, { by: 'quality', direction: 'up' })).at(-1)).toBe('acme/unknown');
    expect(ids(sortRows(rows, { by: 'context', direction: 'up' }))[0]).toBe('openai/known');
  });

  it('latency sorts by score: a voice figure of 1.2 s may be better than a first token after 0.9 s', () => {
    expect(ids(sortRows(rows, { by: 'latency', direction: 'up' }))[0]).toBe('google/better');
  });

  it('turning the direction keeps ties in the order of the names', () => {
    const same = [fakeRow('a/z'), fakeRow('a/b')];
    for (const direction of ['up', 'down'] as const) {
      expect(ids(sortRows(same, { by: 'quality', direction }))).toEqual(['a/b', 'a/z']);
    }
    expect(ids(sortRows(same, { by: 'name', direction: 'down' }))).toEqual(['a/z', 'a/b']);
  });
});

describe('filters', () => {
  it('another spelling of a model finds it, and every word must be there', () => {
    expect(ids(filterRows(rows, { ...NO_FILTERS, text: 'UN-known max' }))).toEqual([
      'acme/unknown',
    ]);
    expect(filterRows(rows, { ...NO_FILTERS, text: 'known google' })).toEqual([]);
  });

  it('available, local and provider each leave out the others', () => {
    expect(ids(filterRows(rows, { ...NO_FILTERS, show: 'available' }))).toEqual(['openai/known']);
    expect(ids(filterRows(rows, { ...NO_FILTERS, show: 'local' }))).toEqual(['acme/unknown']);
    expect(ids(filterRows(rows, { ...NO_FILTERS, provider: 'google' }))).toEqual(['google/better']);
    expect(filterRows(rows, { ...NO_FILTERS, show: 'edited' })).toEqual([]);
  });
});

describe('hints', () => {
  it('a provider is named once with its number of models, most first', () => {
    const more = [
      ...rows,
      fakeRow('google/other', { unlock: { kind: 'key', provider: 'google' } }),
    ];
    expect(unlockHints(more)).toEqual([
      { kind: 'key', provider: 'google', count: 2 },
      { kind: 'key', provider: 'acme', count: 1 },
    ]);
  });
});

describe('figures', () => {
  it('a column that no model has is not shown', () => {
    expect(columnsFor(rows)).toEqual(['latency', 'context']);
  });

  it('a blended figure is one’s own, whatever its source says', () => {
    expect(ownerOf(fakeFigure(1, { source: 'yours', n: 37 }))).toBe('yours');
    expect(ownerOf(fakeFigure(1, { source: 'user' }))).toBe('user');
    expect(ownerOf(fakeFigure(1))).toBe('public');
  });

  it('a date that names no day has no age in days, and the future is no age below 0', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(ageInDays('2026-11-20', now)).toBe(1);
    expect(ageInDays('2026-11', now)).toBeNull();
    expect(ageInDays('2027-01-01', now)).toBe(0);
    expect(ageInDays(null, now)).toBeNull();
  });
});
