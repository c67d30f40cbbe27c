import type { DecisionTrace } from '@shared/routing/decide';
import { t } from 'i18next';
import { formatFloor } from '../../components/format';

/** What the quality floor did to a decision, as it was recorded; null = none was in force. */
export function floorTextOf({ floor, model }: DecisionTrace): string | null {
  if (floor === undefined) return null;
  const { value, source, preference, relaxed, normalisedFrom, changedPick } = floor;
  const position = preference === null ? '' : t(`why.floor.position.${preference}`);
  const effect =
    model === null
      ? t('why.floor.refused')
      : t(changedPick ? 'why.floor.changed' : 'why.floor.unchanged');
  return [
    t('why.floor.line', {
      floor: formatFloor(value),
      source: t(`why.floor.source.${source}`, { position }),
      effect,
    }),
    ...(relaxed ? [t('why.floor.relaxed')] : []),
    ...(normalisedFrom === null
      ? []
      : [t('why.floor.normalised', { from: normalisedFrom, position })]),
  ].join(' ');
}
