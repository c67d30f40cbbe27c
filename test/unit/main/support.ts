import type { Clock } from '../../../electron/main/clock';
import type { JsonFile } from '../../../electron/main/settings/json-file';
import type { Log } from '../../../electron/main/shell/log';

export interface FakeClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock, backwards too; timers stay. */
  setNow(ms: number): void;
  readonly pending: () => number;
}

export function fakeClock(start = 1_000_000): FakeClock {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    setNow: (ms) => {
      now = ms;
    },
    pending: () => timers.length,
  };
}

/** A JSON file in memory; `fail` makes writes throw. */
export function memoryFile(initial: Record<string, unknown> = {}): JsonFile & {
  values: Record<string, unknown>;
  fail: Error | null;
} {
  const file = {
    values: { ...initial },
    fail: null as Error | null,
    read: () => file.values,
    set(values: Readonly<Record<string, unknown>>) {
      if (file.fail !== null) throw file.fail;
      file.values = { ...file.values, ...structuredClone({ ...values }) };
    },
    delete(keys: readonly string[]) {
      if (file.fail !== null) throw file.fail;
      file.values = Object.fromEntries(
        Object.entries(file.values).filter(([key]) => !keys.includes(key)),
      );
    },
  };
  return file;
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: unknown;
}

export function listLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (message: string, fields?: unknown) => {
    lines.push({ level, message, fields });
  };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

/** Lets everything that is already settled run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
