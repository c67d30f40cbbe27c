import type { Notice } from '@shared/ipc/contract';

export interface Notices {
  list(): readonly Notice[];
  /** Adds it, or replaces the one with the same id. */
  readonly add: (notice: Notice) => void;
  dismiss(id: string): void;
}

/** What the user should know that no call of theirs caused; kept until dismissed or the app closes. */
export function createNotices(announce: (notice: Notice) => void): Notices {
  const notices = new Map<string, Notice>();
  return {
    list: () => [...notices.values()],
    add(notice) {
      notices.set(notice.id, notice);
      announce(notice);
    },
    dismiss: (id) => {
      notices.delete(id);
    },
  };
}
