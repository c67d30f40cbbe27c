/** Sizes and times of live sessions; milliseconds and bytes. */
export interface RealtimeLimits {
  /** One event: OpenAI takes 15 MB of sound in one, as base64 20 MB. */
  readonly eventBytes: number;
  /** Connecting, and again from there to the first event. */
  readonly openMs: number;
  /** Without an event in either direction. */
  readonly idleMs: number;
  /** While an answer is under way and nothing comes. */
  readonly answerMs: number;
  /** A whole session; OpenAI ends its own after 60 minutes. */
  readonly sessionMs: number;
  /** Between two looks whether both sides are still there. */
  readonly pingMs: number;
  /** Bytes that wait for a slow side before the other one is held back. */
  readonly waitingBytes: number;
}

export const DEFAULT_LIMITS: RealtimeLimits = {
  eventBytes: 24 * 1024 * 1024,
  openMs: 10_000,
  idleMs: 15 * 60_000,
  answerMs: 120_000,
  sessionMs: 65 * 60_000,
  pingMs: 30_000,
  waitingBytes: 1024 * 1024,
};
