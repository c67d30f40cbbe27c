import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../../shared/benchmark/check';
import { type Check, checkSchema } from '../../../../shared/benchmark/check-schema';

const passes = (check: Check, text: string) => checkAnswer(check, text).passed;

describe('exact', () => {
  const check: Check = { kind: 'exact', answer: 'src/app.ts' };

  it.each([
    ['alone', 'src/app.ts'],
    ['after reasoning', 'First I looked around.\n\nsrc/app.ts'],
    ['with blank lines after it', 'So:\nsrc/app.ts\n\n  \n'],
    ['bold', 'So:\n**src/app.ts**'],
    ['as code', 'So:\n`src/app.ts`'],
    ['bold code', '**`src/app.ts`**'],
    ['with a full stop', 'src/app.ts.'],
    ['bold with the full stop outside', '**src/app.ts**.'],
    ['quoted', '"src/app.ts"'],
    ['in a fence', 'Here:\n```text\nsrc/app.ts\n```'],
    ['with CRLF', 'Hm.\r\nsrc/app.ts\r\n'],
    ['after a label', 'Final answer: src/app.ts'],
    ['after a bold label', '**Answer:** `src/app.ts`'],
    ['with spaces of another script', '\u00A0\u3000src/app.ts\u202F'],
  ])('accepts the answer %s: a right answer is not lost to its dress', (_, text) => {
    expect(checkAnswer(check, text)).toEqual({
      passed: true,
      detail: 'the final answer is the expected one',
    });
  });

  it.each([
    ['empty text', ''],
    ['blank text', ' \n\t\n'],
    ['the answer in the middle only', 'src/app.ts\nis what I would say, or maybe not'],
    ['the answer inside a longer line', 'It is src/app.ts'],
    ['another letter case', 'SRC/app.ts'],
    ['a part of it', 'app.ts'],
  ])('refuses %s', (_, text) => {
    expect(passes(check, text)).toBe(false);
  });

  it('names what was found, for a person who browses the cases', () => {
    expect(checkAnswer(check, 'well\nsrc/b.ts').detail).toBe(
      'the final answer is "src/b.ts", expected "src/app.ts"',
    );
  });

  it('ignores letter case only where the check says so', () => {
    const word: Check = { kind: 'exact', answer: 'CQRS', ignoreCase: true };
    expect(passes(word, 'cqrs')).toBe(true);
    expect(passes({ kind: 'exact', answer: 'CQRS' }, 'cqrs')).toBe(false);
  });

  it('compares as many last lines as the answer has, blank lines and fences apart', () => {
    const lines: Check = { kind: 'exact', answer: 'a 1\n\nb 2' };
    expect(passes(lines, 'It prints:\n```\na 1\n\nb 2\n```')).toBe(true);
    expect(passes(lines, 'a 1\nb 2')).toBe(true);
    expect(passes(lines, 'b 2\na 1')).toBe(false);
    expect(passes(lines, 'b 2')).toBe(false);
  });

  it('reads the minus sign and formula frames of typeset numbers', () => {
    expect(passes({ kind: 'exact', answer: '-5' }, 'so\n\u22125')).toBe(true);
    expect(passes({ kind: 'exact', answer: '42' }, 'so\n$\\boxed{42}$')).toBe(true);
    expect(passes({ kind: 'exact', answer: '5' }, '-5')).toBe(false);
  });

  it('keeps a full stop that belongs to the answer', () => {
    expect(passes({ kind: 'exact', answer: 'a.b.' }, 'a.b.')).toBe(true);
    expect(passes({ kind: 'exact', answer: 'a.b.' }, 'a.b')).toBe(false);
  });
});

describe('contains_all', () => {
  const check: Check = { kind: 'contains_all', parts: ['port 12', 'Café'] };

  it('finds every part, whatever the case, line ends and accents are made of', () => {
    expect(passes(check, 'The cafe\u0301 uses PORT\r\n 12.')).toBe(true);
  });

  it('does not find a number inside another number', () => {
    expect(checkAnswer(check, 'port 123 of the café')).toEqual({
      passed: false,
      detail: 'missing: "port 12"',
    });
  });
});

describe('regex', () => {
  const check: Check = { kind: 'regex', pattern: '^return a \\+ b;?$' };

  it('matches the last line, also when it is marked as code', () => {
    expect(passes(check, 'Sure!\n\n```js\nreturn a + b;\n```')).toBe(true);
    expect(passes(check, 'Sure: \n`return a + b`')).toBe(true);
    expect(passes(check, 'return a + b;\nis wrong')).toBe(false);
  });

  it('matches the whole text where the pattern spans lines', () => {
    expect(passes({ kind: 'regex', pattern: 'a\\s{1,4}b' }, 'x\na\nb\ny')).toBe(true);
  });
});

