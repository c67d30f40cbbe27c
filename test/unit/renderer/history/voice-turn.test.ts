import { expect, test } from 'vitest';
import type { AnswerMeta, Conversation, Message, VoiceMeta } from '@shared/api/conversations';
import { maybeSpoken, turnOf } from '../../../../renderer/features/history/voice-turn';
import type { HistoryRow } from '@shared/api/history';

const VOICE: VoiceMeta = {
  transcriptionModel: 'lab/ear',
  transcriptionOutcomeId: 'o-ear',
  recordedMs: 2000,
  transcribeMs: 300,
};

function conversation(...metas: readonly (Partial<AnswerMeta> | null)[]): Conversation {
  const messages = metas.map((meta, index) => ({ id: `m${index}`, meta }) as Message);
  return { id: 'c', messages } as unknown as Conversation;
}

test('both requests of a spoken turn find it, and no other does', () => {
  const spoken = conversation(null, { outcomeId: 'o-typed' }, null, {
    outcomeId: 'o-mind',
    voice: VOICE,
  });
  expect(turnOf(spoken, 'o-ear')?.answer.outcomeId).toBe('o-mind');
  expect(turnOf(spoken, 'o-mind')?.voice).toEqual(VOICE);
  expect(turnOf(spoken, 'o-typed')).toBeNull();
  expect(turnOf(conversation(), 'o-ear')).toBeNull();
});

test('a named transcription has no request of its own, which is not the same as every other', () => {
  const named = conversation({
    outcomeId: 'o-mind',
    voice: { ...VOICE, transcriptionOutcomeId: null },
  });
  expect(turnOf(named, 'o-ear')).toBeNull();
  expect(turnOf(named, 'o-mind')).not.toBeNull();
});

test('a file’s transcription belongs to no conversation and is not looked for', () => {
  const row = { task: 'transcription', conversationId: null } as HistoryRow;
  expect(maybeSpoken(row)).toBe(false);
  expect(maybeSpoken({ ...row, conversationId: 'c' })).toBe(true);
  expect(maybeSpoken({ ...row, conversationId: 'c', task: 'general_assistant' })).toBe(false);
});
