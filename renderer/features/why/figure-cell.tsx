import type { Axis, Figure } from '@shared/routing/candidate';
import { useTranslation } from 'react-i18next';
import { ExternalLink } from '../../components/external-link';
import { figureText } from '../../components/figure-text';
import { Unknown } from '../../components/figures';
import { useCatalogStore } from './catalog-store';

export interface FigureCellProps {
  readonly axis: Axis;
  readonly score: number | null;
  readonly figure: Figure | null;
}

/** One axis of one candidate: its score, the raw value behind it, and where that comes from. */
export function FigureCell({ axis, score, figure }: FigureCellProps) {
  const { t } = useTranslation();
  if (figure === null && score === null) {
    return <Unknown label={`${t(`common.axes.${axis}`)}: ${t('why.unknownValue')}`} />;
  }
  return (
    <div className="max-w-28 whitespace-nowrap @4xl:max-w-36">
      <div className="tabular-nums">
        {score === null ? '–' : score.toFixed(2)}
        {figure !== null && (
          <span className="text-ink-3">
            {' · '}
            {figureText(figure)}
          </span>
        )}
      </div>
      {figure !== null && <CostUnit unit={figure.unit} />}
      {figure !== null && <FigureSource figure={figure} />}
    </div>
  );
}

/** What a price is for, where it is not one request: an audio minute, 1,000 screenshots. */
function CostUnit({ unit }: { readonly unit: string }) {
  const { t } = useTranslation();
  if (!unit.startsWith('usd_per_') || unit === 'usd_per_request') return null;
  const per = unit.slice('usd_per_'.length).replaceAll('_', ' ');
  return <div className="truncate text-xs text-ink-3">{t('why.perUnit', { unit: per })}</div>;
}

function FigureSource({ figure }: { readonly figure: Figure }) {
  const { t } = useTranslation();
  const source = useCatalogStore((state) => state.sources[figure.source]);
  const label =
    figure.n === undefined ? (source?.name ?? figure.source) : t('why.yours', { n: figure.n });
  const title = figure.date === null ? label : `${label} · ${figure.date}`;
  const hint = figure.note === undefined ? t('why.estimatePlain') : figure.note;
  return (
    <div className="flex items-center gap-x-1 text-xs text-ink-3">
      {figure.estimate && (
        <abbr title={hint} className="no-underline">
          {t('why.estimate')}
          <span className="sr-only">: {hint}</span>
        </abbr>
      )}
      {source?.url ? (
        <ExternalLink url={source.url} title={title} className="truncate">
          {label}
        </ExternalLink>
      ) : (
        <span className="min-w-0 truncate" title={title}>
          {label}
        </span>
      )}
      {figure.date !== null && <span className="hidden shrink-0 @4xl:inline">{figure.date}</span>}
    </div>
  );
}
