import { TASK_NAMES } from '@shared/routing/tasks';
import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { ModelName } from '../../components/model-name';
import { DelayedSpinner } from '../../components/states';
import { TextField } from '../../components/text-field';

interface KnownModel {
  readonly id: string;
  readonly name: string;
}

export interface KeyModelsProps {
  readonly chosen: readonly string[];
  readonly problem: string | null;
  readonly onChange: (models: readonly string[]) => void;
}

/** The models that a key may use, out of those that can be called now. */
export function KeyModels({ chosen, problem, onChange }: KeyModelsProps) {
  const { t } = useTranslation();
  const id = useId();
  const models = useCallableModels();
  const [query, setQuery] = useState('');
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return (models ?? []).filter(
      (model) =>
        model.id.toLowerCase().includes(wanted) || model.name.toLowerCase().includes(wanted),
    );
  }, [models, query]);
  return (
    <fieldset aria-describedby={problem === null ? undefined : id}>
      <legend className="sr-only">{t('gateway.keys.models')}</legend>
      <TextField
        label={t('gateway.keys.modelsChosen', { count: chosen.length })}
        value={query}
        onChange={setQuery}
        placeholder={t('gateway.keys.findModel')}
        icon={<Search size={14} aria-hidden />}
      />
      <div
        role="region"
        tabIndex={0}
        aria-label={t('gateway.keys.models')}
        className="mt-2 max-h-44 overflow-y-auto rounded-lg border border-line px-2 py-1"
      >
        {models === null && <DelayedSpinner label={t('common.loading')} />}
        {models !== null && shown.length === 0 && (
          <p className="py-2 text-sm text-ink-3">{t('gateway.keys.noModels')}</p>
        )}
        {shown.map((model) => (
          <label key={model.id} className="flex items-center gap-2 py-1">
            <input
              type="checkbox"
              checked={chosen.includes(model.id)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, model.id]
                    : chosen.filter((one) => one !== model.id),
                )
              }
            />
            <ModelName id={model.id} name={model.name} />
          </label>
        ))}
      </div>
      {problem !== null && (
        <p id={id} role="alert" className="mt-1 text-sm text-bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

/** Of all tasks, by name; null until they are read. */
function useCallableModels(): readonly KnownModel[] | null {
  const [models, setModels] = useState<readonly KnownModel[] | null>(null);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const answers = await Promise.all(TASK_NAMES.map((task) => api().router.catalog({ task })));
      const byId = new Map<string, KnownModel>();
      for (const answer of answers) {
        if (!answer.ok) continue;
        for (const { id, name, availability } of answer.data.candidates) {
          if (availability === 'callable' || availability === 'assumed') byId.set(id, { id, name });
        }
      }
      const sorted = [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
      if (current) setModels(sorted);
    };
    void read();
    return () => {
      current = false;
    };
  }, []);
  return models;
}
