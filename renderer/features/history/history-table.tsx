import { type ColumnVisibilityState, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { formatCount } from '../../components/format';
import { ColumnMenu } from './column-menu';
import { COLUMN_TRACKS, type Slot, columns, features, isColumnId, isRightAligned } from './columns';
import { historyStore, useHistory } from './store';
import { CELL, ROW_HEIGHT, TableRow } from './table-row';
import { clamp } from './timeline-geometry';

const OVERSCAN = 8;

/**
 * The filtered rows, whatever their number: only what is in sight is in the table and in the DOM.
 * One tab stop; arrows, Page Up/Down, Home and End move the active row, Enter opens it.
 */
export function HistoryTable({ total }: { readonly total: number }) {
  const { t } = useTranslation();
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [columnVisibility, setColumnVisibility] = useState<ColumnVisibilityState>({});
  const revision = useHistory((state) => state.revision);
  const fresh = useHistory((state) => state.fresh);
  const openId = useHistory((state) => state.openRow?.id ?? null);
  // Its functions read the scroll position: they must not be memoised, and are not.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    // The sticky head covers the first row's height of the scroll area.
    scrollPaddingStart: ROW_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => historyStore.getState().need(first, last), [first, last, revision]);
  const data = useMemo(() => slots(first, last, revision), [first, last, revision]);
  const table = useTable(
    {
      features,
      columns,
      data,
      getRowId: ({ index }) => String(index),
      state: { columnVisibility },
      onColumnVisibilityChange: setColumnVisibility,
    },
    (state) => state.columnVisibility,
  );
  const visible = table.getVisibleLeafColumns();
  const template = visible.map(({ id }) => (isColumnId(id) ? COLUMN_TRACKS[id] : '1fr')).join(' ');
  const at = clamp(active, 0, total - 1);
  const scrolled = (virtualizer.scrollOffset ?? 0) >= ROW_HEIGHT;
  // Rows that come in by themselves must not push away what is read or chosen.
  const atTop = !scrolled && at === 0;
  useEffect(() => historyStore.getState().setAtTop(atTop), [atTop]);
  useEffect(() => () => historyStore.getState().setAtTop(true), []);
  const showFresh = (): void => {
    setActive(0);
    virtualizer.scrollToOffset(0);
    historyStore.getState().reload();
    scroller.current?.focus();
  };
  const press = useCallback((index: number): void => {
    setActive(index);
    open(index);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') open(at);
    else if (event.key === 'Escape') historyStore.getState().open(null);
    else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
      const next = nextRow(event.key, at, total, page);
      if (next === null) return;
      setActive(next);
      virtualizer.scrollToIndex(next);
    }
    event.preventDefault();
  };
  return (
    <section className="flex min-h-72 flex-1 flex-col rounded-xl border border-line bg-surface">
      <header className="flex items-center gap-3 border-b border-line px-3 py-1.5">
        <h2 className="flex-1 font-semibold">
          <span role="status">
            {t('history.table.count', { count: total, formatted: formatCount(total) })}
          </span>
        </h2>
        <span role="status">
          {fresh > 0 && (
            <Button size="sm" icon={<ArrowUp size={14} aria-hidden />} onClick={showFresh}>
              {t('history.table.fresh', { count: fresh, formatted: formatCount(fresh) })}
            </Button>
          )}
        </span>
        <span id={`${baseId}-hint`} className="text-sm text-ink-3">
          {t('history.table.hint')}
        </span>
        <ColumnMenu
          columns={table.getAllLeafColumns().map((column) => ({
            id: column.id,
            visible: column.getIsVisible(),
            toggle: (on) => column.toggleVisibility(on),
          }))}
        />
      </header>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={t('history.table.label')}
        aria-describedby={`${baseId}-hint`}
        aria-rowcount={total + 1}
        aria-colcount={visible.length}
        aria-activedescendant={at >= first && at <= last ? `${baseId}-${at}` : undefined}
        onKeyDown={onKeyDown}
        className="group min-h-0 flex-1 overflow-auto rounded-b-xl"
      >
        <div className="min-w-max">
          <div role="rowgroup" className="sticky top-0 z-1 border-b border-line bg-surface">
            <div
              role="row"
              aria-rowindex={1}
              className="grid"
              style={{ gridTemplateColumns: template }}
            >
              {visible.map(({ id }) => (
                <div
                  key={id}
                  role="columnheader"
                  className={cx(
                    CELL,
                    'h-8 font-medium text-ink-2',
                    isRightAligned(id) && 'justify-end',
                  )}
                >
                  {isColumnId(id) && t(`history.columns.${id}`)}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {table.getRowModel().rows.map((row) => (
              <TableRow
                key={row.id}
                row={row}
                slot={row.original.row}
                index={row.original.index}
                id={`${baseId}-${row.original.index}`}
                template={template}
                active={row.original.index === at}
                selected={openId !== null && row.original.row?.id === openId}
                onPress={press}
              />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}

function open(index: number): void {
  const row = historyStore.getState().row(index);
  if (row !== undefined) historyStore.getState().open(row);
}

/** The window's rows out of the cache; `revision` says that the cache has something new. */
function slots(first: number, last: number, _revision: number): Slot[] {
  const { row } = historyStore.getState();
  return Array.from({ length: last - first + 1 }, (_, offset) => ({
    index: first + offset,
    row: row(first + offset),
  }));
}

function nextRow(key: string, at: number, total: number, page: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1,
  };
  const next = moves[key];
  return next === undefined ? null : clamp(next, 0, total - 1);
}
