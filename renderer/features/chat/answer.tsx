import type { AnswerMeta, Message } from '@shared/api/conversations';
import { ArrowRightLeft, ChevronLeft, ChevronRight, Copy } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { IconButton } from '../../components/icon-button';
import { DelayedSpinner } from '../../components/states';
import { toast } from '../../components/toaster';
import { useModelName, useTrace } from '../why';
import { nameNextModel, regenerate, showSibling } from './actions';
import { AnswerChip } from './answer-chip';
import { AnswerText } from './answer-text';
import { Rating } from './rating';
import { learnFromRegenerate } from './learn';
import { RegenerateMenu } from './regenerate-menu';
import type { Live } from './store';

export interface AnswerProps {
  readonly message: Message;
  /** Set while the answer is being written. */
  readonly live: Live | null;
  readonly siblings: readonly Message[];
  readonly busy: boolean;
}

/** A word that comes renders the answer that it belongs to, and none of those before it. */
export const Answer = memo(AnswerRow, isUnchanged);

function isUnchanged(before: AnswerProps, after: AnswerProps): boolean {
  return (
    before.message === after.message &&
    before.live === after.live &&
    before.busy === after.busy &&
    before.siblings.length === after.siblings.length &&
    before.siblings.every((sibling, index) => sibling === after.siblings[index])
  );
}

function AnswerRow({ message, live, siblings, busy }: AnswerProps) {
  const { t } = useTranslation();
  const text = live === null ? message.content : live.text;
  const meta = live === null ? message.meta : live.meta;
  const writing = live !== null && !live.stopped;
  return (
    <article className="min-w-0" data-role="assistant" data-status={meta?.status ?? 'waiting'}>
      {meta !== null && <Switched meta={meta} />}
      {text === '' && writing && <DelayedSpinner label={t('chat.thinking')} />}
      {text !== '' && <AnswerText text={text} streaming={writing} />}
      {meta !== null && !writing && <Trouble meta={meta} message={message} busy={busy} />}
      <footer className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
        {meta !== null && (
          <AnswerChip
            meta={meta}
            onUse={(model) => {
              if (message.parentId === null) return;
              void regenerate(message.parentId, model);
              void learnFromRegenerate(message.parentId, model, meta.model);
            }}
          />
        )}
        <div className="ml-auto flex flex-wrap items-center gap-0.5">
          <SiblingNav message={message} siblings={siblings} />
          {live === null && <AnswerTools message={message} busy={busy} />}
        </div>
      </footer>
    </article>
  );
}

function AnswerTools({ message, busy }: { readonly message: Message; readonly busy: boolean }) {
  const { t } = useTranslation();
  const copy = async (): Promise<void> => {
    if (await copyText(message.content)) toast({ title: t('common.copied') });
  };
  return (
    <>
      <Rating message={message} />
      <IconButton
        size="sm"
        label={t('chat.copyAnswer')}
        icon={<Copy size={14} />}
        onClick={() => void copy()}
      />
      {message.meta !== null && message.parentId !== null && (
        <RegenerateMenu userMessageId={message.parentId} meta={message.meta} disabled={busy} />
      )}
    </>
  );
}

/** ‹ 2/2 › between answers to the same message. */
function SiblingNav({
  message,
  siblings,
}: {
  readonly message: Message;
  readonly siblings: readonly Message[];
}) {
  const { t } = useTranslation();
  if (siblings.length < 2) return null;
  const index = siblings.findIndex((sibling) => sibling.id === message.id);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  const position = { index: index + 1, total: siblings.length };
  return (
    <nav className="flex items-center" aria-label={t('chat.position', position)}>
      <IconButton
        size="sm"
        label={t('chat.previous')}
        icon={<ChevronLeft size={14} />}
        disabled={previous === undefined}
        onClick={() => previous !== undefined && void showSibling(previous.id)}
      />
      <span className="text-sm text-ink-3 tabular-nums">
        {position.index}/{position.total}
      </span>
      <IconButton
        size="sm"
        label={t('chat.next')}
        icon={<ChevronRight size={14} />}
        disabled={next === undefined}
        onClick={() => next !== undefined && void showSibling(next.id)}
      />
    </nav>
  );
}

/** The model changed inside the conversation: from, to, why, and the way back. */
function Switched({ meta }: { readonly meta: AnswerMeta }) {
  if (meta.switchedFrom === null || meta.model === null) return null;
  return meta.decisionId === null ? (
    <SwitchedLine from={meta.switchedFrom} to={meta.model} fallback={false} />
  ) : (
    <SwitchedByTrace from={meta.switchedFrom} to={meta.model} decisionId={meta.decisionId} />
  );
}

function SwitchedByTrace(props: {
  readonly from: string;
  readonly to: string;
  readonly decisionId: string;
}) {
  const trace = useTrace(props.decisionId);
  const fallback = trace.state === 'ready' && trace.value.reason === 'fallback_after_failure';
  return <SwitchedLine from={props.from} to={props.to} fallback={fallback} />;
}

function SwitchedLine(props: {
  readonly from: string;
  readonly to: string;
  readonly fallback: boolean;
}) {
  const { t } = useTranslation();
  const from = useModelName(props.from);
  const to = useModelName(props.to);
  return (
    <div className="mb-2 flex items-center gap-2 border-l-2 border-accent pl-2 text-sm text-ink-2">
      <ArrowRightLeft size={14} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1">
        {t('chat.switched', {
          from,
          to,
          reason: t(props.fallback ? 'chat.switchedFallback' : 'chat.switchedReason'),
        })}
      </span>
      <Button
        size="sm"
        variant="ghost"
        onClick={() => {
          nameNextModel(props.from);
          toast({ title: t('chat.switchedBack', { model: from }) });
        }}
      >
        {t('chat.switchBack', { model: from })}
      </Button>
    </div>
  );
}

/** A failed or stopped answer: what happened, what is safe, what to do next. */
function Trouble(props: {
  readonly meta: AnswerMeta;
  readonly message: Message;
  readonly busy: boolean;
}) {
  const { t } = useTranslation();
  const { meta, message } = props;
  if (meta.status === 'aborted') return <p className="text-sm text-ink-3">{t('chat.stopped')}</p>;
  if (meta.status !== 'failed') return null;
  const text = errorText(meta.errorCode ?? 'unknown');
  // A provider's failure already says what is safe and what to do, in its own words.
  const complete = meta.errorMessage !== null && (meta.errorCode ?? '').startsWith('provider_');
  const { parentId } = message;
  return (
    <Banner
      tone="error"
      title={text.title}
      className="mt-1"
      actions={
        parentId !== null && (
          <Button
            size="sm"
            disabled={props.busy}
            onClick={() =>
              void regenerate(
                parentId,
                meta.strategy === 'direct' && meta.model !== null ? meta.model : 'auto',
              )
            }
          >
            {t('common.retry')}
          </Button>
        )
      }
    >
      {!complete && text.body}
      {meta.errorMessage !== null && (
        <p className={cx('break-words', !complete && 'mt-1')}>{meta.errorMessage}</p>
      )}
    </Banner>
  );
}
