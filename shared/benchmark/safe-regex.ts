/** A pattern longer than this is not a check but a program. */
const MAX_PATTERN_CHARS = 400;
/** Each `*`, `+` or `{n,}` multiplies the steps of a failing match by the length of the text. */
const MAX_UNBOUNDED = 2;
/** `{n,m}` up to this many repeats costs a constant. */
const MAX_BOUND = 200;

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/u;

interface Quantifier {
  readonly min: number;
  readonly max: number;
  readonly length: number;
}

/**
 * Why a pattern may not be used as a check, or null when it may. A check runs over text that a model
 * wrote, so one that backtracks without end would hang the runner: no quantifier around a group
 * that varies in length itself or has alternatives, no back-reference, at most two unbounded quantifiers.
 */
export function regexProblem(pattern: string, flags = ''): string | null {
  if (pattern.length === 0 || pattern.length > MAX_PATTERN_CHARS) {
    return `pattern must have 1 to ${MAX_PATTERN_CHARS} characters`;
  }
  if (!/^[imsu]*$/u.test(flags)) return 'flags must be among i, m, s, u';
  try {
    void new RegExp(pattern, flags);
  } catch (error) {
    return `pattern does not compile: ${error instanceof Error ? error.message : String(error)}`;
  }
  const growth = growthProblem(pattern);
  if (growth !== null) return growth;
  return new RegExp(pattern, flags).test('') ? 'pattern matches the empty text' : null;
}

/** Walks a pattern that compiles and looks for what makes matching slow. */
function growthProblem(pattern: string): string | null {
  /** For every open group: whether what stands in it may vary in length. */
  const groups: boolean[] = [false];
  let unbounded = 0;
  let index = 0;
  while (index < pattern.length) {
    const atom = readAtom(pattern, index);
    if (atom.backReference) return 'back-references are not allowed';
    index = atom.end;
    let varies = false;
    if (atom.kind === 'open') groups.push(false);
    if (atom.kind === 'close') varies = groups.pop() ?? false;
    // Alternatives that begin alike can be tried in every combination: `(a|a)+`.
    if (atom.kind === 'bar') groups[groups.length - 1] = true;
    if (atom.kind === 'open' || atom.kind === 'bar') continue;
    const quantifier = readQuantifier(pattern, index);
    if (quantifier !== null) {
      index += quantifier.length;
      if (varies && quantifier.max > 1) return 'a quantifier around a group that varies';
      if (quantifier.max === Number.POSITIVE_INFINITY) unbounded += 1;
      else if (quantifier.max > MAX_BOUND) return `a repeat of more than ${MAX_BOUND}`;
      varies ||= quantifier.max !== quantifier.min;
    }
    if (varies) groups[groups.length - 1] = true;
  }
  return unbounded > MAX_UNBOUNDED ? `more than ${MAX_UNBOUNDED} unbounded quantifiers` : null;
}

interface Atom {
  readonly kind: 'open' | 'close' | 'bar' | 'one';
  readonly end: number;
  readonly backReference: boolean;
}

function readAtom(pattern: string, index: number): Atom {
  const at = pattern.charAt(index);
  if (at === '\\') {
    const next = pattern.charAt(index + 1);
    const long = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/u.exec(
      pattern.slice(index),
    );
    const backReference = /[1-9k]/u.test(next);
    return { kind: 'one', end: index + (long?.[0].length ?? 2), backReference };
  }
  if (at === '[') return { kind: 'one', end: classEnd(pattern, index), backReference: false };
  if (at === '(') {
    const head = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/u.exec(pattern.slice(index));
    return { kind: 'open', end: index + (head?.[0].length ?? 1), backReference: false };
  }
  const kind = at === ')' ? 'close' : at === '|' ? 'bar' : 'one';
  return { kind, end: index + 1, backReference: false };
}

function classEnd(pattern: string, index: number): number {
  for (let at = index + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === ']') return at + 1;
  }
  return pattern.length;
}

function readQuantifier(pattern: string, index: number): Quantifier | null {
  const match = QUANTIFIER.exec(pattern.slice(index));
  if (match === null) return null;
  const [text, low, range, high] = match;
  const sign = text.charAt(0);
  if (sign !== '{') {
    const max = sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    return { min: sign === '+' ? 1 : 0, max, length: text.length };
  }
  const min = Number(low);
  if (range === undefined) return { min, max: min, length: text.length };
  const max = high === undefined || high === '' ? Number.POSITIVE_INFINITY : Number(high);
  return { min, max, length: text.length };
}
