import { DatabaseSync } from '@photostructure/sqlite';
import { computed, fence, rows, table, valueOf } from './support';

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

export const CODE_GENERATION = computed('implementation', 'code_generation', {
  'array-sum': () => {
    const expression = 'nums.reduce((a, b) => a + b, 0)';
    return (
      valueOf('', `[[3, 4, 5], []].map((nums) => ${expression}).join()`) === '12,0' && expression
    );
  },
  'select-count': () => {
    const query = "SELECT COUNT(*) FROM orders WHERE status = 'shipped'";
    const setUp =
      "CREATE TABLE orders (status TEXT); INSERT INTO orders VALUES ('shipped'), ('open');";
    return String(queryRows(setUp, query)) === '1' && query;
  },
  'roman-numeral': () => `${roman(1994)} ${roman(2449)}`,
  'camel-to-snake': (prompt) =>
    rows(prompt).map((name) =>
      name
        .replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')
        .replaceAll(/([A-Z])([A-Z][a-z])/gu, '$1_$2')
        .toLowerCase(),
    ),
  'sql-aggregate': (prompt) => queryRows(fence(prompt, 1), fence(prompt, 0)),
  'postfix-code': (prompt) => postfix(fence(prompt)),
  'base-encoder': (prompt) => `${shortCode(1000, fence(prompt))} ${shortCode(4321, fence(prompt))}`,
  'format-program': (prompt) => machine(rows(prompt)),
  'huffman-codes': (prompt) => {
    const codes = huffman(table(prompt).map(([letter = '', count]) => [letter, Number(count)]));
    return [...'chafed'].map((letter) => codes[letter]).join('');
  },
});

/** Runs SQL for real: the schema and the rows, then one query; each row as an array. */
export function queryRows(setUp: string, query: string): unknown[] {
  const database = new DatabaseSync(':memory:');
  database.exec(setUp);
  const found = database
    .prepare(query)
    .all()
    .map((row) => Object.values(row as object));
  database.close();
  return found;
}

function roman(number: number): string {
  let left = number;
  let text = '';
  for (const [value, letters] of ROMAN) {
    for (; left >= value; left -= value) text += letters;
  }
  return text;
}

/** Recursive descent with the precedences of the prompt. */
function postfix(source: string): string {
  const tokens = source.match(/[a-z]|[-+*/^()]/gu) ?? [];
  const out: string[] = [];
  let at = 0;
  const left = (operators: string, operand: () => void) => () => {
    operand();
    for (let op = tokens[at]; op !== undefined && operators.includes(op); op = tokens[at]) {
      at += 1;
      operand();
      out.push(op);
    }
  };
  const primary = () => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token !== '(') {
      out.push(token);
      return;
    }
    sum();
    at += 1;
  };
  const power = () => {
    primary();
    if (tokens[at] !== '^') return;
    at += 1;
    power();
    out.push('^');
  };
  const unary = () => {
    if (tokens[at] !== '-') {
      power();
      return;
    }
    at += 1;
    unary();
    out.push('~');
  };
  const sum = left('+-', left('*/', unary));
  sum();
  return out.join(' ');
}

function shortCode(number: number, alphabet: string): string {
  let left = (number * 7919 + 104_729) % 2 ** 25;
  const values: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    values.unshift(left % 32);
    left = Math.floor(left / 32);
  }
  values.push(values.reduce((total, value, index) => total + value * (index + 1), 0) % 31);
  const text = values.map((value) => alphabet.charAt(value)).join('');
  return `${text.slice(0, 3)}-${text.slice(3)}`;
}

function machine(lines: readonly string[]): number[] {
  const registers: Record<string, number> = { a: 0, b: 0, c: 0, d: 0 };
  const value = (text = '') => registers[text] ?? Number(text);
  const out: number[] = [];
  let at = 0;
  for (let steps = 0; steps < 100_000; steps += 1) {
    const [name, first = '', second] = (lines[at] ?? '').split(' ');
    if (name === '') return out;
    at += name === 'jnz' && value(first) !== 0 ? value(second) : 1;
    if (name === 'out') out.push(value(first));
    if (name === 'set') registers[first] = value(second);
    if (name === 'add') registers[first] = value(first) + value(second);
    if (name === 'mul') registers[first] = value(first) * value(second);
    if (name === 'mod') registers[first] = value(first) % value(second);
  }
  throw new Error('the program does not end');
}

function huffman(letters: readonly (readonly [string, number])[]): Record<string, string> {
  let trees = letters.map(([letter, count]) => ({ count, codes: { [letter]: '' }, first: letter }));
  while (trees.length > 1) {
    trees = trees.sort((x, y) => x.count - y.count || (x.first < y.first ? -1 : 1));
    const [zero, one, ...rest] = trees;
    if (zero === undefined || one === undefined) break;
    const codes: Record<string, string> = {};
    for (const [letter, code] of Object.entries(zero.codes)) codes[letter] = `0${code}`;
    for (const [letter, code] of Object.entries(one.codes)) codes[letter] = `1${code}`;
    const first = zero.first < one.first ? zero.first : one.first;
    trees = [...rest, { count: zero.count + one.count, codes, first }];
  }
  return trees[0]?.codes ?? {};
}
