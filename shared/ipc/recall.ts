import type {
  RecallPage,
  RecallSettingsPatch,
  RecallShotDetail,
  RecallStatus,
} from '../api/recall';

/** Recall, by method. */
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
  /** Keeps the picture as the person left it; `image` is base64 without a prefix. */
  keep: {
    in: { image: string; width: number; height: number; title: string; localOnly: boolean };
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
  'keep',
] as const satisfies readonly (keyof RecallRequests)[];
