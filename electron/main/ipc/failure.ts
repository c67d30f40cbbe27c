import type { IpcError } from '@shared/ipc/result';

/** A failure that the renderer can act on; everything else that is thrown is an `internal_error`. */
export class IpcFailure extends Error {
  override readonly name = 'IpcFailure';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  toError(): IpcError {
    return { code: this.code, message: this.message };
  }
}

export function toIpcError(error: unknown): IpcError {
  return error instanceof IpcFailure
    ? error.toError()
    : {
        code: 'internal_error',
        message: 'Something went wrong inside the app. The log says more.',
      };
}
