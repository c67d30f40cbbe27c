import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonErrorLine, jsonLineOf } from '@shared/routing/json-position';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it('finds nothing wrong with JSON, however it is laid out', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (text, indent) => {
      expect(jsonErrorLine(JSON.stringify(JSON.parse(text), null, indent))).toBeNull();
    }),
  );
});

it('agrees with JSON.parse on what JSON is, for any damage to it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '1',
    '-',
    '01',
    '1.',
    'nul',
    'true',
    '"',
    '\\',
    '\n',
    ' ',
    '\u00a0',
    '"\u0001"',
    '"\u007f"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      expect(jsonErrorLine(text) === null).toBe(isJson(text));
    }),
    { numRuns: 3000 },
  );
  fc.assert(
    fc.property(fc.json(), fc.nat(), piece, (text, at, inserted) => {
      const cut = at % (text.length + 1);
      const damaged = text.slice(0, cut) + inserted + text.slice(cut);
      expect(jsonErrorLine(damaged) === null).toBe(isJson(damaged));
    }),
    { numRuns: 1000 },
  );
});

it('names the line of the damage', () => {
  const lines = ['{', '  "a": 1,', '  "b": [', '    2', '  ],', '  "c": null', '}'];
  for (const index of lines.keys()) {
    const damaged = lines.with(index, `@${lines[index]}`).join('\n');
    expect(jsonErrorLine(damaged)).toBe(index + 1);
  }
});

it('names the line of the value at a path, or of what it is missing from', () => {
  const text = [
    '\uFEFF{ "a": {}, "e": [],',
    '  "b": [',
    '    { "k": "}],:" },',
    '    { "k\\u0031":',
    '        -1e3, "4": true }',
    '  ],',
    '  "": null }',
  ].join('\n');
  const rows: [(string | number)[], number][] = [
    [[], 1],
    [['a'], 1],
    [['a', 'gone'], 1],
    [['b'], 2],
    [['b', 0, 'k'], 3],
    [['b', 1], 4],
    [['b', 1, 'k1'], 5],
    [['b', 1, '4'], 5],
    [['b', 1, 'gone', 3], 4],
    [['b', 7], 2],
    [[''], 7],
    [['__proto__'], 1],
  ];
  for (const [path, line] of rows) expect(jsonLineOf(text, path), path.join('.')).toBe(line);
});
