import type { RequestNeeds } from './candidate';
import type { TaskName } from './tasks';

export type SettingReason = 'userSelected' | 'routerPick' | 'routerFallback';

export interface SettingDecision<F extends string | null> {
  readonly model: string | F;
  readonly reason: SettingReason;
  /** What the router would have picked, trimmed, whatever was chosen (ruling 4, S0-92). */
  readonly routerPick: string | null;
}

export interface SettingInput<F extends string | null> {
  /** The user's setting for the task; null, blank and `auto` in any case leave it to the router. */
  readonly selected: string | null | undefined;
  /** The router's current pick; null or blank = none. */
  readonly routerPick: string | null | undefined;
  /** Used as it is when there is neither; null when the task has no fallback. */
  readonly fallback: F;
}

/**
 * Which model serves a task under a setting: the one rule behind all five pickers (S0-90, S0-91,
 * S0-93, S0-98). A named model is returned trimmed and otherwise untouched.
 */
export function resolveSetting<F extends string | null>({
  selected,
  routerPick,
  fallback,
}: SettingInput<F>): SettingDecision<F> {
  const pick = trimToNull(routerPick);
  const choice = trimToNull(selected);
  if (choice !== null && choice.toLowerCase() !== 'auto') {
    return { model: choice, reason: 'userSelected', routerPick: pick };
  }
  return pick === null
    ? { model: fallback, reason: 'routerFallback', routerPick: null }
    : { model: pick, reason: 'routerPick', routerPick: pick };
}

/**
 * What each task needs of a model before anything is scored, so that a winner can always be used
 * (S0-95). Push-to-talk has two paths: a cascade (transcription, then this, then a voice), or one live
 * session where the model takes them; so it asks for text, and either way will do. Screenshot search embeds the text found in the picture. A request adds its own needs to it.
 */
export const TASK_NEEDS: Readonly<Record<TaskName, RequestNeeds>> = {
  ptt_response: { ...needs({ input: ['text'], output: ['text'] }), realtime: null },
  general_assistant: needs({ input: ['text'], output: ['text'] }),
  screenshot_understanding: needs({ input: ['text', 'image'], output: ['text'] }),
  screenshot_embedding: needs({ input: ['text'], output: ['embedding'] }),
  transcription: needs({ input: ['audio'], output: ['text'] }),
};

function needs(modalities: Pick<RequestNeeds, 'input' | 'output'>): RequestNeeds {
  return { ...modalities, tools: false, realtime: false, promptTokens: null };
}

function trimToNull(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
