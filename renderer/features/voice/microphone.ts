import { rms } from '@shared/voice/loudness';
import { SAMPLE_RATE, toPcm16 } from '@shared/voice/wav';
import type { CapturedPiece } from './capture-worklet';
// oxlint-disable-next-line import/default -- Vite makes this module: the address of the built worklet
import workletUrl from './capture-worklet.ts?worker&url';

export interface MicrophoneEvents {
  /** Loudness 0..1 of every piece, also while nothing is recorded. */
  readonly onLevel: (loudness: number) => void;
  /** The device went away. */
  readonly onLost: () => void;
}

export interface Microphone {
  /** Sends what was heard just before, then every piece, until {@link Microphone.stop}. */
  start(onPiece: (samples: Int16Array) => void): void;
  stop(): void;
  /** Lets go of the device. */
  close(): void;
}

export type OpenMicrophone = (deviceId: string, events: MicrophoneEvents) => Promise<Microphone>;

/** Half a second before the key: people begin to speak while they press. */
const PRE_ROLL_PIECES = 10;

/** Opens a microphone as 16 kHz mono; fails as `getUserMedia` does. */
export const openMicrophone: OpenMicrophone = async (deviceId, { onLevel, onLost }) => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      ...(deviceId === '' ? {} : { deviceId: { exact: deviceId } }),
    },
  });
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  const release = (): void => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  let node: AudioWorkletNode;
  try {
    await context.audioWorklet.addModule(workletUrl);
    await context.resume();
    node = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0 });
    context.createMediaStreamSource(stream).connect(node);
    // Its end was told before anybody listened.
    if (stream.getAudioTracks().some(({ readyState }) => readyState === 'ended')) {
      throw new DOMException('It went away while it was opened.', 'NotFoundError');
    }
  } catch (error) {
    release();
    throw error;
  }

  let before: Int16Array[] = [];
  let send: ((samples: Int16Array) => void) | null = null;
  node.port.addEventListener('message', ({ data }: MessageEvent<CapturedPiece>) => {
    const samples = toPcm16(data);
    onLevel(rms(samples));
    if (send !== null) send(samples);
    else before = [...before, samples].slice(-PRE_ROLL_PIECES);
  });
  node.port.start();
  for (const track of stream.getAudioTracks()) track.addEventListener('ended', onLost);
  return {
    start(onPiece) {
      for (const samples of before) onPiece(samples);
      before = [];
      send = onPiece;
    },
    stop() {
      send = null;
    },
    close() {
      send = null;
      release();
    },
  };
};

/** Why a microphone could not be opened, as a code of the app. */
export function microphoneFailure(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'voice_microphone_refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'voice_no_microphone';
    default:
      return 'voice_microphone_busy';
  }
}
