import type { CompareAnswer, CompareEstimate } from '@shared/api/compare';
import type { MemoryStatus } from '@shared/api/memory';
import type { IpcError } from '@shared/ipc/result';
import type { Candidate } from '@shared/routing/candidate';
import { create } from 'zustand';
import { type Loadable, LOADING } from '../../app/api';
import type { LetteredAnswer } from './letters';

export type TeachTab = 'teach' | 'memory';

/** One prompt on its way from asking to being rated. */
export type Round =
  | {
      readonly phase: 'asking';
      readonly id: string;
      readonly prompt: string;
      readonly count: number;
    }
  | {
      readonly phase: 'rating';
      readonly prompt: string;
      readonly answers: readonly LetteredAnswer[];
      readonly costUsd: number | null;
      /** By letter. */
      readonly scores: Readonly<Record<string, number>>;
      readonly saving: boolean;
      /** Saved ratings show who wrote what. */
      readonly saved: boolean;
    }
  | { readonly phase: 'failed'; readonly error: IpcError };

export interface TeachState {
  readonly tab: TeachTab;
  readonly prompt: string;
  /** Models that can be called for Chat. */
  readonly models: Loadable<readonly Candidate[]>;
  /** Null = the user has not chosen: {@link defaultModels}. */
  readonly picked: readonly string[] | null;
  readonly blind: boolean;
  /** What the choice would cost; null = nothing to estimate. */
  readonly estimate: Loadable<CompareEstimate> | null;
  readonly round: Round | null;
  readonly status: Loadable<MemoryStatus>;
  /** Answers of this session by prompt, for Routes. */
  readonly compared: Readonly<Record<string, readonly CompareAnswer[]>>;
}

export const useTeachStore = create<TeachState>()(() => ({
  tab: 'teach',
  prompt: '',
  models: LOADING,
  picked: null,
  blind: true,
  estimate: null,
  round: null,
  status: LOADING,
  compared: {},
}));

/** The best, the cheapest and the fastest that there are: different answers teach most. */
export function defaultModels(models: readonly Candidate[]): readonly string[] {
  const best = (value: (candidate: Candidate) => number | null): string | undefined =>
    [...models].sort((a, b) => (value(b) ?? -1) - (value(a) ?? -1))[0]?.id;
  const chosen = new Set(
    [
      best((c) => c.scores.quality),
      best((c) => c.scores.cost),
      best((c) => c.scores.latency),
    ].filter((id) => id !== undefined),
  );
  for (const { id } of models) if (chosen.size < 2) chosen.add(id);
  return [...chosen];
}

/** The chosen models that are still there. */
export function selectPicked({ models, picked }: TeachState): readonly string[] {
  if (models.state !== 'ready') return [];
  if (picked === null) return defaultModels(models.value);
  return picked.filter((id) => models.value.some((model) => model.id === id));
}

/** How far a memory is: real and practice models are counted apart. */
export interface Warmth {
  readonly count: number;
  readonly needed: number;
  readonly warm: boolean;
  readonly pending: number;
}

const SEED = 20;

export function warmthOf(status: MemoryStatus, practice: boolean): Warmth {
  const task = status.tasks.find(({ task: name }) => name === 'general_assistant');
  if (task === undefined) return { count: 0, needed: SEED, warm: false, pending: 0 };
  return {
    count: practice ? task.practice : task.examples - task.practice,
    needed: task.seed_count,
    warm: (practice ? task.practice_state : task.state) === 'warm',
    pending: task.pending,
  };
}

/** True while only practice models can be called. */
export function selectPractice({ models }: TeachState): boolean {
  return models.state === 'ready' && models.value.every(({ practice }) => practice);
}
