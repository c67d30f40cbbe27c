import type { AnswerMeta, VoiceMeta } from '@shared/api/conversations';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Duration, Money, Tokens } from '../../components/figures';
import { formatDuration } from '../../components/format';
import { Popover } from '../../components/popover';
import { RecordedTrace, useModelName, useNamesOf, useTrace, WhyActions } from '../why';

export interface AnswerChipProps {
  readonly meta: AnswerMeta;
  /** Answers the same message again with another model. */
  readonly onUse: (model: string) => void;
}

/** What an answer took: model, first word, whole time, tokens and cost; click for the reason. */
export function AnswerChip({ meta, onUse }: AnswerChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const name = useModelName(meta.model ?? '');
  if (meta.model === null) return null;
  const look =
    'inline-flex h-6 items-center gap-1 rounded-md border border-line bg-sunken px-1.5 font-medium text-ink-2';
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-3">
      {meta.decisionId === null ? (
        <span className={look} title={t('chat.meta.direct')}>
          {name}
        </span>
      ) : (
        <Popover
          open={open}
          onOpenChange={setOpen}
          title={t('why.title')}
          showTitle
          className="w-[1080px]"
          trigger={
            <button
              type="button"
              className={`${look} hover:bg-hover hover:text-ink`}
              aria-label={t('chat.meta.label', { model: name })}
            >
              <Sparkles size={12} aria-hidden />
              {name}
            </button>
          }
        >
          <RecordedTrace decisionId={meta.decisionId} />
          <AnswerWhyActions
            decisionId={meta.decisionId}
            onUse={onUse}
            onDone={() => setOpen(false)}
          />
        </Popover>
      )}
      {meta.practice && <Badge tone="warn">{t('common.practice')}</Badge>}
      {meta.firstTokenMs !== null && (
        <span>{t('chat.meta.first', { time: formatDuration(meta.firstTokenMs) })}</span>
      )}
      {meta.status !== 'streaming' && (
        <>
          {meta.totalMs === null ? (
            <Duration ms={null} />
          ) : (
            <span>{t('chat.meta.total', { time: formatDuration(meta.totalMs) })}</span>
          )}
          {totalTokens(meta) === null ? (
            <span>{t('common.tokensUnknown')}</span>
          ) : (
            <Tokens count={totalTokens(meta)} />
          )}
          {meta.practice ? <span>{t('common.noCharge')}</span> : <Money usd={meta.costUsd} />}
        </>
      )}
      {meta.voice && <SpokenBy voice={meta.voice} />}
    </div>
  );
}

/** The stage before this answer: what turned the speech into text, and how long it took. */
function SpokenBy({ voice }: { readonly voice: VoiceMeta }) {
  const { t } = useTranslation();
  useNamesOf('transcription');
  useNamesOf('ptt_response');
  const name = useModelName(voice.transcriptionModel ?? '');
  if (voice.transcriptionModel === null || voice.transcribeMs === null) {
    return <span>{t('chat.meta.spoken')}</span>;
  }
  return (
    <span>
      {t('chat.meta.spokenBy', { model: name, time: formatDuration(voice.transcribeMs) })}
    </span>
  );
}

function totalTokens(meta: AnswerMeta): number | null {
  if (meta.promptTokens === null && meta.completionTokens === null) return null;
  return (meta.promptTokens ?? 0) + (meta.completionTokens ?? 0);
}

function AnswerWhyActions(props: {
  readonly decisionId: string;
  readonly onUse: (model: string) => void;
  readonly onDone: () => void;
}) {
  const trace = useTrace(props.decisionId);
  if (trace.state !== 'ready') return null;
  return <WhyActions trace={trace.value} onUse={props.onUse} onDone={props.onDone} />;
}
