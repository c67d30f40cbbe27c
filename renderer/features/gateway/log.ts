import type { ActivityEntry, ActivityStatus } from '@shared/api/activity';

/** As many as the router itself remembers. */
export const LOG_LIMIT = 200;

/** `interrupted`: it was running when the router went away, and nobody will tell how it ended. */
export type LogStatus = ActivityStatus | 'interrupted';
export type LogEntry = Omit<ActivityEntry, 'status'> & { readonly status: LogStatus };

/** New states of requests laid over those that are shown; newest request first. */
export function withEntries(
  shown: readonly LogEntry[],
  entries: readonly ActivityEntry[],
): readonly LogEntry[] {
  const byId = new Map<string, LogEntry>(shown.map((entry) => [entry.id, entry]));
  for (const entry of entries) {
    const known = byId.get(entry.id);
    if (known === undefined || known.seq <= entry.seq) byId.set(entry.id, entry);
  }
  return [...byId.values()]
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, LOG_LIMIT);
}

/** All that the router knows now. What it does not know any more is kept, as it was seen last. */
export function withSnapshot(
  shown: readonly LogEntry[],
  entries: readonly ActivityEntry[],
): readonly LogEntry[] {
  const known = new Set(entries.map(({ id }) => id));
  const lost = (entry: LogEntry): boolean => entry.status === 'running' && !known.has(entry.id);
  // With a full log it may have ended long ago and fallen out: nothing can be said of it.
  if (entries.length >= LOG_LIMIT) {
    return withEntries(
      shown.filter((entry) => !lost(entry)),
      entries,
    );
  }
  const kept = shown.map((entry) =>
    lost(entry) ? { ...entry, status: 'interrupted' as const } : entry,
  );
  return withEntries(kept, entries);
}

/** The token of the app is no key; '' = any. */
export const APP_TOKEN = 'app';

export interface LogFilter {
  /** Key id, {@link APP_TOKEN}, or ''. */
  readonly key: string;
  readonly status: LogStatus | '';
}

export function filtered(
  entries: readonly LogEntry[],
  { key, status }: LogFilter,
): readonly LogEntry[] {
  return entries.filter(
    (entry) =>
      (key === '' || (entry.keyId ?? APP_TOKEN) === key) &&
      (status === '' || entry.status === status),
  );
}

/** The keys that asked, by name: what there is to filter by. */
export function keysIn(
  entries: readonly LogEntry[],
): readonly { readonly id: string; readonly name: string }[] {
  const names = new Map<string, string>();
  for (const { keyId, keyName } of entries) {
    if (keyId !== null) names.set(keyId, keyName ?? keyId);
  }
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
