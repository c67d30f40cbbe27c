import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { formatPercent } from '../../components/format';
import { SeriesPatterns, SeriesSwatch } from '../../components/series';
import type { Landscape } from './landscape';
import { seriesLetter } from './triangle-geometry';

export interface MapLegendProps {
  readonly landscape: Landscape;
  readonly winner: string | null;
  readonly onHover: (model: string | null) => void;
}

/** The map in words: letter, look, name and share of every model that wins somewhere. */
export const MapLegend = memo(function MapLegend({ landscape, winner, onHover }: MapLegendProps) {
  const { t } = useTranslation();
  const prefix = useId();
  if (landscape.regions.length === 0) return null;
  return (
    <section className="mt-4 border-t border-line pt-3">
      <h3 className="mb-1 text-sm font-medium text-ink-2">{t('preferences.triangle.legend')}</h3>
      <svg width={0} height={0} aria-hidden className="absolute">
        <SeriesPatterns prefix={prefix} ground={0.3} />
      </svg>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] gap-x-4">
        {landscape.regions.map(({ id, area }, index) => (
          <li
            key={id}
            onPointerEnter={() => onHover(id)}
            onPointerLeave={() => onHover(null)}
            className={cx(
              'flex items-center gap-1.5 py-0.5 text-sm',
              id === winner && 'font-semibold',
            )}
          >
            <SeriesSwatch prefix={prefix} index={index} />
            <span className="w-3 text-center text-ink-3">{seriesLetter(index)}</span>
            <span className="min-w-0 flex-1 truncate" title={id}>
              {landscape.nameOf(id)}
            </span>
            <span
              className="text-ink-3 tabular-nums"
              title={t('preferences.triangle.share', { percent: formatPercent(area) })}
            >
              {area < 0.005 ? '<1%' : formatPercent(area)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
});
