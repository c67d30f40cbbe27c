import type { Rect, Size } from '../capture/geometry';
import type { Result } from './result';

/** The one page and the only channels of the overlay that a region is drawn on. */
export const OVERLAY_PAGE = 'overlay.html';

/** The frozen screen that an overlay shows. */
export interface OverlayFrame {
  /** A data URL. */
  readonly image: string;
  /** Its pixels. */
  readonly size: Size;
  /** `Screen 1`. */
  readonly name: string;
  /** How many screens there are to draw on. */
  readonly screens: number;
}

/** Requests of an overlay, by method; each is about the overlay that asks. */
export interface OverlayRequests {
  frame: { in: void; out: OverlayFrame };
  /** The picture is on the page: it may be seen. */
  ready: { in: void; out: void };
  /** Takes what is under a rectangle; all overlays close. Both in CSS pixels of the page. */
  take: { in: { rect: Rect; area: Size }; out: void };
  cancel: { in: void; out: void };
  /** Gives the keyboard to the next screen. */
  next: { in: void; out: void };
}

export const OVERLAY_METHODS = [
  'frame',
  'ready',
  'take',
  'cancel',
  'next',
] as const satisfies readonly (keyof OverlayRequests)[];

/** `window.overlay` of that page. */
export type OverlayApi = {
  readonly [M in keyof OverlayRequests]: (
    ...input: OverlayRequests[M]['in'] extends void ? [] : [OverlayRequests[M]['in']]
  ) => Promise<Result<OverlayRequests[M]['out']>>;
};
