import { describe, expect, it } from 'vitest';
import { parseCorsOrigins } from '../../../electron/backend/cors';

describe('parseCorsOrigins', () => {
  it.each([
    ['', []],
    ['https://a.example, http://localhost:5173/', ['https://a.example', 'http://localhost:5173']],
    ['*', ['*']],
  ])('%j is %j', (text, origins) => {
    expect(parseCorsOrigins(text)).toEqual(origins);
  });

  // A path or a bare host never equals a browser's Origin: it would look configured and do nothing.
  it.each(['a.example', 'https://a.example/app', 'null', 'https://a b'])(
    '%j is refused',
    (text) => {
      expect(parseCorsOrigins(text)).toBeNull();
    },
  );
});
