import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../../shared/history/csv';

/** A reader of RFC 4180, of one record. */
function read(line: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/u.exec(rest);
    if (match === null) throw new Error(`not a record: ${JSON.stringify(rest)}`);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') return cells;
    rest = rest.slice(match[0].length);
  }
}

describe('csvLine', () => {
  it('makes formulas plain text and leaves negative numbers alone', () => {
    expect(csvLine(['=1', '+1', '-1', '@a', '\tx', '\rx', -1, null, 'a=1'])).toBe(
      "'=1,'+1,'-1,'@a,'\tx,\"'\rx\",-1,,a=1\r\n",
    );
  });

  it('any texts come back whole, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const expected = cells.map((cell) => (/^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell));
        expect(read(csvLine(cells))).toEqual(expected);
      }),
    );
  });
});
