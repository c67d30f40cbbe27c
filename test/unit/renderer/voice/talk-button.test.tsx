import { fireEvent, screen } from '@testing-library/react';
import { DEFAULT_VOICE } from '@shared/settings/settings';
import { INITIAL_MACHINE } from '@shared/voice/machine';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { useAppStore } from '../../../../renderer/app/store';
import { connectVoice, TalkButton } from '../../../../renderer/features/voice';
import { useVoiceStore } from '../../../../renderer/features/voice/store';
import { freshApp, show } from '../../../support/render';

beforeAll(async () => {
  // A microphone that is still being opened: what the key does is seen without one.
  vi.stubGlobal('speechSynthesis', { getVoices: () => [], cancel: () => undefined });
  Object.defineProperty(navigator, 'mediaDevices', {
    value: { getUserMedia: () => new Promise(() => undefined) },
  });
  await freshApp();
  connectVoice({
    target: () => ({ conversationId: null, parentId: null }),
    onAnswering: () => undefined,
    onDictated: () => undefined,
    show: () => undefined,
  });
});

let button: HTMLElement;
const state = () => useVoiceStore.getState().machine.state;

beforeEach(async () => {
  await freshApp();
  useVoiceStore.setState({ machine: INITIAL_MACHINE, shown: null, asksConsent: false });
  const { settings } = useAppStore.getState();
  useAppStore.setState({
    settings: { ...settings, voice: { ...DEFAULT_VOICE, microphone: true } },
  });
  show(<TalkButton purpose="talk" />);
  button = screen.getByRole('button');
});

it('is held by the keyboard as by the mouse; the repeats of a held key are one press', () => {
  fireEvent.keyDown(button, { key: 'Enter' });
  fireEvent.keyDown(button, { key: 'Enter', repeat: true });
  expect(state()).toMatchObject({ kind: 'arming', latched: false, turn: 1 });
  fireEvent.keyUp(button, { key: 'Enter' });
  expect(state()).toMatchObject({ kind: 'arming', latched: true });
});

// Its key-up goes elsewhere: the microphone stayed open to the cap, whatever was said.
it('a key that is held while the focus leaves ends the press', () => {
  fireEvent.keyDown(button, { key: ' ' });
  fireEvent.blur(button);
  expect(state()).toMatchObject({ kind: 'arming', latched: true });
});

it('a key that went down elsewhere ends nothing when it comes up here', () => {
  fireEvent.pointerDown(button, { button: 0, pointerId: 1 });
  fireEvent.keyUp(button, { key: 'Enter' });
  fireEvent.blur(button);
  expect(state()).toMatchObject({ kind: 'arming', latched: false });
});
