import type { Capture, CaptureSources } from '@shared/ipc/capture';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';

/** What the person came for; the preview lets them choose again, or both. */
export type Purpose = 'ask' | 'keep';

/** A capture with its picture decoded. */
export interface Taken {
  readonly capture: Capture;
  readonly picture: HTMLImageElement;
}

export interface CaptureState {
  readonly stage: 'closed' | 'choosing' | 'preview';
  readonly purpose: Purpose;
  /** What could be captured when the dialog was opened. */
  readonly sources: Loadable<CaptureSources>;
  /** A capture is being taken. */
  readonly busy: boolean;
  readonly taken: Taken | null;
  /** Taken by the shortcut while another one was being looked at. */
  readonly waiting: readonly Capture[];
}

export const useCaptureStore = create<CaptureState>()(() => ({
  stage: 'closed',
  purpose: 'ask',
  sources: LOADING,
  busy: false,
  taken: null,
  waiting: [],
}));
