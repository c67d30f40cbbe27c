import { OUTCOME_STATUSES, type OutcomeStatus } from '@shared/api/history';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Select, type SelectOption } from '../../components/select';
import { TextField } from '../../components/text-field';
import { useModelNames } from '../why';
import { strategyText } from './columns';
import { isFiltered } from './query';
import { historyStore, useHistory } from './store';

const NO_VALUES: readonly string[] = [];
const WIDTH = 'min-w-30 flex-1';

export function Filters() {
  const { t } = useTranslation();
  const fields = useHistory((state) => state.fields);
  const models = useHistory((state) => state.timeline?.models ?? NO_VALUES);
  const strategies = useHistory((state) => state.timeline?.strategies ?? NO_VALUES);
  const nameOf = useModelNames();
  const { setFields, clearFields } = historyStore.getState();
  return (
    <search
      aria-label={t('history.filters.label')}
      className="flex shrink-0 flex-wrap items-end gap-2"
    >
      <TextField
        label={t('history.filters.text')}
        value={fields.text}
        onChange={(text) => setFields({ text })}
        icon={<Search size={14} aria-hidden />}
        className="min-w-36 flex-[1.4]"
      />
      <Select<TaskName | ''>
        label={t('history.filters.task')}
        showLabel
        className={WIDTH}
        value={fields.task}
        onChange={(task) => setFields({ task })}
        options={[
          { value: '', label: t('history.filters.anyTask') },
          ...TASK_NAMES.map((task) => ({ value: task, label: t(`common.tasks.${task}`) })),
        ]}
      />
      <Select
        label={t('history.filters.model')}
        showLabel
        className={WIDTH}
        value={fields.model}
        onChange={(model) => setFields({ model })}
        options={[
          { value: '', label: t('history.filters.anyModel') },
          ...modelOptions(withChosen(models, fields.model), nameOf),
        ]}
      />
      <Select
        label={t('history.filters.strategy')}
        showLabel
        className={WIDTH}
        value={fields.strategy}
        onChange={(strategy) => setFields({ strategy })}
        options={[
          { value: '', label: t('history.filters.anyStrategy') },
          ...withChosen(strategies, fields.strategy).map((value) => ({
            value,
            label: strategyText(value, t),
          })),
        ]}
      />
      <Select<OutcomeStatus | ''>
        label={t('history.filters.status')}
        showLabel
        className={WIDTH}
        value={fields.status}
        onChange={(status) => setFields({ status })}
        options={[
          { value: '', label: t('history.filters.anyStatus') },
          ...OUTCOME_STATUSES.map((value) => ({ value, label: t(`common.outcomes.${value}`) })),
        ]}
      />
      <div className="flex gap-2">
        <TextField
          type="date"
          label={t('history.filters.from')}
          value={fields.fromDay}
          max={fields.toDay === '' ? undefined : fields.toDay}
          onChange={(fromDay) => setFields({ fromDay })}
          className="w-33"
        />
        <TextField
          type="date"
          label={t('history.filters.to')}
          value={fields.toDay}
          min={fields.fromDay === '' ? undefined : fields.fromDay}
          onChange={(toDay) => setFields({ toDay })}
          className="w-33"
        />
      </div>
      {isFiltered(fields) && (
        <Button variant="ghost" icon={<X size={14} aria-hidden />} onClick={clearFields}>
          {t('history.filters.clear')}
        </Button>
      )}
    </search>
  );
}

/** By name; two of the same name are told apart by their whole id. */
function modelOptions(
  models: readonly string[],
  nameOf: (id: string) => string,
): readonly SelectOption<string>[] {
  const names = models.map(nameOf);
  return models.map((value, index) => {
    const label = names[index] ?? value;
    return { value, label: names.indexOf(label) === names.lastIndexOf(label) ? label : value };
  });
}

/** The options always hold the chosen value, also before the summary arrived. */
function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || values.includes(chosen) ? values : [...values, chosen];
}
