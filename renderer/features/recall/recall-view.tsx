import type { RecallStatus } from '@shared/api/recall';
import { Camera, Search } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { TextField } from '../../components/text-field';
import { ViewHeader } from '../../components/view-header';
import { openCapture } from '../capture/actions';
import { changeRecall } from './actions';
import { IndexCard, indexSpeaks } from './index-card';
import { Results } from './results';
import { SettingsCard } from './settings-card';
import { ShotDialog } from './shot-dialog';
import { isWorking, loadStatus, reload, search, setQuery, useRecallStore } from './store';

/** How often the numbers are looked at while text is read and embedded. */
const LOOK_MS = 1_500;

/** Past screenshots: taken, kept, searched and deleted here. */
export function RecallView() {
  const { t } = useTranslation();
  const status = useRecallStore((state) => state.status);
  const working = status.state === 'ready' && isWorking(status.value);
  useEffect(() => void reload(new Date()), []);
  useEffect(() => {
    if (!working) return undefined;
    const timer = setInterval(() => void loadStatus(), LOOK_MS);
    return () => {
      clearInterval(timer);
      // What was read meanwhile shows in the list.
      void search(new Date());
    };
  }, [working]);
  const keeps = status.state === 'ready' && status.value.keep;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('recall.title')}
        description={t('recall.description')}
        actions={
          keeps && (
            <Button
              variant="primary"
              icon={<Camera size={14} />}
              onClick={() => openCapture('keep')}
            >
              {t('capture.take')}
            </Button>
          )
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        <Content />
      </div>
      <ShotDialog />
    </div>
  );
}

function Content() {
  const { t } = useTranslation();
  const status = useRecallStore((state) => state.status);
  if (status.state === 'loading') return <DelayedSpinner label={t('recall.loading')} />;
  if (status.state === 'error') {
    return <ErrorState {...errorText(status.error.code)} onRetry={() => void reload(new Date())} />;
  }
  if (!status.value.keep && status.value.shots === 0) return <Off status={status.value} />;
  // Below a year of pictures nobody would see that it asks or fails.
  const first = indexSpeaks(status.value);
  const index = <IndexCard status={status.value} />;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-6">
      <SearchField />
      {first && index}
      <Results keeps={status.value.keep} />
      <div className="grid gap-4 lg:grid-cols-2">
        <SettingsCard status={status.value} />
        {!first && index}
      </div>
    </div>
  );
}

function SearchField() {
  const { t } = useTranslation();
  const query = useRecallStore((state) => state.query);
  return (
    <TextField
      label={t('recall.search')}
      hideLabel
      type="search"
      icon={<Search size={14} />}
      placeholder={t('recall.searchHint')}
      value={query}
      onChange={setQuery}
      maxLength={500}
    />
  );
}

function Off({ status }: { readonly status: RecallStatus }) {
  const { t } = useTranslation();
  const place = t(status.index.embeddedBy.local ? 'recall.off.here' : 'recall.off.there');
  return (
    <EmptyState
      icon={<Camera size={24} />}
      title={t('recall.off.title')}
      body={
        <>
          <p>{t('recall.off.body')}</p>
          <p className="mt-2">
            {t('recall.off.where', { model: status.index.embeddedBy.name, place })}
          </p>
        </>
      }
      action={
        <Button variant="primary" onClick={() => void changeRecall({ keep: true })}>
          {t('recall.off.on')}
        </Button>
      }
    />
  );
}
