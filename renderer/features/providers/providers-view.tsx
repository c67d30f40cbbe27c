import type { ProviderStatus } from '@shared/api/providers';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { ViewHeader } from '../../components/view-header';
import { AddressCard, KeysCard, RequestsPanel } from '../gateway';
import { loadProviders, showSection } from './actions';
import { DetectedCard } from './detected-card';
import { ProviderCard } from './provider-card';
import { ProviderDialog } from './provider-dialog';
import { SECTIONS, useProvidersStore } from './store';

export function ProvidersView() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<ProviderStatus | 'new' | null>(null);
  const section = useProvidersStore((state) => state.section);
  useEffect(() => {
    void loadProviders();
  }, []);
  return (
    <div className="flex h-full min-w-0 flex-col">
      <ViewHeader
        title={t('providers.title')}
        description={t(`providers.descriptions.${section}`)}
        actions={
          section === 'providers' && (
            <Button variant="primary" icon={<Plus size={14} />} onClick={() => setEditing('new')}>
              {t('providers.add')}
            </Button>
          )
        }
      />
      <div className="border-b border-line bg-surface px-6 py-2">
        <Tabs
          label={t('providers.sections')}
          value={section}
          onChange={showSection}
          items={SECTIONS.map((value) => ({ value, label: t(`providers.section.${value}`) }))}
        />
      </div>
      <div
        role="tabpanel"
        aria-label={t(`providers.section.${section}`)}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto"
      >
        {section === 'requests' ? (
          <div className="flex min-h-0 w-full flex-1 flex-col px-6 py-4">
            <RequestsPanel />
          </div>
        ) : (
          <div className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-6">
            {section === 'providers' ? (
              <>
                <SessionBanner />
                <DetectedCard />
                <Cards onEdit={setEditing} />
              </>
            ) : (
              <>
                <AddressCard />
                <KeysCard />
              </>
            )}
          </div>
        )}
      </div>
      {editing !== null && (
        <ProviderDialog
          provider={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

/** Keys that last as long as the app runs; the same is said above the view until it is dismissed. */
function SessionBanner() {
  const { t } = useTranslation();
  const secrets = useProvidersStore((state) => state.secrets);
  const said = useAppStore((state) => state.notices.some(({ id }) => id === 'secrets-session'));
  if (secrets?.storage !== 'session' || said) return null;
  return (
    <Banner tone="warning" title={t('providers.sessionTitle')}>
      {t('providers.sessionBody', { backend: secrets.backend })}
    </Banner>
  );
}

function Cards({ onEdit }: { readonly onEdit: (provider: ProviderStatus) => void }) {
  const { t } = useTranslation();
  const list = useProvidersStore((state) => state.list);
  if (list.state === 'loading') return <DelayedSpinner label={t('providers.loading')} />;
  if (list.state === 'error') {
    return <ErrorState {...errorText(list.error.code)} onRetry={() => void loadProviders()} />;
  }
  const real = list.value.filter((provider) => provider.kind !== 'practice');
  const practice = list.value.filter((provider) => provider.kind === 'practice');
  return (
    <>
      {real.length === 0 && (
        <Banner tone="info" title={t('providers.emptyTitle')}>
          {t('providers.emptyBody')}
        </Banner>
      )}
      {[...real, ...practice].map((provider) => (
        <ProviderCard key={provider.id} provider={provider} onEdit={() => onEdit(provider)} />
      ))}
    </>
  );
}
