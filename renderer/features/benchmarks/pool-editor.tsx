import type { BenchmarkConfig } from '@shared/api/benchmark';
import { POOL_LIMIT } from '@shared/api/benchmark-words';
import type { Effort } from '@shared/routing/routing-table';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button';
import { ModelName } from '../../components/model-name';
import { Select } from '../../components/select';
import { useModelNames } from '../why';
import { editDraft } from './actions';
import { addModel, type Pool, withModels } from './draft';
import { useBenchmarks } from './store';

/** As the contract has them; the contract itself would bring zod into the window's bundle. */
const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const satisfies Effort[];
const OWN = 'own';
const NOTHING = '';

/** The models of one benchmark, each with the effort it is measured with and later served with. */
export function PoolEditor({
  pool,
  draft,
}: {
  readonly pool: Pool;
  readonly draft: BenchmarkConfig;
}) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const choices = useBenchmarks((state) => state.choices);
  const { models } = draft[pool];
  const left = choices.filter(({ id }) => models.every(({ model }) => model !== id));
  const effortOptions = [OWN, ...EFFORTS].map((value) => ({
    value,
    label: t(`benchmarks.efforts.${value as Effort | typeof OWN}`),
  }));
  const setEffort = (model: string, value: string): void => {
    const effort = EFFORTS.find((known) => known === value) ?? null;
    const next = models.map((entry) => (entry.model === model ? { model, effort } : entry));
    editDraft(withModels(draft, pool, next));
  };
  const remove = (model: string): void => {
    const next = models.filter((entry) => entry.model !== model);
    editDraft(withModels(draft, pool, next));
  };
  return (
    <div>
      {models.length === 0 ? (
        <p className="mb-2 text-ink-3">{t('benchmarks.settings.none')}</p>
      ) : (
        <ul className="mb-2">
          {models.map(({ model, effort }) => (
            <li key={model} className="flex items-center gap-2 border-b border-line py-1">
              <span className="min-w-0 flex-1">
                <ModelName id={model} name={nameOf(model)} />
              </span>
              <Select
                label={t('benchmarks.settings.effort', { model: nameOf(model) })}
                className="w-48 shrink-0"
                value={effort ?? OWN}
                onChange={(value) => setEffort(model, value)}
                options={effortOptions}
              />
              <IconButton
                size="sm"
                label={t('benchmarks.settings.remove', { model: nameOf(model) })}
                icon={<X size={14} />}
                onClick={() => remove(model)}
              />
            </li>
          ))}
        </ul>
      )}
      {left.length === 0 || models.length >= POOL_LIMIT ? (
        <p className="text-sm text-ink-3">{t('benchmarks.settings.noneLeft')}</p>
      ) : (
        <Select
          label={t('benchmarks.settings.add')}
          className="max-w-80"
          value={NOTHING}
          onChange={(model) => editDraft(addModel(draft, pool, model))}
          options={[
            { value: NOTHING, label: `${t('benchmarks.settings.add')}…` },
            ...left.map(({ id, name }) => ({
              value: id,
              label: `${name} · ${id.slice(0, id.indexOf('/'))}`,
            })),
          ]}
        />
      )}
    </div>
  );
}
