/**
 * What a prompt looks like, beside what it means: length, numbers, code, options, wording. Plain
 * counts, under 0.1 ms, no model. On arithmetic they tell more about difficulty than an embedding
 * does, on knowledge questions they tell the kind of question.
 */

/** Longest part of a prompt that is looked at, in characters: half from its head, half from its end. */
const LOOKED_AT = 8_000;

interface Look {
  readonly text: string;
  readonly trimmed: string;
  /** Length of the whole prompt in characters. */
  readonly length: number;
  readonly words: readonly string[];
  readonly lowerWords: ReadonlySet<string>;
  readonly numbers: readonly string[];
  readonly sentences: number;
}

const log = Math.log1p;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const counted =
  (pattern: RegExp) =>
  ({ text }: Look): number =>
    log(count(text, pattern));
const starts =
  (pattern: RegExp) =>
  ({ trimmed }: Look): number =>
    pattern.test(trimmed) ? 1 : 0;
const share = (part: number, whole: number): number => part / Math.max(1, whole);

/** Every feature by name, each about 0..10 for any text; scaled by the memory that uses them. */
const FEATURES: Readonly<Record<string, (look: Look) => number>> = {
  length: ({ length }) => log(length),
  words: ({ words }) => log(words.length),
  sentences: ({ sentences }) => log(sentences),
  numbers: ({ numbers }) => log(numbers.length),
  differentNumbers: ({ numbers }) => log(new Set(numbers).size),
  lines: counted(/\n/gu),
  questions: counted(/\?/gu),
  ratios: counted(
    /\b(?:half|halves|thirds?|quarters?|twice|thrice|double|triple|percent|fraction|ratio|dozen|times)\b|%|\d\/\d/giu,
  ),
  comparisons: counted(
    /\b(?:more|less|fewer|than|most|least|greater|larger|smaller|older|younger|longer|shorter|higher|lower|same|remaining|rest|left|total|each|every|per)\b/giu,
  ),
  negations: counted(/\b(?:not|no|never|none|neither|without|except|cannot)\b|n't\b/giu),
  conditions: counted(/\b(?:if|then|when|unless|until|after|before|while|assuming|suppose)\b/giu),
  money: counted(/[$€£]/gu),
  code: counted(/[{}();=<>[\]]|\bdef |\breturn\b|\bimport\b|\bfunction\b|\bclass /giu),
  options: counted(/^[ \t]*\(?[A-E][).:][ \t]/gmu),
  operators: counted(/[+\-*/^=\\]/gu),
  wordLength: ({ words }) =>
    share(
      words.reduce((sum, word) => sum + word.length, 0),
      words.length,
    ) / 5,
  differentWords: ({ words, lowerWords }) => share(lowerWords.size, words.length),
  longWords: ({ words }) => share(words.filter((word) => word.length > 8).length, words.length),
  otherScripts: ({ text }) => share(count(text, /[^\p{ASCII}]/gu), text.length) * 10,
  capitals: ({ text }) => share(count(text, /\p{Lu}/gu), text.length) * 10,
  sentenceLength: ({ words, sentences }) => log(share(words.length, sentences)),
  largestNumber: ({ numbers }) => log(Math.min(1e12, largest(numbers))),
  decimals: ({ numbers }) => (numbers.some((number) => number.includes('.')) ? 1 : 0),
  factWords: counted(/\b(?:what|who|when|where|which)\b/giu),
  reasonWords: counted(/\b(?:why|how|explain|prove|describe)\b/giu),
  makeWords: counted(/\b(?:write|create|generate|list|make)\b/giu),
  units: counted(
    /\b(?:hours?|minutes?|days?|weeks?|months?|years?|miles?|feet|inch(?:es)?|met(?:er|re)s?|pounds?)\b/giu,
  ),
  startsUpper: starts(/^\p{Lu}/u),
  startsLower: starts(/^\p{Ll}/u),
  endsAsking: starts(/\?$/u),
  endsStating: starts(/\.$/u),
  endsOpen: starts(/:$/u),
  endsBare: starts(/[^?.:!]$/u),
  colons: counted(/:/gu),
  commas: counted(/,/gu),
  quotes: counted(/["“”']/gu),
  blanks: counted(/_/gu),
  backticks: counted(/`/gu),
  formulas: counted(/\\[a-z]+|\$[^$\n]{1,200}\$/giu),
  digits: ({ text }) => share(count(text, /\d/gu), text.length) * 10,
  listItems: counted(/^[ \t]*(?:[-*•]|\d+[.)])[ \t]/gmu),
  longestLine: ({ text }) =>
    log(text.split('\n').reduce((longest, line) => Math.max(longest, line.length), 0)),
  startsWithQuestion: starts(
    /^(?:what|who|when|where|which|how|why|is|are|was|were|do|does|did|can)\b/iu,
  ),
  startsWithOrder: starts(
    /^(?:write|create|generate|make|list|give|find|compute|calculate|evaluate|solve|determine|let|if|suppose)\b/iu,
  ),
  otherPeople: counted(/\b(?:he|she|his|her|they|their|him|them)\b/giu),
  selfAndYou: counted(/\b(?:I|you|me|my|your|we|our)\b/giu),
  names: counted(/\b\p{Lu}\p{Ll}+/gu),
};

export const FEATURE_NAMES: readonly string[] = Object.keys(FEATURES);
const EXTRACTORS = Object.values(FEATURES);

/** Place of the prompt's length among the features. */
export const LENGTH_FEATURE = FEATURE_NAMES.indexOf('length');

/** The features of a prompt, in the order of {@link FEATURE_NAMES}; finite for any text. */
export function promptFeatures(prompt: string): Float32Array {
  const text =
    prompt.length <= LOOKED_AT
      ? prompt
      : `${prompt.slice(0, LOOKED_AT / 2)}\n${prompt.slice(-LOOKED_AT / 2)}`;
  const words = text.match(/[\p{L}']+/gu) ?? [];
  const look: Look = {
    text,
    trimmed: text.trim(),
    length: prompt.length,
    words,
    lowerWords: new Set(words.map((word) => word.toLowerCase())),
    numbers: text.match(/\d+(?:[.,]\d+)*/gu) ?? [],
    sentences: count(text, /[.!?](?:\s|$)/gu),
  };
  return Float32Array.from(EXTRACTORS, (extract) => extract(look));
}

function largest(numbers: readonly string[]): number {
  return numbers.reduce((top, text) => {
    const value = Number(text.replaceAll(',', ''));
    return value > top ? value : top;
  }, 0);
}
