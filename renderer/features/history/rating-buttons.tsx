import type { HistoryRow } from '@shared/api/history';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { toastError } from '../../components/toaster';
import { historyStore } from './store';

export interface RatingButtonsProps {
  readonly row: HistoryRow;
  /** False inside the grid, where the row is the one tab stop; the panel of the row has them too. */
  readonly tabbable: boolean;
}

export function RatingButtons({ row, tabbable }: RatingButtonsProps) {
  const { t } = useTranslation();
  // A direct call has no outcome: there is nothing to rate.
  if (row.strategy === 'direct' || row.status === 'running') return null;
  const rate = async (rating: -1 | 1): Promise<void> => {
    const result = await historyStore.getState().rate(row, row.rating === rating ? null : rating);
    if (!result.ok) toastError(result.error);
  };
  return (
    <span className="inline-flex gap-0.5">
      {([1, -1] as const).map((rating) => {
        const Icon = rating === 1 ? ThumbsUp : ThumbsDown;
        const on = row.rating === rating;
        return (
          <button
            key={rating}
            type="button"
            tabIndex={tabbable ? 0 : -1}
            aria-pressed={on}
            aria-label={t(rating === 1 ? 'history.rate.up' : 'history.rate.down')}
            onClick={(event) => {
              event.stopPropagation();
              void rate(rating);
            }}
            className={cx(
              'flex size-6 items-center justify-center rounded-md hover:bg-hover',
              on ? 'bg-accent-soft text-accent-ink' : 'text-ink-3',
            )}
          >
            <Icon size={13} fill={on ? 'currentColor' : 'none'} aria-hidden />
          </button>
        );
      })}
    </span>
  );
}
