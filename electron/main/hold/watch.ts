import { createKeyFilter } from './key-filter';
import { watchMessageSchema, type HoldReport } from './messages';

/** The part of `uiohook-napi` that is used. */
export interface KeyHook {
  on(event: 'keydown' | 'keyup', listener: (event: { readonly keycode: number }) => void): unknown;
  /** @throws when the system does not give the keyboard */
  start(): void;
}

const DETAIL_CHARS = 500;

/**
 * Watches the key that `message` asks for. The module is loaded here and no earlier. Every report is
 * made from `message` and the filter alone; nothing of another key is in any.
 * @param now monotonic, in milliseconds
 * @param load gives the exports of a module by name, or throws
 */
export function watch(
  message: unknown,
  load: (module: string) => unknown,
  now: () => number,
  report: (report: HoldReport) => void,
): void {
  const parsed = watchMessageSchema.safeParse(message);
  if (!parsed.success) {
    report({ kind: 'failed', reason: 'refused', detail: 'the start-up message is not one' });
    return;
  }
  const { key, module } = parsed.data;
  let hook: KeyHook;
  try {
    hook = hookOf(load(module));
  } catch (error) {
    report({ kind: 'failed', reason: 'module_missing', detail: textOf(error) });
    return;
  }
  const filter = createKeyFilter(key, now, report);
  hook.on('keydown', ({ keycode }) => filter.down(keycode));
  hook.on('keyup', ({ keycode }) => filter.up(keycode));
  try {
    hook.start();
  } catch (error) {
    report({ kind: 'failed', reason: 'refused', detail: textOf(error) });
    return;
  }
  report({ kind: 'ready' });
}

/** @throws when the module is not the one that is expected */
function hookOf(exports: unknown): KeyHook {
  const { uIOhook } = exports as { readonly uIOhook?: Partial<KeyHook> };
  if (typeof uIOhook?.on !== 'function' || typeof uIOhook.start !== 'function') {
    throw new TypeError('the module has no keyboard hook');
  }
  return uIOhook as KeyHook;
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, DETAIL_CHARS);
}
