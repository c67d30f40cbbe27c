import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { toastError } from '../../components/toaster';
import { api } from '../../app/api';
import { selectPractice, useTeachStore, warmthOf } from './store';

const LEARNED = 'auto/learned';

async function chooseLearned(): Promise<void> {
  const result = await api().router.select({ task: 'general_assistant', model: LEARNED });
  if (!result.ok) toastError(result.error);
}

/** How far the memory is from deciding, and the switch to let it (S1-24). */
export function WarmBar() {
  const { t } = useTranslation();
  const status = useTeachStore((state) => state.status);
  const practice = useTeachStore(selectPractice);
  const setting = useAppStore((state) => state.settings.selections.general_assistant);
  if (status.state !== 'ready') return null;
  const { count, needed, warm, pending } = warmthOf(status.value, practice);
  const part = Math.min(1, count / Math.max(1, needed));
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <div
            role="progressbar"
            aria-label={t('teach.status.progress')}
            aria-valuemin={0}
            aria-valuemax={needed}
            aria-valuenow={Math.min(count, needed)}
            className="h-2 overflow-hidden rounded-full border border-line bg-sunken"
          >
            <div className="h-full bg-accent" style={{ width: `${part * 100}%` }} />
          </div>
          <p className="mt-1 text-sm text-ink-2" data-testid="warmth">
            {t(warm ? 'teach.status.warm' : 'teach.status.cold', { count, needed })}
            {practice && ` ${t('teach.status.practice')}`}
            {pending > 0 && ` ${t('teach.status.pending', { count: pending })}`}
          </p>
        </div>
        {setting === LEARNED ? (
          <span className="text-sm text-good">{t('teach.status.inUse')}</span>
        ) : (
          <Button variant={warm ? 'primary' : 'secondary'} onClick={() => void chooseLearned()}>
            {t('teach.status.use')}
          </Button>
        )}
      </div>
    </Card>
  );
}
