import type { RecallEntry } from '@shared/api/recall';
import { Camera, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { formatDate, formatDateTime } from '../../components/format';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { openCapture } from '../capture/actions';
import { openShot, search, showMore, useRecallStore } from './store';
import { useThumbnail } from './use-thumbnail';

/** What was found, best first; without a search all of them, newest first. */
export function Results({ keeps }: { readonly keeps: boolean }) {
  const { t } = useTranslation();
  const page = useRecallStore((state) => state.page);
  const read = useRecallStore((state) => state.read);
  if (page.state === 'loading') return <DelayedSpinner label={t('recall.loading')} />;
  if (page.state === 'error') {
    return <ErrorState {...errorText(page.error.code)} onRetry={() => void search(new Date())} />;
  }
  const { shots, total, meaningMissing } = page.value;
  if (shots.length === 0) {
    const searched = read.q !== '' || read.from !== null;
    if (searched) {
      return (
        <EmptyState
          icon={<Search size={24} />}
          title={t('recall.none.title')}
          body={t('recall.none.body')}
        />
      );
    }
    return (
      <EmptyState
        icon={<Camera size={24} />}
        title={t('recall.empty.title')}
        body={t('recall.empty.body')}
        action={keeps && <Button onClick={() => openCapture('keep')}>{t('capture.take')}</Button>}
      />
    );
  }
  return (
    <section aria-label={t('recall.title')} className="flex flex-col gap-3">
      {meaningMissing !== null && (
        <Banner tone="warning" title={t('recall.wordsOnly')}>
          {t('recall.wordsOnlyBody', { reason: meaningMissing })}
        </Banner>
      )}
      <p role="status" className="text-sm text-ink-3">
        {t('recall.found', { count: total })}
        <Days />
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(230px,1fr))] gap-3">
        {shots.map((shot) => (
          <Shot key={shot.id} shot={shot} />
        ))}
      </ul>
      {shots.length < total && (
        <div className="flex justify-center">
          <Button onClick={() => void showMore()}>{t('recall.more')}</Button>
        </div>
      )}
    </section>
  );
}

/** The days that were read out of the search, so that a wrong guess is seen. */
function Days() {
  const { t } = useTranslation();
  const { from, to } = useRecallStore((state) => state.read);
  if (from === null || to === null) return null;
  const [first, last] = [formatDate(from), formatDate(to)];
  const text =
    first === last
      ? t('recall.onDay', { day: first })
      : t('recall.within', { from: first, to: last });
  return <> · {text}</>;
}

function Shot({ shot }: { readonly shot: RecallEntry }) {
  const { t } = useTranslation();
  const title = shot.title ?? t('recall.untitled');
  const thumbnail = useThumbnail(shot.id);
  return (
    <li>
      <button
        type="button"
        aria-label={t('recall.open', { title })}
        onClick={() => void openShot(shot.id)}
        className="flex h-full w-full flex-col items-stretch overflow-hidden rounded-lg border border-line bg-surface text-left hover:bg-hover"
      >
        <span className="block h-32 w-full border-b border-line bg-sunken">
          {thumbnail !== null && (
            <img src={thumbnail} alt="" className="h-full w-full object-cover object-left-top" />
          )}
        </span>
        <span className="flex min-w-0 flex-1 flex-col gap-1 p-2.5">
          <span className="truncate font-medium text-ink">{title}</span>
          <span className="text-xs text-ink-3">{formatDateTime(shot.at)}</span>
          <span className="line-clamp-3 text-sm break-words text-ink-2">{snippet()}</span>
          {shot.foundBy !== null && (
            <span className="mt-auto pt-1">
              <Badge tone="accent">{t(`recall.foundBy.${shot.foundBy}`)}</Badge>
            </span>
          )}
        </span>
      </button>
    </li>
  );

  function snippet(): string {
    if (shot.state === 'waiting') return t('recall.waiting');
    if (shot.state === 'failed') return t('recall.failed');
    return shot.snippet === '' ? t('recall.noText') : shot.snippet;
  }
}
