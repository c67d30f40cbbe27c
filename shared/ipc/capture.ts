/** A screen or window that can be captured now. */
export interface CaptureSource {
  readonly id: string;
  readonly kind: 'screen' | 'window';
  /** Of a window its title; of a screen `Screen 1`. */
  readonly name: string;
  /** Pixels of a screen; null of a window, whose size the system does not tell. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Small picture of it as a data URL; empty of one that may not be captured. */
  readonly thumbnail: string;
  /** What the privacy list says of it; null = nothing. */
  readonly privacy: 'never' | 'local' | null;
}

export interface CaptureSources {
  readonly sources: readonly CaptureSource[];
  /** False = the system tells no windows (Wayland), so the privacy list cannot see them. */
  readonly windowsKnown: boolean;
}

/** A capture that is nowhere but in this answer. */
export interface Capture {
  /** PNG as a data URL, in the pixels of the screen. */
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /**
   * It shows, or may show, a window of the privacy list: no cloud provider may be given it. Main's
   * decision; the picture carries it wherever it goes.
   */
  readonly localOnly: boolean;
  /** Names of the list whose windows are open, of a window its own; empty when `localOnly` is false. */
  readonly privateApps: readonly string[];
  readonly windowsKnown: boolean;
}

export interface CaptureStatus {
  /** `refused` = another program has the shortcut, or it is none. */
  readonly shortcut: 'off' | 'ready' | 'refused';
}

/** Taking screenshots, by method. */
export interface CaptureRequests {
  status: { in: void; out: CaptureStatus };
  /** `capture_denied` when the system does not allow it, else `capture_failed`. */
  sources: { in: void; out: CaptureSources };
  /** `private_window`, `capture_failed`, `capture_blank`, `capture_denied`. */
  take: { in: { id: string }; out: Capture };
  /** Lets the person draw a rectangle on the frozen screens; `cancelled` when they do not. */
  region: { in: void; out: Capture };
  /** Captures that were taken by the shortcut and not fetched yet; they are given once. */
  collect: { in: void; out: readonly Capture[] };
}

export const CAPTURE_METHODS = [
  'status',
  'sources',
  'take',
  'region',
  'collect',
] as const satisfies readonly (keyof CaptureRequests)[];

/** What the shortcut did: a picture waits to be collected, or why there is none. */
export type CaptureNotice =
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly code: string };
