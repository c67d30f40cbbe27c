import type { Attachment } from './attachment-store';

/*
 * Pictures of drafts outlive the window as their texts do. They are megabytes, so they are kept in the
 * page's own database and not beside the texts. Losing them would be a pity, no more: a failure here
 * never stands in the way of the message itself.
 */

const DATABASE = 'auto-router.drafts';
const STORE = 'pictures';

/** What is kept of one: all but its URL, which dies with the page. */
export type DraftPicture = Omit<Attachment, 'url'> & { readonly key: string; readonly at: number };

export function keepDraftPicture(key: string, { url: _url, ...picture }: Attachment): void {
  const kept: DraftPicture = { ...picture, key, at: performance.timeOrigin + performance.now() };
  write((store) => void store.put(kept, kept.id));
}

export function forgetDraftPictures(ids: readonly string[]): void {
  write((store) => {
    for (const id of ids) store.delete(id);
  });
}

export function moveDraftPictures(ids: readonly string[], key: string): void {
  write((store) => {
    for (const id of ids) {
      const asked = store.get(id) as IDBRequest<DraftPicture | undefined>;
      asked.addEventListener('success', () => {
        if (asked.result !== undefined) store.put({ ...asked.result, key }, id);
      });
    }
  });
}

/** In the order in which they were added. */
export async function loadDraftPictures(): Promise<readonly DraftPicture[]> {
  try {
    const database = await open();
    const asked = database.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<
      DraftPicture[]
    >;
    return (await done(asked)).toSorted((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= (async () => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.addEventListener('upgradeneeded', () => void asked.result.createObjectStore(STORE));
    return done(asked);
  })();
  return opened;
}

function write(run: (store: IDBObjectStore) => void): void {
  open().then(
    (database) => run(database.transaction(STORE, 'readwrite').objectStore(STORE)),
    () => undefined, // no database: the picture lives as long as the window
  );
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
  });
}
