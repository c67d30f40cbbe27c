import { AXES } from '@shared/routing/candidate';
import type { TraceCandidate } from '@shared/routing/trace';
import { useTranslation } from 'react-i18next';

const FILLS = { quality: 'bg-quality', latency: 'bg-latency', cost: 'bg-cost' } as const;

/** A total 0..1 as a bar, split by what each axis adds. The numbers are in its name. */
export function ContributionBar({
  contributions,
}: {
  readonly contributions: TraceCandidate['contributions'];
}) {
  const { t } = useTranslation();
  const name = AXES.map((axis) =>
    t('why.contributionOf', {
      axis: t(`common.axes.${axis}`),
      value: contributions[axis].toFixed(3),
    }),
  ).join(', ');
  return (
    <div
      role="img"
      aria-label={name}
      title={name}
      className="flex h-2 w-20 gap-px @4xl:w-28 overflow-hidden rounded-sm bg-sunken"
    >
      {AXES.map((axis) => (
        <div
          key={axis}
          className={FILLS[axis]}
          style={{ width: `${Math.max(0, contributions[axis]) * 100}%` }}
        />
      ))}
    </div>
  );
}

/** What the colours mean. */
export function AxisLegend() {
  const { t } = useTranslation();
  return (
    <ul className="flex gap-3 text-xs text-ink-3">
      {AXES.map((axis) => (
        <li key={axis} className="flex items-center gap-1">
          <span aria-hidden className={`size-2 rounded-sm ${FILLS[axis]}`} />
          {t(`common.axes.${axis}`)}
        </li>
      ))}
    </ul>
  );
}
