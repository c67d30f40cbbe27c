import type { OutcomeStatus } from '@shared/api/history';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from './badge';
import { Money } from './figures';
import { splitModelId } from './model-name';

/** A practice model charges nothing, whatever it was weighed with. */
export function Cost(props: { readonly model: string | null; readonly usd: number | null }) {
  const { t } = useTranslation();
  const practice = props.model !== null && splitModelId(props.model).provider === 'practice';
  return practice ? t('common.noCharge') : <Money usd={props.usd} />;
}

const TONES: Readonly<Record<OutcomeStatus, Tone>> = {
  running: 'accent',
  succeeded: 'good',
  failed: 'bad',
  refused: 'warn',
  aborted: 'neutral',
  interrupted: 'warn',
};

/** How a request stands or ended. */
export function Status({ status }: { readonly status: OutcomeStatus }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`common.outcomes.${status}`)}</Badge>;
}
