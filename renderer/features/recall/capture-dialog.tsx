import type { RecallStatus } from '@shared/api/recall';
import type { Capture, CaptureSource } from '@shared/ipc/recall';
import { AppWindow, Lock, Monitor } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { toastError } from '../../components/toaster';
import { CapturePreview } from './capture-preview';
import { loadPicture } from './picture';
import { loadSources, useRecallStore } from './store';

function close(): void {
  useRecallStore.setState({ capturing: false });
}

/** First what to capture, then what is kept of it. Nothing leaves this dialog before Keep. */
export function CaptureDialog({
  embeddedBy,
}: {
  readonly embeddedBy: RecallStatus['index']['embeddedBy'];
}) {
  const [taken, setTaken] = useState<{ capture: Capture; picture: HTMLImageElement } | null>(null);
  if (taken !== null) {
    return (
      <CapturePreview
        capture={taken.capture}
        picture={taken.picture}
        embeddedBy={embeddedBy}
        onBack={() => setTaken(null)}
        onClose={close}
      />
    );
  }
  return <Sources onTaken={(capture, picture) => setTaken({ capture, picture })} />;
}

function Sources(props: {
  readonly onTaken: (capture: Capture, picture: HTMLImageElement) => void;
}) {
  const { t } = useTranslation();
  const sources = useRecallStore((state) => state.sources);
  const [busy, setBusy] = useState(false);
  useEffect(() => void loadSources(), []);
  const take = async (id: string): Promise<void> => {
    setBusy(true);
    const result = await api().recall.capture({ id });
    setBusy(false);
    if (result.ok) props.onTaken(result.data, await loadPicture(result.data.image));
    else toastError(result.error);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={t('recall.capture.title')}
      description={t('recall.capture.choose')}
      width="lg"
      footer={<Button onClick={close}>{t('common.cancel')}</Button>}
    >
      {sources.state === 'loading' && <DelayedSpinner label={t('recall.capture.loading')} />}
      {sources.state === 'error' && (
        <ErrorState {...errorText(sources.error.code)} onRetry={() => void loadSources()} />
      )}
      {sources.state === 'ready' && (
        <>
          <Group
            title={t('recall.capture.screens')}
            sources={sources.value.filter(({ kind }) => kind === 'screen')}
            busy={busy}
            onTake={(id) => void take(id)}
          />
          <Group
            title={t('recall.capture.windows')}
            empty={t('recall.capture.noWindows')}
            sources={sources.value.filter(({ kind }) => kind === 'window')}
            busy={busy}
            onTake={(id) => void take(id)}
          />
        </>
      )}
    </Dialog>
  );
}

function Group(props: {
  readonly title: string;
  readonly empty?: string;
  readonly sources: readonly CaptureSource[];
  readonly busy: boolean;
  readonly onTake: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="mb-4">
      <h3 className="mb-2 text-sm font-semibold text-ink-2">{props.title}</h3>
      {props.sources.length === 0 && <p className="text-sm text-ink-3">{props.empty}</p>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-3">
        {props.sources.map((source) => {
          const Icon = source.kind === 'screen' ? Monitor : AppWindow;
          return (
            <li key={source.id}>
              <button
                type="button"
                disabled={props.busy || source.isPrivate}
                onClick={() => props.onTake(source.id)}
                className="flex w-full flex-col overflow-hidden rounded-lg border border-line bg-surface text-left enabled:hover:bg-hover disabled:opacity-60"
              >
                <span className="flex h-28 w-full items-center justify-center border-b border-line bg-sunken text-ink-3">
                  {source.isPrivate ? (
                    <Lock size={20} aria-hidden />
                  ) : (
                    <img src={source.thumbnail} alt="" className="h-full w-full object-contain" />
                  )}
                </span>
                <span className="flex min-w-0 items-center gap-1.5 p-2">
                  <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
                  <span className="truncate">{source.name}</span>
                </span>
                {source.isPrivate && (
                  <span className="px-2 pb-2 text-sm text-ink-3">
                    {t('recall.capture.private')}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
