const TOKEN =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:]/y;
const BLANKS = /[ \t\r\n]*/y;

/** What may come next; `first-` = right after an opening bracket, where it may also close. */
type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'comma' | 'end';

/**
 * Line, counted from 1, on which a text stops being JSON; null when it is JSON. Engines report the
 * place of only some syntax errors and in wordings that change, and a person with a file of a
 * hundred models needs the line of every one.
 */
export function jsonErrorLine(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let index = 0;
  for (;;) {
    index = skipBlanks(text, index);
    if (index === text.length) return expected === 'end' ? null : lineAt(text, index);
    TOKEN.lastIndex = index;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return lineAt(text, index);
    const next = advance(token, expected, open);
    if (next === null) return lineAt(text, index);
    expected = next;
    index += token.length;
  }
}

/**
 * Line, counted from 1, of the value at `path` in a text that is JSON, or of the nearest value around
 * it where the path ends early: a key that is missing has no line of its own.
 */
export function jsonLineOf(text: string, path: readonly (string | number)[]): number {
  const body = text.replace(/^\uFEFF/, '');
  /** Where the next value stands: a key for every object that is open, an index for every list. */
  const at: (string | number)[] = [];
  let keyNext = false;
  let found = { depth: -1, index: 0 };
  let index = skipBlanks(body, 0);
  while (index < body.length) {
    TOKEN.lastIndex = index;
    const token = TOKEN.exec(body)?.[0];
    if (token === undefined) break;
    const last = at.length - 1;
    if (token === '}' || token === ']') {
      at.pop();
      keyNext = false;
    } else if (token === ',') {
      const place = at[last];
      keyNext = typeof place === 'string';
      if (typeof place === 'number') at[last] = place + 1;
    } else if (keyNext && token !== ':') {
      at[last] = JSON.parse(token) as string;
      keyNext = false;
    } else if (token !== ':') {
      const inside = at.length > found.depth && at.every((key, depth) => key === path[depth]);
      if (inside) found = { depth: at.length, index };
      if (token === '[') at.push(0);
      if (token === '{') at.push('');
      keyNext = token === '{';
    }
    index = skipBlanks(body, index + token.length);
  }
  return lineAt(body, found.index);
}

function advance(token: string, expected: Expected, open: ('{' | '[')[]): Expected | null {
  const closes =
    (token === '}' && open.at(-1) === '{' && (expected === 'comma' || expected === 'first-key')) ||
    (token === ']' && open.at(-1) === '[' && (expected === 'comma' || expected === 'first-value'));
  if (closes) {
    open.pop();
    return afterValue(open);
  }
  if (expected === 'value' || expected === 'first-value') {
    if (token !== '{' && token !== '[') return '}],:'.includes(token) ? null : afterValue(open);
    open.push(token);
    return token === '{' ? 'first-key' : 'first-value';
  }
  if (expected === 'key' || expected === 'first-key') return token.startsWith('"') ? 'colon' : null;
  if (expected === 'colon') return token === ':' ? 'value' : null;
  if (expected === 'end' || token !== ',') return null;
  return open.at(-1) === '{' ? 'key' : 'value';
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma';
}

function skipBlanks(text: string, index: number): number {
  BLANKS.lastIndex = index;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
