import type { Check } from './check-schema';
import { contentLines, plainText, readingsOf } from './clean-text';
import { jsonEqual, lastJson } from './find-json';

/** Only the end of an answer is graded: it holds the answer, and a check stays fast on endless text. */
export const MAX_CHECKED_CHARS = 60_000;
/** A pattern with two unbounded quantifiers takes steps in the square of this. */
const MAX_REGEX_CHARS = 8_000;
const SHOWN_CHARS = 160;

export interface CheckResult {
  readonly passed: boolean;
  /** For a person: what was found or what was missing; never empty. */
  readonly detail: string;
}

/** Grades a text. Pure and mechanical: no model judges another (S4-9). Empty text never passes. */
export function checkAnswer(check: Check, text: string): CheckResult {
  const tail = text.slice(-MAX_CHECKED_CHARS);
  if (tail.trim() === '') return failed('the answer is empty');
  if (check.kind === 'exact') return checkExact(check.answer, check.ignoreCase === true, tail);
  if (check.kind === 'contains_all') return checkParts(check.parts, tail);
  if (check.kind === 'json_equal') return checkJson(check, tail);
  return checkPattern(new RegExp(check.pattern, check.flags), tail);
}

function checkExact(answer: string, ignoreCase: boolean, text: string): CheckResult {
  const fold = (line: string) => (ignoreCase ? line.toLowerCase() : line);
  const wanted = contentLines(answer);
  const lines = contentLines(text).slice(-wanted.length);
  const same =
    lines.length === wanted.length &&
    wanted.every((line, index) => {
      const readings = readingsOf(lines[index] ?? '').map(fold);
      return readings.includes(fold(line.trim()));
    });
  if (same) return passed('the final answer is the expected one');
  return failed(`the final answer is ${shown(lines.join('\n'))}, expected ${shown(answer)}`);
}

function checkParts(parts: readonly string[], text: string): CheckResult {
  const hay = ` ${flat(text)} `;
  const missing = parts.filter((part) => !holdsWord(hay, flat(part)));
  if (missing.length === 0) return passed('every expected part is there');
  return failed(`missing: ${missing.map(shown).join(', ')}`);
}

function flat(text: string): string {
  return plainText(text).replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

/** Whether the part stands in the text with no letter or digit glued to a letter or digit of its ends. */
function holdsWord(hay: string, part: string): boolean {
  const word = /[\p{L}\p{N}_]/u;
  for (let at = hay.indexOf(part); at !== -1; at = hay.indexOf(part, at + 1)) {
    const gluedLeft = word.test(part.charAt(0)) && word.test(hay.charAt(at - 1));
    const gluedRight = word.test(part.at(-1) ?? '') && word.test(hay.charAt(at + part.length));
    if (!gluedLeft && !gluedRight) return true;
  }
  return false;
}

function checkPattern(pattern: RegExp, text: string): CheckResult {
  const whole = plainText(text).trim().slice(-MAX_REGEX_CHARS);
  const last = (contentLines(text).at(-1) ?? '').slice(-MAX_REGEX_CHARS);
  const hit = [whole, ...readingsOf(last)].some((candidate) => pattern.test(candidate));
  if (hit) return passed('the answer matches the pattern');
  return failed(
    `the final answer is ${shown(last)}, which does not match ${shown(pattern.source)}`,
  );
}

function checkJson(check: Extract<Check, { kind: 'json_equal' }>, text: string): CheckResult {
  const found = lastJson(text, check.value);
  if (found === undefined) return failed('no JSON value of the expected shape was found');
  if (jsonEqual(found, check.value)) return passed('the JSON is the expected one');
  return failed(`the JSON is ${shown(JSON.stringify(found))}`);
}

function passed(detail: string): CheckResult {
  return { passed: true, detail };
}

function failed(detail: string): CheckResult {
  return { passed: false, detail };
}

function shown(text: string): string {
  const short = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
  return JSON.stringify(short);
}
