import { EDITABLE_RATES, type ModelRow } from '@shared/api/models';
import type { IpcError } from '@shared/ipc/result';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { figureText } from '../../components/figure-text';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { resetEdit, saveEdit } from './actions';
import { type EditForm, type FormField, formOf, isEmptyEdit, readForm } from './edit-form';
import { selectRows, useModelsStore } from './store';

export interface EditDialogProps {
  /** Null adds a model. */
  readonly row: ModelRow | null;
  readonly onClose: () => void;
}

/** Sets figures of a model by hand, or adds one: kept apart from every source. */
export function EditDialog({ row, onClose }: EditDialogProps) {
  const { t } = useTranslation();
  const task = useModelsStore((state) => state.task);
  const rows = useModelsStore(selectRows);
  const [form, setForm] = useState<EditForm>(() => formOf(row, task));
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<IpcError | null>(null);
  const known = row === null ? rows.map(({ id }) => id) : null;
  const { request, problems } = readForm(form, task, row?.edit ?? null, known);
  const change = (part: Partial<EditForm>): void => setForm((now) => ({ ...now, ...part }));
  const problemOf = (field: FormField): string | null => {
    const problem = problems[field];
    return tried && problem !== undefined ? t(`models.edit.problems.${problem}`) : null;
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    if (row !== null && isEmptyEdit(request)) {
      if (row.edit !== null) await resetEdit(row.id, row.name, row.edit.added);
      return onClose();
    }
    const failed = await saveEdit(request);
    setError(failed);
    if (failed === null) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={row === null ? t('models.edit.addTitle') : t('models.edit.title', { model: row.name })}
      description={t(row === null ? 'models.edit.addDescription' : 'models.edit.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={() => void save()}>
            {t('models.edit.save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {error !== null && (
          <Banner tone="error" title={errorText(error.code).title}>
            {error.message}
          </Banner>
        )}
        {row === null && (
          <TextField
            label={t('models.edit.id')}
            value={form.model}
            onChange={(model) => change({ model })}
            description={t('models.edit.idHint')}
            error={problemOf('model')}
            maxLength={200}
          />
        )}
        <TextField
          label={t('models.edit.name')}
          value={form.name}
          onChange={(name) => change({ name })}
          placeholder={row?.name}
          maxLength={80}
        />
        {row === null && <Tasks form={form} onChange={change} error={problemOf('tasks')} />}
        <Prices row={row} form={form} onChange={change} problemOf={problemOf} />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-sm font-medium">
            {t('models.edit.forTask', { task: t(`common.tasks.${task}`) })}
          </legend>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={t('models.edit.quality')}
              inputMode="decimal"
              value={form.quality}
              onChange={(quality) => change({ quality })}
              error={problemOf('quality')}
            />
            <TextField
              label={t('models.edit.latencyMs')}
              inputMode="decimal"
              value={form.latencyMs}
              onChange={(latencyMs) => change({ latencyMs })}
              error={problemOf('latencyMs')}
            />
          </div>
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('models.edit.context')}
            inputMode="numeric"
            value={form.context}
            onChange={(context) => change({ context })}
            placeholder={row?.capabilities.context?.toString()}
            error={problemOf('context')}
          />
          <Select<EditForm['tools']>
            label={t('models.edit.tools')}
            showLabel
            value={form.tools}
            onChange={(tools) => change({ tools })}
            options={[
              { value: 'source', label: t('models.edit.toolsSource') },
              { value: 'yes', label: t('models.edit.toolsYes') },
              { value: 'no', label: t('models.edit.toolsNo') },
            ]}
          />
          {(task === 'ptt_response' || form.tasks.includes('ptt_response')) && (
            <Select<EditForm['realtime']>
              label={t('models.edit.realtime')}
              showLabel
              value={form.realtime}
              onChange={(realtime) => change({ realtime })}
              options={[
                { value: 'source', label: t('models.edit.toolsSource') },
                { value: 'yes', label: t('models.edit.realtimeYes') },
                { value: 'no', label: t('models.edit.realtimeNo') },
              ]}
            />
          )}
        </div>
        <TextField
          label={t('models.edit.note')}
          value={form.note}
          onChange={(note) => change({ note })}
          maxLength={500}
        />
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly form: EditForm;
  readonly onChange: (part: Partial<EditForm>) => void;
}

function Prices(
  props: PartProps & {
    readonly row: ModelRow | null;
    readonly problemOf: (field: FormField) => string | null;
  },
) {
  const { t } = useTranslation();
  const { row, form, onChange, problemOf } = props;
  if (row?.local === true) {
    return <p className="text-sm text-ink-3">{t('models.edit.localPrices')}</p>;
  }
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('models.edit.prices')}</legend>
      <div className="grid grid-cols-2 gap-3">
        {EDITABLE_RATES.map((rate) => {
          const open = row?.publicFigures[rate] ?? row?.figures[rate] ?? null;
          return (
            <TextField
              key={rate}
              label={t(`models.figures.${rate}`)}
              inputMode="decimal"
              value={form.rates[rate]}
              onChange={(text) => onChange({ rates: { ...form.rates, [rate]: text } })}
              placeholder={open === null || open.source === 'user' ? undefined : figureText(open)}
              error={problemOf(rate)}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

function Tasks({ form, onChange, error }: PartProps & { readonly error: string | null }) {
  const { t } = useTranslation();
  const toggle = (task: TaskName, on: boolean): void =>
    onChange({
      tasks: TASK_NAMES.filter((name) => (name === task ? on : form.tasks.includes(name))),
    });
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('models.edit.tasks')}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {TASK_NAMES.map((task) => (
          <label key={task} className="flex items-center gap-2 text-sm text-ink-2">
            <input
              type="checkbox"
              checked={form.tasks.includes(task)}
              onChange={(event) => toggle(task, event.currentTarget.checked)}
            />
            {t(`common.tasks.${task}`)}
          </label>
        ))}
      </div>
      {error !== null && <p className="text-sm text-bad">{error}</p>}
    </fieldset>
  );
}
