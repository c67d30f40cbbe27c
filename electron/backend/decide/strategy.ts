import type { DecisionInput, DecisionTrace } from '@shared/routing/decide';
import type { Identity } from '../auth';
import type { BackendContext } from '../context';

/** What a strategy may read of the request beside the candidates. */
export interface StrategyRequest {
  readonly identity: Identity;
  /** The chat as OpenAI's messages, whichever protocol it came in; empty where it is no chat. */
  readonly messages: () => readonly unknown[];
  /** Text that the request is about: the last thing the user said; '' when there is none. */
  readonly prompt: () => string;
  /** An explicit id; null = a request of its own. */
  readonly conversationId: string | null;
  /** `x-auto-router-learned: off`. */
  readonly learnedOff: boolean;
  /**
   * Only a look before sending: nothing is remembered, and an unfinished prompt is not shown to a
   * provider, so what a model would label is labelled on this machine.
   */
  readonly preview: boolean;
  /** Aborted when nobody waits for the decision any more. */
  readonly signal: AbortSignal;
}

/**
 * Decides one request behind the gates: which of the candidates serve, in which order, and why. May
 * be asynchronous for a strategy with a classifier or an embedder; it makes no other network call.
 */
export type Strategy = (
  input: DecisionInput,
  request: StrategyRequest,
  ctx: BackendContext,
) => DecisionTrace | Promise<DecisionTrace>;

export interface StrategyRow {
  /** `auto` itself, or the part after `auto/` of the virtual model. */
  readonly name: string;
  readonly decide: Strategy;
}
