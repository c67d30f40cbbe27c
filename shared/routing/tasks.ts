/** The five things a person asks for. The wire and storage name of each is its key here (S0-10, S0-79). */
export const TASK_NAMES = [
  'ptt_response',
  'general_assistant',
  'screenshot_understanding',
  'screenshot_embedding',
  'transcription',
] as const;

export type TaskName = (typeof TASK_NAMES)[number];

export function isTaskName(value: unknown): value is TaskName {
  return typeof value === 'string' && (TASK_NAMES as readonly string[]).includes(value);
}
