import type { Api } from '../../shared/ipc/api';
import type { Capture, CaptureSource, CaptureStatus } from '../../shared/ipc/capture';
import { PIXEL } from './fake-recall';
import { fail, ok } from './fake-result';

export const CAPTURE: Capture = {
  image: PIXEL,
  width: 1280,
  height: 800,
  title: 'Screen 1',
  localOnly: false,
  privateApps: [],
  windowsKnown: true,
};

export const CAPTURE_SOURCES: readonly CaptureSource[] = [
  {
    id: 'screen:0',
    kind: 'screen',
    name: 'Screen 1',
    size: { width: 2560, height: 1440 },
    thumbnail: PIXEL,
    privacy: null,
  },
  {
    id: 'window:1',
    kind: 'window',
    name: 'Vault - Bitwarden',
    size: null,
    thumbnail: '',
    privacy: 'never',
  },
  {
    id: 'window:2',
    kind: 'window',
    name: 'Diary',
    size: null,
    thumbnail: PIXEL,
    privacy: 'local',
  },
];

export interface FakeCaptureState {
  /** What `take` and `region` give. */
  capture: Capture;
  sources: readonly CaptureSource[];
  shortcut: CaptureStatus['shortcut'];
  /** What the shortcut took and nobody has fetched. */
  waiting: readonly Capture[];
}

/** Main's part of screenshots, from a state that a test may change. */
export function fakeCapture(state: { readonly capture: FakeCaptureState }): Api['capture'] {
  const { capture } = state;
  return {
    status: () => ok({ shortcut: capture.shortcut }),
    sources: () => ok({ sources: capture.sources, windowsKnown: true }),
    take: ({ id }) => {
      const source = capture.sources.find((one) => one.id === id);
      if (source === undefined) return fail('capture_failed');
      if (source.privacy === 'never') return fail('private_window');
      return ok({ ...capture.capture, title: source.name });
    },
    region: () => ok(capture.capture),
    collect: () => {
      const waiting = capture.waiting;
      capture.waiting = [];
      return ok(waiting);
    },
  };
}
