import type { Result } from '@shared/ipc/result';

export function ok<T>(data: T): Promise<Result<T>> {
  return Promise.resolve({ ok: true, data });
}

export function fail(code: string, message = code): Promise<Result<never>> {
  return Promise.resolve({ ok: false, error: { code, message } });
}
