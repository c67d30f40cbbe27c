import { Copy, Pause, Play } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText, useAppStore } from '../../app/store';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { formatCount } from '../../components/format';
import { Select } from '../../components/select';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { toast } from '../../components/toaster';
import { APP_TOKEN, filtered, keysIn, type LogEntry, type LogStatus } from './log';
import { logStore, selectShown, selectWaiting, useLog } from './log-store';
import { RequestTable } from './request-table';
import { snippetOf } from './snippets';

const STATUSES: readonly LogStatus[] = [
  'running',
  'succeeded',
  'failed',
  'refused',
  'aborted',
  'interrupted',
];

/** What comes in at the gateway, as it comes: who asked, who served, how it went. Never what was asked. */
export function RequestsPanel() {
  const { t } = useTranslation();
  useEffect(() => logStore.getState().connect(), []);
  const entries = useLog(selectShown);
  const filter = useLog((state) => state.filter);
  const connection = useLog((state) => state.connection);
  const error = useLog((state) => state.error);
  const rows = useMemo(() => filtered(entries, filter), [entries, filter]);
  if (error !== null) return <ErrorState {...errorText(error.code)} />;
  if (entries.length === 0) {
    if (connection === 'connecting') return <DelayedSpinner label={t('gateway.log.connecting')} />;
    return <NothingYet />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Bar entries={entries} shown={rows.length} />
      {rows.length === 0 ? (
        <EmptyState
          title={t('gateway.log.filteredTitle')}
          body={t('gateway.log.filteredBody')}
          action={
            <Button onClick={() => logStore.getState().setFilter({ key: '', status: '' })}>
              {t('gateway.log.clear')}
            </Button>
          }
        />
      ) : (
        <RequestTable rows={rows} />
      )}
    </div>
  );
}

function Bar(props: { readonly entries: readonly LogEntry[]; readonly shown: number }) {
  const { t } = useTranslation();
  const { key, status } = useLog((state) => state.filter);
  const paused = useLog((state) => state.frozen !== null);
  const waiting = useLog(selectWaiting);
  const { setFilter, setPaused } = logStore.getState();
  const keys = keysIn(props.entries);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label={t('gateway.log.key')}
        showLabel
        className="w-44"
        value={key}
        onChange={(next) => setFilter({ key: next })}
        options={[
          { value: '', label: t('gateway.log.anyKey') },
          { value: APP_TOKEN, label: t('gateway.log.appToken') },
          ...keys.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select<LogStatus | ''>
        label={t('gateway.log.status')}
        showLabel
        className="w-40"
        value={status}
        onChange={(next) => setFilter({ status: next })}
        options={[
          { value: '', label: t('gateway.log.anyStatus') },
          ...STATUSES.map((value) => ({ value, label: t(`common.outcomes.${value}`) })),
        ]}
      />
      <p className="flex h-8 flex-1 items-center justify-end gap-2 text-sm text-ink-3">
        <Connection />
        {t('gateway.log.count', { count: props.shown, formatted: formatCount(props.shown) })}
      </p>
      <Button
        icon={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        onClick={() => setPaused(!paused)}
      >
        {!paused
          ? t('gateway.log.pause')
          : waiting === 0
            ? t('gateway.log.resume')
            : t('gateway.log.resumeNew', { count: waiting, formatted: formatCount(waiting) })}
      </Button>
    </div>
  );
}

function Connection() {
  const { t } = useTranslation();
  const connection = useLog((state) => state.connection);
  const paused = useLog((state) => state.frozen !== null);
  const shown = connection === 'live' && paused ? 'paused' : connection;
  const tones = { live: 'good', paused: 'neutral', connecting: 'neutral', lost: 'warn' } as const;
  return (
    <span role="status">
      <Badge tone={tones[shown]}>{t(`gateway.log.connection.${shown}`)}</Badge>
    </span>
  );
}

/** Nobody asked so far: something to try, ready to be pasted. */
function NothingYet() {
  const { t } = useTranslation();
  const url = useAppStore((state) => state.backend.url);
  const copy = async (text: string): Promise<void> => {
    if (await copyText(text)) toast({ title: t('gateway.snippetCopied') });
  };
  return (
    <EmptyState
      title={t('gateway.log.emptyTitle')}
      body={t('gateway.log.emptyBody')}
      action={
        url !== null && (
          <div className="flex max-w-2xl flex-col items-center gap-2">
            <pre
              tabIndex={0}
              aria-label={t('gateway.kinds.curl')}
              className="max-w-full overflow-x-auto rounded-lg border border-line bg-sunken p-3 text-left font-mono text-sm"
            >
              {snippetOf('curl', url)}
            </pre>
            <Button
              icon={<Copy size={14} aria-hidden />}
              onClick={() => void copy(snippetOf('curl', url))}
            >
              {t('gateway.copySnippet')}
            </Button>
          </div>
        )
      }
    />
  );
}
