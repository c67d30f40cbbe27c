import type { FigureName } from '@shared/api/models';
import type { RefusedValue } from '@shared/api/sources';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { formatFigure } from '../../components/format';
import { models } from '../../texts/models';
import { selectData, useModelsStore } from './store';

/** Values that a source gave and that are not in use, each with the reason in words. */
export function RefusedList({ refused }: { readonly refused: readonly RefusedValue[] }) {
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {refused.map((value, index) => (
        // Two entries of a source may be wrong in the very same way.
        // eslint-disable-next-line react/no-array-index-key
        <Line key={`${value.source} ${value.subject} ${value.figure} ${index}`} refused={value} />
      ))}
    </ul>
  );
}

function Line({ refused }: { readonly refused: RefusedValue }) {
  const { t } = useTranslation();
  const source = useModelsStore((state) =>
    selectData(state)?.sources.find(({ id }) => id === refused.source),
  );
  const metric = useModelsStore((state) => selectData(state)?.metricNames[refused.figure ?? '']);
  const { figure, value, subject, reason, message } = refused;
  const what =
    figure === null ? '' : isNamed(figure) ? t(`models.figures.${figure}`) : (metric ?? figure);
  return (
    <li className="rounded-md bg-sunken px-2 py-1 break-words">
      <span className="font-medium">{subject}</span>
      {what !== '' && ` · ${what}`}
      {value !== null && ` = ${formatFigure(value)}`}{' '}
      <Badge tone="warn">{t(`models.refusals.${reason}`)}</Badge>
      <span className="block text-xs text-ink-2">
        {source?.name ?? refused.source}: {message}
      </span>
    </li>
  );
}

function isNamed(
  figure: string,
): figure is FigureName | 'audioInputPerMTok' | 'audioOutputPerMTok' {
  return Object.hasOwn(models.figures, figure) && figure !== 'added' && figure !== 'removed';
}
