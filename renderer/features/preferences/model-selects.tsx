import { autoSettingOf, autoSettingsFor } from '@shared/routing/strategy-setting';
import type { TaskName } from '@shared/routing/tasks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Select, type SelectOption } from '../../components/select';
import { toastError } from '../../components/toaster';
import type { Landscape, PinState } from './landscape';
import { preferencesStore, usePreferences } from './store';

const AUTO = 'auto';
const NO_PIN = '';

interface SettingSelectProps {
  readonly task: TaskName;
  readonly landscape: Landscape;
}

/** Auto, or one model that answers every request of the task. */
export function SettingSelect({ task, landscape }: SettingSelectProps) {
  const { t } = useTranslation();
  const selection = usePreferences((state) => state.picks[task]?.selection ?? AUTO);
  const auto = autoSettingOf(selection);
  const models = useModelOptions(landscape, auto === null ? selection : null);
  const select = async (model: string): Promise<void> => {
    const result = await preferencesStore.getState().select(task, model);
    if (!result.ok) toastError(result.error);
  };
  return (
    <div>
      <Select
        label={t('preferences.models.setting')}
        showLabel
        options={[
          ...autoSettingsFor(task).map((value) => ({
            value,
            label: t(`common.autoSettings.${value}`),
          })),
          ...models,
        ]}
        value={selection}
        onChange={(model) => void select(model)}
      />
      <p className="mt-1 text-sm text-ink-3">
        {auto === AUTO && t('preferences.models.settingHint')}
        {auto !== null && auto !== AUTO && t(`common.autoSettingHints.${auto}`)}
        {auto === null &&
          t('preferences.models.settingNamed', { model: landscape.nameOf(selection) })}
      </p>
    </div>
  );
}

interface PinSelectProps extends SettingSelectProps {
  readonly pin: string | null;
  readonly pinState: PinState;
}

export function PinSelect({ task, landscape, pin, pinState }: PinSelectProps) {
  const { t } = useTranslation();
  const models = useModelOptions(landscape, pin);
  const setPin = (model: string | null): void => preferencesStore.getState().setPin(task, model);
  const drop = landscape.dropped.find(({ candidate }) => candidate.id === pin)?.reason;
  const problem =
    pin === null || pinState === 'none' || pinState === 'obeyed'
      ? null
      : pinState === 'not_eligible' && drop !== undefined
        ? t('preferences.models.pinNotEligible', {
            model: landscape.nameOf(pin),
            reason: t(`common.drops.${drop}`),
          })
        : t('preferences.models.pinGone', { model: landscape.nameOf(pin) });
  return (
    <div>
      <Select
        label={t('preferences.models.pin')}
        showLabel
        options={[{ value: NO_PIN, label: t('preferences.models.noPin') }, ...models]}
        value={pin ?? NO_PIN}
        onChange={(model) => setPin(model === NO_PIN ? null : model)}
      />
      {problem === null ? (
        <p className="mt-1 text-sm text-ink-3">{t('preferences.models.pinHint')}</p>
      ) : (
        <div className="mt-1 flex items-start gap-2 text-sm text-warn" role="status">
          <Badge tone="warn">{t('preferences.live.pinned')}</Badge>
          <span className="min-w-0 flex-1">{problem}</span>
          <Button size="sm" onClick={() => setPin(null)}>
            {t('preferences.models.clearPin')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Eligible models by name, and the chosen one even when it is not among them. */
function useModelOptions(landscape: Landscape, chosen: string | null): SelectOption<string>[] {
  return useMemo(() => {
    const options = landscape.eligible
      .map(({ id, name, provider }) => ({ value: id, label: `${name} · ${provider}` }))
      .sort((a, b) => a.label.localeCompare(b.label));
    const missing = chosen !== null && options.every(({ value }) => value !== chosen);
    return missing ? [...options, { value: chosen, label: landscape.nameOf(chosen) }] : options;
  }, [landscape, chosen]);
}
