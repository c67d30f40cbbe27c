import type { AnswerMeta, Conversation, VoiceMeta } from '@shared/api/conversations';
import type { HistoryRow } from '@shared/api/history';

/** A spoken question and its answer: two requests, and what went before them. */
export interface SpokenTurn {
  readonly voice: VoiceMeta;
  readonly answer: AnswerMeta;
}

/** Whether a request can have been a stage of a spoken turn. */
export function maybeSpoken({ task, conversationId }: HistoryRow): boolean {
  return conversationId !== null && (task === 'transcription' || task === 'ptt_response');
}

/** The turn of a conversation that this request was a stage of; null = none. */
export function turnOf({ messages }: Conversation, rowId: string): SpokenTurn | null {
  for (const { meta } of messages) {
    const voice = meta?.voice;
    if (meta === null || voice === undefined || voice === null) continue;
    if (meta.outcomeId === rowId || voice.transcriptionOutcomeId === rowId) {
      return { voice, answer: meta };
    }
  }
  return null;
}
