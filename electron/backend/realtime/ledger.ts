import type { Candidate } from '@shared/routing/candidate';
import type { ProviderErrorCode } from '../providers/provider';
import type { Reservation, Reserved } from '../spending/spending';
import { answerCost } from './cost';
import {
  isDelta,
  readError,
  readResponse,
  readTranscribed,
  type RealtimeEvent,
  type ResponseDone,
} from './events';
import { transcriptionModelIn } from './rules';

/** What a session came to so far; null = unknown, times in milliseconds. */
export interface SessionFigures {
  /** From the end of what was asked to the first piece of the first answer. */
  readonly firstTokenMs: number | null;
  /** From the end of what was asked to the end of its answer, all answers together. */
  readonly totalMs: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly cachedTokens: number | null;
  readonly costUsd: number | null;
  /** What it counts against the caps while the cost is unknown: costs where known, else estimates. */
  readonly estimatedUsd: number | null;
}

/** What was written down of the person's own words, by another model than the session's. */
export interface Transcribing {
  readonly model: string;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly audioSeconds: number | null;
}

/** How the last answer ended. */
export type LastAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'open' }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: ProviderErrorCode };

export interface LedgerDeps {
  readonly billing: Pick<Candidate, 'local' | 'price'>;
  /** Sets the estimate of one more answer aside, or says why not. */
  readonly reserve: () => Reserved;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** An answer has ended: the figures have changed. */
  readonly onAnswer: () => void;
}

interface Open {
  readonly askedAt: number;
  readonly reservation: Reservation;
  started: boolean;
}

/** Adds, and stays unknown once something unknown was added. */
class Sum {
  #value: number | null = 0;
  #any = false;
  add(value: number | null | undefined): void {
    this.#any = true;
    this.#value =
      this.#value === null || value === null || value === undefined ? null : this.#value + value;
  }
  get value(): number | null {
    return this.#any ? this.#value : null;
  }
}

/** Counts the answers of one session: times, tokens, cost, and what is set aside for them. */
export class SessionLedger {
  readonly #deps: LedgerDeps;
  /** Asked for by the caller, and not begun yet. */
  readonly #asked: Open[] = [];
  readonly #open = new Map<string, Open>();
  readonly #prompt = new Sum();
  readonly #completion = new Sum();
  readonly #cached = new Sum();
  readonly #cost = new Sum();
  readonly #assumed = new Sum();
  readonly #total = new Sum();
  readonly #heard = { prompt: new Sum(), completion: new Sum(), seconds: new Sum() };
  #heardBy: string | null = null;
  #transcribed = 0;
  #firstTokenMs: number | null = null;
  /** When the person had said what there was to say. */
  #saidAt: number | null = null;
  #last: LastAnswer = { kind: 'none' };
  /** Set aside when the session was opened, for its first answer. */
  #spare: Reservation | null;
  #answers = 0;

  constructor(deps: LedgerDeps, first: Reservation) {
    this.#deps = deps;
    this.#spare = first;
  }

  /** The caller asks for an answer; a message = the caps do not allow another one. */
  ask(): string | null {
    const taken = this.#take();
    if (!taken.ok) return taken.message;
    const now = this.#deps.now();
    this.#asked.push({ askedAt: now, reservation: taken.reservation, started: false });
    return null;
  }

