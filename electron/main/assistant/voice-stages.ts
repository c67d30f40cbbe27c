import type { VoiceNotice } from '@shared/ipc/voice';
import { isSilence } from '@shared/voice/loudness';
import { encodeWav } from '@shared/voice/wav';
import type { AudioClient } from '../backend/audio-client';
import type { BackendClient } from '../backend/backend-client';
import type { Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import type { Chat } from './chat';
import type { LiveTurn } from './live-turn';
import type { VoiceTurn } from './voice-turn';

export interface VoiceStagesDeps {
  readonly client: Pick<AudioClient, 'transcribe'> & Pick<BackendClient, 'createConversation'>;
  /** The chat of `ptt_response`; its events are passed on to the turns. */
  readonly chat: Chat;
  /** The setting for transcription: `auto` or a model. */
  readonly selection: () => string;
  readonly keepExcerpts: () => boolean;
  readonly emit: (notice: VoiceNotice) => void;
  readonly clock: Clock;
}

export interface VoiceStages {
  /** The conversation of the turn, made with its first words where there was none. */
  readonly conversationOf: (turn: VoiceTurn) => Promise<string>;
  /** @throws IpcFailure voice_silence, voice_no_words, or what the router says */
  readonly transcribe: (turn: VoiceTurn) => Promise<void>;
  /** Stores `text` as the question and has it answered, by the session where there is one. */
  readonly answer: (turn: VoiceTurn, text: string, live?: LiveTurn | null) => Promise<void>;
}

const AUTO_MODEL = 'auto/transcription';

/** What is asked of the router for one turn, stage by stage. `isGone`: nobody waits for it any more. */
export function createVoiceStages(
  { client, chat, selection, keepExcerpts, emit, clock }: VoiceStagesDeps,
  isGone: (turn: VoiceTurn) => boolean,
): VoiceStages {
  async function conversationOf(turn: VoiceTurn): Promise<string> {
    const known = turn.conversationId ?? turn.madeConversation;
    if (known !== null) return known;
    // A session asks for it while the person still speaks; there is one all the same.
    turn.making ??= make(turn).finally(() => {
      turn.making = null;
    });
    return turn.making;
  }

  async function make(turn: VoiceTurn): Promise<string> {
    const { id } = await client.createConversation('');
    turn.madeConversation = id;
    return id;
  }

  async function transcribe(turn: VoiceTurn): Promise<void> {
    // A second try sends it all the same: the person says that there is a voice in it.
    if (!turn.tried && isSilence(turn.pieces)) {
      turn.tried = true;
      throw new IpcFailure('voice_silence', 'Nothing was heard.');
    }
    turn.tried = true;
    const conversationId = turn.purpose === 'talk' ? await conversationOf(turn) : null;
    const selected = selection().trim();
    const startedAt = clock.now();
    const heard = await client.transcribe(
      {
        model: selected.toLowerCase() === 'auto' ? AUTO_MODEL : selected,
        name: 'recording.wav',
        type: 'audio/wav',
        bytes: encodeWav(turn.pieces),
        format: 'json',
        conversationId,
        keepExcerpt: keepExcerpts(),
      },
      turn.stop.signal,
    );
    const text = heard.text.trim();
    if (text === '') throw new IpcFailure('voice_no_words', 'No words were recognised.');
    turn.timings = { ...turn.timings, transcribeMs: clock.now() - startedAt };
    turn.transcription = { model: heard.model, outcomeId: heard.outcomeId };
    turn.text = text;
  }

  async function answer(
    turn: VoiceTurn,
    text: string,
    live: LiveTurn | null = null,
  ): Promise<void> {
    const conversationId = await conversationOf(turn);
    // Stored already in these words: it is answered again.
    const again = turn.question?.text === text ? turn.question.id : null;
    const { transcription, timings } = turn;
    const started = await chat.send(
      {
        conversationId,
        parentId: again ?? turn.parentId,
        content: again === null ? text : null,
        ...(again === null && turn.pictures !== undefined && { pictures: turn.pictures }),
        model: 'auto',
      },
      {
        transcriptionModel: transcription?.model ?? null,
        transcriptionOutcomeId: transcription?.outcomeId ?? null,
        recordedMs: timings.recordedMs,
        transcribeMs: timings.transcribeMs,
      },
      live?.answer,
    );
    turn.question = { id: started.userMessage.id, text };
    turn.streamId = started.streamId;
    if (isGone(turn)) {
      chat.stop(started.streamId);
      return;
    }
    const { turnId } = turn;
    emit({ kind: 'answering', turnId, conversationId, started, live: live !== null });
  }

  return { conversationOf, transcribe, answer };
}
