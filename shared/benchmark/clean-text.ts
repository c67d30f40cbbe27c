/** Spaces of other scripts and typesetters; a model may put one where a person sees a blank. */
const ODD_SPACES = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;
const INVISIBLE = /[\u200B\u2060\uFEFF]/gu;
const ODD_HYPHENS = /[\u2010\u2011\u2212]/gu;
const QUOTES: readonly (readonly [string, string])[] = [
  ['**', '**'],
  ['__', '__'],
  ['```', '```'],
  ['`', '`'],
  ['*', '*'],
  ['"', '"'],
  ['\u201C', '\u201D'],
  ["'", "'"],
  ['$$', '$$'],
  ['$', '$'],
  ['\\(', '\\)'],
  ['\\boxed{', '}'],
  ['\\text{', '}'],
];
const LABEL = /^(?:the )?(?:final )?answer(?: is)?\s?:?\s?(?=\S)/iu;
const FENCE_LINE = /^\s{0,3}(?:```|~~~)[\w+-]*\s*$/u;

/** The text with one kind of line end, blank, hyphen and accent; what a reader can't tell apart is equal. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(INVISIBLE, '')
    .replaceAll(ODD_SPACES, ' ')
    .replaceAll(ODD_HYPHENS, '-')
    .replaceAll('\u2019', "'");
}

/** Non-empty lines of a plain text without code fences, each trimmed at its end. */
export function contentLines(text: string): readonly string[] {
  return plainText(text)
    .split('\n')
    .filter((line) => line.trim() !== '' && !FENCE_LINE.test(line))
    .map((line) => line.trimEnd());
}

/**
 * Every reading of a line that counts as the same answer: as it stands, without emphasis, quotes,
 * code marks or a formula's frame around it, without `Answer:` before it, without a full stop after it.
 */
export function readingsOf(line: string): readonly string[] {
  const seen = new Set<string>();
  const open = [line.trim()];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === '' || seen.has(next)) continue;
    seen.add(next);
    open.push(...lighter(next));
  }
  return [...seen];
}

function lighter(text: string): string[] {
  const found: string[] = [];
  for (const [left, right] of QUOTES) {
    const wrapped =
      text.length > left.length + right.length && text.startsWith(left) && text.endsWith(right);
    if (wrapped) found.push(text.slice(left.length, -right.length).trim());
  }
  if (/[^.]\.$/u.test(text)) found.push(text.slice(0, -1).trim());
  const unlabelled = text.replace(/^(?:\*\*|__)(.{1,40}?:)\s?(?:\*\*|__)\s?/u, '$1 ');
  const rest = unlabelled.replace(LABEL, '');
  if (rest !== text && rest !== unlabelled) found.push(rest.trim());
  return found;
}
