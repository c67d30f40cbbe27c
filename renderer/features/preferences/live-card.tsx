import { AXES, type Candidate, type Weights } from '@shared/routing/candidate';
import type { Ranked } from '@shared/routing/rank';
import { contributions } from '@shared/routing/score';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { ExpectedCost, waitText } from '../../components/estimate';
import { formatPercent, formatScore } from '../../components/format';
import { ModelName } from '../../components/model-name';
import type { Landscape, Preview } from './landscape';

const SHOWN = 3;

export interface LiveCardProps {
  readonly landscape: Landscape;
  readonly preview: Preview;
  readonly weights: Weights;
  /** What the cost is counted by, e.g. `request`. */
  readonly unit: string;
}

/** Who wins at these weights and who comes next, each bar split into what every axis adds. */
export function LiveCard({ landscape, preview, weights, unit }: LiveCardProps) {
  const { t } = useTranslation();
  const pinned = preview.pin === 'obeyed' ? preview.winner : null;
  const others = preview.ranked.filter((row) => row !== pinned);
  const shown = [...(pinned === null ? [] : [pinned]), ...others].slice(0, SHOWN);
  if (shown.length === 0) {
    return (
      <Card title={t('preferences.live.title')}>
        <p className="font-medium">{t('preferences.empty.title')}</p>
        <p className="text-sm text-ink-2">{t('preferences.empty.body')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('preferences.live.title')} actions={<AxisLegend />}>
      <ol className="flex flex-col gap-3">
        {shown.map((row, index) => (
          <li key={row.candidate.id}>
            <Row row={row} weights={weights} unit={unit} place={placeOf(index, pinned !== null)} />
          </li>
        ))}
      </ol>
      <p className="mt-3 border-t border-line pt-3 text-sm text-ink-2" data-testid="flip">
        <FlipLine landscape={landscape} preview={preview} />
      </p>
    </Card>
  );
}

function placeOf(index: number, isPinned: boolean): 'pinned' | number {
  return index === 0 && isPinned ? 'pinned' : index;
}

interface RowProps {
  readonly row: Ranked<Candidate>;
  readonly weights: Weights;
  readonly unit: string;
  readonly place: 'pinned' | number;
}

function Row({ row, weights, unit, place }: RowProps) {
  const { t } = useTranslation();
  const { candidate, total } = row;
  const parts = contributions(candidate.scores, weights);
  const first = place === 'pinned' || place === 0;
  const { typicalLatencyMs: latencyMs, figures } = candidate;
  const wait = waitText({ latencyMs, latency: figures.latency }, t) ?? t('common.timeUnknown');
  const label =
    place === 'pinned'
      ? t('preferences.live.pinned')
      : place === 0
        ? t('preferences.live.winner')
        : t('preferences.live.runnerUp', { rank: place });
  return (
    <div>
      <div className="flex items-baseline gap-2">
        <span className={cx('w-20 shrink-0 text-sm', first ? 'text-accent-ink' : 'text-ink-3')}>
          {label}
        </span>
        <ModelName
          id={candidate.id}
          name={candidate.name}
          practice={candidate.practice}
          local={candidate.local}
          className={cx('flex-1', first && 'font-semibold')}
        />
        <span className="shrink-0 font-medium tabular-nums">{formatScore(total)}</span>
      </div>
      <div className="mt-1 flex h-2.5 gap-px overflow-hidden rounded-sm bg-sunken" aria-hidden>
        {AXES.map((axis) => (
          <span
            key={axis}
            className={AXIS_BAR[axis]}
            style={{ width: `${parts[axis] * 100}%` }}
            title={t('preferences.live.contribution', {
              axis: t(`common.axes.${axis}`),
              value: formatScore(parts[axis]),
            })}
          />
        ))}
      </div>
      <div className="mt-1 text-xs text-ink-3">
        <p className="tabular-nums">
          {AXES.map((axis) =>
            t('preferences.live.contribution', {
              axis: t(`common.axes.${axis}`),
              value: formatScore(parts[axis]),
            }),
          ).join(' · ')}
        </p>
        <p>
          <ExpectedCost practice={candidate.practice} costUsd={candidate.typicalCostUsd} />
          {candidate.typicalCostUsd !== null && ` ${t('preferences.live.per', { unit })}`} · {wait}
        </p>
      </div>
    </div>
  );
}

const AXIS_BAR = { quality: 'bg-quality', latency: 'bg-latency', cost: 'bg-cost' } as const;

function AxisLegend() {
  const { t } = useTranslation();
  return (
    <ul className="flex gap-3 text-xs text-ink-2" aria-hidden>
      {AXES.map((axis) => (
        <li key={axis} className="flex items-center gap-1">
          <span className={cx('size-2.5 rounded-sm', AXIS_BAR[axis])} />
          {t(`common.axes.${axis}`)}
        </li>
      ))}
    </ul>
  );
}

function FlipLine({ landscape, preview }: Pick<LiveCardProps, 'landscape' | 'preview'>) {
  const { t } = useTranslation();
  const { flip, winner, pin } = preview;
  if (winner === null) return null;
  if (pin === 'obeyed') return t('preferences.live.pinRules');
  if (flip === null) return t('preferences.live.noFlip', { model: winner.candidate.name });
  return t('preferences.live.flip', {
    model: landscape.nameOf(flip.rivalId),
    axis: t(`common.axes.${flip.axis}`),
    percent: formatPercent(Math.ceil(flip.axisWeight * 100 - 1e-9) / 100),
  });
}
