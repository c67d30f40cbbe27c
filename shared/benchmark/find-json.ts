import type { JsonValue } from './check-schema';

/**
 * Characters looked at in one search. A text of nothing but opening brackets would otherwise take time
 * in the square of its length; the search begins at the end, so an answer is found long before.
 */
const MAX_STEPS = 20_000_000;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly value: JsonValue;
}

/** What a JSON value is, as far as the search for an answer cares. */
function shapeOf(value: unknown): 'list' | 'object' | 'scalar' {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'object' : 'scalar';
}

/**
 * The last JSON value of a text that has the shape of `like`: a list, an object or a scalar. Text
 * around it is skipped, code fences included. An index such as `rows[0]` is no list. A scalar must
 * stand alone on the last non-empty line. Undefined when there is none.
 */
export function lastJson(text: string, like: JsonValue): JsonValue | undefined {
  const shape = shapeOf(like);
  if (shape === 'scalar') return lastScalar(text);
  const found = wholeValues(text);
  return found.find(({ start, value }) => shapeOf(value) === shape && !isIndex(text, start))?.value;
}

/** The lists and objects of a text that stand in no other one, last first. */
function wholeValues(text: string): readonly Found[] {
  let found: Found[] = [];
  let steps = 0;
  for (let start = text.length - 1; start >= 0 && steps < MAX_STEPS; start -= 1) {
    if (text[start] !== '{' && text[start] !== '[') continue;
    const end = closingIndex(text, start);
    steps += (end === -1 ? text.length : end) - start;
    const value = end === -1 ? undefined : parsed(text.slice(start, end + 1));
    if (value === undefined) continue;
    found = [...found.filter((inner) => inner.start > end), { start, end, value }];
  }
  return found;
}

/** `rows[0]` in prose is no list. */
function isIndex(text: string, start: number): boolean {
  return text[start] === '[' && /[\w)\]]/u.test(text.charAt(start - 1));
}

function lastScalar(text: string): JsonValue | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*```/u.test(line));
  const value = parsed((lines.at(-1) ?? '').trim());
  return value === undefined || shapeOf(value) === 'scalar' ? value : undefined;
}

/** Index of the bracket that closes the one at `start`; brackets in strings don't count. -1 = none. */
function closingIndex(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const at = text[index];
    if (inString) {
      if (at === '\\') index += 1;
      else if (at === '"') inString = false;
    } else if (at === '"') inString = true;
    else if (at === '{' || at === '[') depth += 1;
    else if (at === '}' || at === ']') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Whether two JSON values say the same; the order of keys is free, that of list items is not. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => jsonEqual(item, right[index]));
  }
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (left === null || right === null) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => {
    if (!Object.hasOwn(right, key)) return false;
    return jsonEqual(Reflect.get(left, key), Reflect.get(right, key));
  });
}
