import { type ClassifierOutput, classifierOutputSchema } from './classifier-output';

export type ClassifierParse =
  | { readonly ok: true; readonly output: ClassifierOutput }
  /** `no_json` = there is no object in it; `wrong_fields` = there is one, but not a valid label. */
  | {
      readonly ok: false;
      readonly code: 'empty' | 'no_json' | 'wrong_fields';
      readonly reason: string;
    };

/** An answer longer than this is no label; looking for an object in it would only cost time. */
const ANSWER_LIMIT = 50_000;

/**
 * Reads a classifier's answer. Takes what models do around the object (code fences, prose, thinking
 * tags, several objects: the last valid one counts) and nothing else: a wrong value is a failure,
 * never a guess. Never throws.
 */
export function parseClassifierAnswer(answer: string): ClassifierParse {
  const text = answer.slice(0, ANSWER_LIMIT).trim();
  if (text === '') return { ok: false, code: 'empty', reason: 'the answer is empty' };
  let reason: string | null = null;
  for (const candidate of objectsIn(text).toReversed()) {
    const value = readJson(candidate);
    if (value === undefined) continue;
    const result = classifierOutputSchema.safeParse(value);
    if (result.success) return { ok: true, output: result.data };
    const [issue] = result.error.issues;
    reason ??= `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
  }
  return reason === null
    ? { ok: false, code: 'no_json', reason: 'there is no JSON object in the answer' }
    : { ok: false, code: 'wrong_fields', reason };
}

/** Outermost `{...}` pieces in order; braces in strings don't count. */
function objectsIn(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (inString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"' && depth > 0) inString = true;
    else if (sign === '{') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (sign === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(start, index + 1));
    }
  }
  return found;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
