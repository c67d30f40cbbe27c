import type { DetectedLocal } from '@shared/ipc/contract';
import { Cpu, MessageSquarePlus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { DelayedSpinner } from '../../components/states';
import { addDetected, detectLocal } from '../providers/actions';
import { selectHasReal, selectMissingLocal, useProvidersStore } from '../providers/store';
import { useShallow } from 'zustand/react/shallow';
import { askFocus, setDraft } from './actions';

const SUGGESTIONS = ['explain', 'write', 'code'] as const;

/** An empty conversation: what it is for, what was found here, and what answers until then. */
export function FirstStart() {
  const { t } = useTranslation();
  const hasReal = useProvidersStore(selectHasReal);
  const known = useProvidersStore((state) => state.list.state === 'ready');
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full w-full max-w-2xl flex-col justify-center gap-6 px-4 py-8">
        <header className="text-center">
          <h2 className="text-xl font-semibold">{t('chat.first.title')}</h2>
          <p className="mx-auto mt-1 max-w-lg text-ink-2">{t('chat.first.body')}</p>
        </header>
        <ul className="grid gap-2 sm:grid-cols-3">
          {SUGGESTIONS.map((key) => (
            <li key={key}>
              <button
                type="button"
                className="h-full w-full rounded-lg border border-line bg-surface p-3 text-left text-ink-2 hover:bg-hover hover:text-ink"
                onClick={() => {
                  setDraft(t(`chat.first.suggestions.${key}`));
                  askFocus();
                }}
              >
                {t(`chat.first.suggestions.${key}`)}
              </button>
            </li>
          ))}
        </ul>
        {known && !hasReal && <PracticeNotice />}
        <Detected />
      </div>
    </div>
  );
}

function PracticeNotice() {
  const { t } = useTranslation();
  return (
    <Banner
      tone="info"
      title={t('common.practice')}
      actions={
        <Button
          size="sm"
          icon={<MessageSquarePlus size={14} />}
          onClick={() => showView('providers')}
        >
          {t('chat.first.addProvider')}
        </Button>
      }
    >
      {t('chat.first.practice')}
    </Banner>
  );
}

function Detected() {
  const { t } = useTranslation();
  const detected = useProvidersStore((state) => state.detected);
  const missing = useProvidersStore(useShallow(selectMissingLocal));
  const hasReal = useProvidersStore(selectHasReal);
  if (detected.state === 'loading') return <DelayedSpinner label={t('chat.first.looking')} />;
  if (missing.length > 0) {
    return (
      <section className="rounded-xl border border-line bg-surface p-3">
        <h3 className="mb-1 font-medium">{t('chat.first.found')}</h3>
        <ul className="flex flex-col gap-1">
          {missing.map((server) => (
            <Found key={server.id} server={server} />
          ))}
        </ul>
      </section>
    );
  }
  if (hasReal) return null;
  return (
    <p className="flex flex-wrap items-center justify-center gap-2 text-sm text-ink-3">
      {t('chat.first.nothing')}
      <Button size="sm" variant="ghost" onClick={() => void detectLocal()}>
        {t('chat.first.again')}
      </Button>
    </p>
  );
}

function Found({ server }: { readonly server: DetectedLocal }) {
  const { t } = useTranslation();
  return (
    <li className="flex items-center gap-2">
      <Cpu size={16} className="text-ink-3" aria-hidden />
      <span className="font-medium">{server.name}</span>
      <span className="min-w-0 flex-1 truncate text-sm text-ink-3">
        {server.baseUrl} · {t('chat.first.models', { count: server.models.length })}
      </span>
      <Button size="sm" icon={<Plus size={14} />} onClick={() => void addDetected(server)}>
        {t('chat.first.add', { name: server.name })}
      </Button>
    </li>
  );
}
