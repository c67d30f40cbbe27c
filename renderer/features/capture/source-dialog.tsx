import type { CaptureSource } from '@shared/ipc/capture';
import { AppWindow, Lock, Monitor, Scan } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { closeCapture, loadSources, takeRegion, takeSource } from './actions';
import { useCaptureStore } from './store';

/** What can be captured now: a region, a screen, a window. */
export function SourceDialog() {
  const { t } = useTranslation();
  const sources = useCaptureStore((state) => state.sources);
  const busy = useCaptureStore((state) => state.busy);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) closeCapture();
      }}
      title={t('capture.title')}
      description={t('capture.choose')}
      width="lg"
      footer={<Button onClick={closeCapture}>{t('common.cancel')}</Button>}
    >
      <button
        type="button"
        disabled={busy}
        onClick={() => void takeRegion()}
        className="mb-4 flex w-full items-center gap-3 rounded-lg border border-line bg-surface p-3 text-left enabled:hover:bg-hover disabled:opacity-60"
      >
        <Scan size={20} aria-hidden className="shrink-0 text-ink-3" />
        <span className="min-w-0">
          <span className="block font-medium">{t('capture.region')}</span>
          <span className="block text-sm text-ink-3">{t('capture.regionBody')}</span>
        </span>
      </button>
      {sources.state === 'loading' && <DelayedSpinner label={t('capture.loading')} />}
      {sources.state === 'error' && (
        <ErrorState {...errorText(sources.error.code)} onRetry={() => void loadSources()} />
      )}
      {sources.state === 'ready' && (
        <>
          {!sources.value.windowsKnown && (
            <Banner tone="info" title={t('capture.windowsUnknown')} className="mb-4">
              {t('capture.windowsUnknownBody')}
            </Banner>
          )}
          <Group
            title={t('capture.screens')}
            sources={sources.value.sources.filter(({ kind }) => kind === 'screen')}
            busy={busy}
          />
          <Group
            title={t('capture.windows')}
            empty={t('capture.noWindows')}
            sources={sources.value.sources.filter(({ kind }) => kind === 'window')}
            busy={busy}
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
}) {
  return (
    <section className="mb-4">
      <h3 className="mb-2 text-sm font-semibold text-ink-2">{props.title}</h3>
      {props.sources.length === 0 && <p className="text-sm text-ink-3">{props.empty}</p>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-3">
        {props.sources.map((source) => (
          <li key={source.id}>
            <Source source={source} busy={props.busy} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Source({ source, busy }: { readonly source: CaptureSource; readonly busy: boolean }) {
  const { t } = useTranslation();
  const { id, kind, name, size, privacy, thumbnail } = source;
  const Icon = kind === 'screen' ? Monitor : AppWindow;
  return (
    <button
      type="button"
      disabled={busy || privacy === 'never'}
      onClick={() => void takeSource(id)}
      className="flex w-full flex-col overflow-hidden rounded-lg border border-line bg-surface text-left enabled:hover:bg-hover disabled:opacity-60"
    >
      <span className="flex h-28 w-full items-center justify-center border-b border-line bg-sunken text-ink-3">
        {thumbnail === '' ? (
          <Lock size={20} aria-hidden />
        ) : (
          <img src={thumbnail} alt="" className="h-full w-full object-contain" />
        )}
      </span>
      <span className="flex w-full min-w-0 items-center gap-1.5 p-2">
        <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
        <span className="truncate">{name}</span>
        {size !== null && (
          <span className="ml-auto shrink-0 text-sm text-ink-3">{t('capture.pixels', size)}</span>
        )}
      </span>
      {privacy !== null && (
        <span className="px-2 pb-2 text-sm text-ink-3">{t(`capture.${privacy}`)}</span>
      )}
    </button>
  );
}
