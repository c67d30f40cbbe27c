import { type DecisionInput, type DecisionTrace, decideAuto } from '@shared/routing/decide';

/**
 * Decides one request behind the gates: which of the candidates serve, in which order, and why. May
 * be asynchronous for a strategy with a classifier or an embedder; it makes no other network call.
 */
export type Strategy = (input: DecisionInput) => DecisionTrace | Promise<DecisionTrace>;

export interface StrategyRow {
  /** `auto` itself, or the part after `auto/` of the virtual model. */
  readonly name: string;
  readonly decide: Strategy;
}

/** The strategy of the plain `auto`, and of `auto/<task>`. */
export const AUTO: StrategyRow = { name: 'auto', decide: decideAuto };

/** Every strategy, one row each: `auto/<name>` works once its row is here. */
export const STRATEGIES: readonly StrategyRow[] = [AUTO];

export function strategyNamed(name: string): StrategyRow | null {
  return STRATEGIES.find((row) => row.name === name) ?? null;
}
