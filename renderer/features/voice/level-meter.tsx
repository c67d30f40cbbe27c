import { useTranslation } from 'react-i18next';
import { useVoiceStore } from './store';

const WIDTH = 160;
const HEIGHT = 8;

/** How loud it is now; said as a number too, so that it needs no eye. */
export function LevelMeter() {
  const { t } = useTranslation();
  const level = useVoiceStore((state) => state.level);
  return (
    <svg
      role="meter"
      aria-label={t('voice.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      height={HEIGHT}
      className="w-24 max-w-40 grow"
    >
      <rect width={WIDTH} height={HEIGHT} rx={HEIGHT / 2} className="fill-sunken stroke-line" />
      <rect width={WIDTH * level} height={HEIGHT} rx={HEIGHT / 2} className="fill-accent" />
    </svg>
  );
}
