import { DEFAULT_PRIVATE_APPS, type PrivateApp } from '../capture/private-apps';
import type { TaskName } from '../routing/tasks';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** How a spoken reply sounds: by the system's voice, by a provider's speech model, or not at all. */
export const SPEECH_MODES = ['system', 'provider', 'off'] as const;
export type SpeechMode = (typeof SPEECH_MODES)[number];

/** Keys that can be held to talk, in the window or from anywhere; none of them types a character. */
export const TALK_KEYS = ['F8', 'F9', 'F10', 'ControlRight', 'off'] as const;
export type TalkKey = (typeof TALK_KEYS)[number];

/** Whether a turn may go over a live session: when the router picks a model that takes one, or never. */
export const LIVE_MODES = ['auto', 'off'] as const;
export type LiveMode = (typeof LIVE_MODES)[number];

/** Longest recording, in seconds. */
export const VOICE_CAP = { min: 5, max: 300 } as const;

export interface VoiceSettings {
  /** The person allowed the microphone; off until asked for. */
  readonly microphone: boolean;
  /** The browser's id of the device; empty = the system's default. */
  readonly deviceId: string;
  readonly key: TalkKey;
  /** An Electron accelerator that starts and ends a recording from anywhere; empty = none. */
  readonly globalToggle: string;
  /** Held to talk in every program; off until asked for, since every key has to be watched for it. */
  readonly globalHold: TalkKey;
  readonly capSeconds: number;
  /** Keeps the microphone open for a while after a turn, so that the next first word is not cut. */
  readonly keepReady: boolean;
  readonly speech: SpeechMode;
  /** With `provider`: the model that speaks; empty = none chosen. */
  readonly speechModel: string;
  /** With `provider`: the name of its voice. */
  readonly speechVoice: string;
  /** A model that is named for push-to-talk and takes live sessions only is asked in one all the same. */
  readonly realtime: LiveMode;
}

/** Lines of the privacy list. */
export const MAX_PRIVATE_APPS = 100;

export interface ScreenshotSettings {
  /** An Electron accelerator that draws a region from anywhere; empty = none. */
  readonly shortcut: string;
  /** Programs whose windows are not captured, or shown to models on this machine alone. */
  readonly privateApps: readonly PrivateApp[];
}

/** Version 1 of the settings. Weights and pins are not here: they are the router's, per user. */
export interface SettingsV1 {
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

/** The desktop app's settings, as this build has them (version 2). */
export interface Settings extends SettingsV1 {
  readonly voice: VoiceSettings;
  /** Thumbs, regenerating with another model and taking the runner-up become examples of the memory. */
  readonly learnFromFeedback: boolean;
  readonly screenshots: ScreenshotSettings;
}

export const DEFAULT_VOICE: VoiceSettings = {
  microphone: false,
  deviceId: '',
  key: 'F9',
  globalToggle: '',
  globalHold: 'off',
  capSeconds: 60,
  keepReady: true,
  speech: 'system',
  speechModel: '',
  speechVoice: 'alloy',
  realtime: 'auto',
};

export const DEFAULT_SCREENSHOTS: ScreenshotSettings = {
  shortcut: '',
  privateApps: DEFAULT_PRIVATE_APPS,
};

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
  voice: DEFAULT_VOICE,
  learnFromFeedback: true,
  screenshots: DEFAULT_SCREENSHOTS,
};
