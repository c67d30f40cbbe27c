import { describe, expect, it } from 'vitest';
import { RecallIndex } from '../../../../electron/backend/recall/recall-index';

const vector = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const shot = (id: string, text: string, own: Float32Array | null, at = 0) => ({
  id,
  at,
  app: null,
  title: null,
  text,
  vector: own,
});
const search = (index: RecallIndex, q: string, near: Float32Array | null = null) =>
  index.search({ q, vector: near, from: null, to: null }).map(({ id, foundBy }) => [id, foundBy]);

describe('the recall index', () => {
  it('puts what is found by words and by meaning before what is found by one of them', () => {
    const index = new RecallIndex();
    index.put(shot('meaning', 'something else', vector(1, 0.1)));
    index.put(shot('words', 'disk full', vector(-1, 0)));
    index.put(shot('both', 'disk full too', vector(1, 0)));
    expect(search(index, 'disk', vector(1, 0))).toEqual([
      ['both', 'both'],
      ['words', 'words'],
      ['meaning', 'meaning'],
    ]);
  });

  it('forgets a removed one in words and in meaning, and never mistakes its row for another', () => {
    const index = new RecallIndex();
    index.put(shot('a', 'disk', vector(1, 0)));
    index.put(shot('b', 'disk', vector(1, 0.2)));
    expect(search(index, 'disk', vector(1, 0))).toHaveLength(2);
    index.remove('a');
    index.put(shot('c', 'other', vector(0, 1)));
    expect(search(index, 'disk', vector(1, 0))).toEqual([['b', 'both']]);
  });

  it('finds by a vector that came after the last search, and by the newer of two', () => {
    const index = new RecallIndex();
    index.put(shot('a', 'one', vector(1, 0)));
    search(index, 'zzz', vector(1, 0));
    index.put(shot('b', 'two', null));
    index.setVector('b', vector(0, 1));
    expect(search(index, 'zzz', vector(0, 1))).toEqual([['b', 'meaning']]);
    index.setVector('a', vector(0, 1));
    index.setVector('b', vector(1, 0));
    expect(search(index, 'zzz', vector(0, 1))).toEqual([['a', 'meaning']]);
  });

  it('does not compare vectors of another length, as those of another model are', () => {
    const index = new RecallIndex();
    index.put(shot('a', 'one', vector(1, 0, 0)));
    index.put(shot('b', 'two', vector(1, 0)));
    expect(search(index, 'zzz', vector(1, 0))).toEqual([['b', 'meaning']]);
  });

  // The query is laid before the first row: a longer one ran into it, for all searches to come.
  it('is not spoilt by a search with a longer vector', () => {
    const index = new RecallIndex();
    index.put(shot('a', 'one', vector(1, 0)));
    expect(search(index, 'zzz', vector(1, 0))).toEqual([['a', 'meaning']]);
    expect(search(index, 'zzz', vector(...Array.from({ length: 64 }, () => -1)))).toEqual([]);
    expect(search(index, 'zzz', vector(1, 0))).toEqual([['a', 'meaning']]);
  });

  it('lets no word that is everywhere decide, unless it is all that was asked for', () => {
    const index = new RecallIndex();
    for (let at = 0; at < 20; at++)
      index.put(shot(`s${at}`, `the screen ${at === 7 ? 'rare' : ''}`, null));
    expect(search(index, 'the rare ')).toEqual([['s7', 'words']]);
    expect(search(index, 'the ')).toHaveLength(20);
  });
});
