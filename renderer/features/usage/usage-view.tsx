import { TASK_NAMES } from '@shared/routing/tasks';
import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { IconButton } from '../../components/icon-button';
import { Select } from '../../components/select';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { ViewHeader } from '../../components/view-header';
import { loadCatalog } from '../why';
import { DaysCard } from './days-card';
import { GroupsCard } from './groups-card';
import { RANGE_IDS } from './range';
import { SpendingCard } from './spending-card';
import { usageStore, useUsage } from './store';
import { Totals } from './totals';

/** What calls cost and how long they took: by day, task, model and key. */
export function UsageView() {
  const { t } = useTranslation();
  const rangeId = useUsage((state) => state.rangeId);
  useEffect(() => {
    const reload = (): void => void usageStore.getState().load();
    reload();
    // The names of the models of every task.
    for (const task of TASK_NAMES) void loadCatalog(task);
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('usage.title')}
        description={t('usage.description')}
        actions={
          <>
            <Select
              label={t('usage.range')}
              className="w-40"
              value={rangeId}
              onChange={(id) => void usageStore.getState().setRange(id)}
              options={RANGE_IDS.map((value) => ({ value, label: t(`usage.ranges.${value}`) }))}
            />
            <IconButton
              label={t('usage.refresh')}
              icon={<RefreshCw size={14} />}
              onClick={() => void usageStore.getState().load()}
            />
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="@container mx-auto flex w-full max-w-5xl flex-col gap-4 p-6">
          <SpendingCard />
          <Content />
        </div>
      </div>
    </div>
  );
}

function Content() {
  const { t } = useTranslation();
  const days = useUsage((state) => state.days);
  const range = useUsage((state) => state.range);
  if (days.state === 'loading') return <DelayedSpinner label={t('common.loading')} />;
  if (days.state === 'error' || range === null) {
    const code = days.state === 'error' ? days.error.code : 'internal_error';
    return <ErrorState {...errorText(code)} onRetry={() => void usageStore.getState().load()} />;
  }
  const { total, rows } = days.value;
  if (total.calls === 0) {
    return (
      <EmptyState
        title={t('usage.emptyTitle')}
        body={t('usage.emptyBody')}
        action={<Button onClick={() => showView('chat')}>{t('usage.openChat')}</Button>}
      />
    );
  }
  return (
    <>
      <Totals total={total} />
      <DaysCard rows={rows} range={range} />
      <GroupsCard />
    </>
  );
}
