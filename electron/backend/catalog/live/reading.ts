import type { RefusalReason } from '@shared/api/sources';
import { type LiveData, type LiveEntry, type LiveRate, type LiveRefusal } from './entry';
import { SourceError } from './source';

/** Largest price that is believed, in US dollars; the dearest known models are far below. */
const HIGHEST: Readonly<Record<LiveRate, number>> = {
  inputPerMTok: 2_000,
  outputPerMTok: 4_000,
  cacheReadPerMTok: 2_000,
  audioInputPerMTok: 4_000,
  audioOutputPerMTok: 8_000,
  perMinute: 20,
  perImage: 20,
};
/** Smallest: a thousandth of a cent per million tokens, or per minute, is a unit mistaken. */
const LOWEST = 1e-5;

const MOST_TOKENS = 100_000_000;
const LONGEST_TEXT = 120;
/** Refusals kept per load; more of them say nothing new. */
const REFUSALS_KEPT = 500;

/** Names that would reach into an object's prototype; ids are data from outside. */
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Gathers what one load gives: entries by id, refusals with their reasons. Made for one load and
 * read once by {@link Reading.done}.
 */
export class Reading {
  readonly #entries = new Map<string, LiveEntry>();
  readonly #conflicting = new Set<string>();
  readonly #refused: LiveRefusal[] = [];
  #seen = 0;
  #unreadable = 0;

  /** @param known ids of the catalog: a price of 0 is worth a word only for one of these. */
  constructor(private readonly known: ReadonlySet<string>) {}

  /** Counts an entry of the answer; false when its id cannot be one. */
  takes(subject: string): boolean {
    this.#seen += 1;
    const parts = subject.split('/');
    const bad =
      subject.trim() === '' ||
      subject.length > 200 ||
      /[\s\p{C}]/u.test(subject) ||
      parts.some((part) => POISON.has(part));
    if (bad) this.refuse(subject, null, null, null, 'bad_id', 'not an id of a model');
    return !bad;
  }

  /** An entry whose fields are not of the expected types. */
  unreadable(subject: string, id: string | null, problem: string): void {
    this.#unreadable += 1;
    this.refuse(subject, id, null, null, 'unreadable', problem);
  }

  /** Adds an entry. Two entries of one id that disagree are both left out: one of them is wrong. */
  add(entry: LiveEntry): void {
    if (this.#conflicting.has(entry.id)) return;
    const known = this.#entries.get(entry.id);
    if (known === undefined) {
      this.#entries.set(entry.id, entry);
    } else if (JSON.stringify(figuresOf(known)) !== JSON.stringify(figuresOf(entry))) {
      this.#entries.delete(entry.id);
      this.#conflicting.add(entry.id);
      const message = 'listed twice with different figures: neither is used';
      this.refuse(entry.subject, entry.id, null, null, 'duplicate', message);
    }
  }

  /** The entry so far, for a source that tells of one model in several rows. */
  get(id: string): LiveEntry | undefined {
    return this.#entries.get(id);
  }

  replace(entry: LiveEntry): void {
    this.#entries.set(entry.id, entry);
  }

  /**
   * The believable ones of the given prices, in US dollars. A price of 0 is left out: unknown is never
   * free (ruling 1). It is reported for models of the catalog only, since lists are full of zeros.
   */
  rates(
    subject: string,
    id: string,
    given: Readonly<Partial<Record<LiveRate, number | null | undefined>>>,
  ): Partial<Record<LiveRate, number>> {
    const taken: Partial<Record<LiveRate, number>> = {};
    for (const [name, value] of Object.entries(given) as [LiveRate, number | null | undefined][]) {
      if (value === null || value === undefined) continue;
      const refuse = (reason: RefusalReason, message: string): void =>
        this.refuse(subject, id, name, value, reason, message);
      if (value === 0) {
        if (this.known.has(id)) {
          refuse('free_cloud_model', 'a price of 0 is taken as unknown, not as free');
        }
      } else if (!(value > 0)) refuse('not_positive', 'a price must be above 0');
      else if (value > HIGHEST[name] || value < LOWEST) refuse('absurd', 'no plausible price');
      else taken[name] = round(value);
    }
    return taken;
  }

  /** A number of tokens; undefined when it is none. */
  tokens(value: number | null | undefined): number | undefined {
    if (value === null || value === undefined) return undefined;
    return Number.isInteger(value) && value > 0 && value <= MOST_TOKENS ? value : undefined;
  }

  refuse(
    subject: string,
    id: string | null,
    figure: string | null,
    value: number | null,
    reason: RefusalReason,
    message: string,
  ): void {
    if (this.#refused.length >= REFUSALS_KEPT) return;
    const finite = value !== null && Number.isFinite(value) ? value : null;
    this.#refused.push({ subject: cut(subject), id, figure, value: finite, reason, message });
  }

  /**
   * What was read. An answer without entries, or with more unreadable ones than readable, is no
   * answer: the last good one stays.
   *
   * @param mayBeEmpty nothing at all is an answer too: no model is installed.
   * @throws SourceError empty, bad_shape
   */
  done(mayBeEmpty = false): LiveData {
    if (this.#seen === 0 && !mayBeEmpty) throw new SourceError('empty', 'answered an empty list');
    if (this.#unreadable * 2 > this.#seen) {
      const [first] = this.#refused.filter(({ reason }) => reason === 'unreadable');
      throw new SourceError(
        'bad_shape',
        `answered in another shape than expected: ${first?.subject ?? ''}: ${first?.message ?? ''}`,
      );
    }
    return { entries: [...this.#entries.values()], refused: this.#refused };
  }
}

/** An entry without how it is called. */
function figuresOf(entry: LiveEntry): unknown {
  return { ...entry, subject: null, name: null };
}

function cut(text: string): string {
  return text.replaceAll(/\p{C}/gu, '�').slice(0, LONGEST_TEXT);
}

/** 1e-7 times a million is 0.09999999999999999 in doubles; a price is 0.1. */
export function round(value: number): number {
  return Number(value.toPrecision(12));
}
