import type { IpcError, Result } from '@shared/ipc/result';

export interface PageCacheOptions<Row> {
  /** Rows of one window. */
  readonly size: number;
  /** Windows kept; the one unused for longest goes first. */
  readonly keep: number;
  readonly fetch: (
    offset: number,
    limit: number,
  ) => Promise<Result<{ readonly rows: readonly Row[]; readonly total: number }>>;
  /** A window arrived: the total may be another. */
  readonly onLoaded: (total: number) => void;
  readonly onFailed: (error: IpcError) => void;
}

export interface PageCache<Row> {
  /** The row at an index of the filtered rows; undefined until its window is there. */
  readonly row: (index: number) => Row | undefined;
  /** Makes sure that rows `first` to `last` are there or on their way; each window once. */
  readonly need: (first: number, last: number) => void;
  /** Replaces one row that was changed here. */
  readonly patch: (match: (row: Row) => boolean, change: (row: Row) => Row) => void;
  /** Answers that come later are ignored: another cache took over. */
  readonly close: () => void;
}

type Page<Row> = readonly Row[] | 'loading';

/** Windows of a long list, fetched when they are looked at. */
export function createPageCache<Row>(options: PageCacheOptions<Row>): PageCache<Row> {
  const { size, keep, fetch, onLoaded, onFailed } = options;
  const pages = new Map<number, Page<Row>>();
  let closed = false;

  const load = async (page: number): Promise<void> => {
    pages.set(page, 'loading');
    const result = await fetch(page * size, size);
    if (closed) return;
    if (!result.ok) {
      pages.delete(page); // so that scrolling there again, or retry, asks again
      onFailed(result.error);
      return;
    }
    pages.set(page, result.data.rows);
    forget();
    onLoaded(result.data.total);
  };

  const touch = (page: number, content: Page<Row>): void => {
    pages.delete(page);
    pages.set(page, content);
  };

  const forget = (): void => {
    for (const [page, content] of pages) {
      if (pages.size <= keep) return;
      if (content !== 'loading') pages.delete(page);
    }
  };

  return {
    row: (index) => {
      const page = pages.get(Math.floor(index / size));
      return page === undefined || page === 'loading' ? undefined : page[index % size];
    },
    need: (first, last) => {
      for (let page = Math.floor(first / size); page <= Math.floor(last / size); page += 1) {
        const content = pages.get(page);
        if (content === undefined) void load(page);
        else touch(page, content);
      }
    },
    patch: (match, change) => {
      for (const [page, content] of pages) {
        if (content === 'loading' || !content.some(match)) continue;
        pages.set(
          page,
          content.map((row) => (match(row) ? change(row) : row)),
        );
      }
    },
    close: () => {
      closed = true;
    },
  };
}
