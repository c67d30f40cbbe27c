import type { ModelRow as Row } from '@shared/api/models';
import { AXES, type Axis } from '@shared/routing/candidate';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { cx } from '../../components/cx';
import { Unknown } from '../../components/figures';
import { figureText } from '../../components/figure-text';
import { ModelName } from '../../components/model-name';
import { ageText, EstimateMark, FigureSource } from './figure-source';
import type { TableFigure } from './figures';
import { isAvailable } from './rows';

export const ROW_HEIGHT = 52;
export const CELL = 'flex min-w-0 flex-col justify-center overflow-hidden px-2 text-sm';
/** The name stays in sight while the figures scroll sideways. */
export const STICKY = 'sticky left-0 z-1';

export interface ModelRowProps {
  readonly row: Row;
  readonly index: number;
  readonly id: string;
  readonly columns: readonly TableFigure[];
  readonly template: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly now: number;
  readonly onPress: (index: number) => void;
}

export const ModelRow = memo(function ModelRow(props: ModelRowProps) {
  const { row, index, id, columns, template, active, selected, now, onPress } = props;
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => onPress(index)}
      className={cx(
        'group/row absolute inset-x-0 grid border-b border-line hover:bg-hover',
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
      <div
        role="rowheader"
        className={cx(
          CELL,
          STICKY,
          'border-r border-line group-hover/row:bg-hover',
          selected ? 'bg-accent-soft' : 'bg-surface',
        )}
      >
        <ModelName id={row.id} name={row.name} practice={row.practice} local={row.local} />
        <span className="truncate text-xs text-ink-3">{row.id}</span>
      </div>
      <div role="gridcell" className={CELL}>
        <span className="flex items-center gap-1">
          <Badge tone={isAvailable(row) ? 'good' : 'neutral'}>
            {t(`models.availability.${row.availability}`)}
          </Badge>
        </span>
        {row.edit !== null && (
          <span className="text-xs text-accent-ink">{t('models.owner.user')}</span>
        )}
      </div>
      {columns.map((name) => (
        <div key={name} role="gridcell" className={cx(CELL, 'text-right')}>
          <FigureCell row={row} name={name} now={now} />
        </div>
      ))}
    </div>
  );
});

function FigureCell({
  row,
  name,
  now,
}: {
  readonly row: Row;
  readonly name: TableFigure;
  readonly now: number;
}) {
  const { t } = useTranslation();
  const figure = row.figures[name];
  // Raw values of different metrics cannot be compared; their scores can.
  const score = isAxis(name) ? row.scores[name] : null;
  if (figure === null) {
    return <Unknown label={t('models.table.unknown', { figure: t(`models.figures.${name}`) })} />;
  }
  return (
    <>
      <span className="whitespace-nowrap tabular-nums">
        <EstimateMark figure={figure} />{' '}
        {score !== null && figure.unit !== 'score' && (
          <span className="text-ink-3">{`${score.toFixed(2)} · `}</span>
        )}
        {figureText(figure)}
      </span>
      <span className="flex items-baseline justify-end gap-1 text-xs whitespace-nowrap text-ink-3">
        <FigureSource figure={figure} tabIndex={-1} className="truncate text-right" />
        {figure.date !== null && (
          <span className="shrink-0" title={figure.date}>
            {ageText(figure.date, now)}
          </span>
        )}
      </span>
    </>
  );
}

function isAxis(name: TableFigure): name is Axis {
  return (AXES as readonly string[]).includes(name);
}
