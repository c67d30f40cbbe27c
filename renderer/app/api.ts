import type { Api } from '@shared/ipc/api';
import type { IpcError } from '@shared/ipc/result';

declare global {
  interface Window {
    /** Put there by the preload: the only way out of the renderer. */
    readonly api: Api;
  }
}

/** Main's door. A function, so that a test can put a fake there before the first call. */
export function api(): Api {
  return window.api;
}

/** A value that is asked for from main. */
export type Loadable<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'error'; readonly error: IpcError };

export const LOADING = { state: 'loading' } as const;
