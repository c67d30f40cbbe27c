import type { Constraints } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card';
import { NumberField } from '../../components/number-field';
import { Switch } from '../../components/switch';
import type { Landscape, PinState } from './landscape';
import { ModelList } from './model-list';
import { PinSelect, SettingSelect } from './model-selects';
import { preferencesStore } from './store';

export interface ModelsCardProps {
  readonly task: TaskName;
  readonly landscape: Landscape;
  /** What the price cap is for; of a recording nobody knows the length beforehand. */
  readonly unit: 'request' | 'minute';
  readonly constraints: Constraints;
  readonly pin: string | null;
  readonly pinState: PinState;
}

/** What the task may use at all: setting, pin, caps, allowed and excluded models. */
export const ModelsCard = memo(function ModelsCard(props: ModelsCardProps) {
  const { task, landscape, constraints } = props;
  const { t } = useTranslation();
  const change = (part: Partial<Constraints>): void =>
    preferencesStore.getState().setConstraints(task, { ...constraints, ...part });
  return (
    <Card title={t('preferences.models.title')} description={t('preferences.models.description')}>
      <div className="grid gap-x-6 gap-y-4 @3xl:grid-cols-2">
        <SettingSelect task={task} landscape={landscape} />
        <PinSelect task={task} landscape={landscape} pin={props.pin} pinState={props.pinState} />
        <div className="grid grid-cols-2 gap-3">
          <NumberField
            label={t('preferences.models.priceCap', { unit: props.unit })}
            value={constraints.maxCostUsd}
            min={0.0001}
            step={0.001}
            format={{ maximumFractionDigits: 6 }}
            placeholder={t('preferences.models.noCap')}
            onChange={(maxCostUsd) => change({ maxCostUsd: positive(maxCostUsd) })}
          />
          <NumberField
            label={t('preferences.models.waitCap')}
            value={constraints.maxLatencyMs === null ? null : constraints.maxLatencyMs / 1000}
            min={0.1}
            step={0.5}
            format={{ maximumFractionDigits: 1 }}
            placeholder={t('preferences.models.noCap')}
            onChange={(seconds) => {
              const cap = positive(seconds);
              change({ maxLatencyMs: cap === null ? null : Math.round(cap * 1000) });
            }}
          />
        </div>
        <MinQuality
          value={constraints.minQuality}
          onChange={(minQuality) => change({ minQuality })}
        />
        <Switch
          label={t('preferences.models.localOnly')}
          description={t('preferences.models.localOnlyHint')}
          checked={constraints.localOnly}
          onChange={(localOnly) => change({ localOnly })}
        />
      </div>
      <ModelList landscape={landscape} constraints={constraints} onChange={change} />
    </Card>
  );
});

interface MinQualityProps {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** The explicit floor: it wins over the dial in either direction (S2-8). */
function MinQuality({ value, onChange }: MinQualityProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div role="group" aria-describedby={id}>
      <NumberField
        label={t('preferences.models.minQuality')}
        value={value}
        min={0}
        max={1}
        step={0.05}
        format={{ maximumFractionDigits: 2 }}
        placeholder={t('preferences.models.noMinQuality')}
        onChange={onChange}
        className="max-w-64"
      />
      <p id={id} className="mt-1 text-sm text-ink-3">
        {t('preferences.models.minQualityHint')}
      </p>
    </div>
  );
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
