/** Drafts outlive the backend and the window: they are kept beside the page, per conversation. */
const KEY = 'auto-router.drafts';
/** The draft of a conversation that does not exist yet. */
export const NEW_DRAFT = 'new';

export function loadDrafts(): Readonly<Record<string, string>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, string] => {
        return typeof entry[1] === 'string';
      }),
    );
  } catch {
    // An unreadable draft is not worth a broken window.
    return {};
  }
}

export function saveDrafts(drafts: Readonly<Record<string, string>>): void {
  localStorage.setItem(KEY, JSON.stringify(drafts));
}
