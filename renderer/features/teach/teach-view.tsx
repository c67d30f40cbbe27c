import { GraduationCap } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { showView } from '../../app/store';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { ViewHeader } from '../../components/view-header';
import { loadCatalog } from '../why';
import { loadTeach, showTab } from './actions';
import { AskCard } from './ask-card';
import { MemoryTab } from './memory-tab';
import { RatingBoard } from './rating-board';
import { useTeachStore } from './store';
import { WarmBar } from './warm-bar';

export function TeachView() {
  const { t } = useTranslation();
  const tab = useTeachStore((state) => state.tab);
  useEffect(() => {
    void loadTeach();
    void loadCatalog('general_assistant');
    return api().on('providers', () => void loadTeach());
  }, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader title={t('teach.title')} description={t('teach.description')} />
      <div className="@container min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1360px] flex-col gap-4 p-4 @5xl:p-6">
          <Tabs
            label={t('teach.tabs.label')}
            value={tab}
            onChange={showTab}
            items={[
              { value: 'teach', label: t('teach.tabs.teach'), panel: <Teach /> },
              { value: 'memory', label: t('teach.tabs.memory'), panel: <MemoryTab /> },
            ]}
          />
        </div>
      </div>
    </div>
  );
}

function Teach() {
  const { t } = useTranslation();
  const models = useTeachStore((state) => state.models);
  const round = useTeachStore((state) => state.round);
  if (models.state === 'loading') return <DelayedSpinner label={t('common.loading')} />;
  if (models.state === 'error') {
    return <ErrorState {...errorText(models.error.code)} onRetry={() => void loadTeach()} />;
  }
  if (models.value.length < 2) {
    return (
      <EmptyState
        icon={<GraduationCap size={24} />}
        title={t('teach.ask.none')}
        body={t('teach.ask.noneBody')}
        action={<Button onClick={() => showView('providers')}>{t('teach.ask.providers')}</Button>}
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <WarmBar />
      {round === null ? <AskCard models={models.value} /> : <RatingBoard round={round} />}
    </div>
  );
}
