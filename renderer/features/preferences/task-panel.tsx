import type { CatalogResponse } from '@shared/api/auto-router';
import type { Constraints, Weights } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { Attribution } from '../why';
import { dialEffects } from './dial';
import { DialField } from './dial-field';
import { createLandscape, previewAt } from './landscape';
import { LiveCard } from './live-card';
import { ModelsCard } from './models-card';
import { ReplayCard } from './replay-card';
import { ScatterCard } from './scatter-card';
import { type TaskInfo, preferencesStore, usePreferences } from './store';
import { SuggestionCard } from './suggestion-card';
import { WeightsCard } from './weights-card';
import { constraintsOf, weightsOf } from './wire';

export interface TaskPanelProps {
  readonly task: TaskName;
  readonly info: TaskInfo;
}

export function TaskPanel({ task, info }: TaskPanelProps) {
  const { t } = useTranslation();
  const catalog = usePreferences((state) => state.catalogs[task]);
  if (catalog === undefined || catalog.state === 'loading') {
    return <DelayedSpinner label={t('preferences.loading')} />;
  }
  if (catalog.state === 'error') {
    const { title, body } = errorText(catalog.error.code);
    const retry = (): void => void preferencesStore.getState().openTask(task);
    return <ErrorState title={title} body={body} onRetry={retry} />;
  }
  if (catalog.value.candidates.length === 0) {
    return (
      <EmptyState
        title={t('preferences.empty.noModels')}
        body={t('preferences.empty.noModelsBody')}
        action={
          <Button onClick={() => showView('providers')}>{t('preferences.empty.providers')}</Button>
        }
      />
    );
  }
  return <LoadedPanel task={task} info={info} catalog={catalog.value} />;
}

/** The catalog's latency units, which do not all read well after "per". */
const LATENCY_KEYS: Readonly<Record<string, 'firstToken' | 'screenshot' | 'voice' | 'speech'>> = {
  'to first token': 'firstToken',
  'per screenshot': 'screenshot',
  'voice to voice': 'voice',
  'after end of speech': 'speech',
};

interface LoadedPanelProps extends TaskPanelProps {
  readonly catalog: CatalogResponse;
}

function LoadedPanel({ task, info, catalog }: LoadedPanelProps) {
  const { t } = useTranslation();
  const taskDefault = info.default_weights;
  const weights = usePreferences((state) => weightsOf(state.draft, task, taskDefault));
  const wire = usePreferences((state) => state.draft.constraints[task]);
  const pin = usePreferences((state) => state.draft.model_overrides[task] ?? null);
  const selection = usePreferences((state) => state.picks[task]?.selection ?? 'auto');
  const replays = usePreferences((state) => state.replays[task]);
  const constraints = useMemo(
    () =>
      constraintsOf(
        {
          overrides: {},
          model_overrides: {},
          constraints: wire === undefined ? {} : { [task]: wire },
        },
        task,
      ),
    [wire, task],
  );
  const landscape = useMemo(
    () => createLandscape(catalog, constraints, pin),
    [catalog, constraints, pin],
  );
  const preview = useMemo(() => previewAt(landscape, weights, pin), [landscape, weights, pin]);
  const effects = useMemo(
    () => dialEffects(catalog, constraints, weights, pin),
    [catalog, constraints, weights, pin],
  );
  const setDial = useCallback(
    (dial: Constraints['dial']) =>
      preferencesStore.getState().setConstraints(task, { ...constraints, dial }),
    [task, constraints],
  );
  const setWeights = useCallback(
    (next: Weights) => preferencesStore.getState().setWeights(task, next),
    [task],
  );
  const latencyKey = LATENCY_KEYS[info.latency_unit];
  const latency =
    latencyKey === undefined
      ? t('preferences.latencyUnit.other', { unit: info.latency_unit })
      : t(`preferences.latencyUnit.${latencyKey}`);
  const winner = preview.ranked[0]?.candidate.id ?? null;
  return (
    <>
      <p className="-mb-2 text-sm text-ink-3">
        {[info.description, t('preferences.costUnit', { unit: info.cost_unit }), latency].join(
          ' · ',
        )}
      </p>
      <SuggestionCard
        task={task}
        candidates={catalog.candidates}
        weights={weights}
        onChange={setWeights}
      />
      <div className="grid items-start gap-4 @3xl:grid-cols-[minmax(340px,5fr)_6fr]">
        <WeightsCard
          landscape={landscape}
          weights={weights}
          winner={winner}
          taskDefault={taskDefault}
          onChange={setWeights}
        >
          <DialField
            effects={effects}
            constraints={constraints}
            gated={catalog.preferenceLive === false}
            pinned={preview.pin === 'obeyed'}
            selection={selection}
            nameOf={landscape.nameOf}
            onChange={setDial}
          />
        </WeightsCard>
        <div className="flex min-w-0 flex-col gap-4">
          <LiveCard
            landscape={landscape}
            preview={preview}
            weights={weights}
            unit={info.cost_unit}
          />
          <ReplayCard
            rows={replays}
            weights={weights}
            nameOf={landscape.nameOf}
            seriesOf={landscape.seriesOf}
          />
          <ScatterCard landscape={landscape} winner={winner} unit={info.cost_unit} />
        </div>
      </div>
      <ModelsCard
        task={task}
        landscape={landscape}
        unit={info.cost_unit === 'minute' ? 'minute' : 'request'}
        constraints={constraints}
        pin={pin}
        pinState={preview.pin}
      />
      <Attribution />
    </>
  );
}
