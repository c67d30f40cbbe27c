import type { JsonValue } from './check-schema';

/** A text of nothing but opening brackets would otherwise be scanned once for each of them. */
const MAX_ATTEMPTS = 500;

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
  const mark = shape === 'list' ? '[' : '{';
  let last: JsonValue | undefined;
  let attempts = 0;
  for (let index = nextOpen(text, 0); index !== -1; index = nextOpen(text, index)) {
    attempts += 1;
    const end = attempts > MAX_ATTEMPTS ? -1 : closingIndex(text, index);
    const value = end === -1 ? undefined : parsed(text.slice(index, end + 1));
    if (attempts > MAX_ATTEMPTS) break;
    if (value === undefined) {
      index += 1;
      continue;
    }
    const glued = mark === '[' && /[\w)\]]/u.test(text.charAt(index - 1));
    if (text[index] === mark && !glued) last = value;
    index = end + 1;
  }
  return last;
}

function lastScalar(text: string): JsonValue | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*```/u.test(line));
  const value = parsed((lines.at(-1) ?? '').trim());
  return value === undefined || shapeOf(value) === 'scalar' ? value : undefined;
}

function nextOpen(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{' || text[index] === '[') return index;
  }
  return -1;
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
