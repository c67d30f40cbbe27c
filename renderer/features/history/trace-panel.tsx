import type { HistoryRow } from '@shared/api/history';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../components/error-text';
import { Duration } from '../../components/figures';
import { formatDateTime } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { Cost, Status } from '../../components/outcome';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { TraceView, useTrace } from '../why';
import { NamedModel } from './columns';
import { RatingButtons } from './rating-buttons';
import { ReplayTodayCard } from './replay-today-card';
import { historyStore } from './store';
import { VoiceTurnCard } from './voice-turn-card';

/** One request beside the table: what it was, what its decision saw, what would win today. */
export function TracePanel({ row }: { readonly row: HistoryRow }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside
      aria-labelledby="history-trace-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
      className="absolute inset-y-0 right-0 z-2 flex w-[min(520px,100%)] shrink-0 flex-col border-l border-line bg-surface shadow-pop @5xl:static @5xl:shadow-none"
    >
      <header className="flex items-center gap-2 border-b border-line px-4 py-2">
        <h2
          ref={heading}
          id="history-trace-title"
          tabIndex={-1}
          className="min-w-0 flex-1 font-semibold outline-none"
        >
          {t('history.trace.title', { time: formatDateTime(row.at) })}
        </h2>
        <IconButton label={t('history.trace.close')} icon={<X size={16} />} onClick={close} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <Details row={row} />
        <VoiceTurnCard row={row} />
        {row.decisionId === null ? (
          <p className="mt-4 text-ink-2">
            {t(row.strategy === 'direct' ? 'history.trace.direct' : 'history.trace.noTrace')}
          </p>
        ) : (
          <Decision decisionId={row.decisionId} />
        )}
      </div>
    </aside>
  );
}

function close(): void {
  historyStore.getState().open(null);
}

function Details({ row }: { readonly row: HistoryRow }) {
  const { t } = useTranslation();
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      <Line label={t('history.columns.model')}>
        {row.model === null ? t('history.noModel') : <NamedModel id={row.model} />}
      </Line>
      <Line label={t('history.columns.status')}>
        <Status status={row.status} />
      </Line>
      <Line label={t('history.columns.cost')}>
        <Cost model={row.model} usd={row.costUsd} />
      </Line>
      <Line label={t('history.columns.time')}>
        <Duration ms={row.totalMs} />
      </Line>
      {row.errorCode !== null && (
        <Line label={t('history.trace.error')}>{errorText(row.errorCode).title}</Line>
      )}
      {row.excerpt !== null && <Line label={t('history.trace.prompt')}>{row.excerpt}</Line>}
      {row.strategy !== 'direct' && row.status !== 'running' && (
        <Line label={t('history.columns.rating')}>
          <RatingButtons row={row} tabbable />
        </Line>
      )}
    </dl>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Decision({ decisionId }: { readonly decisionId: string }) {
  const { t } = useTranslation();
  const trace = useTrace(decisionId);
  if (trace.state === 'loading') return <DelayedSpinner label={t('history.trace.loading')} />;
  if (trace.state === 'error') {
    return <ErrorState title={t('history.trace.failed')} body={errorText(trace.error.code).body} />;
  }
  return (
    <>
      <ReplayTodayCard trace={trace.value} />
      <h3 className="mt-4 mb-2 font-semibold">{t('history.trace.decision')}</h3>
      <TraceView trace={trace.value} />
    </>
  );
}
