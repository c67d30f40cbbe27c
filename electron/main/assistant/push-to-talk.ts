import type { ChatEvent, PickState } from '@shared/ipc/contract';
import type { VoiceBegun, VoiceBeginInput } from '@shared/ipc/voice';
import type { TaskName } from '@shared/routing/tasks';
import { isSilence } from '@shared/voice/loudness';
import type { BackendClient } from '../backend/backend-client';
import { IpcFailure, toIpcError } from '../ipc/failure';
import type { Log } from '../shell/log';
import type { LiveTurn, LiveTurnInput } from './live-turn';
import { createVoiceStages, type VoiceStagesDeps } from './voice-stages';
import { addPiece, newTurn, type VoiceTurn } from './voice-turn';

export interface PushToTalkDeps extends VoiceStagesDeps {
  readonly client: VoiceStagesDeps['client'] & Pick<BackendClient, 'removeConversation'>;
  /** Refreshes the task's pick when stale, then reads it, without waiting (S0-88, S0-89). */
  readonly resolvePick: (task: TaskName) => PickState;
  /**
   * The model of a live session where the turn goes over one: it was picked, or named, and takes such
   * sessions (S0-94, S0-95). Null = one stage after the other.
   */
  readonly liveModel: (response: PickState) => string | null;
  readonly openLive: (input: LiveTurnInput) => LiveTurn;
  /** Whether answers are to be heard at all. */
  readonly speaks: () => boolean;
  /** Connects to the providers of these models for the requests to come, in the background. */
  readonly prepare: (models: readonly string[]) => void;
  /** Finer than the clock, in milliseconds: a decision takes microseconds. */
  readonly stopwatch: () => number;
  readonly log: Log;
}

export interface PushToTalk {
  /** Key down: the picks as they are cached now, and a place for the sound. */
  begin(input: VoiceBeginInput): VoiceBegun;
  chunk(turnId: string, seq: number, samples: Int16Array): void;
  /** Transcribes and answers in the background; notices tell the rest. */
  finish(turnId: string): void;
  /** Does the stage that failed again with what is kept. */
  retry(turnId: string): void;
  discard(turnId: string): void;
  /** `heardMs`: how much of a live answer was played; null = it has no sound. */
  stopAnswer(turnId: string, heardMs: number | null): void;
  /** One event of the chat that answers. */
  onChat(event: ChatEvent): void;
  stopAll(): Promise<void>;
}

/** A question that was answered and could not be written down. */
const UNWRITTEN = '…';
/** A server may close a connection that is not used for about this long while somebody still speaks. */
const PREPARE_EVERY_MS = 4_000;

/**
 * Voice to text to answer: transcription by the setting or the router, then `ptt_response` as a chat in
 * the same conversation, so that the history shows the stages as one turn. What was said is held until
 * it is answered or thrown away, whatever fails.
 */
