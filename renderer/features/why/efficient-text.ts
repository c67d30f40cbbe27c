import type { DecisionTrace } from '@shared/routing/decide';
import type { Classification, EfficientTrace } from '@shared/routing/efficient-types';
import type { StrategyDetail } from '@shared/routing/trace';
import { t } from 'i18next';
import { formatDuration, formatMoney, formatPercent } from '../../components/format';
import { why } from '../../texts/why';

export type EfficientDetailOf = Extract<StrategyDetail, { strategy: 'auto/efficient' }>;

/** What `auto/efficient` recorded of its decision; null = another strategy decided. */
export function efficientDetailOf({ detail }: DecisionTrace): EfficientDetailOf | null {
  return detail?.strategy === 'auto/efficient' ? detail : null;
}

/** "Auto decided: no routing table has been published."; null = nobody handed over. */
export function declinedText({ declined }: DecisionTrace): string | null {
  if (declined === undefined || declined === null) return null;
  const { strategy } = declined;
  const asked = strategy === 'direct' ? strategy : t(`common.autoSettings.${strategy}`);
  const reason = declined.reason.replace(/\.$/u, '');
  return t('why.declined', { strategy: asked, reason: lowerFirst(reason) });
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** Who told how hard the request is, how long that took and what it cost. */
export function classifierText(
  { source, model, cached, ms, costUsd, fallbackReason }: Classification,
  nameOf: (id: string) => string,
): string {
  if (source === 'model' && model !== null) {
    if (cached) return t('why.efficient.labelCached', { model: nameOf(model) });
    return t('why.efficient.labelModel', {
      model: nameOf(model),
      time: formatDuration(ms),
      cost: costUsd === null ? t('common.priceUnknown') : formatMoney(costUsd),
    });
  }
  return t('why.efficient.labelHeuristic', { reason: fallbackText(fallbackReason) });
}

const FALLBACKS = why.efficient.fallback;

function isKnownFallback(reason: string): reason is keyof typeof FALLBACKS {
  return Object.hasOwn(FALLBACKS, reason);
}

function fallbackText(reason: string | null): string {
  const known = reason !== null && isKnownFallback(reason) ? reason : 'failed';
  return t(`why.efficient.fallback.${known}`);
}

/** Why the conversation keeps its model, changes it, or is held to none. */
export function stickyText(
  { incumbent, sticky, reason, switchReason, switchCostUsd, anchors }: EfficientTrace,
  nameOf: (id: string) => string,
): string {
  if (incumbent === null) return t(`why.efficient.${anchors ? 'holdsNow' : 'holdsNothing'}`);
  const model = nameOf(incumbent);
  if (switchReason !== null) {
    const text = t(`why.efficient.switched.${switchReason}`, { model });
    return switchCostUsd === null
      ? text
      : `${text} ${t('why.efficient.switchCost', { cost: formatMoney(switchCostUsd) })}`;
  }
  if (!sticky) return t('why.efficient.switched.other', { model });
  if (reason === 'kept_in_tool_loop' || reason === 'kept_on_heuristic') {
    return t(`why.efficient.kept.${reason}`, { model });
  }
  return reason === 'kept_in_conversation'
    ? t('why.efficient.kept.kept_in_conversation', { model })
    : t('why.efficient.kept.still_first', { model });
}

export function routeName(route: string): string {
  return route.replaceAll('_', ' ').replace('/', ' · ');
}

/** "Easy · debugging · bug fixing · good enough from 80 %". */
export function tierText({ tier, route, floor }: EfficientTrace): string {
  return [
    t(`why.efficient.tiers.${tier}`),
    ...(route === null ? [] : [routeName(route)]),
    t('why.efficient.floor', { floor: formatPercent(floor) }),
  ].join(' · ');
}
