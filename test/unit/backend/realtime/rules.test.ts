import { describe, expect, it } from 'vitest';
import type { RealtimeEvent } from '../../../../electron/backend/realtime/events';
import { ruled } from '../../../../electron/backend/realtime/rules';

const SERVING = { provider: 'openai', model: 'gpt-realtime-2.1' };

function transcriptionAfter(model: unknown): unknown {
  const audio = { input: { transcription: { model, language: 'en' }, turn_detection: null } };
  const event: RealtimeEvent = {
    type: 'session.update',
    session: { type: 'realtime', instructions: 'Be brief.', audio },
  };
  const { session } = ruled(event, SERVING) as { session?: { audio?: typeof audio } };
  expect(session).toMatchObject({ instructions: 'Be brief.' });
  expect(session?.audio?.input).toMatchObject({
    turn_detection: null,
    transcription: { language: 'en' },
  });
  return session?.audio?.input.transcription.model;
}

describe('S0-96: who writes down what is said in a session', () => {
  it.each([
    ['auto', 'whisper-1'],
    [' Auto ', 'whisper-1'],
    ['auto/transcription', 'whisper-1'],
    ['auto/learned', 'whisper-1'],
    ['openai/gpt-4o-transcribe', 'gpt-4o-transcribe'],
    ['gpt-4o-transcribe', 'gpt-4o-transcribe'],
    ['deepgram/nova-3', 'deepgram/nova-3'],
    [7, 7],
  ])('%j becomes %j', (asked, sent) => {
    expect(transcriptionAfter(asked)).toBe(sent);
  });

  it('the name of the beta too', () => {
    const event: RealtimeEvent = {
      type: 'session.update',
      session: { input_audio_transcription: { model: 'auto' } },
    };
    expect(ruled(event, SERVING)['session']).toEqual({
      input_audio_transcription: { model: 'whisper-1' },
    });
  });
});

describe('a session stays with its model', () => {
  it('whatever a caller names in it', () => {
    const event: RealtimeEvent = { type: 'session.update', session: { model: 'gpt-realtime-pro' } };
    expect(ruled(event, SERVING)['session']).toEqual({ model: 'gpt-realtime-2.1' });
  });

  it.each([
    { type: 'session.update', session: { instructions: 'auto' } },
    { type: 'session.update', session: null },
    { type: 'session.update' },
    { type: 'response.create', response: { instructions: 'auto' } },
    { type: 'input_audio_buffer.append', audio: 'AAAA' },
  ])('and everything else goes on as it is: %j', (event) => {
    expect(ruled(event, SERVING)).toBe(event);
  });
});
