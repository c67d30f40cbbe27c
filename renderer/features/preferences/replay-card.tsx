import type { Weights } from '@shared/routing/candidate';
import { type Replay, type ReplayRow, replay } from '@shared/routing/replay';
import type { TFunction } from 'i18next';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Loadable } from '../../app/api';
import { Card } from '../../components/card';
import { formatDuration, formatMoney, formatScore, formatSigned } from '../../components/format';
import { SeriesPatterns, seriesFill } from '../../components/series';
import { DelayedSpinner } from '../../components/states';
import { splitModelId } from '../../components/model-name';

/** Models named in the sentence; the others are counted together. */
const NAMED = 3;
/** Look of a model that wins nowhere on today's map. */
const PLAIN_SERIES = 7;

export interface ReplayCardProps {
  readonly rows: Loadable<readonly ReplayRow[]> | undefined;
  readonly weights: Weights;
  readonly nameOf: (id: string) => string;
  readonly seriesOf: ReadonlyMap<string, number>;
}

/** What the weights would have picked on past requests, and what that would have changed. */
export function ReplayCard({ rows, weights, nameOf, seriesOf }: ReplayCardProps) {
  const { t } = useTranslation();
  const past = rows?.state === 'ready' ? rows.value : null;
  const before = useMemo(() => (past === null ? [] : countChosen(past)), [past]);
  const result = useMemo(() => (past === null ? null : replay(past, weights)), [past, weights]);
  return (
    <Card title={t('preferences.replay.title')} description={t('preferences.replay.recorded')}>
      {(rows === undefined || rows.state === 'loading') && (
        <DelayedSpinner label={t('preferences.replay.loading')} />
      )}
      {rows?.state === 'error' && <p className="text-bad">{t('preferences.replay.failed')}</p>}
      {result !== null && result.decided === 0 && (
        <p className="text-ink-2">{t('preferences.replay.empty')}</p>
      )}
      {result !== null && result.decided > 0 && (
        <>
          <p data-testid="replay-sentence">{replaySentence(result, nameOf, t)}</p>
          <ReplayBars before={before} after={result.counts} nameOf={nameOf} seriesOf={seriesOf} />
          <p className="mt-2 text-sm text-ink-3">
            {[
              t('preferences.replay.changed', { count: result.changed }),
              ...(result.cost.unknownRows > 0
                ? [t('preferences.replay.unknown', { count: result.cost.unknownRows })]
                : []),
              t('preferences.replay.estimated'),
            ].join(' · ')}
          </p>
        </>
      )}
    </Card>
  );
}

/** "On your last 200 requests this would have picked A 141, B 52: $0.42 instead of $1.10, ..." */
export function replaySentence(
  result: Replay,
  nameOf: (id: string) => string,
  t: TFunction,
): string {
  const named: string[] = result.counts
    .slice(0, NAMED)
    .map(({ id, count }) =>
      t('preferences.replay.countOf', { model: shortName(id, nameOf), count }),
    );
  const rest = result.counts.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  if (rest > 0) named.push(t('preferences.replay.others', { count: rest }));
  const { beforeUsd, afterUsd, knownRows } = result.cost;
  const practice = result.counts.every(({ id }) => splitModelId(id).provider === 'practice');
  const cost =
    knownRows === 0
      ? ''
      : t(practice ? 'preferences.replay.costSimulated' : 'preferences.replay.cost', {
          before: formatMoney(beforeUsd),
          after: formatMoney(afterUsd),
        });
  const deltas = [
    ...(result.meanQualityDelta === null ||
    formatScore(Math.abs(result.meanQualityDelta)) === formatScore(0)
      ? []
      : [
          t('preferences.replay.quality', {
            delta: formatSigned(result.meanQualityDelta, formatScore),
          }),
        ]),
    ...(result.meanLatencyDeltaMs === null || Math.abs(result.meanLatencyDeltaMs) < 0.5
      ? []
      : [
          t('preferences.replay.latency', {
            delta: formatSigned(result.meanLatencyDeltaMs, formatDuration),
          }),
        ]),
  ].map((delta) => `, ${delta}`);
  return t('preferences.replay.sentence', {
    count: result.decided,
    counts: named.join(', '),
    cost,
    deltas: deltas.join(''),
  });
}

interface ModelCount {
  readonly id: string;
  readonly count: number;
}

interface ReplayBarsProps extends Pick<ReplayCardProps, 'nameOf' | 'seriesOf'> {
  readonly before: readonly ModelCount[];
  readonly after: readonly ModelCount[];
}

/** Two stacked bars over the same scale: what was picked, and what would have been. */
function ReplayBars({ before, after, nameOf, seriesOf }: ReplayBarsProps) {
  const { t } = useTranslation();
  const prefix = useId();
  return (
    <div className="mt-3 flex flex-col gap-1">
      <svg width={0} height={0} aria-hidden className="absolute">
        <SeriesPatterns prefix={prefix} ground={0.3} />
      </svg>
      {(['before', 'after'] as const).map((side) => (
        <div key={side} className="flex items-center gap-2 text-sm">
          <span className="w-12 shrink-0 text-ink-3">{t(`preferences.replay.${side}`)}</span>
          <div className="flex h-6 min-w-0 flex-1 gap-px overflow-hidden rounded-sm">
            {(side === 'before' ? before : after).map(({ id, count }) => (
              <Segment
                key={id}
                label={t('preferences.replay.countOf', { model: shortName(id, nameOf), count })}
                grow={count}
                fill={seriesFill(prefix, seriesOf.get(id) ?? PLAIN_SERIES)}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

interface SegmentProps {
  readonly label: string;
  readonly grow: number;
  readonly fill: string;
}

function Segment({ label, grow, fill }: SegmentProps) {
  return (
    <span
      className="@container relative flex min-w-0.5 items-center overflow-hidden border border-line-strong"
      style={{ flex: `${grow} 1 0` }}
      title={label}
    >
      <svg aria-hidden className="absolute inset-0 size-full">
        <rect width="100%" height="100%" fill={fill} />
      </svg>
      <span className="relative mx-1 hidden truncate rounded-sm bg-surface px-1 text-xs text-ink @[4rem]:block">
        {label}
      </span>
    </span>
  );
}

function countChosen(rows: readonly ReplayRow[]): ModelCount[] {
  const counts = new Map<string, number>();
  for (const { chosen, candidates } of rows) {
    if (chosen !== null && candidates.length > 0) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  return [...counts].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count);
}

/** The display name; for a model that is no candidate any more its own id. */
function shortName(id: string, nameOf: (id: string) => string): string {
  const name = nameOf(id);
  return name === id ? splitModelId(id).model : name;
}
