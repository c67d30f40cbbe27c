import type { ProviderStatus } from '@shared/api/providers';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { ViewHeader } from '../../components/view-header';
import { loadProviders } from './actions';
import { DetectedCard } from './detected-card';
import { GatewayCard } from './gateway-card';
import { ProviderCard } from './provider-card';
import { ProviderDialog } from './provider-dialog';
import { useProvidersStore } from './store';

export function ProvidersView() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<ProviderStatus | 'new' | null>(null);
  const secrets = useProvidersStore((state) => state.secrets);
  // The same is said above the view until it is dismissed.
  const said = useAppStore((state) => state.notices.some(({ id }) => id === 'secrets-session'));
  useEffect(() => {
    void loadProviders();
  }, []);
  return (
    <div className="flex h-full min-w-0 flex-col">
      <ViewHeader
        title={t('providers.title')}
        description={t('providers.description')}
        actions={
          <Button variant="primary" icon={<Plus size={14} />} onClick={() => setEditing('new')}>
            {t('providers.add')}
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-6">
          {secrets?.storage === 'session' && !said && (
            <Banner tone="warning" title={t('providers.sessionTitle')}>
              {t('providers.sessionBody', { backend: secrets.backend })}
            </Banner>
          )}
          <DetectedCard />
          <Cards onEdit={setEditing} />
          <GatewayCard />
        </div>
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
