/** What crosses IPC: never a rejection, so that the code of an error survives the crossing. */
export interface IpcError {
  /** A code of shared/api/errors.ts, or one of {@link IPC_ERROR_CODES}. */
  readonly code: string;
  readonly message: string;
}

export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: IpcError };

/** Codes that only the app itself gives. */
export const IPC_ERROR_CODES = [
  'invalid_arguments',
  'forbidden_sender',
  'backend_unavailable',
  'encryption_unavailable',
  'settings_write_failed',
  'unsafe_link',
  'cancelled',
  'private_window',
  'capture_failed',
  'capture_blank',
  'capture_denied',
  'capture_busy',
  'model_cannot_see',
  'picture_empty',
  'picture_drawing',
  'picture_many',
  'picture_local_only',
  'voice_silence',
  'voice_no_words',
  'voice_not_ready',
  'voice_no_microphone',
  'voice_microphone_refused',
  'voice_microphone_busy',
  'voice_microphone_late',
  'voice_device_lost',
  'voice_key_lost',
  'voice_no_speech_model',
  'voice_file_kind',
  'voice_file_empty',
  'voice_file_large',
  'voice_file_long',
  'voice_file_unreadable',
] as const;