describe('json_equal', () => {
  const check: Check = { kind: 'json_equal', value: { a: [1, null], b: 'x' } };

  it.each([
    ['alone', '{"a":[1,null],"b":"x"}'],
    ['with another order of keys', '{"b":"x","a":[1,null]}'],
    ['in a fence', 'Result:\n```json\n{\n  "a": [1, null],\n  "b": "x"\n}\n```\n'],
    ['with 1.0 for 1', '{"a":[1.0,null],"b":"x"}'],
    ['after a draft', 'First {"a":[2],"b":"x"}, then\n{"a":[1,null],"b":"x"}'],
    ['before a remark on an index', '{"a":[1,null],"b":"x"}\nwhere a[0] is 1'],
    ['after code with braces', 'function f() { return [x]; }\n{"a":[1,null],"b":"x"}'],
  ])('accepts the value %s', (_, text) => {
    expect(passes(check, text)).toBe(true);
  });

  it.each([
    ['a draft that was right at first', '{"a":[1,null],"b":"x"} no: {"a":[1],"b":"x"}'],
    ['a key too many', '{"a":[1,null],"b":"x","c":0}'],
    ['another order of items', '{"a":[null,1],"b":"x"}'],
    ['JSON in single quotes', "{'a':[1,null],'b':'x'}"],
    ['nothing', 'I do not know'],
  ])('refuses %s', (_, text) => {
    expect(passes(check, text)).toBe(false);
  });

  it('is not fooled by keys of the prototype', () => {
    const one: Check = { kind: 'json_equal', value: { toString: 1 } };
    expect(passes(one, '{"__proto__": {"toString": 1}}')).toBe(false);
    expect(passes({ kind: 'json_equal', value: {} }, '{"__proto__": 1}')).toBe(false);
  });

  it('finds a list beside an object of the same text', () => {
    const list: Check = { kind: 'json_equal', value: [1, 2] };
    expect(passes(list, 'From {"x": 1}:\n[1, 2]')).toBe(true);
    expect(passes(list, '[1, 2]\n{"note": "done"}')).toBe(true);
  });

  it('takes the outermost list, not the last one inside it', () => {
    expect(passes({ kind: 'json_equal', value: [[1], [2, 3]] }, 'x [4]\n[[1], [2, 3]]')).toBe(true);
    expect(passes({ kind: 'json_equal', value: [2, 3] }, '[[1], [2, 3]]')).toBe(false);
    expect(passes({ kind: 'json_equal', value: [1] }, '{"a": [1]}')).toBe(false);
  });

  it('finds the answer after pages of half-open intervals, drafts and stray quotes', () => {
    const trace = 'At t=[0, 10) the "queue holds {a, b} and [1, 2], then it\'s [3\n'.repeat(800);
    expect(passes(check, `${trace}\n{"a":[1,null],"b":"x"}`)).toBe(true);
  });

  it('reads a number, a boolean or a text that stands alone', () => {
    expect(passes({ kind: 'json_equal', value: 7 }, 'so\n7')).toBe(true);
    expect(passes({ kind: 'json_equal', value: 7 }, 'so it is 7')).toBe(false);
  });

  it('ends on a text of nothing but brackets', () => {
    expect(passes(check, '['.repeat(50_000))).toBe(false);
    expect(passes(check, '{"a":'.repeat(10_000))).toBe(false);
  });
});

describe('every kind', () => {
  it('refuses silence, even where the pattern would not', () => {
    expect(checkAnswer({ kind: 'regex', pattern: '^a?$' }, ' \n').detail).toBe(
      'the answer is empty',
    );
  });

  it('looks at the end of an endless answer', () => {
    const long = 'blah '.repeat(100_000);
    expect(passes({ kind: 'exact', answer: '9' }, `${long}\n9`)).toBe(true);
  });

  it('refuses a check that could not fail', () => {
    expect(checkSchema.safeParse({ kind: 'exact', answer: ' ' }).success).toBe(false);
    expect(checkSchema.safeParse({ kind: 'contains_all', parts: [] }).success).toBe(false);
    expect(checkSchema.safeParse({ kind: 'regex', pattern: '(a+)+' }).success).toBe(false);
    expect(checkSchema.safeParse({ kind: 'judge', model: 'x' }).success).toBe(false);
  });
});
