import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { createTaskPicker, type TaskPicker, type TaskPickerDeps } from './task-picker';

/**
 * What each task uses while the router has said nothing (S0-90, S0-93): the gateway's own virtual
 * model, which decides when the request comes, so that a first request needs no invented default.
 */
export const FALLBACKS: Readonly<Record<TaskName, string>> = {
  ptt_response: 'auto/ptt_response',
  general_assistant: 'auto/general_assistant',
  screenshot_understanding: 'auto/screenshot_understanding',
  screenshot_embedding: 'auto/screenshot_embedding',
  transcription: 'auto/transcription',
};

export interface Pickers {
  readonly of: (task: TaskName) => TaskPicker;
  /** Preferences, user or backend changed: forgets all and asks anew in the background (S0-86). */
  invalidateAll(): void;
  /** The backend is back: ends the cooldowns. */
  retryAll(): void;
}

export type PickersDeps = Omit<TaskPickerDeps, 'task' | 'fallback' | 'selection'> & {
  readonly selection: (task: TaskName) => string;
};

/** The five pickers. */
export function createPickers({ selection, ...deps }: PickersDeps): Pickers {
  const build = (task: TaskName): TaskPicker =>
    createTaskPicker({
      ...deps,
      task,
      fallback: FALLBACKS[task],
      selection: () => selection(task),
    });
  const pickers: Readonly<Record<TaskName, TaskPicker>> = {
    ptt_response: build('ptt_response'),
    general_assistant: build('general_assistant'),
    screenshot_understanding: build('screenshot_understanding'),
    screenshot_embedding: build('screenshot_embedding'),
    transcription: build('transcription'),
  };
  return {
    of: (task) => pickers[task],
    invalidateAll() {
      for (const task of TASK_NAMES) {
        pickers[task].invalidate();
        void pickers[task].refresh();
      }
    },
    retryAll() {
      for (const task of TASK_NAMES) void pickers[task].retry();
    },
  };
}
