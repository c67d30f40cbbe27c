import type { AnswerMeta } from '@shared/api/conversations';
import { compare } from '@shared/routing/explain';
import type { Trace, TraceCandidate } from '@shared/routing/trace';
import type { TFunction } from 'i18next';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatMoney, formatSigned } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { ModelName } from '../../components/model-name';
import { useModelName, useTrace } from '../why';
import { eligibleOf } from '../why/sentence';
import { regenerate } from './actions';
import { learnFromRegenerate } from './learn';

const RUNNER_UPS = 6;

export interface RegenerateMenuProps {
  readonly userMessageId: string;
  readonly meta: AnswerMeta;
  readonly disabled: boolean;
}

/** Answers again: by Auto, by the same model, or by a runner-up with what it would trade. */
export function RegenerateMenu({ userMessageId, meta, disabled }: RegenerateMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu
      side="top"
      trigger={
        <IconButton
          size="sm"
          disabled={disabled}
          label={t('chat.regenerate')}
          icon={<RotateCcw size={14} />}
        />
      }
    >
      <MenuItem onSelect={() => void regenerate(userMessageId, 'auto')}>
        {t('chat.regenerateAuto')}
      </MenuItem>
      {meta.model !== null && <SameModel model={meta.model} userMessageId={userMessageId} />}
      {meta.decisionId !== null && (
        <RunnerUps
          decisionId={meta.decisionId}
          answered={meta.model}
          userMessageId={userMessageId}
        />
      )}
    </Menu>
  );
}

function SameModel(props: { readonly model: string; readonly userMessageId: string }) {
  const { t } = useTranslation();
  const name = useModelName(props.model);
  return (
    <MenuItem onSelect={() => void regenerate(props.userMessageId, props.model)}>
      {t('chat.regenerateSame', { model: name })}
    </MenuItem>
  );
}

function RunnerUps(props: {
  readonly decisionId: string;
  readonly answered: string | null;
  readonly userMessageId: string;
}) {
  const { t } = useTranslation();
  const trace = useTrace(props.decisionId);
  if (trace.state !== 'ready') return null;
  const eligible = eligibleOf(trace.value);
  const chosen = eligible.find((candidate) => candidate.id === props.answered);
  const others = eligible.filter((candidate) => candidate !== chosen).slice(0, RUNNER_UPS);
  return (
    <>
      <MenuSeparator />
      <MenuLabel>
        {others.length === 0 ? t('chat.noRunnerUps') : t('chat.regenerateWith')}
      </MenuLabel>
      {others.map((candidate) => (
        <MenuItem
          key={candidate.id}
          detail={chosen === undefined ? undefined : tradeText(trace.value, chosen, candidate, t)}
          onSelect={() => {
            void regenerate(props.userMessageId, candidate.id);
            void learnFromRegenerate(props.userMessageId, candidate.id, props.answered);
          }}
        >
          <ModelName
            id={candidate.id}
            name={candidate.name}
            practice={candidate.practice}
            local={candidate.local}
          />
        </MenuItem>
      ))}
    </>
  );
}

/** What another model would trade for the one that answered: quality, time and money. */
function tradeText(
  trace: Trace,
  chosen: TraceCandidate,
  other: TraceCandidate,
  t: TFunction,
): string {
  const parts: string[] = [];
  const against = compare(other, chosen, trace.weights);
  const quality = [...against.gains, ...against.givesUp].find((d) => d.axis === 'quality');
  if (quality !== undefined) {
    const delta = against.gains.includes(quality) ? quality.amount : -quality.amount;
    parts.push(t('chat.deltaQuality', { delta: formatSigned(delta, (n) => n.toFixed(2)) }));
  }
  if (other.estimatedLatencyMs !== null && chosen.estimatedLatencyMs !== null) {
    parts.push(formatSigned(other.estimatedLatencyMs - chosen.estimatedLatencyMs, formatDuration));
  }
  if (other.practice) return [...parts, t('common.noCharge')].join(' · ');
  if (other.estimatedCostUsd !== null && chosen.estimatedCostUsd !== null) {
    parts.push(formatSigned(other.estimatedCostUsd - chosen.estimatedCostUsd, formatMoney));
  } else {
    parts.push(t('common.priceUnknown'));
  }
  return parts.join(' · ');
}
