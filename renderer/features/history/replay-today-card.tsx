import type { Trace } from '@shared/routing/trace';
import type { Weights } from '@shared/routing/candidate';
import type { AxisDifference } from '@shared/routing/explain';
import { toPercents } from '@shared/routing/weights';
import { History } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Loadable, LOADING, api } from '../../app/api';
import { Button } from '../../components/button';
import { formatScore } from '../../components/format';
import { DelayedSpinner } from '../../components/states';
import { splitModelId } from '../../components/model-name';
import { type ReplayToday, replayToday } from './replay-today';

/** The same candidates under the weights of today: who would win now, and what that trades. */
export function ReplayTodayCard({ trace }: { readonly trace: Trace }) {
  const { t } = useTranslation();
  const [weights, setWeights] = useState<Loadable<Weights> | null>(null);
  const section = useRef<HTMLElement>(null);
  const run = async (): Promise<void> => {
    // The pressed button goes away: the focus stays here, or the keyboard would have lost its place.
    section.current?.focus();
    setWeights(LOADING);
    const result = await api().router.catalog({ task: trace.task });
    setWeights(
      result.ok
        ? { state: 'ready', value: result.data.weights }
        : { state: 'error', error: result.error },
    );
  };
  return (
    <section ref={section} tabIndex={-1} className="mt-4 rounded-lg border border-line p-3">
      {weights === null && (
        <Button icon={<History size={14} aria-hidden />} onClick={() => void run()}>
          {t('history.replay.run')}
        </Button>
      )}
      {weights?.state === 'loading' && <DelayedSpinner label={t('common.loading')} />}
      {weights?.state === 'error' && <p className="text-bad">{t('history.replay.failed')}</p>}
      {weights?.state === 'ready' && <Result trace={trace} weights={weights.value} />}
    </section>
  );
}

interface ResultProps {
  readonly trace: Trace;
  readonly weights: Weights;
}

function Result({ trace, weights }: ResultProps) {
  const { t } = useTranslation();
  const result = useMemo(() => replayToday(trace, weights), [trace, weights]);
  const now = toPercents(weights);
  const then = toPercents(trace.weights);
  return (
    <div role="status">
      <h3 className="font-semibold">{t('history.replay.title')}</h3>
      <p className="mt-1" data-testid="replay-today">
        <Verdict result={result} trace={trace} />
      </p>
      {result.against !== null && (
        <p className="text-ink-2">
          <Trade gains={result.against.gains} givesUp={result.against.givesUp} />
        </p>
      )}
      <p className="mt-2 text-sm text-ink-3">
        {t('history.replay.weights', {
          ...now,
          thenQuality: then.quality,
          thenLatency: then.latency,
          thenCost: then.cost,
        })}{' '}
        {t('history.replay.note')} {t('history.replay.pinned')}
      </p>
    </div>
  );
}

function Verdict({ result, trace }: { readonly result: ReplayToday; readonly trace: Trace }) {
  const { t } = useTranslation();
  const { winner, total, same, against } = result;
  if (winner === null) return t('history.replay.none');
  const score = formatScore(total);
  if (same) return t('history.replay.same', { model: winner.name, score });
  const served = trace.candidates.find(({ id }) => id === trace.model)?.name;
  return t('history.replay.other', {
    model: winner.name,
    score,
    margin: formatScore(against?.margin ?? 0),
    served: served ?? splitModelId(trace.model ?? '').model,
  });
}

interface TradeProps {
  readonly gains: readonly AxisDifference[];
  readonly givesUp: readonly AxisDifference[];
}

function Trade({ gains, givesUp }: TradeProps) {
  const { t } = useTranslation();
  const list = (differences: readonly AxisDifference[]): string =>
    differences
      .map(({ axis, amount }) =>
        t('history.replay.axis', { axis: t(`common.axes.${axis}`), amount: formatScore(amount) }),
      )
      .join(', ');
  const parts = [
    ...(gains.length > 0 ? [t('history.replay.gains', { axes: list(gains) })] : []),
    ...(givesUp.length > 0 ? [t('history.replay.givesUp', { axes: list(givesUp) })] : []),
  ];
  return `${parts.join('; ')}.`;
}
