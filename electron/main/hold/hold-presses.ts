import type { HoldPress } from '@shared/ipc/voice';

export interface HoldPressesDeps {
  /** The window has the focus and the same key is held to talk in it: it sees the press by itself. */
  readonly isWindows: () => boolean;
  /** The person must see the window: the microphone is not allowed yet, or there is no window. */
  readonly needsWindow: () => boolean;
  readonly showWindow: () => void;
  readonly tell: (press: HoldPress) => void;
}

/**
 * Which presses of the global key are told to the page. One press is never told twice; whose it is is
 * settled when the key goes down, and its end goes the same way.
 */
export function createHoldPresses(deps: HoldPressesDeps): (press: HoldPress) => void {
  let told = false;
  return (press) => {
    if (press.key === 'down') {
      told = !deps.isWindows();
      if (told && deps.needsWindow()) deps.showWindow();
    }
    if (told) deps.tell(press);
    if (press.key !== 'down') told = false;
  };
}
