import { Check, CircleAlert, CircleDot, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from './store';

/** One line that always says where the changes are: here, on their way, or in effect. */
export function SaveIndicator() {
  const { t } = useTranslation();
  const state = usePreferences(({ save }) => save.state);
  const waiting = usePreferences(({ edited }) => edited.size > 0) && state === 'idle';
  const shown = waiting ? 'waiting' : state;
  return (
    <div role="status" className="flex items-center gap-1.5 text-sm text-ink-3" data-save={shown}>
      {shown === 'waiting' && <CircleDot size={14} aria-hidden />}
      {shown === 'saving' && <LoaderCircle size={14} className="animate-spin" aria-hidden />}
      {shown === 'saved' && <Check size={14} className="text-good" aria-hidden />}
      {shown === 'failed' && <CircleAlert size={14} className="text-bad" aria-hidden />}
      <span className={shown === 'failed' ? 'text-bad' : undefined}>
        {t(`preferences.save.${shown}`)}
      </span>
    </div>
  );
}
