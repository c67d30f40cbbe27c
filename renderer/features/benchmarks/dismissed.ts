/** Announcements that were put away stay so over a restart; kept beside the page. */
const KEY = 'auto-router.benchmark-announcements';
const KEPT = 50;

export function loadDismissed(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  } catch {
    // Said once more is no harm.
    return [];
  }
}

export function saveDismissed(ids: readonly string[]): void {
  localStorage.setItem(KEY, JSON.stringify(ids.slice(-KEPT)));
}
