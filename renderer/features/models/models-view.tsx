import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { Plus, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { showView } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { ViewHeader } from '../../components/view-header';
import { loadModels, loadPicks, refreshSources, showTab, showTask } from './actions';
import { Attribution } from './attribution';
import { ChangesTab } from './changes-tab';
import { EditDialog } from './edit-dialog';
import { Filters, setFilters } from './filters';
import { ModelPanel } from './model-panel';
import { ModelsTable } from './models-table';
import { filterRows, NO_FILTERS, sortRows } from './rows';
import { SourcesTab } from './sources-tab';
import {
  isOpen,
  type ModelsTab,
  selectData,
  selectOpen,
  selectRows,
  useModelsStore,
} from './store';
import { UnlockHints } from './unlock-hints';

export function ModelsView() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const refreshing = useModelsStore((state) => state.refreshing.includes('*'));
  const plain = useModelsStore((state) => selectData(state)?.catalog.plain === true);
  useEffect(() => {
    void loadModels();
    void loadPicks();
    const reload = (): void => void loadModels();
    const stops = [api().on('catalog', reload), api().on('providers', reload)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('models.title')}
        description={t('models.description')}
        actions={
          <>
            <Button
              icon={<RefreshCw size={14} aria-hidden />}
              disabled={refreshing}
              onClick={() => void refreshSources('*')}
            >
              {refreshing ? t('models.refreshing') : t('models.refreshNow')}
            </Button>
            <Button
              variant="primary"
              icon={<Plus size={14} aria-hidden />}
              disabled={plain}
              onClick={() => setAdding(true)}
            >
              {t('models.add')}
            </Button>
          </>
        }
      />
      <div className="flex shrink-0 flex-wrap items-center gap-3 px-4 pt-3">
        <ViewTabs />
      </div>
      <Content />
      {adding && <EditDialog row={null} onClose={() => setAdding(false)} />}
    </div>
  );
}

function ViewTabs() {
  const { t } = useTranslation();
  const tab = useModelsStore((state) => state.tab);
  const open = useModelsStore((state) => state.picks.changes.filter(isOpen).length);
  return (
    <Tabs<ModelsTab>
      label={t('models.views')}
      value={tab}
      onChange={showTab}
      items={[
        { value: 'models', label: t('models.tabs.models') },
        { value: 'sources', label: t('models.tabs.sources') },
        {
          value: 'changes',
          label: open === 0 ? t('models.tabs.changes') : t('models.changesCount', { count: open }),
        },
      ]}
    />
  );
}

function Content() {
  const { t } = useTranslation();
  const tab = useModelsStore((state) => state.tab);
  const task = useModelsStore((state) => state.task);
  if (tab === 'changes') return <ChangesTab />;
  if (tab === 'sources') {
    return (
      <Loaded>
        <SourcesTab />
      </Loaded>
    );
  }
  return (
    <div className="@container relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col gap-3 overflow-y-auto p-4">
        <Tabs<TaskName>
          label={t('models.task')}
          value={task}
          onChange={showTask}
          items={TASK_NAMES.map((value) => ({ value, label: t(`common.tasks.${value}`) }))}
        />
        <Loaded>
          <Rows />
        </Loaded>
      </div>
      <Panel />
    </div>
  );
}

function retry(): void {
  void loadModels();
}

/** What was read, also when it could not be read anew: then it says so. */
function Loaded({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const error = useModelsStore((state) => state.error);
  const ready = useModelsStore((state) => selectData(state) !== null);
  if (!ready) {
    if (error === null) return <DelayedSpinner label={t('models.loading')} />;
    const { body } = errorText(error.code);
    return <ErrorState title={t('models.failed')} body={body} onRetry={retry} />;
  }
  return (
    <>
      {error !== null && (
        <Banner
          tone="warning"
          title={t('models.stale')}
          className="shrink-0"
          actions={
            <Button size="sm" onClick={retry}>
              {t('common.retry')}
            </Button>
          }
        >
          {errorText(error.code).body}
        </Banner>
      )}
      {children}
    </>
  );
}

function Panel() {
  const open = useModelsStore(selectOpen);
  return open === null ? null : <ModelPanel key={open.id} row={open} />;
}

function Rows() {
  const { t } = useTranslation();
  const all = useModelsStore(selectRows);
  const filters = useModelsStore((state) => state.filters);
  const sort = useModelsStore((state) => state.sort);
  const generatedAt = useModelsStore((state) => selectData(state)?.generatedAt ?? '');
  const rows = useMemo(() => sortRows(filterRows(all, filters), sort), [all, filters, sort]);
  if (all.length === 0) {
    return (
      <EmptyState
        title={t('models.empty.title')}
        body={t('models.empty.body')}
        action={<Button onClick={() => showView('providers')}>{t('models.empty.connect')}</Button>}
      />
    );
  }
  return (
    <>
      <UnlockHints />
      <Filters />
      {rows.length === 0 ? (
        <EmptyState
          title={t('models.empty.filtered')}
          body={t('models.empty.filteredBody')}
          action={<Button onClick={() => setFilters(NO_FILTERS)}>{t('models.empty.clear')}</Button>}
        />
      ) : (
        <ModelsTable rows={rows} all={all} now={Date.parse(generatedAt)} />
      )}
      <CatalogLine />
      <Attribution />
    </>
  );
}

/** Which catalog is in use, and how old the oldest live part of it is. */
function CatalogLine() {
  const { t } = useTranslation();
  const catalog = useModelsStore((state) => selectData(state)?.catalog);
  if (catalog === undefined) return null;
  return (
    <p className="shrink-0 text-xs text-ink-3">
      {catalog.plain
        ? t('models.catalog.plain')
        : t('models.catalog.line', { version: catalog.version, source: catalog.source })}
    </p>
  );
}
