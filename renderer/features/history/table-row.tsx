import type { HistoryRow } from '@shared/api/history';
import { FlexRender, type Row } from '@tanstack/react-table';
import { memo } from 'react';
import { cx } from '../../components/cx';
import { type Slot, type features, isRightAligned } from './columns';

export const ROW_HEIGHT = 36;
export const CELL = 'flex min-w-0 items-center px-2 text-sm overflow-hidden whitespace-nowrap';

export interface TableRowProps {
  readonly row: Row<typeof features, Slot>;
  /** The row's content; undefined until its window arrived. */
  readonly slot: HistoryRow | undefined;
  readonly index: number;
  readonly id: string;
  /** CSS grid tracks: they say which columns are shown. */
  readonly template: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onPress: (index: number) => void;
}

/**
 * One row. The table makes new row objects whenever the window moves, so what is compared is what
 * is shown: a row that stays in sight while scrolling is not rendered again.
 */
export const TableRow = memo(
  function TableRow({ row, slot, index, id, template, active, selected, onPress }: TableRowProps) {
    return (
      <div
        id={id}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected}
        aria-busy={slot === undefined}
        onClick={() => onPress(index)}
        className={cx(
          'absolute inset-x-0 grid border-b border-line hover:bg-hover',
          selected && 'bg-accent-soft',
          active &&
            'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-[var(--focus)]',
        )}
        style={{
          gridTemplateColumns: template,
          height: ROW_HEIGHT,
          transform: `translateY(${index * ROW_HEIGHT}px)`,
        }}
      >
        {row.getVisibleCells().map((cell) => (
          <div
            key={cell.id}
            role="gridcell"
            className={cx(CELL, isRightAligned(cell.column.id) && 'justify-end')}
          >
            {slot === undefined ? (
              <span className="h-2 w-2/3 rounded-sm bg-sunken" />
            ) : (
              <span className="truncate">
                <FlexRender cell={cell} />
              </span>
            )}
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.slot === after.slot &&
    before.index === after.index &&
    before.id === after.id &&
    before.template === after.template &&
    before.active === after.active &&
    before.selected === after.selected &&
    before.onPress === after.onPress,
);
