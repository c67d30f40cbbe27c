import type { KEY_STRATEGIES } from '@shared/api/keys';
import type { NewKeyInput } from '@shared/ipc/contract';

/** Not from shared/api/keys.ts, which would bring zod into the window. */
export const STRATEGIES = [
  'auto',
  'auto/efficient',
  'auto/learned',
  'direct',
] as const satisfies typeof KEY_STRATEGIES;
export type KeyStrategy = (typeof STRATEGIES)[number];

/** What stands in the form. */
export interface KeyDraft {
  readonly name: string;
  readonly strategies: readonly KeyStrategy[];
  /** False = all models. */
  readonly onlyModels: boolean;
  readonly models: readonly string[];
  /** US dollars a day; null = none. */
  readonly dailyCapUsd: number | null;
}

export const NEW_KEY: KeyDraft = {
  name: '',
  strategies: STRATEGIES,
  onlyModels: false,
  models: [],
  dailyCapUsd: null,
};

export type KeyProblem = 'noName' | 'nameTaken' | 'noStrategy' | 'noModel';

/** What is wrong with each field; `taken` are the names of keys that work. */
export function problemsOf(
  draft: KeyDraft,
  taken: readonly string[],
): Readonly<Partial<Record<'name' | 'strategies' | 'models', KeyProblem>>> {
  const name = draft.name.trim();
  return {
    ...(name === ''
      ? { name: 'noName' as const }
      : taken.includes(name)
        ? { name: 'nameTaken' as const }
        : {}),
    ...(draft.strategies.length === 0 && { strategies: 'noStrategy' as const }),
    ...(draft.onlyModels && draft.models.length === 0 && { models: 'noModel' as const }),
  };
}

/** What is sent: all of a kind is no limit, so that a strategy that comes later is in it too. */
export function toInput(draft: KeyDraft): NewKeyInput {
  return {
    name: draft.name.trim(),
    strategies: draft.strategies.length === STRATEGIES.length ? null : [...draft.strategies],
    models: draft.onlyModels ? [...draft.models] : null,
    daily_cap_usd: draft.dailyCapUsd,
  };
}
