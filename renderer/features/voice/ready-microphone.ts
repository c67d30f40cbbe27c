import type { VoiceSettings } from '@shared/settings/settings';
import { meterLevel } from '@shared/voice/loudness';
import type { Microphone, OpenMicrophone } from './microphone';

/** How long an open microphone waits for the next turn. */
const READY_MS = 30_000;

export interface ReadyMicrophoneDeps {
  readonly open: OpenMicrophone;
  readonly settings: () => Pick<VoiceSettings, 'deviceId' | 'keepReady'>;
  /** Runs once after `ms`; call what is returned to cancel. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Loudness as the meter shows it, 0..1. */
  readonly onLevel: (level: number) => void;
  /** The device went away; it is let go already. */
  readonly onLost: () => void;
}

/** The one microphone of the window, kept open from turn to turn for a while. */
export interface ReadyMicrophone {
  /** The microphone of the settings, open; fails as opening it does. */
  ready(): Promise<Microphone>;
  /** Ends the recording; the microphone stays ready for a while where the person wants that. */
  rest(): void;
  /** Lets go of it at once, also of one that is only being opened. */
  close(): void;
}

export function createReadyMicrophone(deps: ReadyMicrophoneDeps): ReadyMicrophone {
  const { settings, after, onLevel, onLost } = deps;
  let microphone: Microphone | null = null;
  let opened = '';
  let opening: Promise<Microphone> | null = null;
  let closeLater: (() => void) | null = null;
  /** False once it was closed while it opened: then it is let go as soon as it is there. */
  let wanted = true;

  async function open(deviceId: string): Promise<Microphone> {
    close();
    const device = await deps.open(deviceId, {
      onLevel: (loudness) => onLevel(meterLevel(loudness)),
      onLost: () => {
        if (microphone !== device) return;
        close();
        onLost();
      },
    });
    if (!wanted) {
      device.close();
      throw new DOMException('It is not wanted any more.', 'AbortError');
    }
    microphone = device;
    opened = deviceId;
    return device;
  }

  function stay(): void {
    closeLater?.();
    closeLater = null;
  }

  function close(): void {
    stay();
    microphone?.close();
    microphone = null;
    onLevel(0);
  }

  return {
    async ready() {
      stay();
      wanted = true;
      const { deviceId } = settings();
      if (microphone !== null && opened === deviceId) return microphone;
      // A second press while the first one's microphone opens waits for the same one.
      opening ??= open(deviceId).finally(() => {
        opening = null;
      });
      return opening;
    },
    rest() {
      microphone?.stop();
      onLevel(0);
      stay();
      if (settings().keepReady) closeLater = after(READY_MS, close);
      else close();
    },
    close() {
      wanted = false;
      close();
    },
  };
}
