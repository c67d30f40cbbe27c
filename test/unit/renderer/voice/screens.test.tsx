import { act, screen, within } from '@testing-library/react';
import type { VoiceState } from '@shared/voice/machine-types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FileDialog, VoicePanel } from '../../../../renderer/features/voice';
import { showFiles, useFileStore } from '../../../../renderer/features/voice/file-store';
import { type TurnShown, useVoiceStore } from '../../../../renderer/features/voice/store';
import { fail } from '../../../support/fake-api';
import { FAKE_CANDIDATES } from '../../../support/fake-candidates';
import { freshApp, show } from '../../../support/render';

beforeEach(() => {
  useVoiceStore.setState(useVoiceStore.getInitialState(), true);
  useFileStore.setState({ open: false, job: { kind: 'none' } });
});

const HAIKU = 'anthropic/claude-haiku-4.5';

function pick(model: string) {
  return {
    selection: 'auto',
    decision: { model, reason: 'routerPick', routerPick: model },
    pickedAt: 1,
    stale: false,
  } as const;
}

const SPOKEN: TurnShown = {
  turn: 1,
  turnId: 't1',
  purpose: 'talk',
  begun: {
    transcription: { task: 'transcription', ...pick('lab/ear') },
    response: { task: 'ptt_response', ...pick(HAIKU) },
    live: false,
    decidedMs: 0.2,
  },
  transcript: 'what is the weather like today',
  model: 'lab/ear',
  live: false,
  timings: null,
  firstSoundMs: null,
  speechProblem: null,
};

const onFocusLost = vi.fn<() => void>();

function showTurn(state: VoiceState, change: Partial<TurnShown> = {}): void {
  useVoiceStore.setState({
    machine: { state, nextTurn: 2 },
    shown: { ...SPOKEN, ...change },
  });
  show(<VoicePanel onFocusLost={onFocusLost} />);
}

describe('what push-to-talk is doing', () => {
  it('does not claim to speak, nor offer to stop it, where no voice is installed', async () => {
    await freshApp();
    const speaking = { kind: 'speaking', turn: 1, purpose: 'talk', answered: false } as const;
    showTurn(speaking, { speechProblem: 'noVoice' });
    expect(screen.getByRole('status').textContent).toBe('The answer is being written…');
    expect(screen.queryByRole('button', { name: 'Stop speaking' })).toBeNull();
  });

  it('calls the models by their names, as the rest of the app does', async () => {
    await freshApp();
    showTurn({ kind: 'thinking', turn: 1, purpose: 'talk' });
    // What the catalog has no name for keeps the provider's own.
    await screen.findByText('Text by ear · answer by Claude Haiku 4.5');
  });

  it('says once that the recording is kept', async () => {
    await freshApp();
    const code = 'voice_silence';
    const error = { kind: 'error', stage: 'transcribing', code, kept: true } as const;
    showTurn({ ...error, turn: 1, purpose: 'talk' }, { transcript: null });
    expect(screen.getByRole('alert').textContent?.match(/is kept/gu)).toHaveLength(1);
  });
});

describe('the focus', () => {
  it('is given on when its button goes, and left alone when another goes', async () => {
    // Catches: somebody at the keyboard who is back at the top of the window after "Try again".
    await freshApp();
    const error = {
      kind: 'error',
      stage: 'transcribing',
      code: 'voice_silence',
      kept: true,
    } as const;
    showTurn({ ...error, turn: 1, purpose: 'talk' });
    const button = screen.getByRole('button', { name: 'Send it all the same' });
    button.focus();
    const state = { kind: 'transcribing', turn: 1, purpose: 'talk' } as const;
    act(() => useVoiceStore.setState({ machine: { state, nextTurn: 2 } }));
    expect(onFocusLost).toHaveBeenCalledTimes(1);
    act(() =>
      useVoiceStore.setState({ shown: null, machine: { state: { kind: 'idle' }, nextTurn: 2 } }),
    );
    expect(onFocusLost).toHaveBeenCalledTimes(1);
  });
});

describe('a file to transcribe', () => {
  it('says to whom it goes, and that it leaves the machine, before one is chosen', async () => {
    const ear = FAKE_CANDIDATES.find(({ id }) => id === HAIKU);
    const fake = await freshApp({ candidates: ear === undefined ? [] : [ear] });
    showFiles(true);
    show(<FileDialog />);
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(
      'It goes to Claude Haiku 4.5 (anthropic), in the cloud: the recording leaves this machine.',
    );
    const { input } = fake.calls.findLast(({ name }) => name === 'router.preview') ?? {};
    expect(input).toEqual({ task: 'transcription', strategy: 'auto' });
  });

  it('says so when nobody could take it, and does not guess without the router', async () => {
    const fake = await freshApp({ candidates: [] });
    showFiles(true);
    show(<FileDialog />);
    await screen.findByText(/No connected model can write down speech now/u);
    fake.override('router.preview', () => fail('backend_unavailable'));
    fake.emit('prefs', fake.state.prefs);
    await screen.findByText('It goes to the transcription model of your preferences.');
  });
});
