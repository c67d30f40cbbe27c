import { Cpu, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { DelayedSpinner } from '../../components/states';
import { addDetected, detectLocal } from './actions';
import { selectMissingLocal, useProvidersStore } from './store';

/** Model servers that run here and are not set up yet. */
export function DetectedCard() {
  const { t } = useTranslation();
  const looking = useProvidersStore((state) => state.detected.state === 'loading');
  const nothing = useProvidersStore(
    (state) => state.detected.state === 'ready' && state.detected.value.length === 0,
  );
  const missing = useProvidersStore(useShallow(selectMissingLocal));
  if (!looking && !nothing && missing.length === 0) return null;
  return (
    <Card
      title={t('providers.detected.title')}
      actions={
        <Button size="sm" disabled={looking} onClick={() => void detectLocal()}>
          {t('providers.detected.again')}
        </Button>
      }
    >
      {looking && <DelayedSpinner label={t('providers.detected.looking')} />}
      {nothing && <p className="text-sm text-ink-3">{t('providers.detected.nothing')}</p>}
      <ul className="flex flex-col gap-2">
        {missing.map((server) => (
          <li key={server.id} className="flex items-center gap-2">
            <Cpu size={16} className="text-ink-3" aria-hidden />
            <span className="font-medium">{server.name}</span>
            <span className="min-w-0 flex-1 truncate text-sm text-ink-3">
              {server.baseUrl} · {t('providers.detected.models', { count: server.models.length })}
            </span>
            <Button
              size="sm"
              icon={<Plus size={14} />}
              aria-label={`${t('providers.detected.add')} ${server.name}`}
              onClick={() => void addDetected(server)}
            >
              {t('providers.detected.add')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
