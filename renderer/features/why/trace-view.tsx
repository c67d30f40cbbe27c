import type { DecisionTrace } from '@shared/routing/decide';
import { explain } from '@shared/routing/explain';
import type { Trace } from '@shared/routing/trace';
import { useTranslation } from 'react-i18next';
import { formatDateTime, formatPercent } from '../../components/format';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { errorText } from '../../components/error-text';
import { Attribution } from './attribution';
import { CandidateTable } from './candidate-table';
import { AxisLegend } from './contribution-bar';
import { EfficientPanel } from './efficient-panel';
import { declinedText } from './efficient-text';
import { floorTextOf } from './floor-text';
import { flipTextOf, sentenceOf } from './sentence';
import { LearnedPanel } from './learned-panel';
import { useTrace } from './use-trace';

export interface TraceViewProps {
  /** A recorded trace, or the preview of one. */
  readonly trace: DecisionTrace & Partial<Pick<Trace, 'id' | 'createdAt'>>;
}

/** A decision, whole: sentence, margin, flip point and every candidate. */
export function TraceView({ trace }: TraceViewProps) {
  const { t } = useTranslation();
  const { weights } = trace;
  const flip = flipTextOf(trace);
  const floor = floorTextOf(trace);
  const declined = declinedText(trace);
  // Another strategy's order is not that of the weights: a margin of scores would explain nothing.
  const explanation = trace.strategy === 'auto' ? explain(trace) : null;
  const margin = explanation?.runnerUp?.margin;
  return (
    <div className="min-w-0">
      <p className="font-medium">{sentenceOf(trace)}</p>
      {declined !== null && (
        <p className="mt-1 text-ink-2" data-testid="declined-line">
          {declined}
        </p>
      )}
      {flip !== null && <p className="mt-1 text-ink-2">{flip}</p>}
      {floor !== null && (
        <p className="mt-1 text-ink-2" data-testid="floor-line">
          {floor}
        </p>
      )}
      {trace.realtime !== undefined && <p className="mt-1 text-ink-2">{t('why.live')}</p>}
      {trace.lastResort === true && <p className="mt-1 text-ink-2">{t('why.lastResort')}</p>}
      <EfficientPanel trace={trace} />
      <LearnedPanel trace={trace} />
      <div className="mt-2 mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-3">
        <span>
          {t('why.weights', {
            quality: formatPercent(weights.quality),
            latency: formatPercent(weights.latency),
            cost: formatPercent(weights.cost),
          })}
          {` (${t(`why.weightsFrom.${trace.weightsSource}`)})`}
        </span>
        {explanation !== null && (
          <span>
            {margin === undefined
              ? t('why.noRunnerUp')
              : t('why.margin', { margin: margin.toFixed(3) })}
          </span>
        )}
        <AxisLegend />
      </div>
      <CandidateTable trace={trace} />
      {trace.createdAt !== undefined && (
        <p className="mt-2 text-xs text-ink-3">
          {t('why.recorded', {
            time: formatDateTime(trace.createdAt),
            catalog: trace.catalog,
            version: trace.prefsVersion,
          })}
        </p>
      )}
      <Attribution />
    </div>
  );
}

/** The trace of a decision by its id, read when it is shown. */
export function RecordedTrace({ decisionId }: { readonly decisionId: string }) {
  const { t } = useTranslation();
  const trace = useTrace(decisionId);
  if (trace.state === 'loading') return <DelayedSpinner label={t('why.loading')} />;
  if (trace.state === 'error') return <ErrorState {...errorText(trace.error.code)} />;
  return <TraceView trace={trace.value} />;
}
