import type {
  RecallPage,
  RecallSettingsPatch,
  RecallShotDetail,
  RecallStatus,
} from '../api/recall';

/** A screen or window that can be captured now. */
export interface CaptureSource {
  readonly id: string;
  readonly kind: 'screen' | 'window';
  readonly name: string;
  /** Small picture of it as a data URL. */
  readonly thumbnail: string;
  /** A window of a password manager: it is not captured. */
  readonly isPrivate: boolean;
}

/** A capture that is nowhere but in this answer. */
export interface Capture {
  /** PNG as a data URL, in the pixels of the screen. */
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** A private window is open somewhere: it may be on the picture of a screen. */
  readonly privateNearby: boolean;
}

/** Screenshots and recall, by method. */
export interface RecallRequests {
  status: { in: void; out: RecallStatus };
  change: { in: RecallSettingsPatch; out: RecallStatus };
  search: {
    in: { q: string; from: number | null; to: number | null; limit: number; offset: number };
    out: RecallPage;
  };
  shot: { in: { id: string }; out: RecallShotDetail };
  /** The kept picture as a data URL; with a width as a small JPEG. */
  image: { in: { id: string; width: number | null }; out: { dataUrl: string } };
  remove: { in: { id: string }; out: void };
  clear: { in: void; out: { removed: number } };
  /** Null = today's pick. */
  reindex: { in: { model: string | null }; out: RecallStatus };
  stopReindex: { in: void; out: RecallStatus };
  sources: { in: void; out: readonly CaptureSource[] };
  /** `private_window`, or `capture_failed` when the system gives no picture. */
  capture: { in: { id: string }; out: Capture };
  /** Keeps the picture as the person left it; `image` is base64 without a prefix. */
  keep: {
    in: { image: string; width: number; height: number; title: string };
    out: RecallShotDetail;
  };
}

export const RECALL_METHODS = [
  'status',
  'change',
  'search',
  'shot',
  'image',
  'remove',
  'clear',
  'reindex',
  'stopReindex',
  'sources',
  'capture',
  'keep',
] as const satisfies readonly (keyof RecallRequests)[];
