import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../components/format';
import type { TurnShown } from './store';

/** What each stage of the turn took; a stage that has not been there is left out. */
export function TimingStrip({ shown }: { readonly shown: TurnShown }) {
  const { t } = useTranslation();
  const { timings, firstSoundMs, begun } = shown;
  const stages: readonly (readonly [string, number | null])[] = [
    [t('voice.timing.recorded'), timings?.recordedMs ?? null],
    [t('voice.timing.text'), timings?.transcribeMs ?? null],
    [t('voice.timing.firstWord'), timings?.firstWordMs ?? null],
    [t('voice.timing.firstSound'), firstSoundMs],
    [t('voice.timing.answer'), timings?.answerMs ?? null],
  ];
  const known = stages.filter((stage): stage is readonly [string, number] => stage[1] !== null);
  if (known.length === 0) return null;
  return (
    <dl
      aria-label={t('voice.timing.label')}
      className="flex flex-wrap gap-x-3 gap-y-1 text-sm text-ink-3"
    >
      {begun !== null && (
        <div className="flex gap-1">
          <dt>{t('voice.timing.decided')}</dt>
          <dd className="text-ink-2">
            {begun.decidedMs < 1 ? t('voice.timing.underOne') : formatDuration(begun.decidedMs)}
          </dd>
        </div>
      )}
      {known.map(([label, ms]) => (
        <div key={label} className="flex gap-1">
          <dt>{label}</dt>
          <dd className="text-ink-2">{formatDuration(ms)}</dd>
        </div>
      ))}
    </dl>
  );
}