  #take(): Reserved {
    const spare = this.#spare;
    this.#spare = null;
    return spare === null ? this.#deps.reserve() : { ok: true, reservation: spare };
  }

  /** Reads an event of the provider. A string = this answer is beyond the caps: it must be stopped. */
  see(event: RealtimeEvent): string | null {
    switch (event.type) {
      case 'input_audio_buffer.speech_stopped':
      case 'input_audio_buffer.committed':
        this.#saidAt = this.#deps.now();
        return null;
      case 'session.created':
      case 'session.updated':
        this.#heardBy = transcriptionModelIn(event) ?? this.#heardBy;
        return null;
      case 'response.created':
        return this.#begin(readResponse(event));
      case 'response.done':
        this.#end(readResponse(event));
        return null;
      case 'conversation.item.input_audio_transcription.completed':
        this.#hear(event);
        return null;
      case 'error':
        this.#refused(event);
        return null;
      default:
        if (isDelta(event)) this.#delta(event);
        return null;
    }
  }

  #begin(response: ResponseDone | null): string | null {
    const id = response?.id ?? '';
    this.#last = { kind: 'open' };
    const asked = this.#asked.shift();
    const alike = this.#open.get(id);
    // Two answers of one id, which nothing will tell apart: the first can't be seen to end.
    if (alike !== undefined) this.#lose(alike);
    if (asked !== undefined) {
      this.#open.set(id, asked);
      return null;
    }
    // The provider heard the end of a sentence and answers by itself.
    const taken = this.#take();
    const askedAt = this.#saidAt ?? this.#deps.now();
    const reservation = taken.ok ? taken.reservation : NOTHING_SET_ASIDE;
    this.#open.set(id, { askedAt, reservation, started: false });
    return taken.ok ? null : taken.message;
  }

  /** An answer that was asked for and is not begun will not come. */
  #refused(event: RealtimeEvent): void {
    const asked = this.#asked.shift();
    asked?.reservation.settle(0);
    if (asked !== undefined || this.#answers === 0) {
      this.#last = { kind: 'failed', code: readError(event).code };
    }
  }

  #delta(event: RealtimeEvent): void {
    const id = event['response_id'];
    const open = this.#open.get(typeof id === 'string' ? id : '');
    if (open === undefined || open.started) return;
    open.started = true;
    this.#firstTokenMs ??= Math.round(this.#deps.now() - open.askedAt);
  }

  #end(response: ResponseDone | null): void {
    const id = response?.id ?? '';
    const open = this.#open.get(id);
    this.#open.delete(id);
    const usage = response?.usage ?? null;
    const cost = answerCost(this.#deps.billing, usage);
    open?.reservation.settle(cost);
    this.#answers += 1;
    this.#assumed.add(cost ?? open?.reservation.estimatedUsd ?? null);
    this.#prompt.add(usage?.input_tokens);
    this.#completion.add(usage?.output_tokens);
    this.#cached.add(usage?.input_token_details?.cached_tokens ?? (usage === null ? null : 0));
    this.#cost.add(cost);
    if (open !== undefined) this.#total.add(Math.round(this.#deps.now() - open.askedAt));
    this.#last = lastOf(response);
    this.#deps.onAnswer();
  }

  #hear(event: RealtimeEvent): void {
    const usage = readTranscribed(event);
    this.#transcribed += 1;
    this.#heard.seconds.add(usage?.seconds);
    this.#heard.prompt.add(usage?.input_tokens);
    this.#heard.completion.add(usage?.output_tokens);
  }

  /** True while an answer is under way or asked for. */
  get busy(): boolean {
    return this.#asked.length > 0 || this.#open.size > 0;
  }

  get last(): LastAnswer {
    return this.busy ? { kind: 'open' } : this.#last;
  }

  get answers(): number {
    return this.#answers;
  }

  get figures(): SessionFigures {
    return {
      firstTokenMs: this.#firstTokenMs,
      totalMs: this.#total.value,
      promptTokens: this.#prompt.value,
      completionTokens: this.#completion.value,
      cachedTokens: this.#cached.value,
      costUsd: this.#cost.value,
      estimatedUsd: this.#assumed.value,
    };
  }

  get transcribing(): Transcribing | null {
    if (this.#transcribed === 0 || this.#heardBy === null) return null;
    return {
      model: this.#heardBy,
      promptTokens: this.#heard.prompt.value,
      completionTokens: this.#heard.completion.value,
      audioSeconds: this.#heard.seconds.value,
    };
  }

  /** The session is over: what was begun counts as its estimate, what was only set aside is free again. */
  close(): void {
    this.#spare?.settle(0);
    this.#spare = null;
    for (const { reservation } of this.#asked.splice(0)) reservation.settle(0);
    for (const open of this.#open.values()) this.#lose(open);
    this.#open.clear();
  }

  /** An answer that was begun and whose end is not heard of: it counts as its estimate. */
  #lose({ reservation }: Open): void {
    reservation.settle(null);
    this.#cost.add(null);
    this.#assumed.add(reservation.estimatedUsd);
  }
}

/** Of an answer that is stopped at once. */
const NOTHING_SET_ASIDE: Reservation = { estimatedUsd: null, settle: () => {} };

function lastOf(response: ResponseDone | null): LastAnswer {
  const { status = null, status_details: details = null } = response ?? {};
  if (status === 'cancelled') return { kind: 'cancelled' };
  if (status !== 'failed') return { kind: 'done' };
  const limited = /rate_limit|quota/u.test(details?.error?.code ?? '');
  return { kind: 'failed', code: limited ? 'provider_rate_limited' : 'provider_error' };
}
