import type { AnswerMeta } from '@shared/api/conversations';
import { createResampler, LIVE_RATE } from '@shared/voice/resample';
import type { BackendClient } from '../backend/backend-client';
import type { LiveClient, LiveEvent, LiveLine } from '../backend/live-client';
import { type Clock, noTimer } from '../clock';
import { IpcFailure, toIpcError } from '../ipc/failure';
import type { Log } from '../shell/log';
import { type AnswerSource, withHistory } from './answer';
import { metaFromHeaders } from './answer-meta';
import { withPending } from './chat';
import { buildContext } from './context';
import { createDeltaBatch } from './delta-batch';
import { heardPart } from './heard-part';
import { appendSound, saidBefore, sessionUpdate, truncateAt } from './live-events';
import type { Outbox } from './outbox';
import { settleable } from './settleable';

export interface LiveTurnDeps {
  readonly live: LiveClient;
  readonly client: Pick<BackendClient, 'getConversation' | 'historyPage'>;
  readonly outbox: Pick<Outbox, 'pending'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface LiveTurnInput {
  /** `auto/ptt_response`, or the model that the person named. */
  readonly model: string;
  readonly parentId: string | null;
  readonly conversationId: () => Promise<string>;
  /** False = the answer comes as text alone. */
  readonly spoken: boolean;
  /** The answer's next sound, of 24 kHz. */
  readonly onSound: (samples: Int16Array) => void;
  /** It did not come about, or broke before anything was asked. */
  readonly onBroken: () => void;
}

/** One turn over one live session, opened when the key goes down. */
export interface LiveTurn {
  /** True once the question was sent; what fails before goes the ordinary way. */
  readonly wasAsked: () => boolean;
  /** True once a part of an answer came. */
  readonly hasBegun: () => boolean;
  /** The model that writes down what is said; null = not known. */
  readonly ears: () => string | null;
  /** The recording as it grows, 16 kHz. */
  push(samples: Int16Array): void;
  /** The recording is whole: asks for the answer. The person's words; null = the session gave none. */
  ask(): Promise<string | null>;
  /** The answer, from its first word on, whenever it is looked at. */
  readonly answer: AnswerSource;
  /**
   * The person broke in: the answer ends, whether it is looked at or not; the words are still waited for.
   * `heardMs`: how much of the sound was played, in milliseconds; null = all that matters.
   */
  interrupt(heardMs: number | null): void;
  close(): void;
}

/** How long a session may still open once the key is up. */
const OPENING_MS = 4_000;
/** While an answer is awaited, in milliseconds: without an event for so long it will not come. */
const STALL_MS = 20_000;
/** How long the written words may come after the answer. */
const WORDS_MS = 3_000;
/** How long a stopped answer gets to say what it cost. */
const STOPPING_MS = 1_000;

/**
 * Opens the session and sends what is recorded as it comes. Whatever fails, the caller still has the
 * recording: before the question it goes the ordinary way, after it the answer has failed.
 */
export function createLiveTurn(deps: LiveTurnDeps, input: LiveTurnInput): LiveTurn {
  const { client, clock, log } = deps;
  const resampler = createResampler();
  const stop = new AbortController();
  const words = settleable<string | null>();
  const ended = settleable<string>();
  const closed = settleable<void>();
  let line: LiveLine | null = null;
  let waiting: Int16Array[] = [];
  let failure: IpcFailure | null = null;
  let asked = false;
  let askedAt = 0;
  let begun = false;
  let ears: string | null = null;
  let itemId: string | null = null;
  let receivedMs = 0;
  let heardMs: number | null = null;
  let silenced = false;
  /** The answer has ended, as the session says. */
  let over = false;
  let text = '';
  let onText: (delta: string) => void = noText;
  let firstTokenMs: number | null = null;
  let cancelStall: () => void = noTimer;

  function fail(error: unknown): void {
    if (failure !== null || stop.signal.aborted) return;
    if (over) {
      // The answer is whole, and the recording tells the words.
      words.done(null);
      return;
    }
    failure = error instanceof IpcFailure ? error : new IpcFailure('internal_error', String(error));
    shut(failure);
    if (asked) return;
    log.info('voice: no live session', { code: toIpcError(error).code });
    input.onBroken();
  }

  function shut(why: IpcFailure): void {
    stop.abort();
    hangUp();
    words.fail(why);
    ended.fail(why);
  }

  function hangUp(): void {
    cancelStall();
    line?.close();
    closed.done();
  }

  function stall(): void {
    cancelStall();
    cancelStall = clock.after(STALL_MS, () =>
      fail(new IpcFailure('provider_timeout', 'The model sent nothing for too long.')),
    );
  }

  function onEvent(event: LiveEvent): void {
    if (failure !== null) return;
    if (asked && !over) stall();
    switch (event.kind) {
      case 'ears':
        ears = event.model;
        return;
      case 'heard':
        words.done(event.text.trim() === '' ? null : event.text.trim());
        return;
      case 'unheard':
        words.done(null);
        return;
      case 'text':
        start();
        text += event.text;
        onText(event.text);
        return;
      case 'sound':
        start();
        itemId = event.itemId;
        receivedMs += (event.samples.length / LIVE_RATE) * 1000;
        if (!silenced) input.onSound(event.samples);
        return;
      case 'done':
        over = true;
        cancelStall();
        ended.done(event.status);
        void closeAfterWords();
        return;
      case 'error':
        // What is said about an answer that is whole ends nothing: the words may still come.
        if (!over) fail(new IpcFailure(event.code, event.message));
    }
  }

  function start(): void {
    if (begun) return;
    begun = true;
    firstTokenMs = clock.now() - askedAt;
  }

  /** The words are written beside the answer, and may come after it. */
  async function closeAfterWords(): Promise<void> {
    const cancel = clock.after(WORDS_MS, () => words.done(null));
    await words.promise.catch(noWords);
    cancel();
    hangUp();
  }

  async function open(): Promise<void> {
    const conversationId = await input.conversationId();
    const stored = await client.getConversation(conversationId);
    const { messages } = withPending(stored, deps.outbox.pending(stored.id));
    const context = input.parentId === null ? [] : buildContext(messages, input.parentId);
    if (context.some(({ pictures }) => pictures.length > 0)) {
      throw new IpcFailure('unsupported_feature', 'A session takes no pictures.');
    }
    const opened = await deps.live.open(
      { model: input.model, conversationId },
      { onEvent, onClosed: () => fail(new IpcFailure('provider_cut_stream', 'It broke off.')) },
      stop.signal,
    );
    if (failure !== null) {
      // Nobody waits for it any more.
      opened.close();
      return;
    }
    line = opened;
    opened.send(sessionUpdate(input.spoken));
    for (const { role, content } of context) opened.send(saidBefore(role, content));
    for (const samples of waiting.splice(0)) append(opened, samples);
  }

  function push(samples: Int16Array): void {
    if (line === null) waiting.push(samples);
    else append(line, samples);
  }

  /** Ends the answer at what was heard; what it cost until then is still told, and the question's words. */
  function breakOff(): void {
    if (silenced) return;
    silenced = true;
    if (line === null || over) return;
    line.send({ type: 'response.cancel' });
    if (itemId !== null && heardMs !== null) {
      line.send(truncateAt(itemId, Math.min(heardMs, receivedMs)));
    }
    const cancel = clock.after(STOPPING_MS, () => {
      words.done(null);
      ended.done('cancelled');
      hangUp();
    });
    void ended.promise.catch(noWords).finally(cancel);
  }

  const opening = open().catch(fail);

  async function ask(): Promise<string | null> {
    const cancel = clock.after(OPENING_MS, () =>
      fail(new IpcFailure('provider_timeout', 'The session did not open in time.')),
    );
    await Promise.race([opening, closed.promise]);
    cancel();
    if (failure !== null || line === null) {
      throw failure ?? new IpcFailure('backend_unavailable', 'There is no session.');
    }
    append(line, resampler.end());
    asked = true;
    askedAt = clock.now();
    line.send({ type: 'input_audio_buffer.commit' });
    line.send({ type: 'response.create' });
    stall();
    return words.promise;
  }

  const answer: AnswerSource = async (signal, events) => {
    const batch = createDeltaBatch(events.onText, clock);
    const meta: AnswerMeta = metaFromHeaders(line?.headers ?? new Headers());
    events.onStart(meta);
    batch.add(text);
    onText = (delta) => batch.add(delta);
    let change: Partial<AnswerMeta>;
    try {
      change = statusOf(await untilAborted(ended.promise, signal));
    } catch (error) {
      change = signal.aborted ? { status: 'aborted' } : failedAs(error, text);
    }
    onText = noText;
    batch.flush();
    if (signal.aborted) breakOff();
    const whole = change.status === 'succeeded' || heardMs === null;
    const content = whole ? text : heardPart(text, heardMs ?? 0, receivedMs);
    const full: AnswerMeta = { ...meta, firstTokenMs, totalMs: clock.now() - askedAt, ...change };
    // Its row ends with the session.
    const lateMeta = closed.promise
      .then(() => withHistory(full, client, clock))
      .catch((error: unknown) => {
        log.warn('voice: the figures of an answer could not be read', { error });
        return null;
      });
    if (change.status !== 'succeeded') return { content, meta: full, lateMeta };
    return { content, meta: (await lateMeta) ?? full, lateMeta: Promise.resolve(null) };
  };

  return {
    wasAsked: () => asked,
    hasBegun: () => begun,
    ears: () => ears,
    push: (samples) => push(resampler.push(samples)),
    ask,
    answer,
    interrupt(ms) {
      heardMs = ms;
      breakOff();
    },
    close() {
      silenced = true;
      waiting = [];
      shut(new IpcFailure('cancelled', 'Stopped.'));
    },
  };
}

function append(to: LiveLine, samples: Int16Array): void {
  if (samples.length > 0) to.send(appendSound(samples));
}

function noText(): void {
  // Nobody looks at the answer yet, or any more.
}

function noWords(): null {
  return null;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new IpcFailure('cancelled', 'Stopped.'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function statusOf(status: string): Partial<AnswerMeta> {
  if (status === 'failed') throw new IpcFailure('provider_error', 'The model failed.');
  return { status: status === 'cancelled' ? 'aborted' : 'succeeded' };
}

function failedAs(error: unknown, text: string): Partial<AnswerMeta> {
  const { code, message } = toIpcError(error);
  const kept = text === '' ? '' : ' What came until then is kept.';
  return { status: 'failed', errorCode: code, errorMessage: `${message}${kept}` };
}
