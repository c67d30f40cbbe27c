import { AXES, type Axis, type Weights } from '@shared/routing/candidate';
import { toPercents } from '@shared/routing/weights';
import { Lock, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button';
import { NumberField } from '../../components/number-field';
import { setWholePercent } from './triangle-geometry';

export interface WeightFieldsProps {
  readonly weights: Weights;
  readonly lock: Axis | null;
  readonly onLock: (axis: Axis | null) => void;
  readonly onChange: (weights: Weights) => void;
}

/** The accessible equal of the triangle: three whole percents that always total 100. */
export function WeightFields({ weights, lock, onLock, onChange }: WeightFieldsProps) {
  const { t } = useTranslation();
  const percents = toPercents(weights);
  const held = lock === null ? 0 : percents[lock];
  return (
    <fieldset>
      <legend className="sr-only">{t('preferences.weights.fields')}</legend>
      <div className="grid grid-cols-3 gap-2">
        {AXES.map((axis) => {
          const label = t(`common.axes.${axis}`);
          const locked = axis === lock;
          return (
            <NumberField
              key={axis}
              label={t('preferences.weights.field', { axis: label })}
              value={percents[axis]}
              min={0}
              max={locked ? 100 : 100 - held}
              disabled={locked}
              onChange={(value) => {
                if (value !== null && value !== percents[axis]) {
                  onChange(setWholePercent(weights, axis, value, lock));
                }
              }}
              labelSuffix={
                <IconButton
                  size="sm"
                  label={t(locked ? 'preferences.weights.unlock' : 'preferences.weights.lock', {
                    axis: label,
                  })}
                  icon={locked ? <Lock size={13} /> : <LockOpen size={13} />}
                  pressed={locked}
                  onClick={() => onLock(locked ? null : axis)}
                />
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}
