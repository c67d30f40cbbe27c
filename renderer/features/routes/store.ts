import type { ExplainResponse, MemoryExample } from '@shared/api/memory';
import { PRACTICE_SET } from '@shared/practice-set/prompts';
import { DEFAULT_LEARNED_SETTINGS } from '@shared/routing/learned';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';

export type RouteSource = 'prompt' | 'example' | 'practice';

/** Weight of cost that the app decides with. */
export const USUAL_ALPHA = DEFAULT_LEARNED_SETTINGS.alpha;

export interface RoutesState {
  readonly source: RouteSource;
  readonly prompt: string;
  /** The newest of the user's own; more are found under Teach. */
  readonly examples: Loadable<readonly MemoryExample[]>;
  readonly exampleId: string | null;
  readonly practiceId: string;
  /** What the shipped decision makes of the prompt; null = nothing was asked yet. */
  readonly walked: Loadable<ExplainResponse> | null;
  readonly alpha: number;
}

export const useRoutesStore = create<RoutesState>()(() => ({
  source: 'prompt',
  prompt: '',
  examples: LOADING,
  exampleId: null,
  practiceId: PRACTICE_SET[0]?.id ?? '',
  walked: null,
  alpha: USUAL_ALPHA,
}));

/** Known scores of the prompt that is walked: the user's own ratings, or the set's. */
export function selectKnownScores(state: RoutesState): Readonly<Record<string, number>> | null {
  if (state.source === 'practice') {
    return PRACTICE_SET.find(({ id }) => id === state.practiceId)?.scores ?? null;
  }
  if (state.source !== 'example' || state.examples.state !== 'ready') return null;
  return state.examples.value.find(({ id }) => id === state.exampleId)?.scores ?? null;
}
