import { decideAuto } from '@shared/routing/decide';
import { decideByTable } from './efficient';
import { decideByMemory } from './learned';
import type { StrategyRow } from './strategy';

/** The strategy of the plain `auto`, and of `auto/<task>`. */
export const AUTO: StrategyRow = { name: 'auto', decide: decideAuto };

/** Every strategy, one row each: `auto/<name>` works once its row is here. */
export const STRATEGIES: readonly StrategyRow[] = [
  AUTO,
  { name: 'efficient', decide: decideByTable },
  { name: 'learned', decide: decideByMemory },
];

export function strategyNamed(name: string): StrategyRow | null {
  return STRATEGIES.find((row) => row.name === name) ?? null;
}
