import { TASK_NAMES } from '@shared/routing/tasks';
import { Download, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { formatCount } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { toast, toastError } from '../../components/toaster';
import { ViewHeader } from '../../components/view-header';
import { loadCatalog } from '../why';
import { Filters } from './filters';
import { HistoryTable } from './history-table';
import { isFiltered } from './query';
import { historyStore, useHistory } from './store';
import { TimelineCard } from './timeline-card';
import { Totals } from './totals';
import { TracePanel } from './trace-panel';

export function HistoryView() {
  const { t } = useTranslation();
  useEffect(() => {
    const { reload, connect } = historyStore.getState();
    reload();
    // The names of models that only answered other tasks.
    for (const task of TASK_NAMES) void loadCatalog(task);
    const stops = [api().on('prefs', reload), connect()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('history.title')}
        description={t('history.description')}
        actions={
          <>
            <ExportButton format="csv" />
            <ExportButton format="json" />
            <IconButton
              label={t('history.refresh')}
              icon={<RefreshCw size={14} />}
              onClick={() => historyStore.getState().reload()}
            />
          </>
        }
      />
      <Content />
    </div>
  );
}

function Content() {
  const { t } = useTranslation();
  const total = useHistory((state) => state.total);
  const error = useHistory((state) => state.error);
  const filtered = useHistory((state) => isFiltered(state.fields));
  const open = useHistory((state) => state.openRow);
  const { reload, clearFields } = historyStore.getState();
  if (error !== null) {
    return (
      <ErrorState title={t('history.failed')} body={errorText(error.code).body} onRetry={reload} />
    );
  }
  if (total === null) return <DelayedSpinner label={t('common.loading')} />;
  if (total === 0 && !filtered) {
    return (
      <EmptyState
        title={t('history.empty.title')}
        body={t('history.empty.body')}
        action={<Button onClick={() => showView('chat')}>{t('history.empty.chat')}</Button>}
      />
    );
  }
  return (
    <div className="@container relative flex min-h-0 flex-1">
      <div className="@container flex min-w-0 flex-1 flex-col gap-3 overflow-y-auto p-4">
        <Totals />
        <Filters />
        <TimelineCard />
        {total === 0 ? (
          <EmptyState
            title={t('history.empty.filtered')}
            body={t('history.empty.filteredBody')}
            action={<Button onClick={clearFields}>{t('history.filters.clear')}</Button>}
          />
        ) : (
          <HistoryTable total={total} />
        )}
      </div>
      {open !== null && <TracePanel key={open.id} row={open} />}
    </div>
  );
}

function ExportButton({ format }: { readonly format: 'csv' | 'json' }) {
  const { t } = useTranslation();
  const nothing = useHistory((state) => (state.total ?? 0) === 0);
  const run = async (): Promise<void> => {
    const result = await historyStore.getState().exportRows(format);
    if (!result.ok) return toastError(result.error);
    const { rows, path } = result.data;
    toast({
      title: t('history.export.done', { count: rows, formatted: formatCount(rows) }),
      body: t('history.export.path', { path }),
    });
  };
  return (
    <Button icon={<Download size={14} aria-hidden />} disabled={nothing} onClick={() => void run()}>
      {t(`history.export.${format}`)}
    </Button>
  );
}
