import { TASK_NAMES } from '@shared/routing/tasks';
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { ViewHeader } from '../../components/view-header';
import { SaveIndicator } from './save-indicator';
import { type TaskInfo, preferencesStore, usePreferences } from './store';
import { TaskList } from './task-list';
import { TaskPanel } from './task-panel';

export function PreferencesView() {
  const { t } = useTranslation();
  const loaded = usePreferences((state) => state.loaded);
  useEffect(() => {
    const stop = preferencesStore.getState().connect();
    // Closing the window within the half second of the debounce must not lose the change.
    const flush = (): void => void preferencesStore.getState().flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      stop();
    };
  }, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('preferences.title')}
        description={t('preferences.description')}
        actions={
          loaded.state === 'ready' && (
            <>
              <SaveIndicator />
              <ResetAll />
            </>
          )
        }
      />
      {loaded.state === 'loading' && <DelayedSpinner label={t('preferences.loading')} />}
      {loaded.state === 'error' && (
        <ErrorState
          title={t('preferences.loadFailed')}
          body={errorText(loaded.error.code).body}
          onRetry={() => void preferencesStore.getState().load()}
        />
      )}
      {loaded.state === 'ready' && <Content tasks={loaded.value} />}
    </div>
  );
}

function Content({ tasks }: { readonly tasks: readonly TaskInfo[] }) {
  const task = usePreferences((state) => state.task);
  const info = tasks.find(({ name }) => name === task);
  const known = TASK_NAMES.filter((name) => tasks.some((one) => one.name === name));
  return (
    <div className="@container min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-[1360px] flex-col gap-4 p-4 @5xl:flex-row @5xl:p-6">
        <TaskList tasks={tasks} known={known} />
        <div className="flex min-w-0 flex-1 flex-col gap-4">
          <Notices />
          {info !== undefined && <TaskPanel key={task} task={task} info={info} />}
        </div>
      </div>
    </div>
  );
}

function Notices() {
  const { t } = useTranslation();
  const save = usePreferences((state) => state.save);
  const reloaded = usePreferences((state) => state.reloaded);
  return (
    <>
      {save.state === 'failed' && (
        <Banner
          tone="error"
          title={t('preferences.save.failed')}
          actions={
            <Button size="sm" onClick={() => void preferencesStore.getState().retrySave()}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('preferences.save.failedBody', { reason: errorText(save.error.code).title + '.' })}
        </Banner>
      )}
      {reloaded !== null && (
        <Banner
          tone="info"
          title={t(`preferences.reloaded.${reloaded}`)}
          onDismiss={preferencesStore.getState().dismissReloaded}
        >
          {t(
            reloaded === 'kept'
              ? 'preferences.reloaded.keptBody'
              : 'preferences.reloaded.cleanBody',
          )}
        </Banner>
      )}
    </>
  );
}

function ResetAll() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const none = usePreferences((state) => Object.keys(state.draft.overrides).length === 0);
  return (
    <>
      <Button
        variant="ghost"
        icon={<RotateCcw size={14} aria-hidden />}
        disabled={none}
        onClick={() => setAsking(true)}
      >
        {t('preferences.resetAll.button')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('preferences.resetAll.title')}
        description={t('preferences.resetAll.body')}
        confirmLabel={t('preferences.resetAll.confirm')}
        onConfirm={preferencesStore.getState().resetAll}
      />
    </>
  );
}
