import type { DecisionTrace } from '@shared/routing/decide';
import { explain, nearestFlip } from '@shared/routing/explain';
import type { TraceCandidate } from '@shared/routing/trace';
import { t } from 'i18next';
import { formatDuration, formatPercent } from '../../components/format';

export function nameIn(trace: Pick<DecisionTrace, 'candidates'>, id: string): string {
  return trace.candidates.find((c) => c.id === id)?.name ?? id.slice(id.indexOf('/') + 1);
}

export function eligibleOf(trace: Pick<DecisionTrace, 'candidates'>): readonly TraceCandidate[] {
  return trace.candidates.filter((candidate) => candidate.rank !== null);
}

/** The best-ranked eligible candidate that was not taken. */
export function runnerUpOf(trace: DecisionTrace): TraceCandidate | null {
  return eligibleOf(trace).find((candidate) => candidate.id !== trace.model) ?? null;
}

/** The decision in one sentence, from what was recorded. */
export function sentenceOf(trace: DecisionTrace): string {
  const task = t(`common.tasks.${trace.task}`);
  if (trace.model === null) return t('why.noModel', { task });
  const model = nameIn(trace, trace.model);
  const { detail } = trace;
  // The table's own reason is truer: "proven" is also said where nobody was good enough.
  const reason =
    detail?.strategy === 'auto/efficient' && trace.reason !== 'fallback_after_failure'
      ? t(`why.efficient.reason.${detail.trace.reason}`)
      : t(`why.reason.${trace.reason}`, { task });
  const trade = tradeOf(trace);
  return trade === null
    ? t('why.sentence', { model, reason })
    : t('why.sentenceTrade', { model, reason, trade });
}

function tradeOf(trace: DecisionTrace): string | null {
  if (trace.strategy !== 'auto') return null;
  const found = explain(trace);
  if (found === null || found.runnerUp === null) return null;
  const { bestQuality, runnerUp } = found;
  const loss = bestQuality?.givesUp.find((difference) => difference.axis === 'quality');
  if (bestQuality !== null && loss !== undefined) {
    const gain = gainOf(bestQuality.costSavingPercent, bestQuality.latencySavingMs);
    if (gain !== null) {
      return t('why.trade.gives', {
        loss: t('why.trade.quality', { amount: loss.amount.toFixed(2) }),
        runnerUp: nameIn(trace, bestQuality.rivalId),
        gain,
      });
    }
  }
  if (runnerUp.margin <= 0) return null;
  return t('why.trade.leads', {
    runnerUp: nameIn(trace, runnerUp.rivalId),
    margin: runnerUp.margin.toFixed(3),
  });
}

function gainOf(costPercent: number | null, latencyMs: number | null): string | null {
  if (costPercent !== null && costPercent >= 1) {
    return t('why.trade.costPercent', { percent: formatPercent(costPercent / 100) });
  }
  if (latencyMs !== null && latencyMs > 0) {
    return t('why.trade.time', { time: formatDuration(latencyMs) });
  }
  return null;
}

/** "Would switch to Mini if Cost were 42 % or more"; null when the pick was not the ranking's. */
export function flipTextOf(trace: DecisionTrace): string | null {
  if (trace.strategy !== 'auto') return null;
  const [best, ...rivals] = eligibleOf(trace);
  if (best === undefined || best.id !== trace.model || rivals.length === 0) return null;
  const flip = nearestFlip(best, rivals, trace.weights);
  if (flip === null) return t('why.noFlip');
  return t('why.flip', {
    model: nameIn(trace, flip.rivalId),
    axis: t(`common.axes.${flip.axis}`),
    percent: formatPercent(Math.ceil(flip.axisWeight * 100) / 100),
  });
}
