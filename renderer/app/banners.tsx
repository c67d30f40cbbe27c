import { useTranslation } from 'react-i18next';
import { Banner } from '../components/banner';
import { Button } from '../components/button';
import { PickNotices, usePickNotices } from '../features/models/pick-notices';
import { dismissNotice, retryBackend, selectBackendDown, useAppStore } from './store';

/** What is wrong or new for the whole app, above every view. */
export function Banners() {
  const notices = useAppStore((state) => state.notices);
  const down = useAppStore(selectBackendDown);
  const picks = usePickNotices();
  if (!down && notices.length === 0 && picks.length === 0) return null;
  return (
    <div className="flex max-h-48 shrink-0 flex-col gap-2 overflow-y-auto border-b border-line bg-surface p-2">
      {down && <BackendBanner />}
      {notices.map((notice) => (
        <Banner
          key={notice.id}
          tone={notice.tone}
          title={notice.title}
          onDismiss={() => void dismissNotice(notice.id)}
        >
          {notice.body}
        </Banner>
      ))}
      <PickNotices changes={picks} />
    </div>
  );
}

function BackendBanner() {
  const { t } = useTranslation();
  const backend = useAppStore((state) => state.backend);
  const restarting = backend.state === 'restarting';
  return (
    <Banner
      tone="error"
      title={restarting ? t('app.backend.restarting') : t('app.backend.down')}
      actions={
        <Button size="sm" onClick={() => void retryBackend()}>
          {t('common.retry')}
        </Button>
      }
    >
      {restarting
        ? t('app.backend.restartingBody', { attempts: backend.attempts })
        : t('app.backend.downBody')}
      {backend.error !== null && (
        <p>{t('app.backend.reason', { message: backend.error.message })}</p>
      )}
    </Banner>
  );
}
