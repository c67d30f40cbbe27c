import type { ModelRow as Row } from '@shared/api/models';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { formatCount } from '../../components/format';
import { bestFirst, columnsFor, type TableFigure } from './figures';
import { CELL, ModelRow, ROW_HEIGHT, STICKY } from './model-row';
import type { Sort } from './rows';
import { useModelsStore } from './store';

const OVERSCAN = 6;
const HEAD_HEIGHT = 36;
const NAME_TRACK = 'minmax(220px,1.4fr)';
const FIGURE_TRACK = 'minmax(148px,1fr)';

export interface ModelsTableProps {
  /** Filtered and sorted. */
  readonly rows: readonly Row[];
  /** Of the task, for the columns and the count. */
  readonly all: readonly Row[];
  readonly now: number;
}

/**
 * Every candidate with its figures; one tab stop after the column heads, arrows move the active row,
 * Enter opens it. Only what is in sight is in the DOM: a provider may list hundreds of models.
 */
export function ModelsTable({ rows, all, now }: ModelsTableProps) {
  const { t } = useTranslation();
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const openId = useModelsStore((state) => state.openId);
  // Its functions read the scroll position: they must not be memoised, and are not.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const columns = columnsFor(all);
  const template = [NAME_TRACK, '128px', ...columns.map(() => FIGURE_TRACK)].join(' ');
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const items = virtualizer.getVirtualItems();
  const inSight = items.some(({ index }) => index === at);
  const press = useCallback(
    (index: number): void => {
      setActive(index);
      open(rows[index]);
    },
    [rows],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') open(rows[at]);
    else if (event.key === 'Escape') open(undefined);
    else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
      const next = nextRow(event.key, at, rows.length, page);
      if (next === null) return;
      setActive(next);
      virtualizer.scrollToIndex(next);
    }
    event.preventDefault();
  };
  return (
    <section className="flex min-h-80 flex-1 flex-col rounded-xl border border-line bg-surface">
      <header className="flex items-center gap-3 border-b border-line px-3 py-1.5">
        <h2 className="flex-1 font-semibold">
          <span role="status">
            {rows.length === all.length
              ? t('models.table.count', {
                  count: rows.length,
                  formatted: formatCount(rows.length),
                })
              : t('models.table.countOf', {
                  shown: formatCount(rows.length),
                  total: formatCount(all.length),
                })}
          </span>
        </h2>
        <span id={`${baseId}-hint`} className="text-sm text-ink-3">
          {t('models.table.hint')}
        </span>
      </header>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={t('models.table.label')}
        aria-describedby={`${baseId}-hint`}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 2}
        aria-activedescendant={inSight ? `${baseId}-${at}` : undefined}
        onKeyDown={onKeyDown}
        className="group min-h-0 flex-1 overflow-auto rounded-b-xl"
      >
        <div className="min-w-max">
          <div role="rowgroup" className="sticky top-0 z-2 border-b border-line bg-surface">
            <div
              role="row"
              aria-rowindex={1}
              className="grid"
              style={{ gridTemplateColumns: template, height: HEAD_HEIGHT }}
            >
              <Head by="name" className={cx(STICKY, 'border-r border-line bg-surface')} />
              <div role="columnheader" className={cx(CELL, 'font-medium text-ink-2')}>
                {t('models.table.availability')}
              </div>
              {columns.map((name) => (
                <Head key={name} by={name} right />
              ))}
            </div>
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <ModelRow
                  key={row.id}
                  row={row}
                  index={index}
                  id={`${baseId}-${index}`}
                  columns={columns}
                  template={template}
                  active={index === at}
                  selected={row.id === openId}
                  now={now}
                  onPress={press}
                />
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}

function open(row: Row | undefined): void {
  useModelsStore.setState({ openId: row?.id ?? null });
}

function nextRow(key: string, at: number, total: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.max(0, Math.min(total - 1, next));
}

function Head({
  by,
  right,
  className,
}: {
  readonly by: 'name' | TableFigure;
  readonly right?: boolean;
  readonly className?: string;
}) {
  const { t } = useTranslation();
  const sort = useModelsStore((state) => state.sort);
  const mine = sort.by === by;
  const label = by === 'name' ? t('models.table.name') : t(`models.short.${by}`);
  const Icon = sort.direction === 'up' ? ArrowUp : ArrowDown;
  const press = (): void =>
    useModelsStore.setState({
      sort: mine ? { by, direction: turned(sort) } : { by, direction: bestFirst(by) },
    });
  return (
    <div
      role="columnheader"
      aria-sort={mine ? (sort.direction === 'up' ? 'ascending' : 'descending') : 'none'}
      className={cx(CELL, className)}
    >
      <button
        type="button"
        title={by === 'name' ? label : t(`models.figures.${by}`)}
        onClick={press}
        className={cx(
          'flex min-w-0 items-center gap-1 rounded-sm font-medium whitespace-nowrap text-ink-2 hover:text-ink',
          right === true && 'justify-end',
        )}
      >
        {mine && <Icon size={12} aria-hidden className="shrink-0" />}
        <span className="truncate">{label}</span>
      </button>
    </div>
  );
}

function turned({ direction }: Sort): Sort['direction'] {
  return direction === 'up' ? 'down' : 'up';
}
