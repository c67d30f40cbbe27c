import { FIGURE_NAMES, type FigureName, type ModelRow } from '@shared/api/models';
import type { Figure } from '@shared/routing/candidate';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { figureText } from '../../components/figure-text';
import { ageText, EstimateMark, FigureSource, useSourceLabel } from './figure-source';
import { ownerOf } from './figures';
import { selectData, useModelsStore } from './store';

const HEAD = 'py-1 pr-3 text-left text-xs font-medium text-ink-3';
const CELL = 'py-1.5 pr-3 align-top';

/** Every figure that is known: value, whose it is, source with link, date and age, estimate and why. */
export function FigureTable({ row }: { readonly row: ModelRow }) {
  const { t } = useTranslation();
  const known = FIGURE_NAMES.flatMap((name) => {
    const figure = row.figures[name];
    return figure === null ? [] : [{ name, figure, open: row.publicFigures[name] ?? null }];
  });
  const unknown = FIGURE_NAMES.filter(
    (name) =>
      row.figures[name] === null && (name === 'quality' || name === 'latency' || name === 'cost'),
  );
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr>
          <th className={HEAD}>{t('models.panel.figure')}</th>
          <th className={HEAD}>{t('models.panel.value')}</th>
          <th className={HEAD}>{t('models.panel.source')}</th>
        </tr>
      </thead>
      <tbody>
        {known.map(({ name, figure, open }) => (
          <Line
            key={name}
            name={name}
            label={t(`models.figures.${name}`)}
            figure={figure}
            open={open}
          />
        ))}
        {unknown.map((name) => (
          <tr key={name} className="border-t border-line">
            <th scope="row" className={`${CELL} text-left font-normal`}>
              {t(`models.figures.${name}`)}
            </th>
            <td className={`${CELL} text-ink-3`} colSpan={2}>
              {t('common.unknown')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is known and not scored. */
export function OtherFigures({ figures }: { readonly figures: readonly Figure[] }) {
  const names = useModelsStore((state) => selectData(state)?.metricNames);
  return (
    <table className="w-full border-collapse text-sm">
      <tbody>
        {figures.map((figure) => (
          <Line
            key={`${figure.metric} ${figure.source} ${figure.value}`}
            name={null}
            label={names?.[figure.metric] ?? figure.metric}
            figure={figure}
            open={null}
          />
        ))}
      </tbody>
    </table>
  );
}

function Line({
  name,
  label,
  figure,
  open,
}: {
  /** Null for a further measurement. */
  readonly name: FigureName | null;
  readonly label: string;
  readonly figure: Figure;
  /** The public figure behind one's own. */
  readonly open: Figure | null;
}) {
  const { t } = useTranslation();
  const now = useModelsStore((state) => Date.parse(selectData(state)?.generatedAt ?? ''));
  const metric = useModelsStore((state) => selectData(state)?.metricNames[figure.metric]);
  const labelOf = useSourceLabel();
  const what = figure.unit.startsWith('usd_per_')
    ? t('models.panel.per', { what: figure.unit.slice('usd_per_'.length).replaceAll('_', ' ') })
    : undefined;
  const below = name === 'cost' || name === 'realCost' ? what : metric;
  const owner = ownerOf(figure);
  return (
    <tr className="border-t border-line">
      <th scope="row" className={`${CELL} text-left font-normal`}>
        {label}
        {below !== undefined && below !== label && (
          <span className="block text-xs text-ink-3">{below}</span>
        )}
      </th>
      <td className={`${CELL} whitespace-nowrap tabular-nums`}>
        {figureText(figure)} <EstimateMark figure={figure} />
      </td>
      <td className={`${CELL} w-1/2`}>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Badge tone={owner === 'yours' || owner === 'user' ? 'accent' : 'neutral'}>
            {t(`models.owner.${owner}`, { n: figure.n ?? 0 })}
          </Badge>
          {owner === 'public' && <FigureSource figure={figure} />}
        </span>
        <span className="block text-xs text-ink-3">
          {figure.date === null
            ? t('models.panel.noDate')
            : [...new Set([figure.date, ageText(figure.date, now)])].join(', ')}
        </span>
        {figure.note !== undefined && (
          <span className="block text-xs text-ink-2">{figure.note}</span>
        )}
        {open !== null && (
          <span className="block text-xs text-ink-2">
            {t('models.panel.public', {
              value: figureText(open),
              source: labelOf(open),
              date: open.date ?? t('models.panel.noDate'),
            })}
          </span>
        )}
      </td>
    </tr>
  );
}
