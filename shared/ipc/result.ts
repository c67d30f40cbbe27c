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
] as const;
