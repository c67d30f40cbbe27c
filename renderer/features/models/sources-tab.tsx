import type { SourceState } from '@shared/api/sources';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '../../components/toaster';
import { changeSource } from './actions';
import { Attribution } from './attribution';
import { SourceCard } from './source-card';
import { SourceDialog } from './source-dialog';
import { selectSources, useModelsStore } from './store';
import { TermsDialog } from './terms-dialog';

/** Where figures come from, how each source fares, and what of it is not in use. */
export function SourcesTab() {
  const { t } = useTranslation();
  const sources = useModelsStore(selectSources);
  const [editing, setEditing] = useState<SourceState | null>(null);
  const [agreeing, setAgreeing] = useState<SourceState | null>(null);
  const turn = async (source: SourceState, enabled: boolean): Promise<void> => {
    if (enabled && source.terms !== null) return setAgreeing(source);
    const error = await changeSource({ id: source.id, enabled });
    if (error !== null) toastError(error);
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 p-4">
        <p className="text-ink-2">{t('models.sources.intro')}</p>
        {sources.map((source) => (
          <SourceCard
            key={source.id}
            source={source}
            onTurn={(on) => void turn(source, on)}
            onEdit={() => setEditing(source)}
          />
        ))}
        <Attribution />
      </div>
      {editing !== null && <SourceDialog source={editing} onClose={() => setEditing(null)} />}
      {agreeing !== null && <TermsDialog source={agreeing} onClose={() => setAgreeing(null)} />}
    </div>
  );
}