export function createPushToTalk(deps: PushToTalkDeps): PushToTalk {
  const { client, chat, resolvePick, prepare, emit, clock, stopwatch, log } = deps;
  const turns = new Map<string, VoiceTurn>();

  function turnOf(turnId: string): VoiceTurn {
    const turn = turns.get(turnId);
    if (turn === undefined) {
      throw new IpcFailure('invalid_arguments', 'This recording is not there any more.');
    }
    return turn;
  }

  const isGone = ({ turnId, stop }: VoiceTurn): boolean =>
    stop.signal.aborted || !turns.has(turnId);

  const { conversationOf, transcribe, answer } = createVoiceStages(deps, isGone);

  /** Nobody wants anything of it: what was interrupted is still to be stored. */
  const isLeft = (turn: VoiceTurn): boolean => isGone(turn) && !turn.interrupted;

  function fail(turn: VoiceTurn, stage: 'transcribing' | 'thinking', error: unknown): void {
    if (isGone(turn)) return;
    const { code } = toIpcError(error);
    log.warn('voice: a stage failed', { stage, code, error });
    emit({ kind: 'failed', turnId: turn.turnId, stage, code, timings: turn.timings });
  }

  /** The session of a turn, opened at key down: the sound follows as it is recorded. */
  function startLive(turn: VoiceTurn, model: string): LiveTurn {
    const { turnId, parentId } = turn;
    return deps.openLive({
      model,
      parentId,
      conversationId: () => conversationOf(turn),
      spoken: deps.speaks(),
      onSound: (samples) => {
        if (!isGone(turn)) emit({ kind: 'sound', turnId, samples });
      },
      onBroken() {
        turn.live = null;
        if (!isGone(turn)) emit({ kind: 'notLive', turnId });
      },
    });
  }

  /** The turn over its session; what fails is tried again one stage after the other. */
  async function workLive(turn: VoiceTurn, live: LiveTurn): Promise<void> {
    const startedAt = clock.now();
    try {
      if (isSilence(turn.pieces)) throw new IpcFailure('voice_silence', 'Nothing was heard.');
      const text = await live.ask();
      if (text !== null) {
        turn.text = text;
        turn.transcription = { model: live.ears(), outcomeId: null };
        turn.timings = { ...turn.timings, transcribeMs: clock.now() - startedAt };
      }
    } catch (error) {
      turn.live = null;
      live.close();
      const silent = toIpcError(error).code === 'voice_silence';
      if (turn.interrupted || (!live.wasAsked() && !silent)) return work(turn);
      turn.tried = true;
      return fail(turn, live.hasBegun() ? 'thinking' : 'transcribing', error);
    }
    // The session answers without having written down the question: the recording tells it.
    if (turn.text === null)
      await transcribe(turn).catch((error: unknown) =>
        log.info('voice: the question is not written', { error }),
      );
    if (isLeft(turn)) return undefined;
    const { turnId, transcription, timings } = turn;
    const text = turn.text ?? UNWRITTEN;
    emit({ kind: 'transcribed', turnId, text, model: transcription?.model ?? null, timings });
    try {
      await answer(turn, text, live);
    } catch (error) {
      turn.live = null;
      live.close();
      fail(turn, 'thinking', error);
    }
    return undefined;
  }

  async function work(turn: VoiceTurn): Promise<void> {
    if (turn.text === null) {
      try {
        await transcribe(turn);
      } catch (error) {
        return fail(turn, 'transcribing', error);
      }
      if (isLeft(turn)) return undefined;
      const { turnId, transcription, timings, text } = turn;
      const model = transcription?.model ?? null;
      emit({ kind: 'transcribed', turnId, text: text ?? '', model, timings });
    }
    if (turn.purpose === 'dictate') {
      turns.delete(turn.turnId);
      return undefined;
    }
    try {
      await answer(turn, turn.text ?? '');
    } catch (error) {
      fail(turn, 'thinking', error);
    }
    return undefined;
  }

  function start(turn: VoiceTurn): void {
    if (turn.work !== null) return;
    turn.whole = true;
    prepare(turn.models);
    const { live } = turn;
    turn.work = (live === null ? work(turn) : workLive(turn, live)).finally(() => {
      turn.work = null;
    });
  }

  /** A conversation that was made for a turn which came to nothing goes with it. */
  async function forget(turn: VoiceTurn): Promise<void> {
    turns.delete(turn.turnId);
    turn.stop.abort();
    turn.live?.close();
    await Promise.allSettled([turn.work, turn.making]);
    if (turn.madeConversation === null || turn.question !== null) return;
    await client.removeConversation(turn.madeConversation).catch((error: unknown) => {
      log.warn('voice: an empty conversation stays', { error });
    });
  }

  return {
    begin(input) {
      const startedAt = stopwatch();
      const transcription = resolvePick('transcription');
      const shows = (input.pictures ?? []).length > 0;
      const asks = shows ? 'screenshot_understanding' : 'ptt_response';
      const response = input.purpose === 'talk' ? resolvePick(asks) : null;
      const decidedMs = stopwatch() - startedAt;
      // A page that was reloaded in the middle of a recording cannot go on with it; and a failure that it
      // is not asking about any more, it has left.
      for (const turn of turns.values()) {
        if (!turn.whole || (turn.work === null && turn.streamId === null)) void forget(turn);
      }
      // A session takes no pictures.
      const model = response === null || shows ? null : deps.liveModel(response);
      const asked = model === null ? [transcription, response] : [];
      const models = asked.flatMap((pick) => pick?.decision.model ?? []);
      const turn = newTurn(input, models, decidedMs);
      turns.set(input.turnId, turn);
      if (model === null) prepare(models);
      else turn.live = startLive(turn, model);
      return { transcription, response, live: model !== null, decidedMs };
    },
    chunk(turnId, seq, samples) {
      const turn = turnOf(turnId);
      const before = turn.timings.recordedMs;
      addPiece(turn, seq, samples);
      turn.live?.push(samples);
      const after = turn.timings.recordedMs;
      const steps = [before, after].map((ms) => Math.floor(ms / PREPARE_EVERY_MS));
      if (steps[0] !== steps[1]) prepare(turn.models);
    },
    finish: (turnId) => start(turnOf(turnId)),
    retry: (turnId) => start(turnOf(turnId)),
    discard(turnId) {
      const turn = turns.get(turnId);
      if (turn !== undefined) void forget(turn);
    },
    stopAnswer(turnId, heardMs) {
      const turn = turns.get(turnId);
      if (turn === undefined) return;
      turns.delete(turnId);
      turn.live?.interrupt(heardMs);
      turn.interrupted = turn.live !== null && turn.question === null;
      if (turn.streamId !== null) chat.stop(turn.streamId);
      if (!turn.interrupted) turn.stop.abort();
    },
    onChat(event) {
      const turn = [...turns.values()].find(({ streamId }) => streamId === event.streamId);
      if (turn === undefined || event.kind !== 'end') return;
      const { meta } = event.message;
      const { firstTokenMs = null, totalMs = null } = meta ?? {};
      turn.timings = { ...turn.timings, firstWordMs: firstTokenMs, answerMs: totalMs };
      turn.streamId = null;
      turn.live = null;
      if (meta?.status === 'failed') {
        fail(turn, 'thinking', new IpcFailure(meta.errorCode ?? 'internal_error', 'No answer.'));
        return;
      }
      turns.delete(turn.turnId);
      emit({ kind: 'answered', turnId: turn.turnId, timings: turn.timings });
    },
    async stopAll() {
      const all = [...turns.values()];
      for (const { stop, live } of all) {
        stop.abort();
        live?.close();
      }
      await Promise.all(all.map(async (turn) => turn.work));
    },
  };
}
