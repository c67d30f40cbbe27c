import type { TaskName } from '../routing/tasks';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** The desktop app's settings (version 1). Weights and pins are not here: they are the router's, per user. */
export interface Settings {
  readonly theme: Theme;
  /** What the user chose per task: `auto` or a `provider/model`. */
  readonly selections: Readonly<Record<TaskName, string>>;
  readonly closeToTray: boolean;
  /** True once "still running in the tray" was said. */
  readonly trayAnnounced: boolean;
  readonly startAtLogin: boolean;
  /** Keep the first 200 characters of each prompt in the history, so that it can be searched. */
  readonly keepExcerpts: boolean;
  /** The backend the app talks to: its own, or a team's server by URL (its token is a secret). */
  readonly backend:
    | { readonly mode: 'embedded' }
    | { readonly mode: 'remote'; readonly url: string };
  /** Port of the embedded gateway; 0 = any free port. */
  readonly gatewayPort: number;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  selections: {
    ptt_response: 'auto',
    general_assistant: 'auto',
    screenshot_understanding: 'auto',
    screenshot_embedding: 'auto',
    transcription: 'auto',
  },
  closeToTray: false,
  trayAnnounced: false,
  startAtLogin: false,
  keepExcerpts: true,
  backend: { mode: 'embedded' },
  gatewayPort: 0,
};
