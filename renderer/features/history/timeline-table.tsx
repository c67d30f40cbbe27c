import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../components/format';
import { useModelNames } from '../why';
import { showDay } from '../../components/day-text';
import type { Timeline } from './timeline-geometry';

export function TimelineTable({ timeline }: { readonly timeline: Timeline }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const head = 'sticky top-0 bg-surface py-1 pr-4 text-left font-medium text-ink-2';
  const weekly = (timeline.bars[0]?.days ?? 1) > 1;
  return (
    <div
      className="max-h-56 overflow-auto"
      role="region"
      tabIndex={0}
      aria-label={t('history.timeline.title')}
    >
      <table className="text-sm">
        <thead>
          <tr>
            <th className={head}>{t(weekly ? 'history.timeline.week' : 'history.timeline.day')}</th>
            <th className={head}>{t('history.timeline.total')}</th>
            {timeline.series.map((model) => (
              <th key={model ?? ''} className={head}>
                {model === null ? t('history.timeline.other') : nameOf(model)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timeline.bars
            .filter(({ total }) => total > 0)
            .map((bar) => (
              <tr key={bar.day} className="border-t border-line tabular-nums">
                <th scope="row" className="py-0.5 pr-4 text-left font-normal">
                  {showDay(bar.day)}
                </th>
                <td className="pr-4">{bar.total}</td>
                {bar.counts.map((count, index) => (
                  <td key={timeline.series[index] ?? ''} className="pr-4">
                    {count}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {timeline.marks.length > 0 && (
        <>
          <h3 className="mt-3 text-sm font-medium text-ink-2">{t('history.timeline.marks')}</h3>
          <ul className="text-sm">
            {timeline.marks.map((mark) => (
              <li key={`${mark.kind}${mark.at}`}>
                {t('history.timeline.mark', {
                  kind: t(`history.timeline.${mark.kind}`),
                  date: formatDateTime(mark.at),
                  label: mark.label,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
