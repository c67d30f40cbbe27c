import { cutText } from './cut-text';
import { findSum, formatNumber, type Sum } from './practice-arithmetic';

/** The three practice models: good and long, short and fast, terse and wrong when it gets hard. */
export const PRACTICE_MODELS = ['sage', 'swift', 'thrift'] as const;
export type PracticeModel = (typeof PRACTICE_MODELS)[number];

/** Begins every practice answer, so that none can pass for a real one. */
export const PRACTICE_MARK = 'Practice answer - simulated';

export function isPracticeModel(model: string): model is PracticeModel {
  return (PRACTICE_MODELS as readonly string[]).includes(model);
}

/** What the practice provider reads of a conversation. */
export interface PracticeQuestion {
  /** The last message of the user. */
  readonly text: string;
  readonly images: number;
  /** Messages before it. */
  readonly earlier: number;
}

/** The answer of one practice model: the same question always gets the same answer. */
export function practiceAnswer(model: PracticeModel, question: PracticeQuestion): string {
  const body = bodyOf(model, question);
  return model === 'sage'
    ? `**${PRACTICE_MARK}** (Sage: thorough)\n\n${body}`
    : `${PRACTICE_MARK} (${model === 'swift' ? 'Swift: fast' : 'Thrift: cheap'}). ${body}`;
}

/** How the answers above begin. */
const NAMED_MARK = new RegExp(
  `^(?:\\*\\*)?${PRACTICE_MARK}(?:\\*\\*)? \\(\\w+: \\w+\\)[.]?\\s+`,
  'u',
);

/** A practice answer to be rated blind: it says that it is simulated, and not by which model (S1-28). */
export function unnamedPracticeAnswer(answer: string): string {
  return answer.replace(NAMED_MARK, `${PRACTICE_MARK}.\n\n`);
}

const GLOSSARY: Readonly<Record<string, string>> = {
  router: 'something that decides which way a thing goes: here, which model answers a question',
  token: 'a piece of text, about four characters of English, in which models count and are paid',
  latency: 'the time between asking and getting: here, until the first word or the whole answer',
  photosynthesis: 'how plants turn light, water and carbon dioxide into sugar and oxygen',
  gravity:
    'the attraction between masses; near the ground it speeds a fall up by 9.8 m/s each second',
  recursion: 'solving a problem by solving a smaller one of the same kind, until it is trivial',
  algorithm: 'a finite list of unambiguous steps that solves every case of a problem',
  entropy: 'a measure of how many arrangements look the same: disorder, or missing information',
};

function bodyOf(model: PracticeModel, question: PracticeQuestion): string {
  const known = knownAnswer(model, question.text);
  if (question.images === 0) return known ?? openAnswer(model, question);
  const image = imageAnswer(model, question.images);
  return known === null ? image : `${image}\n\n${known}`;
}

/** What the words alone have an answer to; null = nothing. */
function knownAnswer(model: PracticeModel, text: string): string | null {
  const sum = findSum(text);
  if (sum !== null) return sumAnswer(model, sum);
  const term = termIn(text);
  return term === null ? null : termAnswer(model, term);
}

function sumAnswer(model: PracticeModel, sum: Sum): string {
  const exact = formatNumber(sum.value);
  const answers: Readonly<Record<PracticeModel, () => string>> = {
    sage: () =>
      [
        `The result of \`${sum.expression}\` is **${exact}**.`,
        '',
        sum.operators > 1
          ? 'Multiplication and division come before addition and subtraction, brackets before both.'
          : 'It is a single step, so there is nothing to get in the wrong order.',
        'Checked by working it out again in the same order.',
      ].join('\n'),
    swift: () => `${sum.expression} = ${exact}.`,
    thrift: () =>
      sum.operators > 1 || Math.abs(sum.value) > 100
        ? `${formatNumber(Math.round(sum.value) + 7)}, roughly. (A hard one for this model: the number is wrong.)`
        : `${exact}.`,
  };
  return answers[model]();
}

function termAnswer(model: PracticeModel, term: string): string {
  const meaning = GLOSSARY[term] ?? '';
  const answers: Readonly<Record<PracticeModel, () => string>> = {
    sage: () =>
      [
        `**${capital(term)}** is ${meaning}.`,
        '',
        '1. What it is: the sentence above, in plain words.',
        `2. Where you meet it: whenever somebody says "${term}" and means just that.`,
        '3. What to remember: the definition first, the exceptions later.',
      ].join('\n'),
    swift: () => `${capital(term)}: ${meaning}.`,
    thrift: () =>
      `${capital(term)} is a word of ${term.length} letters. (A hard one for this model.)`,
  };
  return answers[model]();
}

function imageAnswer(model: PracticeModel, images: number): string {
  const seen = images === 1 ? 'one image' : `${images} images`;
  return model === 'sage'
    ? `You sent ${seen}. Practice models do not look at pictures: connect a real provider under Providers to have this answered.`
    : `${capital(seen)} received, not looked at: practice only.`;
}

function openAnswer(model: PracticeModel, { text, earlier }: PracticeQuestion): string {
  const about = excerpt(text);
  const answers: Readonly<Record<PracticeModel, () => string>> = {
    sage: () =>
      [
        `You asked: "${about}".`,
        '',
        'A thorough answer would go like this:',
        '',
        '1. Say what is asked, and what is not.',
        '2. Give the answer in one sentence.',
        '3. Give the reasons, the strongest first.',
        '4. Name what would change it.',
        '',
        earlier === 0
          ? 'This is the first message here, so nothing before it was used.'
          : `It would also use the ${earlier} messages before this one.`,
        '',
        'Connect a provider under Providers to get a real one.',
      ].join('\n'),
    swift: () => `In short, on "${about}": a real model would answer here.`,
    thrift: () => `"${about}": no idea.`,
  };
  return answers[model]();
}

function termIn(text: string): string | null {
  const words = new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
  return Object.keys(GLOSSARY).find((term) => words.has(term)) ?? null;
}

function excerpt(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 120 ? `${cutText(line, 120)}…` : line;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
